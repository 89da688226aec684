"""The two explanations: one that an inspector signs, one that may be read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .model import Pack, Vocabulary

# Said whatever fired, and in the same words: it tells a caller nothing about the child.
OPENING = "Thank you for telling us. We are acting on this report now."
CLOSING = "We will keep in touch with you and tell you what we can."
ASKABLE = ("carer", "school")


def record_text(*, pack: Pack, result: Mapping[str, Any]) -> list[str]:
    """Return the explanation for the record: the recommendation and each reason with its source.

    It holds flags, adults and history: never read it to a caller.
    """
    label = pack.labels[result["level"]]
    possible = pack.labels[result["possible_level"]]
    text = [
        (
            f"Recommended: {label} (seriousness {_said(result['seriousness'])}, immediacy "
            f"{_said(result['immediacy'])}). What is not known could make it {possible}. "
            f"Nothing forbids a level from {pack.labels[result['floor']]} upwards."
        )
    ]
    by_clause: dict[str, list[Mapping[str, Any]]] = {}
    for row in result["fired"]:
        by_clause.setdefault(row["clause"], []).append(row)
    for rows in by_clause.values():
        effects = "; ".join(_effect(pack, row) for row in rows)
        facts = ", ".join(f"{name} {_value(value)}" for name, value in rows[0]["facts"].items())
        on = f" On: {facts}." if facts else ""
        text.append(
            f"{rows[0]['rule']}: {rows[0]['because']} It {effects}.{on} Source: "
            f"{rows[0]['source']}."
        )
    if result["undecided"]:
        lacking = dict.fromkeys(name for row in result["undecided"] for name in row["lacks"])
        text.append("Not known: " + ", ".join(lacking) + ".")
    text += [f"Does not go together: {conflict}" for conflict in result["conflicts"]]
    text.append(f"Pack {result['pack']}, SHA-256 {result['pack_sha256']}.")
    return text


def sayable(*, pack: Pack, result: Mapping[str, Any]) -> list[str]:
    """Return sentences that a call handler may read aloud to any caller.

    Only clauses that rest on what every caller knows (age, hour, weather) add a sentence, so
    whoever listens learns nothing of flags, adults, history, places or the child's words.
    """
    said = dict.fromkeys(pack.clause(clause_id=row["clause"]).sayable for row in result["fired"])
    return [OPENING, *(sentence for sentence in said if sentence), CLOSING]


def questions_for_caller(
    *, vocabulary: Vocabulary, result: Mapping[str, Any], caller_may_be_cause: bool
) -> list[dict[str, Any]]:
    """Return the questions that may be put to the caller, in their order.

    Left out are those that only records can answer and, where the caller may be the cause,
    those on harm at home and whatever would warn somebody who means harm.
    """
    asked = []
    for question in result["questions"]:
        fact = vocabulary.facts[question["fact"]]
        if caller_may_be_cause and fact.not_to_caller_who_may_harm:
            continue
        if any(who in fact.who_can_answer for who in ASKABLE):
            asked.append(dict(question))
    return asked


def _effect(pack: Pack, row: Mapping[str, Any]) -> str:
    strength = row["strength"]
    if strength == "bar":
        return f"forbids anything below {pack.labels[row['at_least']]} without a named senior"
    if strength == "prompt":
        position = row["at_least"]
        if row["scale"] == "level":
            return f"asks for {pack.labels[position]} at least"
        return f"makes {row['scale']} {_said(position)} at least"
    if strength == "consider":
        return f"asks whether this should be {pack.labels['high']}"
    owed = pack.clause(clause_id=row["clause"]).owes
    return "makes owed: " + ", ".join(_said(kind) for kind in owed)


def _said(name: str) -> str:
    return name.replace("_", " ")


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)

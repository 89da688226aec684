"""How an episode was assessed and decided: reasons, versions and what changed between them."""

from collections.abc import Iterable, Mapping
from typing import Any

from whereabouts.engines.policy import LEVELS, UnknownPack, record_text, sayable
from whereabouts.foundations.access.gate import visible
from whereabouts.insight.lookups.episode_shapes import (
    Answered,
    Change,
    Contradiction,
    DecisionLine,
    Question,
    Reason,
    Recommendation,
    Said,
    Stands,
    Version,
)
from whereabouts.practice.risk import gather, packs
from whereabouts.practice.risk.models import Assertion, Assessment, Decision
from whereabouts.records.episodes.models import Episode

SHOWN_QUESTIONS = 7
STRENGTHS = {
    "bar": "Nobody goes lower without a senior and a reason",
    "prompt": "Raises what is recommended",
    "consider": "Asks: should this be HIGH?",
    "owes": "Asks for something to be done",
}
AGO = ("hours_since_last_seen", "hours_since_reported")
SEXES = {"F": "a girl", "M": "a boy", "X": "described in another way"}


def stands(
    *, episode: Episode, assessment: Assessment | None, decision: Decision | None, full: bool
) -> Stands:
    """Return what stands, and by whom where a person decided it."""
    by_person = decision if episode.decided else None
    return Stands(
        level=episode.level,
        label=label_of(pack=episode.pack, level=episode.level),
        category=episode.category,
        decided=episode.decided,
        by=by_person.recorded_by.display_name if by_person else "",
        decided_at=by_person.decided_at if by_person else None,
        assessment=assessment.number if assessment else None,
        recommended=episode.recommended_level if full else "",
        seriousness=episode.seriousness if full else "",
        immediacy=episode.immediacy if full else "",
    )


def label_of(*, pack: str, level: str) -> str:
    """Return the words that a pack has for a level, or "" where the pack is not held any more."""
    try:
        return str(packs.library().named(pack_id=pack).labels[level])
    except UnknownPack:
        return ""


def recommendation(*, assessment: Assessment, enquiries: int) -> Recommendation:
    """Return what the rules made of the facts; what may be read aloud is kept apart."""
    # Of a history the grade and what fired are kept; its pack stands with the assessment alone.
    result = {"pack_sha256": assessment.pack_sha256, **assessment.result}
    try:
        pack = packs.library().named(pack_id=assessment.pack)
        record, said = record_text(pack=pack, result=result), sayable(pack=pack, result=result)
    except UnknownPack:
        # A pack that is no longer held: what it said was kept with the assessment.
        record, said = [f"{row['rule']}: {row['because']}" for row in result["fired"]], []
    questions = [row for row in result["questions"] if row["could_raise_to"] is not None]
    return Recommendation(
        number=assessment.number,
        at=assessment.at,
        level=result["level"],
        possible_level=result["possible_level"],
        floor=result["floor"],
        pack=assessment.pack,
        reasons=_reasons(fired=result["fired"]),
        record=tuple(record),
        said=tuple(said),
        not_known=tuple(
            dict.fromkeys(
                question_of(fact=name) for row in result["undecided"] for name in row["lacks"]
            )
        ),
        questions=tuple(
            Question(
                fact=row["fact"],
                text=row["text"],
                why=why_of(fact=row["fact"]),
                could_raise_to=row["could_raise_to"],
            )
            for row in questions[:SHOWN_QUESTIONS]
        ),
        as_enquiries=enquiries,
        conflicts=tuple(result["conflicts"]),
    )


def versions(*, assessments: Iterable[Assessment]) -> tuple[Version, ...]:
    """Return every assessment, the latest first, each with what changed since the one before."""
    made: list[Version] = []
    before: Assessment | None = None
    for one in sorted(assessments, key=lambda assessment: assessment.number):
        rules, earlier = _rules(one), _rules(before) if before else ()
        made.append(
            Version(
                number=one.number,
                at=one.at,
                by=one.recorded_by.display_name,
                cause=one.cause,
                level=one.level,
                possible_level=one.possible_level,
                floor=one.floor,
                changes=_changes(before=before.facts if before else {}, now=one) if before else (),
                rules_new=tuple(rule for rule in rules if rule not in earlier) if before else rules,
                rules_gone=tuple(rule for rule in earlier if rule not in rules),
            )
        )
        before = one
    return tuple(reversed(made))


def decisions(*, episode: Episode) -> tuple[DecisionLine, ...]:
    """Return every decision with its reasons, the latest first."""
    found = (
        visible(Decision)
        .filter(episode=episode)
        .select_related("recorded_by", "supervisor", "inspector", "assessment")
        .prefetch_related("answers")
        .order_by("-decided_at", "-id")
    )
    cited = {}
    for one in visible(Assertion).filter(episode=episode):
        answer = answer_of(fact=one.fact, value=one.value)
        cited[str(one.pk)] = f"{question_of(fact=one.fact)} {answer} ({one.said_by})"
    return tuple(
        DecisionLine(
            at=one.decided_at,
            by=one.recorded_by.display_name,
            rank=one.recorded_by.rank,
            level=one.level,
            category=one.category,
            kind=one.kind,
            assessment=one.assessment.number,
            rationale=one.rationale,
            overrode=tuple(one.overrode),
            override_reason=one.override_reason,
            supervisor=one.supervisor.display_name if one.supervisor else "",
            inspector=one.inspector.display_name if one.inspector else "",
            cited=tuple(cited[key] for key in one.cited if key in cited),
            answers=tuple(
                Answered(
                    rule=answer.rule,
                    strength=answer.strength,
                    answer=answer.answer,
                    reason=answer.reason,
                )
                for answer in sorted(one.answers.all(), key=lambda answer: answer.rule)
            ),
        )
        for one in found
    )


def contradictions(*, episode: Episode) -> tuple[Contradiction, ...]:
    """Return the facts on which this episode's statements disagree, with who said what."""
    names = gather.contradictions(episode=episode)
    said = visible(Assertion).filter(episode=episode, fact__in=names).order_by("said_at")
    statements: dict[str, list[Said]] = {name: [] for name in names}
    for one in said:
        if one.value is not None:
            statements[one.fact].append(
                Said(
                    key=one.pk,
                    stated=one.value,
                    value=answer_of(fact=one.fact, value=one.value),
                    by=one.said_by,
                    at=one.said_at,
                    words=one.words,
                )
            )
    return tuple(
        Contradiction(fact=name, question=question_of(fact=name), said=tuple(statements[name]))
        for name in names
    )


def question_of(*, fact: str) -> str:
    """Return a fact's question, or its name where the vocabulary has it no more."""
    known = packs.vocabulary().facts.get(fact)
    return known.question if known else fact.replace("_", " ")


def why_of(*, fact: str) -> str:
    """Return why a question matters, or "" where the vocabulary has the fact no more."""
    known = packs.vocabulary().facts.get(fact)
    return known.why if known else ""


def _reasons(*, fired: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    by_clause: dict[str, list[Mapping[str, Any]]] = {}
    for row in fired:
        by_clause.setdefault(row.get("clause", row["rule"]), []).append(row)
    strongest = list(STRENGTHS)
    highest = sorted(by_clause.values(), key=lambda rows: -max(_height(row) for row in rows))
    reasons = [
        Reason(
            rule=rows[0]["rule"],
            strength=min((row["strength"] for row in rows), key=strongest.index),
            effects=tuple(dict.fromkeys(STRENGTHS[row["strength"]] for row in rows)),
            because=rows[0]["because"],
            source=rows[0]["source"],
            facts=tuple(
                f"{question_of(fact=name)} {answer_of(fact=name, value=value)}"
                for name, value in rows[0]["facts"].items()
            ),
        )
        for rows in highest
    ]
    return tuple(sorted(reasons, key=lambda reason: strongest.index(reason.strength)))


def _height(row: Mapping[str, Any]) -> int:
    return LEVELS.index(row["at_least"]) if row["scale"] == "level" and row["at_least"] else 0


def _rules(assessment: Assessment) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["rule"] for row in assessment.result["fired"]))


def _changes(*, before: Mapping[str, Any], now: Assessment) -> tuple[Change, ...]:
    # Hours pass by themselves: they are no news between two assessments.
    names = [name for name in {**before, **now.facts} if not name.startswith("hours_")]
    return tuple(
        Change(
            fact=name,
            question=question_of(fact=name),
            before=answer_of(fact=name, value=before.get(name)),
            now=answer_of(fact=name, value=now.facts.get(name)),
            source=now.sources.get(name, ""),
        )
        for name in names
        if before.get(name) != now.facts.get(name)
    )


def answer_of(*, fact: str, value: Any) -> str:
    """Return what is known of a fact as people read it: hours as a length, and no raw number."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if fact in AGO:
        minutes = round(float(value) * 60)
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest} min before" if hours else f"{rest} min before"
    if fact == "sex":
        return SEXES.get(value, str(value))
    return f"{value:g}" if isinstance(value, float) else str(value).replace("_", " ")

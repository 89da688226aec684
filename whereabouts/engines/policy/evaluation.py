"""From facts to a recommendation with every reason, everything unknown and everything owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .compiling import (
    FLOOR_AT,
    GRADED,
    IMMEDIACY_AT,
    SERIOUSNESS_AT,
    Compiled,
    CompiledClause,
    CompiledTerm,
    position,
)
from .model import IMMEDIACY, LEVELS, SERIOUSNESS, Pack
from .questions import Asker, Undecided
from .refusals import UnknownFact
from .vocabulary import check_value, conflicts_among


def evaluate(
    *,
    pack: Pack,
    facts: Mapping[str, Any],
    sources: Mapping[str, str] | None = None,
    at: str | None = None,
) -> dict[str, Any]:
    """Return what the pack makes of the facts: the document that the contract describes.

    :raises UnknownFact: a name is not in the vocabulary.
    :raises BadValue: a value is not allowed for its fact.
    """
    compiled = pack.compiled
    for name in sources or ():
        if name not in compiled.readers:
            raise UnknownFact(name)
    met, ruled_out = _place(compiled, facts)
    fired: list[dict[str, Any]] = []
    obligations: list[dict[str, Any]] = []
    undecided: Undecided = []
    now, worst = _apply(compiled, facts, met, ruled_out, fired, obligations, undecided)
    if sources:
        _name_sources(fired, sources)

    level = compiled.levels[now & GRADED]
    possible_level = compiled.levels[worst & GRADED]
    floor = position(state=now, scale=FLOOR_AT)
    asker = Asker(
        compiled=compiled,
        met=met,
        ruled_out=ruled_out,
        state=now,
        level=level,
        possible_level=possible_level,
        undecided=undecided,
    )
    open_rows, counts = _undecided_rows(compiled, undecided, met, asker)
    whereabouts = facts.get("whereabouts_known")
    absent_open = pack.child_absent_allowed and not floor and whereabouts is None
    return {
        "pack": pack.id,
        "pack_sha256": pack.sha256,
        "at": at,
        "level": LEVELS[level],
        "possible_level": LEVELS[possible_level],
        "floor": LEVELS[floor],
        "possible_floor": LEVELS[position(state=worst, scale=FLOOR_AT)],
        "seriousness": SERIOUSNESS[position(state=now, scale=SERIOUSNESS_AT)],
        "possible_seriousness": SERIOUSNESS[position(state=worst, scale=SERIOUSNESS_AT)],
        "immediacy": IMMEDIACY[position(state=now, scale=IMMEDIACY_AT)],
        "possible_immediacy": IMMEDIACY[position(state=worst, scale=IMMEDIACY_AT)],
        "categories": {
            "absent": _absent(pack, whereabouts, fired, undecided, floor),
            "missing": {
                "allowed": "no" if whereabouts else "yes",
                "because": ["whereabouts_known"] if whereabouts else [],
            },
            "whereabouts_known": {
                "allowed": "ask" if whereabouts is None else "yes" if whereabouts else "no",
                "because": [] if whereabouts else ["whereabouts_known"],
            },
        },
        "fired": fired,
        "undecided": open_rows,
        "questions": asker.questions(
            counts=counts, vocabulary=pack.vocabulary, absent_open=absent_open
        ),
        "obligations": obligations,
        "conflicts": conflicts_among(vocabulary=pack.vocabulary, facts=facts),
    }


def grade(*, pack: Pack, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the level, floor and axes with what fired: an evaluation without what is open.

    It is for grading many episodes again, where nobody is there to be asked.

    :raises UnknownFact: a name is not in the vocabulary.
    :raises BadValue: a value is not allowed for its fact.
    """
    compiled = pack.compiled
    met, _ = _place(compiled, facts)
    missing = ~met
    fired: list[dict[str, Any]] = []
    now = 0
    for clause in compiled.clauses:
        touched = clause.touched
        if touched & met or not touched:
            used = _used(clause, facts, missing)
            if used is not None:
                now |= clause.adds
                _fire(clause, used, fired)
    return {
        "level": LEVELS[compiled.levels[now & GRADED]],
        "floor": LEVELS[position(state=now, scale=FLOOR_AT)],
        "seriousness": SERIOUSNESS[position(state=now, scale=SERIOUSNESS_AT)],
        "immediacy": IMMEDIACY[position(state=now, scale=IMMEDIACY_AT)],
        "fired": fired,
    }


def _place(compiled: Compiled, facts: Mapping[str, Any]) -> tuple[int, int]:
    """Return the requirements that the facts meet, and those that they rule out."""
    met = ruled_out = 0
    readers = compiled.readers
    for name, value in facts.items():
        reader = readers.get(name)
        if reader is None:
            raise UnknownFact(name)
        if value is None:
            continue
        bits = reader.known.get(value) if type(value) is reader.exact else None
        if bits is None:
            check_value(fact=reader.fact, value=value)
            bits = reader.bits(value=value)
        met |= bits[0]
        ruled_out |= bits[1]
    return met, ruled_out


def _apply(  # noqa: PLR0917 (the inner loop: keywords cost a tenth of an evaluation)
    compiled: Compiled,
    facts: Mapping[str, Any],
    met: int,
    ruled_out: int,
    fired: list[dict[str, Any]],
    obligations: list[dict[str, Any]],
    undecided: Undecided,
) -> tuple[int, int]:
    """Fill the three lists and return the state now and the worst that the unknown allows."""
    now = worst = 0
    missing = ~met
    for clause in compiled.clauses:
        touched = clause.touched
        used = _used(clause, facts, missing) if touched & met or not touched else None
        if used is None:
            if not touched & ruled_out:
                undecided.append((clause, clause.terms))
            else:
                still = [term for term in clause.terms if not term.bits & ruled_out]
                if not still:
                    continue
                undecided.append((clause, still))
            worst |= clause.adds
            continue
        now |= clause.adds
        _fire(clause, used, fired)
        for owed in clause.obligations:
            obligations.append({**owed, "clock": owed["clock"].copy()})
    return now, now | worst


def _used(clause: CompiledClause, facts: Mapping[str, Any], missing: int) -> dict[str, Any] | None:
    """Return the facts that make the clause hold, or None where it does not hold."""
    used: dict[str, Any] | None = None
    for term in clause.terms:
        if not term.bits & missing:
            if used is None:
                used = {}
            for name in term.names:
                used[name] = facts[name]
    return used


def _fire(clause: CompiledClause, used: dict[str, Any], fired: list[dict[str, Any]]) -> None:
    for template in clause.rows:
        row = template.copy()
        row["facts"] = used.copy()
        fired.append(row)


def _undecided_rows(
    compiled: Compiled, undecided: Undecided, met: int, asker: Asker
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return a row for each clause that nobody can tell yet, and how many lack each fact."""
    rows = []
    counts: dict[str, int] = {}
    raised: dict[int, str] = {}
    for clause, terms in undecided:
        if clause.plain:
            lacks = [term.names[0] for term in terms]
        elif len(terms) == 1:
            lacks = _lacks_of_one(compiled, terms[0], met)
        else:
            lacks = _lacks(compiled, terms, met)
        for name in lacks:
            counts[name] = counts.get(name, 0) + 1
        could = None
        if clause.moves:
            could = raised.get(clause.adds)
            if could is None:
                could = raised[clause.adds] = LEVELS[asker.raise_to(adds=clause.adds)]
        rows.append(
            {
                "rule": clause.rule,
                "clause": clause.id,
                "lacks": lacks,
                "could_raise_to": could,
            }
        )
    return rows, counts


def _lacks_of_one(compiled: Compiled, term: CompiledTerm, met: int) -> list[str]:
    """Return the unknown facts that the only way in which a clause can hold still needs."""
    rest = term.bits & ~met
    facts = compiled.facts
    return [facts[number].name for number in term.facts if facts[number].bits & rest]


def _lacks(compiled: Compiled, terms: Sequence[CompiledTerm], met: int) -> list[str]:
    """Return the unknown facts whose answer can decide the clause, of several ways to hold."""
    rests = [term.bits & ~met for term in terms]
    needed = 0
    for rest in rests:
        # A way that asks for more than another way does decides nothing.
        if not any(other != rest and other & rest == other for other in rests):
            needed |= rest
    lacking = {
        number for term in terms for number in term.facts if compiled.facts[number].bits & needed
    }
    return [compiled.facts[number].name for number in sorted(lacking)]


def _absent(
    pack: Pack,
    whereabouts: bool | None,
    fired: list[dict[str, Any]],
    undecided: Undecided,
    floor: int,
) -> dict[str, Any]:
    """Return whether the lowest category is allowed, and what forbids or could forbid it."""
    because = list(pack.absent_forbidden_by)
    if floor:
        because += [row["rule"] for row in fired if row["strength"] == "bar"]
    if whereabouts:
        because.append("whereabouts_known")
    if because:
        return {"allowed": "no", "because": list(dict.fromkeys(because))}
    because = [clause.rule for clause, _ in undecided if clause.clause.bar]
    if whereabouts is None:
        because.append("whereabouts_known")
    return {
        "allowed": "ask" if because else "yes",
        "because": list(dict.fromkeys(because)),
    }


def _name_sources(fired: list[dict[str, Any]], sources: Mapping[str, str]) -> None:
    for row in fired:
        named = {name: sources[name] for name in row["facts"] if sources.get(name)}
        if named:
            row["sources"] = named

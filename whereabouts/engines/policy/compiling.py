"""Clauses made ready for answering quickly: every requirement becomes one bit of a number.

Each fact that a clause reads owns a run of bits, one for each threshold that any clause asks
for. What is known sets bits (the requirement is met) or rules them out (it cannot be met). A
term holds when all its bits are set, and may still hold while none of them is ruled out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from .conditions import key
from .model import (
    IMMEDIACY,
    LEVELS,
    SERIOUSNESS,
    Clause,
    Fact,
    Obligation,
    Rule,
    Term,
    Threshold,
    Vocabulary,
)

Bits = tuple[int, int]  # requirements met, requirements ruled out

# What holds is one number too, so that adding is "or". Each scale has three bits, one for each
# position above its lowest: seriousness, immediacy, clauses on the level, floor. Above them
# stands a bit for each kind of obligation.
SERIOUSNESS_AT, IMMEDIACY_AT, LEVEL_AT, FLOOR_AT, OWED_AT = 0, 3, 6, 9, 12
GRADED = (1 << FLOOR_AT) - 1  # the bits that make the level
ASKED = 0b111 << SERIOUSNESS_AT | 0b111 << IMMEDIACY_AT | 0b111 << FLOOR_AT
OWED = -1 << OWED_AT
COMMON = 99  # whole numbers up to here are looked up, larger ones are compared
REACHED = (0, 0b1, 0b11, 0b111)  # the bits of a position


def position(*, state: int, scale: int) -> int:
    """Return the position on a scale that a state has reached."""
    return (state >> scale & 0b111).bit_length()


@dataclass(frozen=True, slots=True)
class CompiledTerm:
    """One way in which a clause can hold."""

    bits: int
    facts: tuple[int, ...]
    names: tuple[str, ...]
    adds: int
    # What follows where just this requirement is met: settled, where its fact stands alone.
    follows: int | None


@dataclass(frozen=True, slots=True)
class CompiledClause:
    """A clause with its terms, effects and the rows that it puts into a result."""

    clause: Clause
    id: str
    rule: str
    terms: tuple[CompiledTerm, ...]
    touched: int  # every requirement of any of its terms; none where it always holds
    plain: bool  # each term is of one fact, each of another
    adds: int
    moves: bool  # it adds to a scale or bars
    rows: tuple[dict[str, Any], ...]
    obligations: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CompiledFact:
    """A fact that some clause reads."""

    name: str
    text: str
    place: int  # its place in the vocabulary, for a settled order of questions
    bits: int
    terms: tuple[CompiledTerm, ...]
    # What follows of its worst value, where every term that needs it needs nothing else.
    alone: int | None


@dataclass(frozen=True, slots=True)
class Reader:
    """How a value of one fact is turned into bits."""

    fact: Fact
    exact: type
    known: Mapping[Any, Bits]
    thresholds: tuple[Threshold, ...]
    steps: tuple[Bits, ...]  # one for each number of thresholds reached

    def bits(self, *, value: Any) -> Bits:
        """Return the bits of a number that the vocabulary allows."""
        return self.steps[bisect_right(self.thresholds, key(fact=self.fact, value=value))]


@dataclass(frozen=True, slots=True)
class Compiled:
    """All clauses of a pack, ready."""

    readers: Mapping[str, Reader]
    facts: tuple[CompiledFact, ...]
    clauses: tuple[CompiledClause, ...]
    clauses_by_id: Mapping[str, Clause]
    levels: tuple[int, ...]  # the level of each state's graded bits


def compile_rules(
    *,
    rules: tuple[Rule, ...],
    table: Mapping[tuple[str, str], str],
    obligations: Mapping[str, Obligation],
    vocabulary: Vocabulary,
) -> Compiled:
    """Return the clauses of all rules, ready for answering; the order of rules never matters."""
    clauses = [
        clause for rule in sorted(rules, key=lambda rule: rule.id) for clause in rule.clauses
    ]
    thresholds = _thresholds(clauses)
    places = {name: place for place, name in enumerate(vocabulary.facts)}
    names = sorted(thresholds, key=places.__getitem__)
    first: dict[str, int] = {}
    for name in names:
        first[name] = sum(len(thresholds[other]) for other in names[: len(first)])
    bits = {
        (name, threshold): 1 << (first[name] + number)
        for name in names
        for number, threshold in enumerate(thresholds[name])
    }
    whole = {name: sum(bits[name, t] for t in thresholds[name]) for name in names}
    kinds = tuple(sorted({kind for clause in clauses for kind in clause.owes}))
    index = {name: number for number, name in enumerate(names)}
    adds = {clause.id: _adds(clause, kinds) for clause in clauses}

    needed = {
        name: tuple(clause for clause in clauses if any(name in dict(t) for t in clause.when))
        for name in names
    }
    alone = {
        name: all(len(t) == 1 for clause in needed[name] for t in clause.when if name in dict(t))
        for name in names
    }

    def follows(name: str, mask: int) -> int:
        """Return what follows of one fact that stands alone, its requirements met so far."""
        state = 0
        for clause in needed[name]:
            for term in clause.when:
                if name in dict(term) and bits[name, dict(term)[name]] & mask:
                    state |= adds[clause.id]
        return state

    def term_of(term: Term, clause: Clause) -> CompiledTerm:
        ordered = sorted(term, key=lambda literal: index[literal[0]])
        mask = sum(
            bits[name, weaker]
            for name, threshold in ordered
            for weaker in thresholds[name]
            if weaker <= threshold
        )
        read = tuple(name for name, _ in ordered)
        settled = follows(read[0], mask) if len(read) == 1 and alone[read[0]] else None
        numbers = tuple(index[name] for name in read)
        return CompiledTerm(mask, numbers, read, adds[clause.id], settled)

    compiled = []
    for clause in clauses:
        terms = tuple(
            sorted((term_of(term, clause) for term in clause.when), key=lambda term: term.facts)
        )
        read = [term.names for term in terms]
        compiled.append(
            CompiledClause(
                clause=clause,
                id=clause.id,
                rule=clause.rule,
                terms=terms,
                touched=reduce(or_, (term.bits for term in terms)),
                plain=all(len(names) == 1 for names in read) and len(set(read)) == len(read),
                adds=adds[clause.id],
                moves=bool(clause.bar or clause.prompt),
                rows=_rows(clause),
                obligations=tuple(
                    _owed_row(obligations[kind], clause.rule) for kind in clause.owes
                ),
            )
        )
    facts = tuple(
        CompiledFact(
            name=name,
            text=vocabulary.facts[name].question,
            place=places[name],
            bits=whole[name],
            terms=tuple(t for c in compiled for t in c.terms if number in t.facts),
            alone=follows(name, whole[name]) if alone[name] else None,
        )
        for number, name in enumerate(names)
    )
    return Compiled(
        readers={
            name: _reader(fact, thresholds.get(name, ()), bits, whole.get(name, 0))
            for name, fact in vocabulary.facts.items()
        },
        facts=facts,
        clauses=tuple(compiled),
        clauses_by_id={clause.id: clause for clause in clauses},
        levels=_levels(table),
    )


def _thresholds(clauses: list[Clause]) -> dict[str, tuple[Threshold, ...]]:
    asked: dict[str, set[Threshold]] = {}
    for clause in clauses:
        for term in clause.when:
            for name, threshold in term:
                asked.setdefault(name, set()).add(threshold)
    return {name: tuple(sorted(found)) for name, found in asked.items()}


def _adds(clause: Clause, kinds: tuple[str, ...]) -> int:
    prompt = clause.prompt
    floor = LEVELS.index(clause.bar) if clause.bar else 0
    level = max(floor, LEVELS.index(prompt.get("level", LEVELS[0])))
    state = REACHED[SERIOUSNESS.index(prompt.get("seriousness", SERIOUSNESS[0]))] << SERIOUSNESS_AT
    state |= REACHED[IMMEDIACY.index(prompt.get("immediacy", IMMEDIACY[0]))] << IMMEDIACY_AT
    state |= REACHED[level] << LEVEL_AT | REACHED[floor] << FLOOR_AT
    for kind in clause.owes:
        state |= 1 << OWED_AT + kinds.index(kind)
    return state


def _levels(table: Mapping[tuple[str, str], str]) -> tuple[int, ...]:
    """Return the level of every state: the table's cell, or the clauses on the level if higher."""
    return tuple(
        max(
            LEVELS.index(
                table[
                    SERIOUSNESS[position(state=state, scale=SERIOUSNESS_AT)],
                    IMMEDIACY[position(state=state, scale=IMMEDIACY_AT)],
                ]
            ),
            position(state=state, scale=LEVEL_AT),
        )
        for state in range(GRADED + 1)
    )


def _rows(clause: Clause) -> tuple[dict[str, Any], ...]:
    """Return a row for each effect of the clause, but for the facts that made it hold."""
    effects: list[tuple[str, str | None, str | None]] = []
    if clause.bar:
        effects.append(("bar", "level", clause.bar))
    effects += [("prompt", scale, position) for scale, position in clause.prompt.items()]
    if clause.consider:
        effects.append(("consider", None, None))  # it asks for high and raises nothing
    if clause.owes:
        effects.append(("owes", None, None))
    return tuple(
        {
            "rule": clause.rule,
            "clause": clause.id,
            "strength": strength,
            "scale": scale,
            "at_least": at_least,
            "because": clause.because,
            "source": clause.source,
            "facts": {},
        }
        for strength, scale, at_least in effects
    )


def _owed_row(obligation: Obligation, rule: str) -> dict[str, Any]:
    due = None
    if obligation.unit == "hours" and obligation.since != "return":
        due = round(obligation.length * 60)
    return {
        "kind": obligation.kind,
        "due_in_minutes": due,
        "clock": {
            "from": obligation.since,
            "length": obligation.length,
            "unit": obligation.unit,
            "calendar": obligation.calendar,
        },
        "to": obligation.to,
        "because": rule,
    }


def _reader(
    fact: Fact,
    thresholds: tuple[Threshold, ...],
    bits: Mapping[tuple[str, Threshold], int],
    whole: int,
) -> Reader:
    steps = []
    met = 0
    for reached in range(len(thresholds) + 1):
        if reached:
            met |= bits[fact.name, thresholds[reached - 1]]
        steps.append((met, whole & ~met))
    known: dict[Any, Bits] = {}
    values: Iterable[object] = fact.values
    if fact.kind == "bool":
        values = (False, True)
    elif fact.kind == "int":
        most = COMMON if fact.maximum is None else int(fact.maximum)
        values = range(0 if fact.minimum is None else int(fact.minimum), most + 1)
    for value in values:
        known[value] = steps[bisect_right(thresholds, key(fact=fact, value=value))]
    exact = {"bool": bool, "choice": str, "int": int, "float": float}[fact.kind]
    return Reader(fact, exact, known, thresholds, tuple(steps))

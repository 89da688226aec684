"""Clauses made ready for answering quickly: every requirement becomes one bit of a number.

Each fact that a clause reads owns a run of bits, one for each threshold that any clause asks
for. What is known sets bits (the requirement is met) or rules them out (it cannot be met). A
term holds when all its bits are set, and may still hold while none of them is ruled out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Effects:
    """What a clause adds, as positions on the scales; owed is a set of bits, one a kind."""

    seriousness: int
    immediacy: int
    level: int  # bars and prompts on the level
    floor: int
    owed: int


@dataclass(frozen=True, slots=True)
class CompiledTerm:
    """One way in which a clause can hold."""

    bits: int
    facts: tuple[int, ...]
    names: tuple[str, ...]
    effects: Effects


@dataclass(frozen=True, slots=True)
class CompiledClause:
    """A clause with its terms, effects and the rows that it puts into a result."""

    clause: Clause
    terms: tuple[CompiledTerm, ...]
    single: tuple[int, tuple[str, ...]] | None  # bits and facts, where there is just one term
    effects: Effects
    moves: bool  # it adds to a scale or bars
    rows: tuple[dict[str, Any], ...]
    obligations: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class CompiledFact:
    """A fact that some clause reads."""

    fact: Fact
    place: int  # its place in the vocabulary, for a settled order of questions
    bits: int
    terms: tuple[CompiledTerm, ...]
    alone: bool  # every term that needs it needs nothing else


@dataclass(frozen=True, slots=True)
class Reader:
    """How a value of one fact is turned into bits."""

    fact: Fact
    exact: type
    known: Mapping[Any, Bits]
    thresholds: tuple[Threshold, ...]
    steps: tuple[Bits, ...]  # one for each number of thresholds reached

    def bits(self, value: Any) -> Bits:
        """Return the bits of a number that the vocabulary allows."""
        return self.steps[bisect_right(self.thresholds, key(fact=self.fact, value=value))]


@dataclass(frozen=True, slots=True)
class Compiled:
    """All clauses of a pack, ready."""

    readers: Mapping[str, Reader]
    facts: tuple[CompiledFact, ...]
    clauses: tuple[CompiledClause, ...]
    clauses_by_id: Mapping[str, Clause]
    table: tuple[tuple[int, ...], ...]
    kinds: tuple[str, ...]
    every_bit: int


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

    def term_of(term: Term, effects: Effects) -> CompiledTerm:
        needed = sorted(term, key=lambda literal: index[literal[0]])
        mask = sum(
            bits[name, weaker]
            for name, threshold in needed
            for weaker in thresholds[name]
            if weaker <= threshold
        )
        read = tuple(name for name, _ in needed)
        return CompiledTerm(mask, tuple(index[name] for name in read), read, effects)

    compiled = []
    for clause in clauses:
        effects = _effects(clause, kinds)
        terms = tuple(term_of(term, effects) for term in clause.when)
        compiled.append(
            CompiledClause(
                clause=clause,
                terms=terms,
                single=(terms[0].bits, terms[0].names) if len(terms) == 1 else None,
                effects=effects,
                moves=bool(clause.bar or clause.prompt),
                rows=_rows(clause),
                obligations=tuple(
                    _owed_row(obligations[kind], clause.rule) for kind in clause.owes
                ),
            )
        )
    facts = []
    for number, name in enumerate(names):
        using = tuple(t for c in compiled for t in c.terms if number in t.facts)
        facts.append(
            CompiledFact(
                fact=vocabulary.facts[name],
                place=places[name],
                bits=whole[name],
                terms=using,
                alone=all(len(term.facts) == 1 for term in using),
            )
        )
    return Compiled(
        readers={
            name: _reader(fact, thresholds.get(name, ()), bits, whole.get(name, 0))
            for name, fact in vocabulary.facts.items()
        },
        facts=tuple(facts),
        clauses=tuple(compiled),
        clauses_by_id={clause.id: clause for clause in clauses},
        table=tuple(tuple(LEVELS.index(table[s, i]) for i in IMMEDIACY) for s in SERIOUSNESS),
        kinds=kinds,
        every_bit=sum(whole.values()),
    )


def _thresholds(clauses: list[Clause]) -> dict[str, tuple[Threshold, ...]]:
    asked: dict[str, set[Threshold]] = {}
    for clause in clauses:
        for term in clause.when:
            for name, threshold in term:
                asked.setdefault(name, set()).add(threshold)
    return {name: tuple(sorted(found)) for name, found in asked.items()}


def _effects(clause: Clause, kinds: tuple[str, ...]) -> Effects:
    floor = LEVELS.index(clause.bar) if clause.bar else 0
    prompt = clause.prompt
    return Effects(
        seriousness=SERIOUSNESS.index(prompt.get("seriousness", SERIOUSNESS[0])),
        immediacy=IMMEDIACY.index(prompt.get("immediacy", IMMEDIACY[0])),
        level=max(floor, LEVELS.index(prompt.get("level", LEVELS[0]))),
        floor=floor,
        owed=sum(1 << kinds.index(kind) for kind in set(clause.owes)),
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
    if fact.kind == "bool":
        values: tuple[object, ...] = (False, True)
    else:
        values = fact.values
    for value in values:
        known[value] = steps[bisect_right(thresholds, key(fact=fact, value=value))]
    exact = {"bool": bool, "choice": str, "int": int, "float": float}[fact.kind]
    return Reader(fact, exact, known, thresholds, tuple(steps))

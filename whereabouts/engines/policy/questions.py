"""Which unknown facts are worth asking about, exactly, without trying every completion.

Everything is monotone, so a fact matters for some completion of the other unknowns if and
only if it matters for a *smallest* one: the other unknowns just bad enough to complete one way
in which a clause can hold (or, for the table, one way on each axis), and otherwise at their
best. A worse completion can only hide what the fact changes. So it is enough to look at the
terms that need the fact, and at pairs of terms where the two axes meet; the level needs no
looking at of its own to decide *whether* to ask, but for prompts on the level, because it moves
only when an axis, a bar or such a prompt does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .compiling import (
    ASKED,
    GRADED,
    OWED,
    Compiled,
    CompiledClause,
    CompiledFact,
    CompiledTerm,
)
from .model import LEVELS, Vocabulary

WHEREABOUTS = "whereabouts_known"  # the one fact that a category asks for by itself
# The clauses that nobody can tell yet, each with the ways in which it can still hold.
Undecided = list[tuple[CompiledClause, Sequence[CompiledTerm]]]
# The requirements of a term, the facts that they are of, and what holds once they are met.
Supplement = tuple[int, tuple[int, ...], int]
# The same for a way in which a fact can matter: what holds without the fact, and with it.
Completion = tuple[int, tuple[int, ...], int, int]


class Asker:
    """What is known in one evaluation, ready to be asked what more could change."""

    __slots__ = (
        "_found",
        "_raised",
        "_seen",
        "_short",
        "compiled",
        "level",
        "levels",
        "met",
        "possible_level",
        "ruled_out",
        "state",
        "undecided",
    )

    def __init__(
        self,
        *,
        compiled: Compiled,
        met: int,
        ruled_out: int,
        state: int,
        level: int,
        possible_level: int,
        undecided: Undecided,
    ) -> None:
        self.compiled = compiled
        self.levels = compiled.levels
        self.met = met
        self.ruled_out = ruled_out
        self.state = state
        self.level = level
        self.possible_level = possible_level
        self.undecided = undecided
        self._raised: dict[int, int] = {}
        self._seen: dict[int, int] = {met: state}
        self._found: tuple[set[int], list[Supplement]] | None = None
        self._short: dict[int, list[int]] = {}

    def questions(
        self, *, counts: Mapping[str, int], vocabulary: Vocabulary, absent_open: bool
    ) -> list[dict[str, Any]]:
        """Return the questions worth asking: what could raise most first, mere duties last."""
        found: list[tuple[int, int, int, dict[str, Any]]] = []
        closed = self.met | self.ruled_out
        answers: dict[int, int | None] = {}
        for fact in self.compiled.facts:
            if fact.bits & closed:
                continue
            follows = fact.alone
            if follows is None:
                answer = self._matters_among_others(fact)
            elif follows in answers:
                answer = answers[follows]
            else:
                answer = answers[follows] = self._matters_alone(follows)
            name = fact.name
            if absent_open and name == WHEREABOUTS:
                answer = self.level if answer is None else max(answer, self.level)
                absent_open = False
            if answer is not None:
                could = LEVELS[answer] if answer >= 0 else None
                question = {"fact": name, "text": fact.text, "could_raise_to": could}
                found.append((-answer, -counts.get(name, 0), fact.place, question))
        if absent_open:
            text = vocabulary.facts[WHEREABOUTS].question
            could = LEVELS[self.level]
            question = {"fact": WHEREABOUTS, "text": text, "could_raise_to": could}
            place = list(vocabulary.facts).index(WHEREABOUTS)
            found.append((-self.level, 0, place, question))
        found.sort()
        return [question for _, _, _, question in found]

    def raise_to(self, *, adds: int) -> int:
        """Return the highest level to which what is added could make the difference.

        It is meant for what shares no way of holding with anything else.
        """
        if self.level == self.possible_level:
            return self.level
        adds &= GRADED
        raised = self._raised.get(adds)
        if raised is None:
            raised = self._raised[adds] = self._raise_to(adds)
        return raised

    def _raise_to(self, adds: int) -> int:
        levels = self.levels
        alone = levels[(self.state | adds) & GRADED]
        for target in range(self.possible_level, alone, -1):
            for state in self._short_of(target):
                if levels[state | adds] >= target:
                    return target
        return alone

    def _matters_alone(self, follows: int) -> int | None:
        """Return the level that such a fact could raise to, -1 for mere duties, or None."""
        if self._moves(self.state, follows):
            return self.raise_to(adds=follows)
        return -1 if follows & ~self.state & OWED else None

    def _matters_among_others(self, fact: CompiledFact) -> int | None:
        """Return the same for a fact that shares a term with others."""
        adds_duties = False
        for term, rest in self._rests(fact):
            before = self._at(self.met | rest, term.facts)
            if self._moves(before, term.adds):
                return self._raise_together(fact)
            adds_duties = adds_duties or bool(term.adds & ~before & OWED)
        return -1 if adds_duties else None

    def _moves(self, state: int, adds: int) -> bool:
        """Say whether an axis, the floor or the level is other once this is added."""
        levels = self.levels
        return bool(
            adds & ~state & ASKED or levels[(state | adds) & GRADED] > levels[state & GRADED]
        )

    def _rests(self, fact: CompiledFact) -> Iterator[tuple[CompiledTerm, int]]:
        """Yield each term that needs the fact and can still hold, with what else it lacks."""
        for term in fact.terms:
            if not term.bits & self.ruled_out:
                yield term, term.bits & ~fact.bits & ~self.met

    def _at(self, point: int, numbers: tuple[int, ...]) -> int:
        """Return what holds at a point beyond what is known, reached through these facts."""
        state = self._seen.get(point)
        if state is None:
            state = self.state
            missing = ~point
            facts = self.compiled.facts
            for number in numbers:
                for term in facts[number].terms:
                    if not term.bits & missing:
                        state |= term.adds
            self._seen[point] = state
        return state

    def _find_supplements(self) -> tuple[set[int], list[Supplement]]:
        """Return what could push an axis further, each open term that moves one.

        First what follows of facts that stand alone, then the terms of facts that do not.
        """
        if self._found is None:
            simple: set[int] = set()
            shared: dict[int, Supplement] = {}
            settled = self.state | ~(ASKED & GRADED)
            for clause, terms in self.undecided:
                if not clause.adds & ~settled:
                    continue
                for term in terms:
                    if term.follows is not None:
                        simple.add(term.follows & GRADED)
                        continue
                    rest = term.bits & ~self.met
                    if rest not in shared:
                        shared[rest] = (rest, term.facts, self._at(self.met | rest, term.facts))
            self._found = (simple, list(shared.values()))
        return self._found

    def _short_of(self, target: int) -> list[int]:
        """Return the states of all supplements that do not reach the target by themselves."""
        short = self._short.get(target)
        if short is None:
            simple, shared = self._find_supplements()
            states = {(self.state | follows) & GRADED for follows in simple}
            states.update(state & GRADED for _, _, state in shared)
            short = [state for state in states if self.levels[state] < target]
            self._short[target] = short
        return short

    def _raise_together(self, fact: CompiledFact) -> int:
        """Return the highest level to which the fact makes the difference.

        Every smallest completion is tried: the rest of each term that needs the fact, by
        itself or with a supplement.
        """
        if self.level == self.possible_level:
            return self.level
        by_itself = self.state
        missing = ~(self.met | fact.bits)
        for term in fact.terms:
            if not term.bits & missing:
                by_itself |= term.adds
        if self.levels[by_itself & GRADED] == self.possible_level:
            return self.possible_level
        completions: dict[int, Completion] = {}
        for term, rest in self._rests(fact):
            before = self._at(self.met | rest, term.facts)
            after = self._at(self.met | rest | fact.bits, term.facts)
            completions[rest] = (rest, term.facts, before & GRADED, after & GRADED)
        for target in range(self.possible_level, self.level, -1):
            if any(self._tips(fact, target, completion) for completion in completions.values()):
                return target
        return self.level

    def _tips(self, fact: CompiledFact, target: int, completion: Completion) -> bool:
        """Say whether the fact reaches the target from a completion, supplemented or not."""
        levels = self.levels
        rest, numbers, before, after = completion
        if levels[before] >= target:
            return False
        if levels[after] >= target:
            return True
        simple, shared = self._find_supplements()
        for follows in simple:
            # What stands alone adds the same to both.
            if levels[after | follows] >= target > levels[before | follows]:
                return True
        for more, others, state in shared:
            # One that reaches the target by itself hides whatever the fact does.
            if levels[state & GRADED] < target:
                base = self.met | rest | (more & ~fact.bits)
                touched = (*numbers, *others)
                if (
                    levels[self._at(base | fact.bits, touched) & GRADED] >= target
                    and levels[self._at(base, touched) & GRADED] < target
                ):
                    return True
        return False

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

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .compiling import Compiled, CompiledFact, CompiledTerm
from .model import LEVELS, Vocabulary

State = tuple[int, int, int, int, int]  # seriousness, immediacy, level clauses, floor, owed
WHEREABOUTS = "whereabouts_known"  # the one fact that no clause reads and a category asks for
Supplement = tuple[int, tuple[int, ...], State]  # requirements, facts they are of, what follows


class Asker:
    """What is known in one evaluation, ready to be asked what more could change."""

    def __init__(
        self,
        *,
        compiled: Compiled,
        met: int,
        ruled_out: int,
        state: State,
        level: int,
        possible_level: int,
    ) -> None:
        self.compiled = compiled
        self.met = met
        self.ruled_out = ruled_out
        self.state = state
        self.level = level
        self.possible_level = possible_level
        self._raised: dict[tuple[int, int, int], int] = {}
        self._found: list[Supplement] | None = None
        self._reaching: dict[int, list[tuple[int, int, int]]] = {}

    def questions(
        self, *, counts: Mapping[str, int], vocabulary: Vocabulary, absent_open: bool
    ) -> list[dict[str, Any]]:
        """Return the questions worth asking: what could raise most first, mere duties last."""
        found: list[tuple[int, int, int, dict[str, Any]]] = []
        closed = self.met | self.ruled_out
        for fact in self.compiled.facts:
            if fact.bits & closed:
                continue
            answer = self._matters(fact)
            name = fact.fact.name
            if absent_open and name == WHEREABOUTS:
                answer = self.level if answer is None else max(answer, self.level)
                absent_open = False
            if answer is not None:
                could = LEVELS[answer] if answer >= 0 else None
                question = {"fact": name, "text": fact.fact.question, "could_raise_to": could}
                found.append((-answer, -counts.get(name, 0), fact.place, question))
        if absent_open:
            text = vocabulary.facts[WHEREABOUTS].question
            could = LEVELS[self.level]
            question = {"fact": WHEREABOUTS, "text": text, "could_raise_to": could}
            place = list(vocabulary.facts).index(WHEREABOUTS)
            found.append((-self.level, 0, place, question))
        found.sort()
        return [question for _, _, _, question in found]

    def raise_to(self, seriousness: int, immediacy: int, level: int) -> int:
        """Return the highest level at which these effects could make the difference.

        The effects are those of something that shares no way of holding with anything else.
        """
        if self.level == self.possible_level:
            return self.level
        wanted = (seriousness, immediacy, level)
        if wanted not in self._raised:
            self._raised[wanted] = self._raise_to(*wanted)
        return self._raised[wanted]

    def _raise_to(self, seriousness: int, immediacy: int, level: int) -> int:
        table = self.compiled.table
        s, i, p, _, _ = self.state
        for target in range(self.possible_level, self.level, -1):
            if level >= target or table[max(s, seriousness)][max(i, immediacy)] >= target:
                return target
            for other_s, other_i, _ in self._short_of(target):
                if table[max(other_s, seriousness)][max(other_i, immediacy)] >= target:
                    return target
        return self.level

    def _matters(self, fact: CompiledFact) -> int | None:
        """Return the level that the fact could raise to, -1 if it only adds duties, or None."""
        before = self.state
        after = self._with_all(fact)
        alone = self._level(after)
        if after[:2] != before[:2] or after[3] != before[3] or alone > self.level:
            if alone == self.possible_level:
                return alone
            if fact.alone:
                return self.raise_to(*after[:3])
            return self._raise_together(fact, alone)
        if not fact.alone and self._matters_together(fact):
            return self._raise_together(fact, self.level)
        return -1 if self._adds_duties(fact, after) else None

    def _with_all(self, fact: CompiledFact) -> State:
        """Return the state with this fact at its worst and all other unknowns at their best."""
        return self._state_at(self.met | fact.bits, fact.terms)

    def _state_at(self, point: int, terms: Iterable[CompiledTerm]) -> State:
        s, i, p, b, o = self.state
        missing = ~point
        for term in terms:
            if not term.bits & missing:
                effects = term.effects
                if effects.seriousness > s:
                    s = effects.seriousness
                if effects.immediacy > i:
                    i = effects.immediacy
                if effects.level > p:
                    p = effects.level
                if effects.floor > b:
                    b = effects.floor
                o |= effects.owed
        return s, i, p, b, o

    def _at(self, point: int, numbers: tuple[int, ...]) -> State:
        """Return the state at a point beyond what is known, reached through these facts."""
        facts = self.compiled.facts
        if len(numbers) == 1:
            return self._state_at(point, facts[numbers[0]].terms)
        return self._state_at(point, (term for number in numbers for term in facts[number].terms))

    def _level(self, state: State) -> int:
        return max(self.compiled.table[state[0]][state[1]], state[2])

    def _rests(self, fact: CompiledFact) -> Iterator[tuple[CompiledTerm, int]]:
        """Yield each term that needs the fact and can still hold, with what else it lacks."""
        for term in fact.terms:
            if not term.bits & self.ruled_out:
                yield term, term.bits & ~fact.bits & ~self.met

    def _matters_together(self, fact: CompiledFact) -> bool:
        """Say whether the fact matters once other unknowns complete a term that needs it."""
        for term, rest in self._rests(fact):
            if rest:
                s, i, p, b, _ = state = self._at(self.met | rest, term.facts)
                effects = term.effects
                if (
                    effects.seriousness > s
                    or effects.immediacy > i
                    or effects.floor > b
                    or effects.level > self._level(state)
                ):
                    return True
        return False

    def _adds_duties(self, fact: CompiledFact, after: State) -> bool:
        if after[4] != self.state[4]:
            return True
        if fact.alone:
            return False
        return any(
            rest and term.effects.owed & ~self._at(self.met | rest, term.facts)[4]
            for term, rest in self._rests(fact)
        )

    def _supplements(self) -> list[Supplement]:
        """Return what could push an axis further: each open term that moves one, once."""
        if self._found is None:
            s, i, _, _, _ = self.state
            found: dict[int, Supplement] = {}
            for clause in self.compiled.clauses:
                effects = clause.effects
                if effects.seriousness <= s and effects.immediacy <= i:
                    continue
                for term in clause.terms:
                    rest = term.bits & ~self.met
                    if rest and not rest & self.ruled_out and rest not in found:
                        state = self._at(self.met | rest, term.facts)
                        found[rest] = (rest, term.facts, state)
            self._found = list(found.values())
        return self._found

    def _short_of(self, target: int) -> list[tuple[int, int, int]]:
        """Return the different states of the supplements that do not reach the target alone."""
        if target not in self._reaching:
            states = {
                state[:3] for _, _, state in self._supplements() if self._level(state) < target
            }
            self._reaching[target] = list(states)
        return self._reaching[target]

    def _raise_together(self, fact: CompiledFact, reached: int) -> int:
        """Return the highest level that the fact makes the difference to, `reached` at least.

        For facts that share a term with others: every smallest completion is tried.
        """
        rests = {rest: term.facts for term, rest in self._rests(fact)}
        caps = [term.effects for term, _ in self._rests(fact)]
        cap_s = max(effects.seriousness for effects in caps)
        cap_i = max(effects.immediacy for effects in caps)
        cap_p = max(effects.level for effects in caps)
        table = self.compiled.table
        nothing: Supplement = (0, (), self.state)
        for target in range(self.possible_level, reached, -1):
            supplements = [
                supplement
                for supplement in (nothing, *self._supplements())
                if cap_p >= target
                or table[max(supplement[2][0], cap_s)][max(supplement[2][1], cap_i)] >= target
            ]
            for rest, numbers in rests.items():
                for more, others, _ in supplements:
                    base = self.met | rest | (more & ~fact.bits)
                    touched = tuple({*numbers, *others})
                    if (
                        self._level(self._at(base, touched)) < target
                        and self._level(self._at(base | fact.bits, touched)) >= target
                    ):
                        return target
        return reached

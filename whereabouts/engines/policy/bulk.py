"""Many episodes graded at once, a column a fact: the same clauses, the same answers.

There is no second copy of the rules here. Each requirement of a clause, "this fact is at least so
bad", becomes one comparison of a whole column; a clause holds where all of one of its terms do.
It needs numpy, which a single evaluation does not, so the package does not import it by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .compiling import FLOOR_AT, IMMEDIACY_AT, LEVEL_AT, SERIOUSNESS_AT
from .model import IMMEDIACY, LEVELS, SERIOUSNESS, Clause, Fact, Pack, Threshold, Vocabulary
from .refusals import BadValue, UnknownFact
from .vocabulary import check_value, expected

Column = npt.NDArray[Any]
Truths = npt.NDArray[np.bool_]
Small = npt.NDArray[np.uint8]

UNKNOWN = -1  # of a bool, a choice or a whole number; of a fraction it is "not a number"
AT_A_TIME = 1 << 17  # rows looked at together: what a clause reads stays near the processor
_KINDS = {"bool": np.int8, "choice": np.int8, "int": np.int32, "float": np.float64}
_SCALES = (SERIOUSNESS_AT, IMMEDIACY_AT, LEVEL_AT, FLOOR_AT)
_SCALED = ("level", "floor", "seriousness", "immediacy", "possible_level", "possible_floor")


@dataclass(frozen=True)
class Columns:
    """What is known of many episodes: a column a fact, its unknowns marked; the others unknown."""

    rows: int
    values: Mapping[str, Column]

    def part(self, *, first: int, last: int) -> Columns:
        """Return the rows from the first on, up to but without the last."""
        last = min(last, self.rows)
        return Columns(last - first, {n: c[first:last] for n, c in self.values.items()})

    def of(self, *, rows: Column) -> Columns:
        """Return some rows, by their places."""
        return Columns(len(rows), {name: column[rows] for name, column in self.values.items()})


@dataclass(frozen=True)
class Grades:
    """The answers: positions on each scale, and for each clause the rows in which it holds."""

    level: Small
    floor: Small
    seriousness: Small
    immediacy: Small
    possible_level: Small
    possible_floor: Small
    clauses: tuple[str, ...]
    held: tuple[Small, ...]  # a bit a row, packed

    def holds(self, *, clause: str) -> Truths:
        """Return for each row whether a clause holds."""
        packed = self.held[self.clauses.index(clause)]
        return np.unpackbits(packed, count=len(self.level)).view(np.bool_)

    def counts(self) -> dict[str, int]:
        """Return in how many rows each clause holds."""
        return {
            name: int(np.bitwise_count(packed).sum())
            for name, packed in zip(self.clauses, self.held, strict=True)
        }

    def row(self, *, number: int) -> dict[str, Any]:
        """Return one row's answer in the words of a single evaluation."""
        return {
            "level": LEVELS[self.level[number]],
            "floor": LEVELS[self.floor[number]],
            "seriousness": SERIOUSNESS[self.seriousness[number]],
            "immediacy": IMMEDIACY[self.immediacy[number]],
            "possible_level": LEVELS[self.possible_level[number]],
            "possible_floor": LEVELS[self.possible_floor[number]],
            "fired": [
                name
                for name, packed in zip(self.clauses, self.held, strict=True)
                if packed[number >> 3] >> (7 - (number & 7)) & 1
            ],
        }


def columns_of(*, vocabulary: Vocabulary, cases: Sequence[Mapping[str, Any]]) -> Columns:
    """Return cases, each a mapping of facts, as columns.

    :raises UnknownFact: a name is not in the vocabulary.
    :raises BadValue: a value is not allowed for its fact.
    """
    values: dict[str, Column] = {}
    for number, case in enumerate(cases):
        for name, value in case.items():
            fact = vocabulary.facts.get(name)
            if fact is None:
                raise UnknownFact(name)
            if value is None:
                continue
            check_value(fact=fact, value=value)
            if name not in values:
                values[name] = _unknown(fact, len(cases))
            values[name][number] = fact.values.index(value) if fact.kind == "choice" else value
    return Columns(len(cases), values)


def joined(*, vocabulary: Vocabulary, parts: Sequence[Columns]) -> Columns:
    """Return the rows of several parts one after another; what a part lacks is unknown in it."""
    names = dict.fromkeys(name for part in parts for name in part.values)
    values = {
        name: np.concatenate(
            [part.values.get(name, _unknown(vocabulary.facts[name], part.rows)) for part in parts]
        )
        for name in names
    }
    return Columns(sum(part.rows for part in parts), values)


def case_of(*, vocabulary: Vocabulary, columns: Columns, number: int) -> dict[str, Any]:
    """Return what is known of one row, as a single evaluation takes it."""
    case: dict[str, Any] = {}
    for name, column in columns.values.items():
        fact, code = vocabulary.facts[name], column[number]
        if fact.kind == "float":
            if not np.isnan(code):
                case[name] = float(code)
        elif code != UNKNOWN:
            plain = int(code)
            case[name] = (
                bool(plain)
                if fact.kind == "bool"
                else fact.values[plain]
                if fact.kind == "choice"
                else plain
            )
    return case


def check_columns(*, vocabulary: Vocabulary, columns: Columns) -> None:
    """Accept columns that hold nothing but what the vocabulary allows.

    :raises UnknownFact: a name is not in the vocabulary.
    :raises BadValue: some value is not allowed for its fact, or a column is short.
    """
    for name, column in columns.values.items():
        fact = vocabulary.facts.get(name)
        if fact is None:
            raise UnknownFact(name)
        if len(column) != columns.rows:
            raise BadValue(name, "one value for each row")
        known = column[_known(fact, column)]
        least, most = fact.minimum, fact.maximum
        if fact.kind in ("bool", "choice"):
            least, most = 0, 1 if fact.kind == "bool" else len(fact.values) - 1
        too_low = least is not None and (known < least).any()
        if too_low or (most is not None and (known > most).any()):
            raise BadValue(name, expected(fact=fact))


def grade_all(*, pack: Pack, columns: Columns, at_a_time: int = AT_A_TIME) -> Grades:
    """Return what the pack makes of every row."""
    at_a_time = -(-at_a_time // 8) * 8  # whole bytes, where a bit stands for a row
    parts = [
        _graded(pack, columns.part(first=first, last=first + at_a_time))
        for first in range(0, columns.rows, at_a_time)
    ]
    clauses = tuple(clause.id for clause in pack.compiled.clauses)
    if not parts:
        parts = [_graded(pack, columns)]
    joined = [np.concatenate(pieces) for pieces in zip(*parts, strict=True)]
    level, floor, seriousness, immediacy, possible_level, possible_floor, *held = joined
    return Grades(
        level=level,
        floor=floor,
        seriousness=seriousness,
        immediacy=immediacy,
        possible_level=possible_level,
        possible_floor=possible_floor,
        clauses=clauses,
        held=tuple(held),
    )


def grade_each(*, packs: Sequence[Pack], which: Column, columns: Columns) -> Grades:
    """Return what each row's own pack makes of it; `which` are places in `packs`.

    The clauses are those of all the packs; one holds nowhere but where its pack has it.
    """
    if len(packs) == 1:
        return grade_all(pack=packs[0], columns=columns)
    rows = [np.flatnonzero(which == place) for place in range(len(packs))]
    parts = [
        grade_all(pack=pack, columns=_read_by(pack, columns).of(rows=own))
        for pack, own in zip(packs, rows, strict=True)
    ]
    scales: dict[str, Small] = {}
    for name in _SCALED:
        scales[name] = np.zeros(columns.rows, np.uint8)
        for part, own in zip(parts, rows, strict=True):
            scales[name][own] = getattr(part, name)
    clauses = _in_order(packs)
    held = []
    for clause in clauses:
        holds = np.zeros(columns.rows, np.bool_)
        for part, own in zip(parts, rows, strict=True):
            if clause in part.clauses:
                holds[own] = part.holds(clause=clause)
        held.append(np.packbits(holds))
    return Grades(**scales, clauses=clauses, held=tuple(held))


def _read_by(pack: Pack, columns: Columns) -> Columns:
    """Return the columns that some clause of the pack reads."""
    names = {name for rule in pack.rules for clause in rule.clauses for name in clause.reads}
    return Columns(columns.rows, {n: col for n, col in columns.values.items() if n in names})


def _in_order(packs: Sequence[Pack]) -> tuple[str, ...]:
    """Return the clauses of several packs as those of one are: by rule, in the rule's order."""
    found: dict[str, tuple[str, int]] = {}
    for pack in packs:
        for rule in pack.rules:
            for place, clause in enumerate(rule.clauses):
                found.setdefault(clause.id, (rule.id, place))
    return tuple(sorted(found, key=found.__getitem__))


def may_hold(*, clause: Clause, vocabulary: Vocabulary, columns: Columns) -> Truths:
    """Return for each row whether a clause holds, or could by what nobody knows."""
    asked = _Requirements(vocabulary, columns)
    return _any(
        columns.rows, [[asked.may(*one) for one in term] for term in clause.when], none=True
    )


def _unknown(fact: Fact, rows: int) -> Column:
    return np.full(rows, np.nan if fact.kind == "float" else UNKNOWN, dtype=_KINDS[fact.kind])


def _known(fact: Fact, column: Column) -> Truths:
    known: Truths = ~np.isnan(column) if fact.kind == "float" else column != UNKNOWN
    return known


class _Requirements:
    """The comparisons that the clauses ask for, each made once."""

    def __init__(self, vocabulary: Vocabulary, columns: Columns) -> None:
        self.facts = vocabulary.facts
        self.columns = columns
        self._known: dict[str, Truths] = {}
        self._met: dict[tuple[str, Threshold], Truths] = {}
        self._open: dict[tuple[str, Threshold], Truths] = {}

    def met(self, name: str, threshold: Threshold) -> Truths | None:
        """Return where the fact is known and at least so bad; None where it never is."""
        column = self.columns.values.get(name)
        if column is None:
            return None
        if (name, threshold) not in self._met:
            self._met[name, threshold] = self._compared(name, threshold, column)
        return self._met[name, threshold]

    def may(self, name: str, threshold: Threshold) -> Truths | None:
        """Return where the fact is at least so bad or unknown; None where it always is."""
        met = self.met(name, threshold)
        if met is None:
            return None
        if (name, threshold) not in self._open:
            self._open[name, threshold] = met | ~self.known(name)
        return self._open[name, threshold]

    def known(self, name: str) -> Truths:
        if name not in self._known:
            self._known[name] = _known(self.facts[name], self.columns.values[name])
        return self._known[name]

    def _compared(self, name: str, threshold: Threshold, column: Column) -> Truths:
        fact, (bound, strict) = self.facts[name], threshold
        found: Truths
        if fact.kind == "bool":
            found = column == (1 if fact.worse == "true" else 0)
            return found
        if fact.kind == "choice" or fact.worse == "up":
            found = column > bound if strict else column >= bound
            # A whole number's or a choice's mark of the unknown lies under every value.
            return found if bound > UNKNOWN or fact.kind == "float" else found & self.known(name)
        found = column < -bound if strict else column <= -bound
        return found & self.known(name)


def _graded(pack: Pack, columns: Columns) -> list[Small]:
    """Return the six answers and then, packed, where each clause holds."""
    asked = _Requirements(pack.vocabulary, columns)
    now, worst = _Reached(columns.rows), _Reached(columns.rows)
    held = []
    for compiled in pack.compiled.clauses:
        terms = compiled.clause.when
        holds = _any(
            columns.rows, [[asked.met(*one) for one in term] for term in terms], none=False
        )
        if compiled.moves:
            may = _any(
                columns.rows, [[asked.may(*one) for one in term] for term in terms], none=True
            )
            now.add(compiled.adds, holds)
            worst.add(compiled.adds, may)
        held.append(np.packbits(holds))
    levels = np.array(
        [LEVELS.index(pack.table[s, i]) for s in SERIOUSNESS for i in IMMEDIACY], dtype=np.uint8
    )
    return [
        now.level(levels),
        now.position(FLOOR_AT),
        now.position(SERIOUSNESS_AT),
        now.position(IMMEDIACY_AT),
        worst.level(levels),
        worst.position(FLOOR_AT),
        *held,
    ]


class _Reached:
    """For every row, how far each scale has been raised; a column for each step of a scale."""

    def __init__(self, rows: int) -> None:
        self.steps = {scale + step: np.zeros(rows, np.bool_) for scale, step in _steps()}

    def add(self, state: int, where: Truths) -> None:
        for bit, column in self.steps.items():
            if state >> bit & 1:
                np.logical_or(column, where, out=column)

    def position(self, scale: int) -> Small:
        first, second, third = (self.steps[scale + step].view(np.uint8) for step in range(3))
        return first + second + third

    def level(self, levels: Small) -> Small:
        """Return the table's cell, or the clauses on the level if higher."""
        cell = self.position(SERIOUSNESS_AT) * np.uint8(len(IMMEDIACY))
        cell += self.position(IMMEDIACY_AT)
        found: Small = np.maximum(levels[cell], self.position(LEVEL_AT))
        return found


def _steps() -> Iterator[tuple[int, int]]:
    yield from ((scale, step) for scale in _SCALES for step in range(len(LEVELS) - 1))


def _any(rows: int, terms: Iterable[Sequence[Truths | None]], *, none: bool) -> Truths:
    """Return where all of some term holds; `none` is what counts where there is no column."""
    found: Truths | None = None
    for term in terms:
        together: Truths | None = None
        for part in term:
            if part is None:
                if none:
                    continue
                break
            together = part if together is None else together & part
        else:
            if together is None:  # nothing is asked for, or nothing that is not open
                return np.ones(rows, np.bool_)
            found = together if found is None else found | together
    return np.zeros(rows, np.bool_) if found is None else found

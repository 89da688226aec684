"""How the names of pairs agree: first what cannot agree at all, then the few others exactly.

Entries of one shape (so many words typed, so many recorded) are read together, a few thousand at a
time, so that what is at work stays near the processor. A name's mark (`units`) tells in a handful
of steps whether a run of typed words may agree with a recorded word at all; nearly none do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from whereabouts.engines.linking.columns import MOST_NUMBERS, RECORDED_SHAPES, Packed
from whereabouts.engines.linking.register import Registered, span_places
from whereabouts.engines.linking.units import (
    DIFFERENT,
    LEVELS,
    MOST_BITS_CHANGED,
    ONE_OF,
    SAME,
    UNKNOWN,
    Bits,
    Flags,
    Ids,
    Levels,
    Marks,
    Places,
)
from whereabouts.engines.matching.weights import family_weight, given_weight

AT_ONCE = 262_144  # comparisons of one word with another


@dataclass(frozen=True)
class Shape:
    """What entries have in common: words typed, an initial among them, numbers of either name."""

    words: int
    initial: bool
    given: int
    family: int

    @cached_property
    def ways(self) -> tuple[tuple[int | None, int | None], ...]:
        """Return which runs of words may be the given and the family name, in order before turned.

        As `name_agreement` has it: of ways that weigh the same, the first counts.
        """
        spans = span_places(self.words)

        def every() -> Iterator[tuple[bool, int | None, int | None]]:
            for one, first in enumerate(spans):
                for other, last in enumerate(spans):
                    if first[1] <= last[0] or last[1] <= first[0]:
                        yield first > last, one, other
            for one in range(len(spans)):
                if self.words == 1 or not self.family:
                    yield False, one, None
            for one in range(len(spans)):
                if self.words == 1 or not self.given:
                    yield False, None, one

        found = sorted(every(), key=lambda way: way[0])
        used = self.runs
        return tuple(
            (None if one is None else used.index(one), None if other is None else used.index(other))
            for _, one, other in found
        )

    @cached_property
    def nothing(self) -> tuple[int, int, float]:
        """Return the levels and the bits where no run of words agrees with anything."""
        one = _EACH_DIFFERENT[0] if self.given else None
        other = _EACH_DIFFERENT[1] if self.family else None
        given, family, bits = _best(self, one, other)
        return int(given[0]), int(family[0]), float(bits[0])

    @cached_property
    def runs(self) -> list[int]:
        """Return the runs of words that are compared at all, by their places among all."""
        both = self.given and self.family
        every = span_places(self.words)
        # All words together are one of two names only where the other is not known.
        whole = self.words > 1 and bool(both)
        return [at for at, run in enumerate(every) if not (whole and run == (0, self.words))]


@lru_cache(maxsize=2_000)
def _shape(number: int) -> Shape:
    typed, recorded = divmod(number, RECORDED_SHAPES)
    words, initial = divmod(typed, 2)
    given, family = divmod(recorded, MOST_NUMBERS)
    return Shape(words, bool(initial), given, family)


def read_names(*, held: Registered, typed: Ids, recorded: Ids) -> tuple[Levels, Levels, Bits]:
    """Return how each typed name agrees with the recorded one beside it; both have words.

    The levels of given and family name by the best reading, and the bits that weighs.
    """
    spelt = held.spelt
    number = spelt.typed_shapes.take(typed) + spelt.recorded_shapes.take(recorded)
    order = np.argsort(number, kind="stable")
    counts = np.bincount(number)
    first = np.empty(len(order), dtype=np.uint8)
    last = np.empty(len(order), dtype=np.uint8)
    weight = np.empty(len(order))
    end = 0
    for which in np.flatnonzero(counts).tolist():
        start, end = end, end + int(counts[which])
        shape = _shape(which)
        step = max(512, AT_ONCE // (len(shape.runs) * max(shape.given, shape.family)))
        for low in range(start, end, step):
            part = slice(low, min(low + step, end))
            at = order[part]
            first[part], last[part], weight[part] = _read(
                held, shape, spelt.names.take(typed.take(at)), spelt.names.take(recorded.take(at))
            )
    given, family, bits = np.empty_like(first), np.empty_like(last), np.empty_like(weight)
    given[order], family[order], bits[order] = first, last, weight
    return given, family, bits


def _read(
    held: Registered, shape: Shape, typed: Packed, recorded: Packed
) -> tuple[Levels, Levels, Bits]:
    """Return the best reading of each entry of one shape."""
    runs = np.array(shape.runs, dtype=np.intp)[:, None] + typed["start"].astype(np.intp)
    words = held.spelt.spans.take(runs)
    closed = np.ones(len(typed), dtype=np.bool_)
    sides = [
        _found(held, shape, words, recorded[name].astype(np.intp), many, closed, name == "given")
        if many
        else None
        for name, many in (("given", shape.given), ("family", shape.family))
    ]
    given, family, bits = (
        np.full(len(typed), value, dtype=kind)
        for value, kind in zip(shape.nothing, (np.uint8, np.uint8, np.float64), strict=True)
    )
    at = np.flatnonzero(~closed)
    if len(at):
        units = words.take(at, axis=1)["unit"]
        weighing = held.units.given, held.units.family
        first, last = (
            None
            if levels is None
            else _Side(open_ := levels.take(at, axis=1), weigh.bits(levels=open_, words=units))
            for levels, weigh in zip(sides, weighing, strict=True)
        )
        given[at], family[at], bits[at] = _best(shape, first, last)
    return given, family, bits


def _may_agree(one: Marks, other: Marks) -> Flags:
    """Return where marks leave it open that two words agree at all."""
    apart = np.bitwise_xor(one, other)
    quarters = apart.view(np.uint16).reshape(*apart.shape, 4)
    halves = apart.view(np.uint32).reshape(*apart.shape, 2)
    found: Flags = np.bitwise_count(halves[..., LOW]) <= MOST_BITS_CHANGED
    found |= quarters[..., SOUND] == 0
    found |= quarters[..., START] == 0
    return found


def _quarters() -> tuple[int, int, int]:
    """Return where this processor has the sound, the start and the lower half of a mark."""
    sound = np.array([1 << 48], dtype=np.uint64).view(np.uint16).tolist().index(1)
    start = np.array([1 << 32], dtype=np.uint64).view(np.uint16).tolist().index(1)
    low = np.array([1], dtype=np.uint64).view(np.uint32).tolist().index(1)
    return sound, start, low


SOUND, START, LOW = _quarters()


def _found(  # noqa: PLR0917 (of one shape, all needed)
    held: Registered, shape: Shape, words: Packed, starts: Places, many: int, closed: Flags,
    given: bool,
) -> Levels:  # fmt: skip
    """Return the level of each run of typed words, by the part that it agrees with best.

    Entries of which any run agrees are `closed` no more.
    """
    parts = held.spelt.parts.take(np.arange(many, dtype=np.intp)[:, None] + starts)
    near = _may_agree(words["mark"][None], parts["mark"][:, None])
    if given:
        near |= words["kin"][None] == parts["kin"][:, None]
    if shape.initial:
        near[:] = True
    size = len(starts)
    levels = np.full(near.shape, DIFFERENT, dtype=np.uint8)
    at = near.ravel().nonzero()[0]
    if len(at):
        part, run = np.divmod(at, words.size)
        entry = run % size
        level = held.units.levels(
            typed=words.ravel().take(run)["unit"],
            held=parts.ravel().take(part * size + entry)["unit"],
            given=given,
            part=part > 0 if many > 1 else None,
        )
        if many > 1:
            # The whole and the first word are the name; a later word is one of the names.
            level[(level == SAME) & (part > 1)] = ONE_OF
        levels.reshape(-1)[at] = level
        closed[entry[level < DIFFERENT]] = False
    found: Levels = levels[0] if many == 1 else levels.min(axis=0)
    return found


@dataclass(frozen=True, slots=True)
class _Side:
    """Of each run of words (rows) and entry (columns) the level and the bits as one name."""

    levels: Levels
    bits: Bits


def _best(shape: Shape, one: _Side | None, other: _Side | None) -> tuple[Levels, Levels, Bits]:
    """Return of each entry the way of reading it that weighs most."""
    first = _by_way(shape.ways[0], one, other)
    size = (one or other or _NO_SIDE).levels.shape[1]
    given, family = (np.full(size, level, dtype=np.uint8) for level in first[:2])
    bits = np.full(size, first[2])
    for way in shape.ways[1:]:
        here_given, here_family, weight = _by_way(way, one, other)
        better = weight > bits
        if better.any():
            np.copyto(bits, weight, where=better)
            np.copyto(given, here_given, where=better)
            np.copyto(family, here_family, where=better)
    return given, family, bits


def _by_way(
    way: tuple[int | None, int | None], one: _Side | None, other: _Side | None
) -> tuple[Levels | int, Levels | int, Bits | float]:
    """Return the levels and the bits of one way of reading; what is not known weighs nothing."""
    first, first_bits = _of_run(one, way[0])
    last, last_bits = _of_run(other, way[1])
    return first, last, first_bits + last_bits


def _of_run(side: _Side | None, run: int | None) -> tuple[Levels | int, Bits | float]:
    if side is None or run is None:
        return UNKNOWN, 0.0
    return side.levels[run], side.bits[run]


_NO_SIDE = _Side(np.empty((0, 0), dtype=np.uint8), np.empty((0, 0)))
_EACH_DIFFERENT = (
    _Side(
        np.full((64, 1), DIFFERENT, dtype=np.uint8),
        np.full((64, 1), given_weight(level=LEVELS[DIFFERENT], name="")),
    ),
    _Side(
        np.full((64, 1), DIFFERENT, dtype=np.uint8),
        np.full((64, 1), family_weight(level=LEVELS[DIFFERENT], name="")),
    ),
)

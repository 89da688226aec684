"""How the names of pairs agree: first what cannot agree at all, then the few others exactly.

Entries of one layout (`layouts`) are read together, a few thousand at a time, so that what is at
work stays near the processor. A name's mark (`units`) tells in a handful of steps whether a run of
typed words may agree with a recorded word at all; nearly none do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from whereabouts.engines.linking.columns import Packed
from whereabouts.engines.linking.layouts import (
    LAYOUT_OF,
    LAYOUTS,
    MOST_NUMBERS,
    ODD,
    Layout,
    Shapes,
    odd_layout,
)
from whereabouts.engines.linking.register import Registered
from whereabouts.engines.linking.units import (
    DIFFERENT,
    MOST_BITS_CHANGED,
    ONE_OF,
    UNKNOWN,
    Bits,
    Flags,
    Ids,
    Levels,
    Places,
    Weighing,
)

# Comparisons of one word with another at a time, and entries at least: near the processor.
AT_ONCE, LEAST_AT_ONCE = 131_072, 8_192
_DIFFERENT = np.uint8(DIFFERENT)
# What makes SAME or ONE_OF of DIFFERENT. Of a name of several words the first part is all of them
# together: that and the first word are the name; a later word is one of the names.
_AS_SAME = np.full((MOST_NUMBERS, 1, 1), DIFFERENT ^ ONE_OF, dtype=np.uint8)
_AS_SAME[:2] = DIFFERENT
_NEVER = -np.inf


def read_names(*, held: Registered, typed: Ids, recorded: Ids) -> tuple[Levels, Levels, Bits]:
    """Return how each typed name agrees with the recorded one beside it; both have words.

    The levels of given and family name by the best reading, and the bits that weighs.
    """
    spelt = held.spelt
    shape = spelt.typed_shapes.take(typed) + spelt.recorded_shapes.take(recorded)
    given = np.empty(len(shape), dtype=np.uint8)
    family = np.empty(len(shape), dtype=np.uint8)
    bits = np.empty(len(shape))
    for layout, initial, every in _by_layout(shape):
        step = max(LEAST_AT_ONCE, AT_ONCE // (len(layout.runs) * (layout.given + layout.family)))
        for low in range(0, len(every), step):
            at = every[low : low + step]
            one, other = spelt.names.take(typed.take(at)), spelt.names.take(recorded.take(at))
            given[at], family[at], bits[at] = _read(held, layout, initial, one, other)
    return given, family, bits


def _by_layout(shape: Shapes) -> Iterator[tuple[Layout, bool, Places]]:
    """Give each layout with the entries that it fits, and whether those have an initial."""
    which = LAYOUT_OF.take(shape)
    order = np.argsort(which, kind="stable")
    ends = np.cumsum(np.bincount(which, minlength=ODD + 1)).tolist()
    for number, (start, end) in enumerate(pairwise((0, *ends[:ODD]))):
        if start < end:
            yield LAYOUTS[number % len(LAYOUTS)], number >= len(LAYOUTS), order[start:end]
    odd = order[ends[ODD - 1] :]
    for one in np.unique(shape.take(odd)).tolist():
        yield *odd_layout(shape=one), odd[shape.take(odd) == one]


def _read(
    held: Registered, layout: Layout, initial: bool, typed: Packed, recorded: Packed
) -> tuple[Levels, Levels, Bits]:
    """Return the best reading of each entry of one layout."""
    start = typed["start"].astype(np.intp)
    if layout.full:
        there = None
        runs = held.spelt.spans.take(start + layout.places[:, layout.words, None])
    else:
        place = layout.places.take(typed["words"], axis=1)
        there = place >= 0
        runs = held.spelt.spans.take(np.where(there, start + place, 0))
    sides = (
        _Side.of(held, layout, initial, runs, there, recorded, True),
        _Side.of(held, layout, initial, runs, there, recorded, False),
    )
    first, last = sides
    given, more = first.best()
    family, bits = last.best()
    bits += more
    at = _doubtful(layout, first, last, typed).nonzero()[0]
    if len(at):
        words = None if there is None else there.take(at, axis=1)
        alone = typed["words"].take(at) == 1
        given[at], family[at], bits[at] = _best(
            layout, first.weighed(at, words), last.weighed(at, words), alone
        )
    return given, family, bits


@dataclass(frozen=True, slots=True)
class _Side:
    """How runs of typed words (rows) agree as given, or as family name, of entries (columns)."""

    units: Ids
    levels: Levels
    agrees: Flags
    known: Flags | None  # whether the name is recorded; None where all are
    weighing: Weighing

    @classmethod
    def of(  # noqa: PLR0917 (of one layout, all needed)
        cls, held: Registered, layout: Layout, initial: bool, runs: Packed, there: Flags | None,
        recorded: Packed, given: bool,
    ) -> _Side:  # fmt: skip
        """Return the level of each run, by the part that it agrees with best."""
        many, which = (layout.given, "given") if given else (layout.family, "family")
        each = np.arange(many, dtype=np.intp)[:, None]
        places = recorded[which].astype(np.intp) + each
        known = None
        if there is not None:
            counts = recorded[f"{which}_numbers"]
            has = each < counts
            places *= has
            known = counts > 0
        parts = held.spelt.parts.take(places)
        same, near, kin = _may_agree(runs, parts, given, initial)
        if there is not None:
            present = has[:, None] & there
            same &= present
            near &= present
        levels = same * _AS_SAME[:many]
        levels ^= _DIFFERENT
        at = np.greater(near, same, out=near).ravel().nonzero()[0]
        if len(at):
            part, run = np.divmod(at, runs.size)
            levels.reshape(-1)[at] = held.units.unlike(
                typed=runs["unit"].ravel().take(run),
                held=parts["unit"].ravel().take(part * len(recorded) + run % len(recorded)),
                kin=None if kin is None else kin.ravel().take(at),
            )
        found: Levels = levels[0] if many == 1 else levels.min(axis=0)
        weighing = held.units.given if given else held.units.family
        return cls(runs["unit"], found, found < DIFFERENT, known, weighing)

    def best(self) -> tuple[Levels, Bits]:
        """Return the best level and what it weighs, where one run at most agrees."""
        levels: Levels = self.levels.min(axis=0)
        if self.known is not None:
            levels[~self.known] = UNKNOWN
        bits = self.weighing.of_level.take(levels)
        for units, row in zip(self.units, self.levels, strict=True):
            at = (row <= ONE_OF).nonzero()[0]
            if len(at):
                bits[at] = self.weighing.of_same(levels=row.take(at), words=units.take(at))
        return levels, bits

    def weighed(self, at: Places, there: Flags | None) -> _Weighed:
        """Return the level and the bits of each run of some entries."""
        levels = self.levels.take(at, axis=1)
        known = None if self.known is None else self.known.take(at)
        if known is not None:
            levels[:, ~known] = UNKNOWN
        bits = self.weighing.bits(levels=levels, words=self.units.take(at, axis=1))
        if there is not None:
            bits[~there] = _NEVER
        return _Weighed(levels, bits, known)


def _may_agree(
    runs: Packed, parts: Packed, given: bool, initial: bool
) -> tuple[Flags, Flags, Flags | None]:
    """Return where a run and a part are one, may agree at all, and may be short forms."""
    same: Flags = runs["unit"] == parts["unit"][:, None]
    kin = runs["kin"] == parts["kin"][:, None] if given else None
    if initial:
        return same, np.ones(same.shape, dtype=np.bool_), kin
    # Either half of `heard` is the same: how it sounds, or how it begins.
    halves = (runs["heard"] ^ parts["heard"][:, None]).view(np.uint16) == 0
    near: Flags = halves.view(np.uint16) != 0
    near |= np.bitwise_count(runs["letters"] ^ parts["letters"][:, None]) <= MOST_BITS_CHANGED
    if kin is not None:
        near |= kin
    return same, near, kin


def _doubtful(layout: Layout, first: _Side, last: _Side, typed: Packed) -> Flags:
    """Return of which entries every way of reading must be weighed.

    Where one run of words at most agrees as the given name, one at most as the family name, and
    neither has a word of the other, the best reading is these two: whatever agrees outweighs
    whatever differs (`Weighing.steady`). One word alone is either name.
    """
    if not (first.weighing.steady and last.weighing.steady):
        return np.ones(len(typed), dtype=np.bool_)
    found = np.zeros(len(typed), dtype=np.bool_) if layout.full else typed["words"] == 1
    for side in (first, last):
        before = side.agrees[0].copy()
        for row in side.agrees[1:]:
            found |= before & row
            before |= row
    for one, other in layout.overlapping:
        found |= first.agrees[one] & last.agrees[other]
    return found


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Of each run of words (rows) and entry (columns) the level and the bits as one name."""

    levels: Levels
    bits: Bits
    known: Flags | None


def _best(
    layout: Layout, first: _Weighed, last: _Weighed, alone: Flags
) -> tuple[Levels, Levels, Bits]:
    """Return of each entry the way of reading it that weighs most."""
    best = _Best.of(len(alone))
    for one, another in layout.apart:
        weight = first.bits[one] + last.bits[another]
        best.try_way(first.levels[one], last.levels[another], weight)
    # One of the names alone: where one word is typed, or the other name is not recorded.
    may = alone if last.known is None else alone | ~last.known
    if may.any():
        for levels, bits in zip(first.levels, first.bits, strict=True):
            best.try_way(levels, _NO_NAME, np.where(may, bits, _NEVER))
    may = alone if first.known is None else alone | ~first.known
    if may.any():
        for levels, bits in zip(last.levels, last.bits, strict=True):
            best.try_way(_NO_NAME, levels, np.where(may, bits, _NEVER))
    return best.given, best.family, best.bits


_NO_NAME = np.uint8(UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Best:
    given: Levels
    family: Levels
    bits: Bits

    @classmethod
    def of(cls, size: int) -> _Best:
        given, family = (np.full(size, UNKNOWN, dtype=np.uint8) for _ in range(2))
        return cls(given, family, np.full(size, _NEVER))

    def try_way(self, given: Levels | np.uint8, family: Levels | np.uint8, bits: Bits) -> None:
        """Keep this way of reading where it weighs more than any before it."""
        better = bits > self.bits
        np.copyto(self.bits, bits, where=better)
        np.copyto(self.given, given, where=better)
        np.copyto(self.family, family, where=better)

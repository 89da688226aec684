"""How names of few or many words are laid out, so that many of them are compared in one go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import le

import numpy as np
from numpy.typing import NDArray

Shapes = NDArray[np.uint16]
Flags = NDArray[np.bool_]
Run = tuple[int, int]  # where a run of words starts and ends
MOST_WORDS, MOST_NUMBERS = 8, 9  # of a name typed; of a name recorded, with all words together


def span_places(words: int) -> list[Run]:
    """Return where each run of words starts and ends, in the order that `spans` has them."""
    return [(start, end) for start in range(words) for end in range(start + 1, words + 1)]


@dataclass(frozen=True)
class Layout:
    """Room for so many words typed, and so many numbers of either recorded name.

    Names of fewer words leave some of it empty. `full` says that none does: then both names are
    known, and all words together are neither of them.
    """

    words: int
    given: int
    family: int
    full: bool = False

    @cached_property
    def runs(self) -> list[Run]:
        """Return the runs of words that are compared."""
        every = span_places(self.words)
        return [run for run in every if not (self.full and run == (0, self.words))]

    @cached_property
    def places(self) -> NDArray[np.intp]:
        """Return for each run, by how many words are typed, its place among theirs, or -1."""
        of_words = [span_places(words) for words in range(self.words + 1)]
        return np.array(
            [[runs.index(run) if run in runs else -1 for runs in of_words] for run in self.runs],
            dtype=np.intp,
        )

    @cached_property
    def apart(self) -> list[tuple[int, int]]:
        """Return which two runs, by number, may be given and family name, those in order first."""
        found = [
            (first[0] > last[0], one, other)
            for one, first in enumerate(self.runs)
            for other, last in enumerate(self.runs)
            if first[1] <= last[0] or last[1] <= first[0]
        ]
        return [(one, other) for _, one, other in sorted(found)]

    @cached_property
    def overlapping(self) -> list[tuple[int, int]]:
        """Return which two runs, by number, have a word in common."""
        apart = set(self.apart)
        every = range(len(self.runs))
        return [(one, other) for one in every for other in every if (one, other) not in apart]


# Smallest first; nearly all names fit one of the first four. What fits none has one of its own.
LAYOUTS = (
    Layout(2, 1, 1, full=True),
    Layout(3, 1, 1, full=True),
    Layout(2, 3, 1, full=True),
    Layout(3, 3, 1, full=True),
    Layout(2, 1, 1),
    Layout(3, 3, 3),
    Layout(4, 4, 4),
)
WITH_AN_INITIAL = MOST_WORDS + 1  # is added to how many words are typed, if one is an initial
ODD = 2 * len(LAYOUTS)
NUMBERS_OF_BOTH = (MOST_NUMBERS + 1) ** 2


def shape_of_recorded(*, given: NDArray[np.int64], family: NDArray[np.int64]) -> Shapes:
    """Return what recorded names, of so many numbers, add to a place in `LAYOUT_OF`."""
    return (given * (MOST_NUMBERS + 1) + family).astype(np.uint16)


def shape_of_typed(*, words: NDArray[np.int64], initial: Flags) -> Shapes:
    """Return what so many words typed add to a place in `LAYOUT_OF`."""
    return ((words + WITH_AN_INITIAL * initial) * NUMBERS_OF_BOTH).astype(np.uint16)


@lru_cache(maxsize=1_000)
def odd_layout(*, shape: int) -> tuple[Layout, bool]:
    """Return a layout for exactly this shape, and whether a word typed is an initial."""
    typed, recorded = divmod(shape, NUMBERS_OF_BOTH)
    initial, words = divmod(typed, WITH_AN_INITIAL)
    given, family = divmod(recorded, MOST_NUMBERS + 1)
    return Layout(words, max(given, 1), max(family, 1)), bool(initial)


def _number(words: int, initial: bool, given: int, family: int) -> int:
    asked = words, given, family
    for number, layout in enumerate(LAYOUTS):
        room = layout.words, layout.given, layout.family
        if initial and layout.full:
            continue
        if asked == room or (not layout.full and all(map(le, asked, room))):
            return number + (len(LAYOUTS) if initial else 0)
    return ODD


# By the shapes of a typed and a recorded name together: the number of the first layout with room
# for both, as many more as there are where a word typed is an initial, or `ODD`.
LAYOUT_OF = np.array(
    [
        _number(words, initial, given, family)
        for initial in (False, True)
        for words in range(MOST_WORDS + 1)
        for given in range(MOST_NUMBERS + 1)
        for family in range(MOST_NUMBERS + 1)
    ],
    dtype=np.uint8,
)

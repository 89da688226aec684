"""Slices of a long reading that may be kept: a stopped reading goes on after the last of them."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]
Columns = dict[str, Column]


class Keeps(Protocol):
    """What keeps slices; how, where and for how long is the caller's."""

    def read(self, *, part: str) -> Columns | None:
        """Return a slice's columns as they were kept, or None where they are not."""

    def keep(self, *, part: str, columns: Mapping[str, Column]) -> None:
        """Keep a slice, whole or not at all."""


class KeepsNothing:
    """For a reading that nobody goes on with."""

    def read(self, *, part: str) -> Columns | None:
        """Return None: nothing was kept."""

    def keep(self, *, part: str, columns: Mapping[str, Column]) -> None:
        """Let it go."""


def kept_or_made(*, keeps: Keeps, part: str, make: Callable[[], Columns]) -> Columns:
    """Return a slice as it was kept; else make it, and keep it."""
    found = keeps.read(part=part)
    if found is None:
        found = make()
        keeps.keep(part=part, columns=found)
    return found


def texts(values: list[str]) -> Column:
    """Return words as a column that can be kept."""
    return np.array(values, dtype=np.str_) if values else np.array([], dtype="U1")

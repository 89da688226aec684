"""A history in parts that can be written side by side: forces in groups, which share no child."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, TypeVar

import numpy as np
import psycopg
from numpy.typing import NDArray

Column = NDArray[Any]
Connection = psycopg.Connection[Any]
Part = TypeVar("Part")
GoOn = Callable[[], None]
SIDES = 4  # always: a run that goes on finds the same parts, on however many connections


class Stopped(RuntimeError):
    """Another side failed, or somebody stopped the whole."""


def sides_of(*, force: Column) -> Column:
    """Return the side of each force's place: as even as they go, the largest first."""
    sizes = np.bincount(force)
    held = np.zeros(SIDES, np.int64)
    side = np.zeros(len(sizes), np.int64)
    for place in np.argsort(-sizes, kind="stable").tolist():
        side[place] = np.argmin(held)
        held[side[place]] += sizes[place]
    return side


def parts_of(*, rows: Column, force: Column, at_once: int) -> list[tuple[int, Column]]:
    """Return rows in parts of one side each, with the side, by their first row.

    No part is larger than `at_once`, and those of a side are of one size.
    """
    side = sides_of(force=force[rows])[force[rows]] if len(rows) else rows
    parts = []
    for one in range(SIDES):
        own = rows[side == one]
        if len(own):
            parts += [(one, part) for part in np.array_split(own, -(-len(own) // at_once))]
    return sorted(parts, key=lambda part: int(part[1][0]))


def side_by_side(
    *,
    parts: Sequence[tuple[int, Part]],
    connections: Sequence[Connection],
    take: Callable[[Part, Connection, GoOn], None],
) -> None:
    """Take each part on a connection; those of a side one after the other, in order.

    What one raises, or an interruption, stops all, and undoes what is under way. `take` is given
    what to call between its steps: it raises where the whole is to stop.
    """
    stopped = threading.Event()

    def go_on() -> None:
        if stopped.is_set():
            raise Stopped

    def lane(number: int) -> None:
        for side, part in parts:
            if side % len(connections) == number:
                go_on()
                take(part, connections[number], go_on)

    if len(connections) == 1:
        lane(0)
        return
    with ThreadPoolExecutor(len(connections)) as pool:
        running = [pool.submit(lane, number) for number in range(len(connections))]
        try:
            for one in as_completed(running):
                one.result()
        finally:
            stopped.set()

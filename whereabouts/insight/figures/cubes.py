"""Every figure of every year and force counted once and kept, equal to a count to the digit.

A cell is one figure of one year and one force, or of all forces together; a child of two forces
counts once in all, so that what is of all is counted by itself and never added up. When rows come,
go or change, the years that they are of are counted anew, and only those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.insight.figures.counting import DAY, HOUR, Counted, of_children
from whereabouts.insight.figures.definitions import Definition
from whereabouts.insight.figures.reconciling import reconciled
from whereabouts.insight.figures.rows import ABSENT, KNOWN, MISSING, Rows, year_of

Column = NDArray[Any]


class NotCounted(LookupError):
    """The cubes hold nothing of that year or by that definition."""


@dataclass(frozen=True)
class Year:
    """A year's cells: a column a figure, a place a force and the last place all of them."""

    ends: int
    count: Column  # figures by places
    over: Column  # what a share is of; -1 where the figure is no share
    steps: tuple[tuple[str, int], ...]  # from all that was sent to children's missing incidents
    children: int


@dataclass(frozen=True)
class Cubes:
    """What was counted, by year."""

    forces: int
    definitions: tuple[Definition, ...]
    figures: tuple[tuple[str, str], ...]  # (definition, label), in the order of the columns
    years: dict[int, Year]

    def counted(self, *, definition: Definition, ends: int, force: int | None) -> list[Counted]:
        """Return a definition's figures of a year, of one force by its place or of all.

        :raises NotCounted: there is nothing of that year, or by that definition.
        """
        year = self.years.get(ends)
        found = self._columns.get(definition.name)
        if year is None or not found:
            raise NotCounted(f"{definition.name} of {ends}")
        place = self.forces if force is None else force
        return [
            Counted(
                definition.name,
                self.figures[at][1],
                int(year.count[at, place]),
                None if year.over[at, place] < 0 else int(year.over[at, place]),
            )
            for at in found
        ]

    @cached_property
    def _columns(self) -> dict[str, list[int]]:
        columns: dict[str, list[int]] = {}
        for at, (name, _) in enumerate(self.figures):
            columns.setdefault(name, []).append(at)
        return columns

    def every_cell(self) -> dict[str, Column]:
        """Return each figure as years by places, the latest year last: a whole table at once."""
        stacked = np.stack([self.years[ends].count for ends in sorted(self.years)])
        return {f"{name} {label}": stacked[:, at] for at, (name, label) in enumerate(self.figures)}


def counted_once(
    *, rows: Rows, forces: int, definitions: Sequence[Definition], years: Iterable[int]
) -> Cubes:
    """Return the cubes of some years, counted from the rows."""
    chosen = tuple(definitions)
    empty = Cubes(forces, chosen, tuple(_figures(chosen)), {})
    return counted_anew(cubes=empty, rows=rows, years=years)


def counted_anew(*, cubes: Cubes, rows: Rows, years: Iterable[int]) -> Cubes:
    """Return the cubes with these years counted anew: those of which rows came, went or changed."""
    found = {ends: _year(rows.of_year(ends=ends), cubes, ends) for ends in sorted(set(years))}
    return replace(cubes, years=cubes.years | found)


def years_of(*, rows: Rows) -> tuple[int, ...]:
    """Return the years that rows are of: after a change, those of the rows before and after it."""
    if not len(rows):
        return ()
    first, last = (
        int(moment.astype("datetime64[Y]").astype(int)) + 1970
        for moment in np.array(
            [rows.reported_at.min(), rows.reported_at.max()], dtype="datetime64[s]"
        )
    )
    return tuple(
        ends
        for ends in range(first, last + 2)
        if (
            (rows.reported_at >= year_of(ends=ends)[0]) & (rows.reported_at < year_of(ends=ends)[1])
        ).any()
    )


def same(one: Cubes, other: Cubes) -> bool:
    """Return whether two say the same, cell by cell."""
    return (
        (one.forces, one.definitions, one.figures)
        == (other.forces, other.definitions, other.figures)
        and set(one.years) == set(other.years)
        and all(_same_year(one.years[ends], other.years[ends]) for ends in one.years)
    )


def _same_year(one: Year, other: Year) -> bool:
    return all(
        np.array_equal(getattr(one, each.name), getattr(other, each.name)) for each in fields(Year)
    )


def _figures(definitions: Sequence[Definition]) -> list[tuple[str, str]]:
    return [
        (one.name, label)
        for one in definitions
        for label in (_bands(one) if one.measure == "duration" else [one.title])
    ]


def _bands(definition: Definition) -> list[str]:
    edges = [0, *definition.bands]
    labels = [f"over {least} to {most} hours" for least, most in pairwise(edges[1:])]
    return [f"up to {edges[1]} hours", *labels, f"over {edges[-1]} hours"]


def _year(sent: Rows, cubes: Cubes, ends: int) -> Year:
    year = _Counter(of_children(sent), forces=cubes.forces, ends=ends)
    lines: list[tuple[Column, Column | None]] = []
    for definition in cubes.definitions:
        lines += year.lines(definition)
    whole = reconciled(rows=sent, ends=ends)
    none = np.full(cubes.forces + 1, -1, np.int64)
    return Year(
        ends=ends,
        count=np.array([count for count, _ in lines], np.int64).reshape(-1, cubes.forces + 1),
        over=np.array([none if over is None else over for _, over in lines], np.int64).reshape(
            -1, cubes.forces + 1
        ),
        steps=(
            ("sent", whole.sent),
            *((step.name, step.count) for step in whole.steps),
            ("incidents", whole.incidents),
        ),
        children=whole.children,
    )


class _Counter:
    """Counts one year's rows of children, every force at once; what is sorted is sorted once."""

    def __init__(self, year: Rows, *, forces: int, ends: int) -> None:
        self.forces, self.year = forces, year
        self.incidents = year.where(~year.call & (year.kind != KNOWN))
        self.away = self.incidents.seconds_away(ends=ends)
        people = self.incidents.person.astype(np.int64)
        self._everybody = _Ordered(people, self.incidents.reported_at)
        self._by_force = _Ordered(
            people * forces + self.incidents.force, self.incidents.reported_at
        )

    def lines(self, definition: Definition) -> list[tuple[Column, Column | None]]:
        """Return each figure of a definition: the counts by place, and what a share is of."""
        rows, measure = self.incidents, definition.measure
        if measure == "duration":
            return self._durations(definition)
        if measure == "absent_share":
            absent = rows.kind == ABSENT
            apart = absent | (rows.kind == MISSING)
            return [(self._sum(rows, absent), self._sum(rows, apart))]
        simple: dict[str, Callable[[], Column]] = {
            "call": lambda: self._sum(self.year, self.year.kind != KNOWN),
            "incident": lambda: self._sum(rows, np.ones(len(rows), np.bool_)),
            "child": lambda: self._people(times=1, days=0),
            "individual": self._individuals,
            "repeat": lambda: self._people(times=definition.times, days=definition.days),
            "long": lambda: self._sum(rows, self.away > definition.hours * HOUR),
            "away": lambda: self._sum(
                self.year,
                ~self.year.call & (self.year.kind == KNOWN) & (self.year.care == 1),
            ),
        }
        return [(simple[measure](), None)]

    def _sum(self, rows: Rows, where: Column) -> Column:
        by_force = np.bincount(rows.force[where], minlength=self.forces)
        return np.append(by_force, by_force.sum())

    def _people(self, *, times: int, days: int) -> Column:
        found = self._by_force.often(times=times, days=days) % self.forces
        by_force = np.bincount(found, minlength=self.forces)
        return np.append(by_force, len(self._everybody.often(times=times, days=days)))

    def _individuals(self) -> Column:
        by_force = self._people(times=1, days=0)[:-1]
        return np.append(by_force, by_force.sum())

    def _durations(self, definition: Definition) -> list[tuple[Column, Column | None]]:
        found = self.incidents.returned_at >= 0
        seconds = (self.incidents.returned_at - self.incidents.reported_at)[found]
        force = self.incidents.force[found]
        edges = np.array([most * HOUR for most in definition.bands])
        # An hour that is an edge belongs to the band that it ends.
        band = np.searchsorted(edges, seconds, side="left")
        # One that came back before it was reported is in no band, and of those there are over.
        band[seconds < 0] = len(edges) + 1
        over = np.append(np.bincount(force, minlength=self.forces), len(force))
        lines: list[tuple[Column, Column | None]] = []
        for number in range(len(edges) + 1):
            by_force = np.bincount(force[band == number], minlength=self.forces)
            lines.append((np.append(by_force, by_force.sum()), over))
        return lines


class _Ordered:
    """Who was missing when, in order of who and when."""

    def __init__(self, who: Column, at: Column) -> None:
        order = np.lexsort((at, who))
        self.who, self.at = who[order], at[order]

    def often(self, *, times: int, days: int) -> Column:
        """Return who was missing so often with no more than so many days from first to last."""
        who, at = self.who, self.at
        if len(who) < times:
            return who[:0]
        last = who[times - 1 :]
        chosen = last == who[: len(who) - times + 1]
        if times > 1:
            chosen &= at[times - 1 :] - at[: len(at) - times + 1] <= days * DAY
        found = last[chosen]
        # They are in order: the first of each is where the next is another.
        return found[np.flatnonzero(np.diff(found, prepend=found[:1] - 1))] if len(found) else found

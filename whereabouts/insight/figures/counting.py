"""The counts, each by a named definition: incidents, children, repeats, long absences, shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.insight.figures.definitions import Definition
from whereabouts.insight.figures.rows import ABSENT, KNOWN, MISSING, Rows

Column = NDArray[Any]
DAY, HOUR = 86_400, 3_600
ADULT = 18


@dataclass(frozen=True)
class Counted:
    """A figure: what was counted, over what where it is a share, and by which definition."""

    definition: str
    label: str
    count: int
    over: int | None = None


def of_children(rows: Rows) -> Rows:
    """Return the rows that are of children: adults are left out, an unknown age is not an adult."""
    return rows.where(rows.age < ADULT)


def counted(*, rows: Rows, definition: Definition, ends: int) -> list[Counted]:
    """Return what a definition finds in the rows of a year: one figure, or one a band."""
    year = of_children(rows.of_year(ends=ends))
    incidents = year.where(~year.call & (year.kind != KNOWN))
    measure = definition.measure
    if measure == "duration":
        return _durations(incidents, definition)
    if measure == "absent_share":
        apart = incidents.where((incidents.kind == MISSING) | (incidents.kind == ABSENT))
        absent = int((apart.kind == ABSENT).sum())
        return [Counted(definition.name, definition.title, absent, len(apart))]
    if measure == "call":
        count = int((year.kind != KNOWN).sum())
    elif measure == "incident":
        count = len(incidents)
    elif measure == "child":
        count = len(np.unique(incidents.person))
    elif measure == "individual":
        pairs = incidents.person.astype(np.int64) * 1_000 + incidents.force
        count = len(np.unique(pairs))
    elif measure == "repeat":
        count = len(repeaters(rows=incidents, times=definition.times, days=definition.days))
    elif measure == "long":
        count = int((incidents.seconds_away(ends=ends) > definition.hours * HOUR).sum())
    else:
        count = int((~year.call & (year.kind == KNOWN) & (year.care == 1)).sum())
    return [Counted(definition.name, definition.title, count)]


def repeaters(*, rows: Rows, times: int, days: int) -> Column:
    """Return who was missing so often with no more than so many days from first to last."""
    order = np.lexsort((rows.reported_at, rows.person))
    person, at = rows.person[order], rows.reported_at[order]
    if len(person) < times:
        return person[:0]
    together = person[times - 1 :] == person[: len(person) - times + 1]
    near = at[times - 1 :] - at[: len(at) - times + 1] <= days * DAY
    return np.unique(person[times - 1 :][together & near])


def by_force(
    *, rows: Rows, definition: Definition, ends: int, forces: Sequence[str]
) -> dict[str, list[Counted]]:
    """Return the figures of each force, by its code."""
    return {
        code: counted(rows=rows.where(rows.force == place), definition=definition, ends=ends)
        for place, code in enumerate(forces)
    }


def _durations(rows: Rows, definition: Definition) -> list[Counted]:
    found = rows.where(rows.returned_at >= 0)
    hours = (found.returned_at - found.reported_at) / HOUR
    edges = [0, *definition.bands]
    bands = []
    for least, most in zip(edges, [*definition.bands, None], strict=True):
        inside = (hours > least) if least else hours >= 0
        label = f"over {least} hours" if most is None else f"over {least} to {most} hours"
        if most is not None:
            inside &= hours <= most
        if not least:
            label = f"up to {most} hours"
        bands.append(Counted(definition.name, label, int(inside.sum()), len(found)))
    return bands

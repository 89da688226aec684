"""List 8 of Annex A: each child in care, and how often missing or away in the twelve months.

A line a child, for inspectors and for nobody else: it is not a published figure and nothing in it
is rounded. "Absent" there is away from placement, whereabouts known (trap T1).
"""

from __future__ import annotations

import csv
import io
import tomllib
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from whereabouts.insight.figures.looked_after import Absence, LookedAfter, day_of
from whereabouts.insight.figures.ssda903 import said

FILE = Path(__file__).with_name("annex_a.toml")
YES, NO, NOT_APPLICABLE = "Y", "N", ""


@dataclass(frozen=True, kw_only=True)
class AfterLast:
    """What came of the independent conversation after the child's last missing episode."""

    offered: bool | None
    accepted: bool | None


@dataclass(frozen=True, kw_only=True)
class ListEight:
    """The list as it is handed over, with what was found amiss."""

    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    problems: tuple[str, ...]
    source: str
    status: str
    on: date


@lru_cache(maxsize=1)
def _held() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["columns"])


def list_eight(
    *, children: Iterable[LookedAfter], after_last: Mapping[str, AfterLast], on: date
) -> ListEight:
    """Return the list of everybody looked after on a day."""
    columns = max((one for one in _held() if one["since"] <= on), key=lambda one: one["since"])
    since = _months_before(on, columns["months"])
    lines, problems = [], []
    for child in sorted(children, key=lambda one: one.number):
        placed = child.placed_on(day=on)
        if placed is None or placed.ended == on:
            continue
        missing = [one for one in child.absences if _within(one, since, on)]
        real = [one for one in missing if not one.whereabouts_known]
        last = after_last.get(child.number)
        if real and last is None:
            problems.append(f"{child.number}: nothing is known of the return interview")
        if not placed.postcode and placed.place != "P1":
            problems.append(f"{child.number}: the placement has no postcode")
        started = min(one.began for one in _going_on(child, placed.began))
        lines.append(
            (
                child.number, child.sex, child.ethnicity, said(day=child.born),
                str(_years(child.born, on)), said(day=started), placed.legal_status, placed.place,
                placed.postcode, placed.urn, str(len(real)), str(len(missing) - len(real)),
                _answer(last.offered if last else None) if real else NOT_APPLICABLE,
                _answer(last.accepted if last else None) if real else NOT_APPLICABLE,
            )
        )  # fmt: skip
    return ListEight(
        headings=tuple(columns["headings"]), lines=tuple(lines), problems=tuple(problems),
        source=columns["source"], status=columns["status"], on=on,
    )  # fmt: skip


def as_csv(*, made: ListEight) -> str:
    """Return the list as a file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(made.headings)
    writer.writerows(made.lines)
    return out.getvalue()


def report(*, made: ListEight) -> str:
    """Return the check report for whoever signs."""
    missing, away = (sum(int(line[place]) for line in made.lines) for place in (10, 11))
    lines = [
        f"Annex A, list 8, on {made.on:%d/%m/%Y}",
        f"Columns: {made.source} ({made.status})",
        f"Children in care: {len(made.lines)}",
        f"Missing in the twelve months: {sum(line[10] != '0' for line in made.lines)}",
        f"Episodes missing: {missing}; away: {away}",
        f"Offered a return interview after the last: {_count(made.lines, 12, YES)}",
        f"Not offered: {_count(made.lines, 12, NO)}",
        f"Found amiss: {len(made.problems)}",
        *made.problems,
    ]
    return "\n".join(lines) + "\n"


def _count(lines: Sequence[tuple[str, ...]], place: int, value: str) -> int:
    return sum(line[place] == value for line in lines)


def _answer(given: bool | None) -> str:
    return NOT_APPLICABLE if given is None else YES if given else NO


def _within(absence: Absence, since: date, on: date) -> bool:
    """Say whether an absence began in the months before the day."""
    return since < day_of(instant=absence.began_at) <= on


def _going_on(child: LookedAfter, began: date) -> list[Any]:
    """Return the placements that lead up to one without a day between."""
    found, day = [], began
    for placed in sorted(child.placements, key=lambda one: one.began, reverse=True):
        if placed.began <= began and day in {placed.began, placed.ended}:
            found.append(placed)
            day = placed.began
    return found


def _months_before(on: date, months: int) -> date:
    first = on.year * 12 + on.month - 1 - months
    year, month = first // 12, first % 12 + 1
    return date(year, month, min(on.day, monthrange(year, month)[1]))


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

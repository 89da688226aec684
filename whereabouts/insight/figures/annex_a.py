"""List 8 of Annex A: each child in care, and how often missing or away in the twelve months.

A line a child, for inspectors and for nobody else: it is not a published figure and nothing in it
is rounded. "Absent" there is away from placement, whereabouts known (trap T1).
"""

from __future__ import annotations

import csv
import io
import tomllib
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.figures.looked_after import Absence, LookedAfter, Placed, day_of
from whereabouts.insight.figures.placing import code_of
from whereabouts.insight.figures.ssda903 import said

FILE = Path(__file__).with_name("annex_a.toml")
YES, NO, NOT_APPLICABLE = "Y", "N", ""
SEXES = {"F": "b) Female", "M": "a) Male"}  # as the list's own choices say it


@dataclass(frozen=True, kw_only=True)
class AfterLast:
    """What came of the independent conversation after the child's last missing episode."""

    offered: bool | None
    accepted: bool | None


@dataclass(frozen=True, kw_only=True)
class ListEight:
    """The list as it is handed over, with what was found amiss and what is not held here."""

    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    held: tuple[Mapping[str, str], ...]  # the same by what we call it, a child each
    not_held: tuple[str, ...]
    problems: tuple[str, ...]
    source: str
    status: str
    on: date


@lru_cache(maxsize=1)
def _held() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["lists"])


def list_eight(
    *, children: Iterable[LookedAfter], after_last: Mapping[str, AfterLast], on: date
) -> ListEight:
    """Return the list of everybody looked after on a day."""
    asked = max((one for one in _held() if one["since"] <= on), key=lambda one: one["since"])
    since = _months_before(on, asked["months"])
    held, problems = [], []
    for child in sorted(children, key=lambda one: one.number):
        placed = child.placed_on(day=on)
        if placed is None or placed.ended == on:
            continue
        found = _of_child(child, placed, after_last.get(child.number), since, on)
        held.append(found)
        problems += [f"{child.number}: {what}" for what in _amiss(found, placed)]
    columns = asked["columns"]
    return ListEight(
        headings=tuple(one["heading"] for one in columns),
        lines=tuple(tuple(line[one.get("holds", "nothing")] for one in columns) for line in held),
        held=tuple(held),
        not_held=tuple(one["heading"] for one in columns if "holds" not in one),
        problems=tuple(problems),
        source=asked["source"],
        status=asked["status"],
        on=on,
    )


def _of_child(
    child: LookedAfter, placed: Placed, last: AfterLast | None, since: date, on: date
) -> dict[str, str]:  # fmt: skip
    """Return a child's line by what we call it."""
    gone = [one for one in child.absences if _within(one, since, on)]
    missing = sum(not one.whereabouts_known for one in gone)
    going_on = _going_on(child, placed.began)
    started = min(one.began for one in going_on)
    code = code_of(living_at=placed.living_at, on=on)
    before = [one for one in child.placements if one not in going_on and one.began < started]
    return {
        "number": child.number,
        "sex": SEXES.get(child.sex, ""),
        "ethnicity": child.ethnicity,
        "born": said(day=child.born),
        "age": str(_years(child.born, on)),
        "started": said(day=started),
        "need": placed.need,
        "again": YES if any(one.ended and one.ended > since for one in before) else NO,
        "legal_status": placed.legal_status,
        "placements": str(sum(_overlaps(one, since, on) for one in child.placements)),
        "placed": said(day=placed.began),
        "place": code.place,
        "provider": code.provider_of(known=placed.provider),
        "postcode": placed.postcode,
        "urn": code.number_of(urn=placed.urn, ended=placed.ended),
        "missing": str(missing),
        "away": str(len(gone) - missing),
        "offered": _answer(last.offered if last else None) if missing else NOT_APPLICABLE,
        "accepted": _answer(last.accepted if last else None) if missing else NOT_APPLICABLE,
        "nothing": "",
    }


def _amiss(line: Mapping[str, str], placed: Placed) -> Iterator[str]:
    if line["missing"] != "0" and not line["offered"]:
        yield "nothing is known of the return interview"
    if not line["postcode"] and placed.living_at != "home":
        yield "the placement has no postcode"
    if not line["legal_status"]:
        yield "the placement has no legal status"


def as_csv(*, made: ListEight) -> str:
    """Return the list as a file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(made.headings)
    writer.writerows(made.lines)
    return out.getvalue()


def report(*, made: ListEight) -> str:
    """Return the check report for whoever signs."""
    missing, away = (sum(int(line[name]) for line in made.held) for name in ("missing", "away"))
    lines = [
        f"Annex A, list 8, on {made.on:%d/%m/%Y}",
        f"Counted by {definition(name='annex-a-list-8').name}",
        f"Columns: {made.source} ({made.status})",
        f"Children in care: {len(made.held)}",
        f"Missing in the twelve months: {sum(line['missing'] != '0' for line in made.held)}",
        f"Episodes missing: {missing}; away: {away}",
        f"Offered a return interview after the last: {_count(made.held, 'offered', YES)}",
        f"Not offered: {_count(made.held, 'offered', NO)}",
        *(f"Not held here, to be filled in: {heading}" for heading in made.not_held),
        f"Found amiss: {len(made.problems)}",
        *made.problems,
    ]
    return "\n".join(lines) + "\n"


def _count(lines: Sequence[Mapping[str, str]], name: str, value: str) -> int:
    return sum(line[name] == value for line in lines)


def _overlaps(placed: Placed, since: date, on: date) -> bool:
    return placed.began <= on and (placed.ended is None or placed.ended > since)


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

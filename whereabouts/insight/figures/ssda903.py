"""The return on looked-after children: its Missing file, with Header and Episodes to check it by.

The return knows days and no hours (trap T7). A period that begins and ends on one day is one day; a
new one may begin on the day that the last one ended. One that is open at the end of the year has
no end this year and comes again next year with the same beginning. Where the placement or the care
ends meanwhile, the period ends with it. M is whereabouts not known, whatever the police called it:
absent is never A (trap T1). A is away without authorisation, whereabouts known.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from whereabouts.insight.figures.looked_after import LookedAfter, Placed, day_of
from whereabouts.insight.figures.placing import code_of, registered_on

MISSING_COLUMNS = ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END")
HEADER_COLUMNS = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
EPISODE_COLUMNS = (
    "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC",
    "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN",
)  # fmt: skip
MISSING_FROM_CARE, AWAY = "M", "A"
# Care that ceased for a reason that is not recorded ceased "for any other reason", as on the
# eighteenth birthday: the return knows no other word for it. Why a child moved is left empty where
# nobody recorded it, and told to whoever signs.
CARE_GOES_ON, ANY_OTHER_REASON = "X1", "E8"
STARTED, PLACEMENT_CHANGED, STATUS_CHANGED = "S", "P", "T"
STATUS_ONLY = "PLACE"  # why a placement changed in which nobody moved
NO_NUMBER = "UN5"  # of a pupil: not known at the time of the return

Row = dict[str, str]


@dataclass(frozen=True)
class Period:
    """A line of the Missing file."""

    code: str
    start: date
    end: date | None


@dataclass(frozen=True)
class Return:
    """An authority's files for a year, and what was left out of them with why."""

    ends: int
    missing: tuple[Row, ...]
    header: tuple[Row, ...]
    episodes: tuple[Row, ...]
    left_out: tuple[str, ...]


def made(*, children: Iterable[LookedAfter], ends: int) -> Return:
    """Return the files of an authority's children for the year that ends in that March."""
    missing: list[Row] = []
    header: list[Row] = []
    episodes: list[Row] = []
    left_out: list[str] = []
    for one in sorted(children, key=lambda one: one.number):
        child = _by_registration(one)
        lines = _episodes(child, ends)
        if not lines:
            continue
        header.append(_header(child))
        episodes += lines
        periods, problems = periods_of(child=child, ends=ends)
        left_out += [f"{child.number}: {problem}" for problem in problems]
        missing += [_missing(child, period) for period in periods]
    return Return(ends, tuple(missing), tuple(header), tuple(episodes), tuple(left_out))


def periods_of(*, child: LookedAfter, ends: int) -> tuple[list[Period], list[str]]:
    """Return a child's periods that touch the year, in order, and what could not be one."""
    first, last = date(ends - 1, 4, 1), date(ends, 3, 31)
    found: list[Period] = []
    problems: list[str] = []
    for absence in sorted(child.absences, key=lambda one: one.began_at):
        start = day_of(instant=absence.began_at)
        end = None if absence.ended_at is None else day_of(instant=absence.ended_at)
        placed = child.placed_on(day=start)
        if start > last or (end is not None and end < first):
            continue
        if start <= child.born:
            problems.append("an absence begins before the child was born")
            continue
        if placed is None:
            problems.append("an absence begins on a day on which the child is not looked after")
            continue
        if placed.ended is not None and (end is None or end > placed.ended):
            end = placed.ended
            if end < first:
                continue
        if end is not None and end > last:
            end = None
        if found and (found[-1].end is None or start < found[-1].end):
            problems.append("an absence begins before the one before it has ended")
            continue
        code = AWAY if absence.whereabouts_known else MISSING_FROM_CARE
        found.append(Period(code, start, end))
    return found, problems


def as_csv(*, columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Return a file of the return."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def files(*, made: Return) -> dict[str, str]:
    """Return each file by its name."""
    return {
        "missing.csv": as_csv(columns=MISSING_COLUMNS, rows=made.missing),
        "header.csv": as_csv(columns=HEADER_COLUMNS, rows=made.header),
        "episodes.csv": as_csv(columns=EPISODE_COLUMNS, rows=made.episodes),
    }


def said(*, day: date | None) -> str:
    """Return a day as the return writes it."""
    return "" if day is None else day.strftime("%d/%m/%Y")


def _missing(child: LookedAfter, period: Period) -> Row:
    return {
        "CHILD": child.number,
        "DOB": said(day=child.born),
        "MISSING": period.code,
        "MIS_START": said(day=period.start),
        "MIS_END": said(day=period.end),
    }


def _header(child: LookedAfter) -> Row:
    girl = child.sex == "F"
    return {
        "CHILD": child.number,
        "SEX": "2" if girl else "1",
        "DOB": said(day=child.born),
        "ETHNIC": child.ethnicity,
        "UPN": NO_NUMBER,
        "MOTHER": "0" if girl else "",
        "MC_DOB": "",
    }


def _episodes(child: LookedAfter, ends: int) -> list[Row]:
    """Return the placements that touch the year, each with how it began and ended."""
    first, last = date(ends - 1, 4, 1), date(ends, 3, 31)
    placements = sorted(child.placements, key=lambda one: one.began)
    rows = []
    for number, placed in enumerate(placements):
        if placed.began > last or (placed.ended is not None and placed.ended < first):
            continue
        follows = number + 1 < len(placements) and placements[number + 1].began == placed.ended
        came = number > 0 and placements[number - 1].ended == placed.began
        ended = placed.ended if placed.ended is not None and placed.ended <= last else None
        code = code_of(living_at=placed.living_at, on=last)
        rows.append(
            {
                "CHILD": child.number,
                "DECOM": said(day=placed.began),
                "RNE": STARTED if not came else _how_it_came(placements[number - 1]),
                "LS": placed.legal_status,
                "CIN": placed.need,
                "PLACE": code.place,
                "PLACE_PROVIDER": code.provider_of(known=placed.provider),
                "DEC": said(day=ended),
                "REC": "" if ended is None else _why(placed, follows=follows),
                "REASON_PLACE_CHANGE": placed.why_moved if ended and follows else "",
                "HOME_POST": placed.from_postcode,
                "PL_POST": placed.postcode,
                "URN": code.number_of(urn=placed.urn, ended=ended),
            }
        )
    return rows


def _by_registration(child: LookedAfter) -> LookedAfter:
    """Return a child with each placement that came to bear a number on a day written as two."""
    placements: list[Placed] = []
    for placed in child.placements:
        rest = placed
        for day in registered_on(living_at=placed.living_at):
            if rest.began < day and (rest.ended is None or rest.ended > day):
                placements.append(replace(rest, ended=day, why_moved=STATUS_ONLY))
                rest = replace(rest, began=day)
        placements.append(rest)
    return replace(child, placements=tuple(placements))


def _how_it_came(before: Placed) -> str:
    return STATUS_CHANGED if before.why_moved == STATUS_ONLY else PLACEMENT_CHANGED


def _why(placed: Placed, *, follows: bool) -> str:
    return CARE_GOES_ON if follows else placed.why_ended or ANY_OTHER_REASON

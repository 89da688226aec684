"""The return looked over as the department's rules do: from the files alone, rule by rule.

Written apart from what makes the files, in our words. Whoever signs the return reads the report.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.figures.ssda903 import CARE_GOES_ON, Return, Row

TELLS = {
    "564": "an absence has no start",
    "565": "a start has no M or A",
    "566": "an end has no M or A",
    "567": "the end lies before the start",
    "570": "the start lies after the year",
    "571": "the end lies outside the year",
    "574": "a period begins before the one before it has ended",
    "575": "the placement has ended and the period has no end",
    "576": "a period open last year does not come again",
    "577": "care has ceased and the period has no end",
    "578": "the period begins after care has ceased",
    "580": "the period ends on the eighteenth birthday and the episode does not say so",
    "581": "the period begins before the child was looked after",
    "586": "the start is not after the date of birth",
    "1004": "the start is not a date",
    "1005": "the end is not a date",
    "1006": "it is neither M nor A",
    "1012": "the child has no episode this year",
    "INT04": "the child is not in the header",
    "INT13": "the date of birth is not the header's",
}


# Columns of the episodes that no rule of ours looks at, and that cannot be signed without.
WANTED = {
    "LS": "legal status", "CIN": "category of need", "PLACE_PROVIDER": "who provides the placement",
    "HOME_POST": "postcode of home", "PL_POST": "postcode of the placement",
}  # fmt: skip
WHY_MOVED = "why the child moved"
NOT_WANTED = {("PLACE_PROVIDER", "Z1")}


@dataclass(frozen=True)
class Finding:
    """A rule that a line of the Missing file breaks."""

    rule: str
    line: int  # of the file, its heading being line 1

    @property
    def text(self) -> str:
        """Return what is wrong, naming nobody."""
        return f"line {self.line}: {self.rule}, {TELLS[self.rule]}"


def checked(*, made: Return, last_year: Return | None = None) -> list[Finding]:
    """Return every rule that the files break; none where the return can be signed."""
    return [
        *(finding for found in _lines(made) for finding in found),
        *_in_order(made),
        *([] if last_year is None else _came_again(made, last_year)),
    ]


def lacking(*, made: Return) -> list[tuple[str, int]]:
    """Return what is not recorded of how many episodes of care, where the return wants it."""
    found = []
    for key, words in WANTED.items():
        number = sum(not row[key] for row in made.episodes if (key, row["PLACE"]) not in NOT_WANTED)
        if number:
            found.append((words, number))
    moved = sum(
        row["REC"] == CARE_GOES_ON and not row["REASON_PLACE_CHANGE"] for row in made.episodes
    )
    return [*found, (WHY_MOVED, moved)] if moved else found


def report(*, made: Return, findings: Sequence[Finding]) -> str:
    """Return the check report for whoever signs."""
    open_periods = sum(not row["MIS_END"] for row in made.missing)
    lines = [
        f"Year to 31 March {made.ends}",
        f"Counted by {definition(name='return-missing-file').name}",
        f"Children: {len(made.header)}; episodes of care: {len(made.episodes)}",
        f"Periods: {len(made.missing)}, of which open on 31 March: {open_periods}",
        f"Children missing or away: {len({row['CHILD'] for row in made.missing})}",
        f"Absences left out: {len(made.left_out)}",
        *(
            f"Not recorded, to be filled in before it is sent: {words}, {number} of"
            f" {len(made.episodes)} episodes of care"
            for words, number in lacking(made=made)
        ),
        f"Rules looked at: {len(TELLS)}; broken: {len(findings)}",
        *(finding.text for finding in findings),
    ]
    return "\n".join(lines) + "\n"


def _lines(made: Return) -> Iterator[list[Finding]]:
    header = {row["CHILD"]: row for row in made.header}
    episodes: dict[str, list[Row]] = {}
    for row in made.episodes:
        episodes.setdefault(row["CHILD"], []).append(row)
    for number, row in enumerate(made.missing, 2):
        rules = [
            *_of_its_own(row, made.ends),
            *_with_care(row, episodes.get(row["CHILD"], [])),
        ]
        if row["CHILD"] not in header:
            rules.append("INT04")
        elif header[row["CHILD"]]["DOB"] != row["DOB"]:
            rules.append("INT13")
        yield [Finding(rule, number) for rule in rules]


def _of_its_own(row: Row, ends: int) -> Iterator[str]:
    kind, start, end = row["MISSING"], row["MIS_START"], row["MIS_END"]
    if kind and kind not in ("M", "A"):
        yield "1006"
    if kind and not start:
        yield "564"
    if start and not kind:
        yield "565"
    if end and not kind:
        yield "566"
    began, ended = _day(start), _day(end)
    if began is None:
        yield "1004"
    if end and ended is None:
        yield "1005"
    first, last = date(ends - 1, 4, 1), date(ends, 3, 31)
    if began is not None and began > last:
        yield "570"
    if ended is not None and not first <= ended <= last:
        yield "571"
    if began is not None and ended is not None and ended < began:
        yield "567"
    born = _day(row["DOB"])
    if began is not None and born is not None and began <= born:
        yield "586"


def _with_care(row: Row, episodes: list[Row]) -> Iterator[str]:
    began, ended = _day(row["MIS_START"]), _day(row["MIS_END"])
    if not episodes:
        yield "1012"
        return
    spans = [(_day(one["DECOM"]) or date.max, _day(one["DEC"]), one["REC"]) for one in episodes]
    if began is None:
        return
    holding = [one for one in spans if one[0] <= began and (one[1] is None or began <= one[1])]
    if not holding:
        yield "578" if any(one[1] and one[1] < began for one in spans) else "581"
        return
    _, placed_until, why = max(holding)
    if ended is None and placed_until is not None:
        yield "575"
        if why != "X1":
            yield "577"
    birthday = _eighteenth(_day(row["DOB"]))
    if ended is not None and ended == birthday == placed_until and why != "E8":
        yield "580"


def _in_order(made: Return) -> Iterator[Finding]:
    """Find periods of a child that begin before the one before has ended."""
    by_child: dict[str, list[tuple[date, date, int]]] = {}
    for number, row in enumerate(made.missing, 2):
        began = _day(row["MIS_START"])
        if began is not None:
            span = (_day(row["MIS_END"]) or date.max, began, number)
            by_child.setdefault(row["CHILD"], []).append(span)
    for spans in by_child.values():
        spans.sort()
        for before, after in itertools.pairwise(spans):
            if after[1] < before[0]:
                yield Finding("574", after[2])


def _came_again(made: Return, last_year: Return) -> Iterator[Finding]:
    """Find periods that were open last year and have none with the same start now."""
    here = {(row["CHILD"], row["MIS_START"]) for row in made.missing}
    present = {row["CHILD"] for row in made.header}
    for row in last_year.missing:
        gone = not row["MIS_END"] and (row["CHILD"], row["MIS_START"]) not in here
        if gone and row["CHILD"] in present:
            yield Finding("576", 1)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return None


def _eighteenth(born: date | None) -> date | None:
    if born is None:
        return None
    leap_day = (born.month, born.day) == (2, 29)
    return date(born.year + 18, 3, 1) if leap_day else born.replace(year=born.year + 18)

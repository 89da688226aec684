"""The UK Missing Persons Unit's annual tables: calls, incidents, individuals, and who they are of.

A call is not an incident and an incident is not an individual (trap T6): each has its own columns.
What was not recorded has a line of its own and is never shared out among the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.disclosure import Named, Seen, Shown, shown, shown_together
from whereabouts.insight.figures.beside import Sheet, of_grid, together
from whereabouts.insight.figures.counting import HOUR, repeaters
from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.figures.details import (
    ETHNICITIES,
    FOUND_BY,
    HARM,
    HARMS_TOLD,
    LEVELS,
    PUBLICITY,
    SEXES,
    VULNERABILITIES,
    Details,
)
from whereabouts.insight.figures.population import against_population
from whereabouts.insight.figures.rows import UNKNOWN, Rows
from whereabouts.insight.figures.tables import WHOLE, Table
from whereabouts.insight.figures.ukmpu_ties import (
    AGAIN,
    FORCE,
    KIND,
    KINDS_SAID,
    ONCE,
    THEIRS,
    Side,
    count_of,
    ties_of,
)
from whereabouts.insight.figures.ukmpu_year import Year, pairs_of

Column = NDArray[Any]
NOT_RECORDED = "Not recorded"
ENDED = ("Came back or was found", "Found dead", "Still open", NOT_RECORDED)
IDENTIFIED = ("Named", "Nobody could name the child", NOT_RECORDED)


@dataclass(frozen=True, slots=True)
class List:
    """What rows are told apart by: each row's place among the names."""

    heading: str
    places: Column
    names: tuple[str, ...]
    parts: tuple[tuple[tuple[str, str], ...], ...] = ()  # of two lists in one: what each name says

    def says(self, place: int) -> tuple[tuple[str, str], ...]:
        """Return what the name at a place says, list by list."""
        return self.parts[place] if self.parts else ((self.heading, self.names[place]),)

    def of(self, chosen: Column) -> List:
        """Return the same for some rows alone."""
        return replace(self, places=self.places[chosen])


@dataclass(frozen=True, slots=True)
class Said:
    """What a table is called, and what it counts."""

    name: str
    title: str
    columns: tuple[str, ...] = ()
    unit: str = "incident"
    notes: tuple[str, ...] = ()
    sums_across: bool = True


ENTRIES = (
    "An incident counts under each {}, so the sums are of entries and not of incidents. None"
    " recorded is not none."
)
VULNERABLE = Said(
    "d-vulnerability-sex-age", "Incidents by vulnerability, sex and age",
    notes=(ENTRIES.format("vulnerability that was on record at the time"),),
)  # fmt: skip
HARMED = Said(
    "e-harm-nature", "Incidents by nature of harm, sex and age",
    notes=(ENTRIES.format("harm that was told of, seen or suspected"),),
)  # fmt: skip
FATAL = Said(
    "e-fatal", "Incidents by how they ended, fatal harm among them",
    notes=("Found dead is counted whatever the cause. Of nobody is it said that they are well.",),
)  # fmt: skip
UNIDENTIFIED = Said(
    "f-unidentified", "Incidents of children whom nobody could name",
    notes=("As it stands today: a child who has been named since is counted as named.",),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A table before it is protected: its counts, and what each of them is a count of."""

    what: Said
    lines: Sequence[str]
    counts: Sequence[Sequence[int]]
    names: Sequence[Sequence[Hashable | None]]


def ukmpu_tables(*, year: Year) -> list[Table]:
    """Return every table of the return, in the return's order, protected as they stand together."""
    sheets = ukmpu_sheets(year=year)
    return with_population(
        year=year, tables=together(sheets=sheets, rules=year.rules, ties=ties_of(year=year))
    )


def with_population(*, year: Year, tables: Sequence[Table]) -> list[Table]:
    """Return the tables, and behind the first its calls set against the children living there.

    From what the first of them shows of each force, and so it says no more.
    """
    return [tables[0], against_population(calls=tables[0], population=year.population), *tables[1:]]


def ukmpu_sheets(*, year: Year) -> list[Sheet]:
    """Return every table of the return but one, with what each of its counts is of."""
    drafts = _drafts(year)
    named = [Named(counts=one.counts, names=one.names) for one in drafts]
    seen = shown_together(tables=named, rules=year.rules)
    return [_sheet(year, draft, found) for draft, found in zip(drafts, seen, strict=True)]


def _drafts(year: Year) -> list[Draft]:
    incidents, details = year.rows.where(year.incidents), year.details.where(year.incidents)
    first = _people(incidents)
    hours = (incidents.returned_at - incidents.reported_at) / HOUR
    # What is no episode has no end that anybody wrote down.
    lasted = np.where(
        incidents.returned_at < 0,
        np.where(incidents.episode < 0, UNKNOWN, len(year.asked.hour_names)),
        np.searchsorted(year.asked.hours, hours, side="left"),
    )
    looked_after = np.where(incidents.care == 1, 0, np.where(incidents.care == 0, 1, UNKNOWN))
    sex = List("Sex", details.sex, (*SEXES, NOT_RECORDED))
    level = List("Level", details.level, (*LEVELS, NOT_RECORDED))
    names = (*year.asked.age_names, NOT_RECORDED)
    age = List("Age", _band(incidents.age, year.asked.ages), names)
    asked = List("Asked about harm", details.harm, (*HARM, "Nothing recorded of asking"))
    reason = List("Reason", details.reason, (*details.reasons, NOT_RECORDED))
    lasting = List("Duration", lasted, (*year.asked.hour_names, "Still open", NOT_RECORDED))
    found_by = List("Found by", details.found_by, (*FOUND_BY, NOT_RECORDED))
    care = List("Care", looked_after, ("Looked after", "Not looked after", NOT_RECORDED))
    ended = List("How it ended", _ended(incidents, details), ENDED)
    named = List("Identity", details.unidentified, IDENTIFIED)
    public = List("Publicity", details.publicity, (*PUBLICITY, NOT_RECORDED))
    sex_and_age = _both(sex, age)
    group = List("Ethnicity", details.ethnicity, (*ETHNICITIES, NOT_RECORDED))
    people = Said("c-age-sex-individuals", "Individuals by age and sex, at their first incident",
                  unit="individual")  # fmt: skip
    harm = Said(
        "e-harm", "Incidents by what was asked about harm, and answered",
        notes=("Of those not asked nothing is known: they are not counted as unharmed.",),
    )  # fmt: skip
    return [
        _calls(year),
        _incidents(year),
        _repeats(year, incidents),
        _crossed(Said("c-age-sex-incidents", "Incidents by age and sex"), age, sex),
        _crossed(people, age.of(first), sex.of(first)),
        _crossed(Said("c-ethnicity", "Incidents by ethnicity and sex"), group, sex),
        _crossed(
            Said("d-risk-sex-age", "Incidents by level of risk, sex and age"),
            level,
            sex_and_age,
        ),
        _marked(VULNERABLE, "Vulnerability", details.vulnerable, VULNERABILITIES, sex_and_age),
        _crossed(Said("d-publicity", "Incidents by publicity and level of risk"), public, level),
        _crossed(harm, asked, age),
        _marked(HARMED, "Harm", details.harmed, HARMS_TOLD, sex_and_age),
        _crossed(FATAL, ended, age),
        _crossed(Said("e4-reasons", "Incidents by reason for going missing"), reason, sex),
        _crossed(Said("e5-duration", "Incidents by duration, report to found"), lasting, sex),
        _crossed(Said("e6-found-by", "Incidents by who found the child"), found_by, sex),
        _crossed(Said("care", "Incidents by whether the child is looked after"), care, age),
        _crossed(UNIDENTIFIED, named, sex),
    ]


def _by_force(
    year: Year, what: Said, count: Callable[[Column], list[int]],
    of: Sequence[tuple[str, Side]],
) -> Draft:  # fmt: skip
    """Return counts by force; `of` is what each column counts, and last what their sum does."""
    counts = [count(year.rows.force == place) for place in range(len(year.forces))]
    sides: list[Side] = [*(((FORCE, code),) for code in year.forces), ()]
    names: list[list[Hashable | None]] = [
        [count_of(unit, *side, *kind) for unit, kind in of] for side in sides
    ]
    if not what.sums_across:  # the sum is of nothing
        names = [[*row, None] for row in names]
    return Draft(what, year.forces, counts, names)


def _calls(year: Year) -> Draft:
    columns = ("force", *(words for _, words in KINDS_SAID))
    return _by_force(
        year, Said("a-calls", "Calls by force", columns, unit="call"),
        lambda own: [int((own & (year.rows.kind == kind)).sum()) for kind, _ in KINDS_SAID],
        [*(("call", ((KIND, words),)) for _, words in KINDS_SAID), ("call", ())],
    )  # fmt: skip


def _incidents(year: Year) -> Draft:
    """Return incidents and individuals of each force; individuals do not add up to children."""

    def count(own: Column) -> list[int]:
        rows = year.rows.where(own & year.incidents)
        kinds = [int((rows.kind == kind).sum()) for kind, _ in KINDS_SAID]
        return [*kinds, len(np.unique(rows.person))]

    columns = ("force", *(words for _, words in KINDS_SAID), "Individuals")
    what = Said("b-incidents", "Incidents and individuals by force", columns, sums_across=False)
    kinds: list[tuple[str, Side]] = [("incident", ((KIND, words),)) for _, words in KINDS_SAID]
    return _by_force(year, what, count, [*kinds, ("individual", ())])


def _repeats(year: Year, incidents: Rows) -> Draft:
    def count(own: Column) -> list[int]:
        rows = incidents.where(own[year.incidents])
        again = repeaters(rows=rows, times=2, days=366)
        once = len(np.unique(rows.person)) - len(again)
        return [once, len(again), int(np.isin(rows.person, again).sum())]

    columns = ("force", "Individuals once", "Individuals more than once", "Their incidents")
    what = Said(
        "b4-repeats", "Individuals missing more than once by force", columns,
        unit="repeat-more-than-once", sums_across=False,
    )  # fmt: skip
    return _by_force(year, what, count, [(ONCE, ()), (AGAIN, ()), (THEIRS, ())])


def _crossed(what: Said, down: List, across: List) -> Draft:
    """Return counts by two lists; what is not recorded stands in the last line and column."""
    counts = np.zeros((len(down.names), len(across.names)), np.int64)
    # A place of -1 is the last: nobody recorded it.
    np.add.at(counts, (down.places % len(down.names), across.places % len(across.names)), 1)
    headed = replace(what, columns=(down.heading, *across.names))
    return Draft(headed, down.names, counts.tolist(), _names(what.unit, down, across))


def _names(unit: str, down: List, across: List) -> list[list[Hashable | None]]:
    """Return what each count is of: the same of one sex and age, whichever table it stands in."""
    rows = [*(down.says(place) for place in range(len(down.names))), ()]
    columns = [*(across.says(place) for place in range(len(across.names))), ()]
    return [[count_of(unit, *one, *other) for other in columns] for one in rows]


def _both(one: List, other: List) -> List:
    """Return two lists as one: a name for each pair of theirs."""
    names = tuple(f"{first}, {second}" for first in one.names for second in other.names)
    # A place of -1 is the last: nobody recorded it.
    places = one.places % len(one.names) * len(other.names) + other.places % len(other.names)
    parts = tuple(
        (*one.says(first), *other.says(second))
        for first in range(len(one.names))
        for second in range(len(other.names))
    )
    return List(f"{one.heading} and {other.heading.lower()}", places, names, parts)


def _marked(what: Said, heading: str, bits: Column, marks: Sequence[str], across: List) -> Draft:
    """Return how often each mark was on record; an incident counts under each of its own."""
    counts = []
    for place in range(len(marks)):
        has = (bits > 0) & (bits >> place & 1 == 1)
        counts.append(np.bincount(across.places[has], minlength=len(across.names)).tolist())
    none = np.bincount(across.places[bits <= 0], minlength=len(across.names)).tolist()
    lines = (*marks, "None recorded")
    # Its sums are of entries: they are no other table's.
    own = List(heading, bits, lines)
    names = [
        [*row[:-1], (what.name, place)] for place, row in enumerate(_names(what.unit, own, across))
    ]
    names[-1] = [("entries", what.name, place) for place in range(len(names[-1]))]
    headed = replace(what, columns=(heading, *across.names))
    return Draft(headed, lines, [*counts, none], names)


def _ended(incidents: Rows, details: Details) -> Column:
    """Return how each incident ended; that a child came back alive is not taken for granted."""
    over = np.where(details.found_dead == 0, 0, UNKNOWN)
    still = np.where((incidents.returned_at < 0) & (incidents.episode >= 0), 2, over)
    return np.where(details.found_dead == 1, 1, still)


def _sheet(year: Year, draft: Draft, seen: Seen) -> Sheet:
    cells, ends, sums, whole = seen
    grid = [*([*row, end] for row, end in zip(cells, ends, strict=True)), [*sums, whole]]
    full = [[*row, sum(row)] for row in draft.counts]
    full.append([sum(column) for column in zip(*full, strict=True)])
    return of_grid(
        table=_table(year, draft, grid), counts=full, names=draft.names, seen=grid,
        across=draft.what.sums_across,
    )  # fmt: skip


def _table(year: Year, draft: Draft, grid: Sequence[Sequence[Shown]]) -> Table:
    what = draft.what
    width = len(grid[0]) if what.sums_across else len(grid[0]) - 1
    return Table(
        name=f"ukmpu-{what.name}-{year.ends}",
        title=f"{what.title}, year to 31 March {year.ends}",
        columns=(*what.columns, WHOLE) if what.sums_across else what.columns,
        lines=tuple(
            (line, *(cell.text for cell in row[:width]))
            for line, row in zip([*draft.lines, WHOLE], grid, strict=True)
        ),
        definitions=(definition(name=what.unit),),
        rules=year.rules,
        coverage=year.coverage,
        completeness={
            "rows": shown(count=len(year.rows), rules=year.rules).text,
            "forces": len(year.forces),
        },
        notes=(f"Bands: {year.asked.source}.", *what.notes),
    )


def _people(incidents: Rows) -> Column:
    """Return the place of each individual's first incident, force by force."""
    order = np.argsort(incidents.reported_at, kind="stable")
    _, first = np.unique(pairs_of(rows=incidents)[order], return_index=True)
    found: Column = order[first]
    return found


def _band(ages: Column, first: Sequence[int]) -> Column:
    return np.where(ages < 0, UNKNOWN, np.searchsorted(first, ages, side="right") - 1)

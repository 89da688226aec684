"""Each figure that has a name, made from rows: of a made-up nation or of the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any

import numpy as np

from whereabouts.engines.disclosure import Rules, about_percent, named_rules, shown, shown_line
from whereabouts.insight.figures.annex_a import AfterLast, ListEight, list_eight
from whereabouts.insight.figures.beside import Sheet
from whereabouts.insight.figures.care_table import care_table
from whereabouts.insight.figures.counting import by_force, counted
from whereabouts.insight.figures.cubes import Cubes
from whereabouts.insight.figures.definitions import Definition, definition
from whereabouts.insight.figures.definitions import definitions as all_definitions
from whereabouts.insight.figures.details import Details, nothing_known
from whereabouts.insight.figures.looked_after import LookedAfter
from whereabouts.insight.figures.population import FILE as POPULATION
from whereabouts.insight.figures.population import population_of
from whereabouts.insight.figures.reconciling import reconciled
from whereabouts.insight.figures.revising import Web, tells_of_few
from whereabouts.insight.figures.rows import INSEPARABLE, Rows, year_of
from whereabouts.insight.figures.ssda903 import Return
from whereabouts.insight.figures.ssda903 import made as made_return
from whereabouts.insight.figures.tables import Table, by_area, of_columns
from whereabouts.insight.figures.ukmpu_year import FILE as UKMPU
from whereabouts.insight.figures.ukmpu_year import Year, year_of_children
from whereabouts.insight.figures.whole_year import (
    counts_sheet,
    protected_year,
    reconciliation_sheet,
)

RULES = "ours"
RECONCILED = ("rows-sent", "missing-incident", "missing-child")
NOT_KNOWN_TO_BE_ADULT = (
    "Whoever is not known to be an adult counts: one without a date of birth is in, and a call that"
    " is of nobody on record is an incident of a child of its own. The two counts of one year, side"
    " by side, take these and absent incidents out, step by step."
)


class NoSuchArea(LookupError):
    """No area of these rows has that code."""


class NoSuchYear(LookupError):
    """The rows hold nothing of that year."""


@dataclass(frozen=True)
class Source:
    """Rows to count, the forces they are of, and what they are."""

    rows: Rows
    forces: tuple[str, ...]
    coverage: str
    details: Details | None = None
    in_care: Callable[[str | None], dict[str, list[LookedAfter]]] | None = None
    after_last: Callable[[str], dict[str, AfterLast]] | None = None
    cubes: Callable[[], Cubes] | None = None  # where they are kept; else every row is counted
    areas: Mapping[str, str] = field(default_factory=dict)  # the code of each force's area
    # The local packs that each force followed on some day of a time, named by its first and last.
    followed: Callable[[date, date], Mapping[str, tuple[str, ...]]] | None = None
    made: dict[int, _Year] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class _Year:
    """A year's tables that were protected together."""

    year: Year
    counts: Table
    reconciliation: Table
    unit: list[Table]
    web: Web


def counts(
    *, source: Source, ends: int, area: str | None, definitions: Sequence[Definition]
) -> Table:
    """Return what each definition finds in each force and in all of them.

    :raises NoSuchArea: no force has that code.
    """
    if area is not None and area not in source.forces:
        raise NoSuchArea(area)
    # Counted and protected over every definition, whichever are asked for: two answers laid beside
    # each other tell no more than the one that has them all.
    table = of_columns(
        table=_of_year(source, ends).counts, names=[one.name for one in definitions]
    )  # fmt: skip
    if area is None:
        return table
    # Protected as a part of the whole, so that one area's page tells no more than the table does.
    lines = tuple(line for line in table.lines if line[0] == area)
    return Table(**{**vars(table), "name": f"counts-{area}-{ends}", "lines": lines})


def reconciliation(*, source: Source, ends: int) -> Table:
    """Return the two counts of a year and each step between them."""
    return _of_year(source, ends).reconciliation


def tells_of_few_beside(*, source: Source, ends: int, before: Sequence[Table]) -> bool:
    """Say whether a few follow from a year's tables beside those that were published before."""
    return tells_of_few(web=_of_year(source, ends).web, before=before)


def _of_year(source: Source, ends: int) -> _Year:
    """Return the tables of a year that are read side by side, made once for all who ask."""
    if ends not in source.made:
        details = source.details or nothing_known(rows=len(source.rows))
        year = year_of_children(
            rows=source.rows, details=details, forces=source.forces, ends=ends, rules=_rules(ends),
            coverage=source.coverage, population=population_of(areas=source.areas, ends=ends),
        )  # fmt: skip
        tables = protected_year(
            counts=_counts(source, ends), reconciliation=_reconciliation(source, ends), year=year
        )
        source.made[ends] = _Year(year, *tables)
    return source.made[ends]


def _counts(source: Source, ends: int) -> Sheet:
    every = [one for one in all_definitions() if one.measure != "duration"]
    found: dict[str, dict[str, Any]] = {code: {} for code in source.forces}
    whole: dict[str, Any] = {}
    cubes = source.cubes() if source.cubes is not None else None
    for one in every:
        if cubes is not None:
            for place, code in enumerate(source.forces):
                (found[code][one.name],) = cubes.counted(definition=one, ends=ends, force=place)
            (whole[one.name],) = cubes.counted(definition=one, ends=ends, force=None)
            continue
        for code, figures in by_force(
            rows=source.rows, definition=one, ends=ends, forces=source.forces
        ).items():
            found[code][one.name] = figures[0]
        whole[one.name] = counted(rows=source.rows, definition=one, ends=ends)[0]
    table = by_area(
        name=f"counts-{ends}",
        title=f"Children missing and absent by force, year to 31 March {ends}",
        counts=found,
        whole=whole,
        definitions=every,
        rules=_rules(ends),
        coverage=source.coverage,
        completeness=_completeness(source, ends),
    )
    notes = (*table.notes, NOT_KNOWN_TO_BE_ADULT, *_local_rules(table.completeness))
    table = replace(table, notes=notes)
    return counts_sheet(
        table=table, counts=found, whole=whole, definitions=every, rules=_rules(ends)
    )


def _reconciliation(source: Source, ends: int) -> Sheet:
    found = reconciled(rows=source.rows, ends=ends)
    # Exact, since they are rows and not children; but no step may follow from the others.
    exact = replace(_rules(ends), round_to=1)
    cells, sent = shown_line(
        counts=[*(step.count for step in found.steps), found.incidents], rules=exact
    )
    children = shown(count=found.children, rules=exact)
    hidden = children.number is None or cells[-1].number is None
    lines = (
        ("all that was sent", sent.text, ""),
        *(
            (f"less: {step.name}", cell.text, step.because)
            for step, cell in zip(found.steps, cells, strict=False)
        ),
        ("children's missing incidents", cells[-1].text, ""),
        ("children among them", "c" if hidden else children.text, ""),
    )
    table = Table(
        name=f"reconciliation-{ends}",
        title=f"Two counts of the year to 31 March {ends}, and what lies between them",
        columns=("step", "rows", "because"),
        lines=lines,
        definitions=tuple(definition(name=one) for one in RECONCILED),
        rules=exact,
        coverage=source.coverage,
        completeness={"every_row_accounted_for": found.whole},
        notes=("Counts of rows that forces sent, not of children: they are not rounded.",),
    )
    return reconciliation_sheet(
        table=table, steps=[step.name for step in found.steps],
        numbers=[found.sent, *(step.count for step in found.steps), found.incidents,
                 found.children],
    )  # fmt: skip


def returns_of(*, source: Source, ends: int, area: str | None) -> dict[str, Return]:
    """Return the files of each English authority, or of one.

    :raises NoSuchArea: no authority has that code.
    """
    children = looked_after(source=source, area=area)
    return {code: made_return(children=found, ends=ends) for code, found in children.items()}


def looked_after(*, source: Source, area: str | None) -> dict[str, list[LookedAfter]]:
    """Return the looked-after children of each English authority, or of one.

    :raises NoSuchArea: no authority has that code.
    """
    if source.in_care is None:
        raise NoSuchArea("of looked-after children: these rows are of forces alone")
    return source.in_care(area)


def annex_a(*, source: Source, area: str, on: date) -> ListEight:
    """Return list 8 of an authority on a day.

    :raises NoSuchArea: no authority has that code, or the rows are of forces alone.
    """
    children = looked_after(source=source, area=area)
    if area not in children or source.after_last is None:
        raise NoSuchArea(area)
    return list_eight(children=children[area], after_last=source.after_last(area), on=on)


def ukmpu(*, source: Source, ends: int) -> tuple[Year, list[Table]]:
    """Return the UK Missing Persons Unit's tables of a year, and the year they are of."""
    made = _of_year(source, ends)
    return made.year, made.unit


def care_missing(*, source: Source, ends: int, area: str | None) -> Table:
    """Return children missing from care by authority."""
    returns = returns_of(source=source, ends=ends, area=None)
    table = care_table(returns=returns, ends=ends, rules=_rules(ends), coverage=source.coverage)
    if area is None:
        return table
    lines = tuple(line for line in table.lines if line[0] == area)
    if not lines:
        raise NoSuchArea(area)
    return Table(**{**vars(table), "name": f"care-missing-{area}-{ends}", "lines": lines})


def mark(*, source: Source, ends: int) -> str:
    """Return what tells a year's rows, and what they are counted and protected by, from others."""
    first, after = year_of(ends=ends)
    at = source.rows.reported_at
    chosen = np.flatnonzero((at >= first) & (at < after))
    found = sha256(
        json.dumps(
            [
                ends, source.forces, source.coverage, dict(source.areas), vars(_rules(ends)),
                [vars(one) for one in all_definitions()], _followed(source, ends),
                [path.read_text(encoding="utf-8") for path in (UKMPU, POPULATION)],
            ],
            sort_keys=True, default=str,
        ).encode()
    )  # fmt: skip
    details = source.details or nothing_known(rows=len(source.rows))
    for columns in (source.rows.where(chosen), details.where(chosen)):
        for name, column in sorted(vars(columns).items()):
            text = repr(column) if isinstance(column, tuple) else column.astype(np.int64).tobytes()
            found.update(name.encode())
            found.update(text.encode() if isinstance(text, str) else text)
    return found.hexdigest()


def check_year(*, source: Source, ends: int) -> None:
    """Go on if the rows hold something of that year.

    :raises NoSuchYear: they do not.
    """
    if not len(source.rows.of_year(ends=ends)):
        raise NoSuchYear(str(ends))


def _rules(ends: int) -> Rules:
    return named_rules(rules_id=RULES, at=date(max(ends, 2016), 3, 31))


def _local_rules(completeness: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sentence that some forces followed local packs."""
    followed = completeness["local_packs_followed"]
    if not followed:
        return ()
    told = (
        f"{len(followed)} of the forces followed local packs, rules or words of their own, so that"
        " counts are not alike: which followed which stands in what the table says of itself."
    )
    return (told,)


def _followed(source: Source, ends: int) -> dict[str, list[str]]:
    if source.followed is None:
        return {}
    found = source.followed(date(ends - 1, 4, 1), date(ends, 3, 31))
    return {force: list(found[force]) for force in source.forces if found.get(force)}


def _completeness(source: Source, ends: int) -> dict[str, Any]:
    """Return what lacks: births, and forces that sent nothing for a month."""
    year = source.rows.of_year(ends=ends)
    month = year.reported_at.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    pairs = len(np.unique(year.force.astype(np.int64) * 100_000 + month))
    forces = len(np.unique(year.force))
    return {
        "forces": forces,
        "forces_of": len(source.forces),
        "months_without_a_row": forces * 12 - pairs,
        # To the nearest five in a hundred, from what may be shown: no count follows from them.
        "age_not_known_percent": _percent(year.age < 0, ends),
        "absent_not_told_apart_percent": _percent(year.kind == INSEPARABLE, ends),
        "local_packs_followed": _followed(source, ends),
    }


def _percent(lacking: Any, ends: int) -> int | str:
    found = about_percent(part=int(lacking.sum()), whole=len(lacking), rules=_rules(ends))
    return "c" if found is None else found

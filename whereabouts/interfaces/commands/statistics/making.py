"""Each figure that has a name, made from a nation's columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from whereabouts.engines.disclosure import Rules, named_rules
from whereabouts.insight.figures.care_table import care_table
from whereabouts.insight.figures.definitions import Definition
from whereabouts.insight.figures.reconciling import reconciled
from whereabouts.insight.figures.rows import Rows
from whereabouts.insight.figures.ssda903 import Return
from whereabouts.insight.figures.ssda903 import made as made_return
from whereabouts.insight.figures.tables import Table, by_area
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.settings import areas
from whereabouts.interfaces.commands.statistics.in_care import children_of
from whereabouts.interfaces.commands.statistics.keeping import cubes_of
from whereabouts.interfaces.commands.statistics.source import rows_of

RULES = "ours"
OF_A_MADE_UP_NATION = "A made-up nation: no figure of it is a finding."


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
    folder: Path | None = None


def from_folder(*, folder: Path) -> Source:
    """Return the rows that the forces of a made-up nation sent.

    :raises NotColumns: the folder holds no nation.
    """
    about = columnar.about(folder=folder)
    rows = rows_of(
        columnar.read(folder=folder, table="returned"),
        columnar.read(folder=folder, table="episodes"),
    )
    coverage = f"{OF_A_MADE_UP_NATION} Seed {about['seed']}, scale {about['scale']}."
    return Source(rows, tuple(about["forces"]), coverage, folder)


def counts(
    *, source: Source, ends: int, area: str | None, definitions: Sequence[Definition]
) -> Table:
    """Return what each definition finds in each force and in all of them.

    :raises NoSuchArea: no force has that code.
    """
    if area is not None and area not in source.forces:
        raise NoSuchArea(area)
    chosen = [one for one in definitions if one.measure != "duration"]
    found: dict[str, dict[str, Any]] = {code: {} for code in source.forces}
    whole: dict[str, Any] = {}
    cubes = cubes_of(rows=source.rows, forces=len(source.forces), folder=source.folder)
    for one in chosen:
        for place, code in enumerate(source.forces):
            (found[code][one.name],) = cubes.counted(definition=one, ends=ends, force=place)
        (whole[one.name],) = cubes.counted(definition=one, ends=ends, force=None)
    table = by_area(
        name=f"counts-{ends}",
        title=f"Children missing and absent by force, year to 31 March {ends}",
        counts=found,
        whole=whole,
        definitions=chosen,
        rules=_rules(ends),
        coverage=source.coverage,
        completeness=_completeness(source, ends),
    )
    if area is None:
        return table
    # Protected as a part of the whole, so that one area's page tells no more than the table does.
    lines = tuple(line for line in table.lines if line[0] == area)
    return Table(**{**vars(table), "name": f"counts-{area}-{ends}", "lines": lines})


def reconciliation(*, source: Source, ends: int) -> Table:
    """Return the two counts of a year and each step between them."""
    found = reconciled(rows=source.rows, ends=ends)
    rules = _rules(ends)
    lines = [
        ("all that was sent", str(found.sent), ""),
        *((f"less: {step.name}", str(step.count), step.because) for step in found.steps),
        ("children's missing incidents", str(found.incidents), ""),
        ("children among them", str(found.children), ""),
    ]
    small = [count for _, count, _ in lines if 0 < int(count) < rules.hide_below]
    shown_lines = tuple(
        (name, "c" if small and 0 < int(count) < rules.hide_below else count, why)
        for name, count, why in lines
    )
    return Table(
        name=f"reconciliation-{ends}",
        title=f"Two counts of the year to 31 March {ends}, and what lies between them",
        columns=("step", "rows", "because"),
        lines=shown_lines,
        coverage=source.coverage,
        completeness={"every_row_accounted_for": found.whole},
        notes=("Counts of rows that forces sent, not of children: they are not rounded.",),
    )


def returns_of(*, source: Source, ends: int, area: str | None) -> dict[str, Return]:
    """Return the files of each English authority, or of one.

    :raises NoSuchArea: no authority has that code.
    """
    land = areas()
    if area is not None and area not in land.authorities:
        raise NoSuchArea(area)
    folder = source.folder
    if folder is None:
        raise NoSuchArea("the configured database")
    tables = {
        name: columnar.read(folder=folder, table=name)
        for name in ("children", "placements", "episodes")
    }
    english = ~land.wales[land.force_of]
    return {
        code: made_return(children=children_of(authority=place, **tables), ends=ends)
        for place, code in enumerate(land.authorities)
        if (code == area if area is not None else bool(english[place]))
    }


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


def check_year(*, source: Source, ends: int) -> None:
    """Go on if the rows hold something of that year.

    :raises NoSuchYear: they do not.
    """
    if not len(source.rows.of_year(ends=ends)):
        raise NoSuchYear(str(ends))


def _rules(ends: int) -> Rules:
    return named_rules(rules_id=RULES, at=date(max(ends, 2016), 3, 31))


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
        "age_not_known_percent": round(100 * float((year.age < 0).mean()), 1),
        "absent_not_told_apart_percent": round(100 * float((year.kind == 2).mean()), 1),
    }

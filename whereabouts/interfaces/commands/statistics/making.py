"""A made-up nation's folder as a source of figures; the figures themselves are made in insight."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from whereabouts.insight.figures.annex_a import AfterLast
from whereabouts.insight.figures.looked_after import LookedAfter
from whereabouts.insight.figures.making import (
    NoSuchArea,
    NoSuchYear,
    Source,
    annex_a,
    care_missing,
    check_year,
    counts,
    mark,
    reconciliation,
    returns_of,
    ukmpu,
)
from whereabouts.interfaces.commands.made_nation import columnar, local
from whereabouts.interfaces.commands.made_nation.settings import areas
from whereabouts.interfaces.commands.statistics.in_care import after_last_of, children_of
from whereabouts.interfaces.commands.statistics.keeping import cubes_of
from whereabouts.interfaces.commands.statistics.source import details_of, rows_of

__all__ = [
    "NoSuchArea",
    "NoSuchYear",
    "Source",
    "annex_a",
    "care_missing",
    "check_year",
    "counts",
    "from_folder",
    "mark",
    "reconciliation",
    "returns_of",
    "ukmpu",
]
OF_A_MADE_UP_NATION = "A made-up nation: no figure of it is a finding."


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
    return Source(
        rows, tuple(about["forces"]), coverage, details_of(folder=folder),
        partial(_in_care_of_folder, folder), partial(_after_last_of_folder, folder),
        partial(cubes_of, rows=rows, forces=len(about["forces"]), folder=folder),
        {code: code for code in about["forces"]},
        partial(_followed_of_folder, folder, tuple(about["forces"])),
    )  # fmt: skip


def _followed_of_folder(
    folder: Path, codes: tuple[str, ...], first: date, last: date
) -> dict[str, tuple[str, ...]]:
    forces = columnar.read(folder=folder, table="forces")
    return {
        code: tuple(
            pack
            for pack, begins, until in local.followed(forces=forces, force=place)
            if begins <= last and (until is None or until > first)
        )
        for place, code in enumerate(codes)
    }


def _in_care_of_folder(folder: Path, area: str | None) -> dict[str, list[LookedAfter]]:
    land = areas()
    if area is not None and area not in land.authorities:
        raise NoSuchArea(area)
    tables = {
        name: columnar.read(folder=folder, table=name)
        for name in ("children", "placements", "episodes")
    }
    english = ~land.wales[land.force_of]
    return {
        code: children_of(authority=place, **tables)
        for place, code in enumerate(land.authorities)
        if (code == area if area is not None else bool(english[place]))
    }


def _after_last_of_folder(folder: Path, area: str) -> dict[str, AfterLast]:
    land = areas()
    if area not in land.authorities:
        raise NoSuchArea(area)
    episodes = columnar.read(folder=folder, table="episodes")
    return after_last_of(authority=land.authorities.index(area), episodes=episodes)

"""An authority's returns on its own children, made as they are asked for, with what to sign by."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.figures import annex_a, checks, ssda903
from whereabouts.insight.figures.checks import checked, report
from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.figures.tables import stated
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.looked_after import looked_after_by

LIST_EIGHT = "list-8.csv"
TITLES = {
    "missing.csv": "Return on looked-after children: periods missing or away",
    "header.csv": "Return on looked-after children: the children",
    "episodes.csv": "Return on looked-after children: placements",
}
FIRST_YEAR, MOST_YEARS = 2016, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsPage:
    """The files of a year, the report on each return, and whether either may be signed."""

    ends: int
    years: tuple[int, ...]
    files: dict[str, str]
    about: dict[str, dict[str, Any]]  # of each file: what it is, of whom, what lacks
    care_report: str
    care_in_order: bool
    list_report: str
    list_in_order: bool
    without_birth: int


@lookup(needs=Permission.RETURNS_MAKE)
def returns_made(*, actor: Actor, at: datetime, ends: int) -> ReturnsPage:
    """Return the return on looked-after children and list 8 of the actor's authority.

    The list is of the year's last day, or of today while the year goes on.
    """
    found = looked_after_by(actor=actor, at=at)
    today = london_date(instant=at)
    made, before = (ssda903.made(children=found.children, ends=year) for year in (ends, ends - 1))
    findings = checked(made=made, last_year=before)
    listed = annex_a.list_eight(
        children=found.children, after_last=found.after_last, on=min(date(ends, 3, 31), today)
    )
    files = {**ssda903.files(made=made), LIST_EIGHT: annex_a.as_csv(made=listed)}
    return ReturnsPage(
        ends=ends,
        years=years_of(at=at),
        files=files,
        about=_about(files, made, listed, found.without_birth),
        care_report=report(made=made, findings=findings),
        care_in_order=not findings and not checks.lacking(made=made),
        list_report=annex_a.report(made=listed),
        list_in_order=not listed.problems,
        without_birth=found.without_birth,
    )


def _about(
    files: dict[str, str], made: ssda903.Return, listed: annex_a.ListEight, without_birth: int
) -> dict[str, dict[str, Any]]:
    """Return each file's metadata: it names children, and nothing is hidden in it."""
    lacking = {"children_without_date_of_birth_left_out": without_birth}
    care = {
        **lacking,
        "absences_left_out": len(made.left_out),
        "episodes_of_care_lacking": dict(checks.lacking(made=made)),
    }
    found = {}
    for name, text in files.items():
        columns = next(csv.reader(io.StringIO(text)))
        eight = name == LIST_EIGHT
        counted = definition(name="annex-a-list-8" if eight else "return-missing-file")
        found[name] = {
            "@context": "http://www.w3.org/ns/csvw",
            "url": name,
            "title": f"Annex A, list 8, on {listed.on:%d/%m/%Y}" if eight
            else f"{TITLES[name]}, year to 31 March {made.ends}",
            "columns": columns,
            "rows": len(text.splitlines()) - 1,
            "definitions": [stated(one=counted, says=listed.source if eight else "")],
            "counted_by": f"Counted by {counted.name}.",
            "coverage": "Every child whom the authority looks after, and who has a date of birth.",
            "completeness": {**lacking, "columns_not_held": list(listed.not_held)} if eight
            else care,
            "suppression": None,
            "notes": ["It names children: for whom it is made, and not to be published."],
        }  # fmt: skip
    return found


def years_of(*, at: datetime) -> tuple[int, ...]:
    """Return the years that a return can be made of: the one under way and those before it."""
    today = london_date(instant=at)
    now = today.year + (today >= date(today.year, 4, 1))
    return tuple(range(now, max(now - MOST_YEARS, FIRST_YEAR), -1))

"""The figures of a year as they are published: counted over every agency, read by everybody."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.insight.figures import making
from whereabouts.insight.figures.definitions import definitions
from whereabouts.insight.figures.kept import as_kept, from_kept
from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.every_row import from_database
from whereabouts.practice.oversight.models import PublishedFigures

UNDERCOUNT = (
    "These are what forces recorded. About a third of children who run away are ever reported"
    " (HMIC 2016, line 243)."
)
SAYS = {
    "counts": "Each column counts by the definition in its heading; there is no national one of"
    " several. A child of two forces counts once in all, and once in each of the two.",
    "reconciliation": "Why two counts of one year differ: each step is named, and counted down to"
    " rows.",
    "care": "Counted from the lines of the return on looked-after children, by authority.",
    "unit": "As the UK Missing Persons Unit asks for them: a call is not an incident, an incident"
    " is not an individual.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPublished:
    """A year that was published, and when last."""

    ends: int
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPage:
    """The published figures of a year."""

    ends: int
    published_at: datetime
    sections: list[Section]
    names: dict[str, str]  # of the agencies that the tables name by their codes


def last_whole_year(*, at: datetime) -> int:
    """Return the year in whose March the last whole year ended."""
    today = london_date(instant=at)
    return today.year if today >= date(today.year, 4, 1) else today.year - 1


def make_figures(*, ends: int, at: datetime) -> list[dict[str, Any]] | None:
    """Return the figures of a year as they are kept; None where no agency has a row of it.

    No person calls this: the national unit's clock does, and each agency is read in the scope of
    its own clock.
    """
    source = from_database(at=at)
    try:
        making.check_year(source=source, ends=ends)
    except making.NoSuchYear:
        return None
    _, unit = making.ukmpu(source=source, ends=ends)
    parts = [
        ("Counts by force", "counts", [making.counts(
            source=source, ends=ends, area=None, definitions=definitions())]),
        ("Two counts of one year", "reconciliation",
         [making.reconciliation(source=source, ends=ends)]),
        ("Children looked after", "care",
         [making.care_missing(source=source, ends=ends, area=None)]),
        ("The national unit's return", "unit", unit),
    ]  # fmt: skip
    sections = [
        Section(heading=heading, says=(SAYS[key], UNDERCOUNT), tables=tuple(tables))
        for heading, key, tables in parts
    ]
    return as_kept(sections=sections, at=date(max(ends, 2016), 3, 31))


@lookup(needs=Permission.FIGURES_LOOK)
def years_published(*, actor: Actor, at: datetime) -> list[YearPublished]:
    """Return the years that figures are published of, the newest first."""
    newest: dict[int, datetime] = {}
    for ends, published_at in visible(PublishedFigures).values_list("ends", "recorded_at"):
        newest[ends] = max(published_at, newest.get(ends, published_at))
    return [YearPublished(ends=ends, published_at=newest[ends]) for ends in sorted(newest)[::-1]]


@lookup(needs=Permission.FIGURES_LOOK)
def figures_of(*, actor: Actor, at: datetime, ends: int) -> FiguresPage:
    """Return the figures of a year as they were published last.

    :raises NotVisible: nothing is published of it.
    """
    found = visible(PublishedFigures).filter(ends=ends).order_by("recorded_at", "id").last()
    if found is None:
        raise NotVisible()
    named = Agency.objects.filter(kind__in=[*POLICE_KINDS, "authority"])
    return FiguresPage(
        ends=ends,
        published_at=found.recorded_at,
        sections=from_kept(kept=found.content),
        names={
            key: name
            for name, code, area in named.values_list("name", "code", "gss_code")
            for key in (code, area)
            if key
        },
    )

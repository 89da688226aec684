"""The figures of a year as they are published: counted over every agency, read by everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
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
from whereabouts.insight.figures.making import Source
from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.figures.revising import revised_from
from whereabouts.insight.figures.tables import Table
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.every_row import from_database
from whereabouts.practice.oversight.models import PublishedFigures
from whereabouts.practice.oversight.queries import published

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


FORM = 2  # of what is kept: a part of another form is made again
# The parts of a year's figures in their order: each is made by itself, and kept when it is made.
PARTS: dict[str, tuple[str, Callable[[Source, int], list[Table]]]] = {
    "counts": (
        "Counts by force",
        lambda source, ends: [
            making.counts(source=source, ends=ends, area=None, definitions=definitions())
        ],
    ),
    "reconciliation": (
        "Two counts of one year",
        lambda source, ends: [making.reconciliation(source=source, ends=ends)],
    ),
    "care": (
        "Children looked after",
        lambda source, ends: [making.care_missing(source=source, ends=ends, area=None)],
    ),
    "unit": (
        "The national unit's return",
        lambda source, ends: making.ukmpu(source=source, ends=ends)[1],
    ),
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


def read_year(*, ends: int, at: datetime) -> Source | None:
    """Return the rows that the figures of a year are made from; None where there are none.

    No person calls this: the national unit's clock does, and each agency is read in the scope of
    its own clock.
    """
    source = from_database(at=at, ends=ends)
    try:
        making.check_year(source=source, ends=ends)
    except making.NoSuchYear:
        return None
    return source


def mark_of(*, source: Source, part: str, ends: int, at: datetime) -> str:
    """Return what tells the rows, definitions and rules that a part is made by from any others.

    Of children looked after nothing is read before they are counted: what is made of them stands
    for the day.
    """
    day = london_date(instant=at).isoformat() if part == "care" else ""
    return sha256(
        f"{FORM} {part} {day} {making.mark(source=source, ends=ends)}".encode()
    ).hexdigest()


def make_part(*, source: Source, part: str, ends: int) -> dict[str, Any]:
    """Return a part of a year's figures as it is kept."""
    heading, made = PARTS[part]
    section = Section(
        heading=heading, says=(SAYS[part], UNDERCOUNT), tables=tuple(made(source, ends))
    )
    (kept,) = as_kept(sections=[section], at=date(max(ends, 2016), 3, 31))
    return kept


def may_publish(*, ends: int, at: datetime) -> bool:
    """Say whether a year's figures are due: it was never published, or may be revised by now."""
    before = published(ends=ends)
    if len(before) != 1:
        return not before
    first_on = london_date(instant=before[0][0])
    return london_date(instant=at) >= revised_from(published=first_on)


def tells_of_few(*, source: Source, ends: int) -> bool:
    """Say whether a few follow from a year's figures beside those that were published before."""
    return any(
        making.tells_of_few_beside(
            source=source, ends=ends,
            before=[table for section in from_kept(kept=content) for table in section.tables],
        )
        for _, content in published(ends=ends)
    )  # fmt: skip


def make_figures(*, ends: int, at: datetime) -> list[dict[str, Any]] | None:
    """Return the figures of a year as they are kept, all in one; None where there are no rows."""
    source = read_year(ends=ends, at=at)
    if source is None:
        return None
    return [make_part(source=source, part=part, ends=ends) for part in PARTS]


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

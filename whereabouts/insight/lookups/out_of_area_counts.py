"""Of how many placements out of area anybody was told: by who placed and who hosts.

Whoever placed or hosts counts their own as they are. The national unit counts everybody's: of the
last whole year, as it was known at its end, so that no answer is taken from the next.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection

from whereabouts.engines.deadlines import london_date, london_instant
from whereabouts.engines.disclosure import named_rules, shown
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.insight.figures.pack_times import last_whole
from whereabouts.insight.lookups.door import lookup
from whereabouts.records.placements.rules import Count, share

YEAR = timedelta(days=365)
NATIONAL, MONTHS = "national_unit", 12
RULES = "ours"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """A line of the figure: of how many placements anybody was told; "c" hides a small number."""

    placing: str
    host: str
    placed: str
    given: str
    in_time: str
    host_authority: str
    host_police: str
    receiving_home: str
    red: str
    police_rung: str
    police_share: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOf:
    """The figure: the placements that began from one day on and before another, as at a moment."""

    since: date
    until: date
    lines: tuple[CountLine, ...]


@lookup(needs=Permission.FIGURES_LOOK)
def told_of(*, actor: Actor, at: datetime) -> ToldOf:
    """Return the figure over all agencies that the actor counts, protected."""
    if actor.agency_kind == NATIONAL:
        since, until = last_whole(today=london_date(instant=at), months=MONTHS)
        known_at = london_instant(on=until, wall=time(0))
    else:
        # Whatever they count was told to them: it may begin later, and is as it is now.
        since, until, known_at = (at - YEAR).date(), (at + YEAR).date(), at
    lines = counted(since=since, until=until, at=known_at, protect=True)
    return ToldOf(since=since, until=until, lines=lines)


def counted(*, since: date, until: date, at: datetime, protect: bool) -> tuple[CountLine, ...]:
    """Return the figure of the placements that began within a time; with `protect` few are hidden.

    The caller is in a scope.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM placements_told(%s, %s, %s)", [since, until, at])
        rows = cursor.fetchall()
    keys = {key for row in rows for key in row[:2] if key is not None}
    names = dict(Agency.objects.filter(pk__in=keys).values_list("pk", "name"))
    counts = sorted(
        (
            Count(
                placing=names.get(row[0], "Not known"),
                host=names.get(row[1], "Not known"),
                placed=row[2],
                given=row[3],
                in_time=row[4],
                host_authority=row[5],
                host_police=row[6],
                receiving_home=row[7],
                red=row[8],
                police_rung=row[9],
            )
            for row in rows
        ),
        key=lambda one: (one.placing, one.host),
    )
    rules = named_rules(rules_id=RULES, at=at.date())

    def said(number: int) -> str:
        return shown(count=number, rules=rules).text if protect else str(number)

    return tuple(
        CountLine(
            placing=one.placing, host=one.host, placed=said(one.placed), given=said(one.given),
            in_time=said(one.in_time), host_authority=said(one.host_authority),
            host_police=said(one.host_police), receiving_home=said(one.receiving_home),
            red=said(one.red), police_rung=said(one.police_rung),
            police_share=None if protect else share(part=one.host_police, whole=one.placed),
        )
        for one in counts
    )  # fmt: skip

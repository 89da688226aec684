"""Of how many placements out of area anybody was told: by who placed and who hosts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from whereabouts.engines.disclosure import named_rules, shown
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.insight.lookups.door import lookup
from whereabouts.records.placements.rules import Count, share

YEAR = timedelta(days=365)
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


@lookup(needs=Permission.FIGURES_LOOK)
def told_of(*, actor: Actor, at: datetime) -> tuple[CountLine, ...]:
    """Return the figure of the last year over all agencies that the actor counts, protected."""
    return counted(since=(at - YEAR).date(), at=at, protect=True)


def counted(*, since: date, at: datetime, protect: bool) -> tuple[CountLine, ...]:
    """Return the figure of the placements that began since a day; with `protect` small ones hidden.

    The caller is in a scope.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM placements_told(%s, %s, %s)", [since, (at + YEAR).date(), at])
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

"""Made on a schedule: each agency's pack each month, and the published figures of a whole year."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from whereabouts.engines.deadlines import london_date, london_instant
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.timers.actions import Handler, set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.partnership import PACK_KINDS, make_contents
from whereabouts.insight.lookups.published import last_whole_year, make_figures
from whereabouts.journeys.clock.frame import for_the_agency
from whereabouts.practice.oversight.actions.publishing import keep_packs, publish

PACKS, FIGURES = "pack_round", "figures_round"
AT_NIGHT = time(3, 0)  # when the fewest deadlines run out
# The first rounds of many agencies one after another, so that no deadline waits for all of them.
APART = timedelta(seconds=5)
KINDS = {PACKS: list(PACK_KINDS), FIGURES: ["national_unit"]}


def begin(*, at: datetime) -> int:
    """Set the first round of every agency that has none waiting, and return how many were set."""
    number = 0
    for kind, agencies in KINDS.items():
        waiting = Timer.objects.filter(kind=kind, state="waiting").values("owner_agency")
        due = Agency.objects.filter(kind__in=agencies).exclude(pk__in=waiting).order_by("code")
        for agency in due:
            number += 1
            _set_round(kind=kind, agency=agency, at=at, due_at=at + number * APART)
    return number


def next_month(*, at: datetime) -> datetime:
    """Return the night of the first day of the next month."""
    today = london_date(instant=at)
    after = today.year * 12 + today.month
    return london_instant(on=date(after // 12, after % 12 + 1, 1), wall=AT_NIGHT)


def _set_round(*, kind: str, agency: Agency, at: datetime, due_at: datetime) -> None:
    set_timer(
        key=f"{kind}:{agency.pk}:{due_at.isoformat()}",
        kind=kind,
        subject=f"agency:{agency.pk}",
        agency=agency.pk,
        at=at,
        due_at=due_at,
    )


@for_the_agency
def pack_round(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Make the agency's pack and problem profile of twelve months, and set the next round."""
    _make_packs(by=by, at=at)


@for_the_agency
def figures_round(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Publish the figures of the last whole year, where there are any; and set the next round."""
    _make_figures(by=by, at=at)


def make_first(*, agencies: Collection[UUID], at: datetime) -> int:
    """Make at once what the first rounds of some agencies would make; return how many were made.

    The demonstration calls this, so that whoever looks finds something. The next rounds are set.
    """
    made = 0
    for kind, step in ((PACKS, _make_packs), (FIGURES, _make_figures)):
        for agency in Agency.objects.filter(pk__in=agencies, kind__in=KINDS[kind]):
            clock = system_actor(agency=agency.pk, at=at)
            with entered(actor=clock, at=at):
                step(by=clock, at=at)
            made += 1
    return made


def _make_packs(*, by: Actor, at: datetime) -> None:
    contents, since, until = make_contents(by=by, at=at)
    keep_packs(contents=contents, since=since, until=until, by=by, at=at)
    agency = Agency.objects.get(pk=by.agency_id)
    _set_round(kind=PACKS, agency=agency, at=at, due_at=next_month(at=at))


def _make_figures(*, by: Actor, at: datetime) -> None:
    ends = last_whole_year(at=at)
    content = make_figures(ends=ends, at=at)
    if content is not None:
        publish(ends=ends, content=content, by=by, at=at)
    agency = Agency.objects.get(pk=by.agency_id)
    _set_round(kind=FIGURES, agency=agency, at=at, due_at=next_month(at=at))


HANDLERS: dict[str, Handler] = {PACKS: pack_round, FIGURES: figures_round}

"""Desks, by the clock: each made at its hour in London, and the next hour set."""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import times_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.timers.actions import Handler, set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.desk_parts import sections_of
from whereabouts.journeys.clock.adults import tell_of_linked
from whereabouts.journeys.clock.frame import for_the_agency
from whereabouts.journeys.out_of_area import find_without_notice
from whereabouts.practice.desks import rules
from whereabouts.practice.desks.actions import keep_desk

DUE = "desk_due"
WITH_DESKS = (*rules.POLICE, "authority")


def begin(*, at: datetime) -> int:
    """Set the next hour of every desk that has none waiting, and return how many were set."""
    waiting = set(Timer.objects.filter(kind=DUE, state="waiting").values_list("subject", flat=True))
    wanted = [
        (desk, agency.pk)
        for agency in Agency.objects.filter(kind__in=WITH_DESKS)
        for desk in rules.desks_of(agency_kind=agency.kind)
        if _subject(desk, agency.pk) not in waiting
    ]
    for desk, agency_id in wanted:
        _set_next(desk=desk, agency=agency_id, at=at)
    return len(wanted)


def _subject(desk: str, agency: UUID) -> str:
    return f"desk_{desk}:{agency}"


def _set_next(*, desk: str, agency: UUID, at: datetime) -> None:
    due_at = rules.next_hour(after=at, hours=times_of(key=rules.HOURS[desk], at=at))
    set_timer(
        key=f"{DUE}:{desk}:{agency}:{due_at.isoformat()}", kind=DUE,
        subject=_subject(desk, agency), agency=agency, at=at, due_at=due_at,
    )  # fmt: skip


@for_the_agency
def desk_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Keep the desk as it stands, and set its next hour: after an outage one catches up."""
    desk = timer.subject.partition(":")[0].removeprefix("desk_")
    if desk != rules.GOVERNANCE:
        find_without_notice(agency=timer.owner_agency_id, by=by, at=at)
    if desk == rules.COORDINATOR:
        tell_of_linked(agency=timer.owner_agency_id, by=by, at=at)
    keep_desk(
        kind=desk, sections=sections_of(kind=desk, agency=timer.owner_agency_id, at=at), by=by,
        at=at,
    )  # fmt: skip
    _set_next(desk=desk, agency=timer.owner_agency_id, at=at)


HANDLERS: dict[str, Handler] = {DUE: desk_due}

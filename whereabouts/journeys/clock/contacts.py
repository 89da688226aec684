"""At six each morning: every closed contact that names a child is reconciled with the episodes."""

from datetime import date, datetime, timedelta
from uuid import UUID

from whereabouts.engines.deadlines import times_of
from whereabouts.engines.deadlines.instants import london_date, london_instant
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rules import POLICE_KINDS
from whereabouts.foundations.timers.actions import Handler, every_timer, set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency
from whereabouts.practice.supervision.actions.contacts import reconcile

KIND = "contacts_reconcile"
# A round that fell out is made good by the next; words are looked through this far back.
LOOKED_BACK = timedelta(days=8)


def begin(*, at: datetime) -> int:
    """Set the next morning's round of every force that has none waiting; return how many."""
    waiting = every_timer().filter(kind=KIND, state="waiting").values("owner_agency")
    forces = Agency.objects.filter(kind__in=POLICE_KINDS).exclude(pk__in=waiting)
    for force in forces:
        _set(agency=force.pk, at=at)
    return len(forces)


@for_the_agency
def contacts_reconcile(*, timer: Timer, by: Actor, at: datetime) -> None:
    """List what got round the guard, tell the duty inspector once, and set the next round."""
    reconcile(since=at - LOOKED_BACK, by=by, at=at)
    _set(agency=timer.owner_agency_id, at=at)


def next_round(*, after: datetime) -> datetime:
    """Return the next hour of reconciling, on London's clock, after a moment."""
    today = london_date(instant=after)
    (wall,) = times_of(key="contacts_reconciled", at=after)
    due = london_instant(on=today, wall=wall)
    return due if due > after else london_instant(on=today + timedelta(days=1), wall=wall)


def _set(*, agency: UUID, at: datetime) -> None:
    due = next_round(after=at)
    on: date = london_date(instant=due)
    set_timer(
        key=f"{KIND}:{agency}:{on}",
        kind=KIND,
        subject=f"agency:{agency}",
        agency=agency,
        at=at,
        due_at=due,
    )


HANDLERS: dict[str, Handler] = {KIND: contacts_reconcile}

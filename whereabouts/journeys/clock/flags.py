"""A proposed flag that nobody settles goes to whoever manages, again and again (B03)."""

from datetime import datetime

from whereabouts.foundations.access.gate import agencies_reached, visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.plans.vocabulary import MANAGES
from whereabouts.practice.supervision import events
from whereabouts.records.people.actions.flags import UNSETTLED, watch_proposal
from whereabouts.records.people.models import Flag


@for_the_agency
def flag_unsettled(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell whoever manages in each agency around the child, until somebody settles it."""
    flag = visible(Flag).filter(pk=key_of(timer), state="proposed").first()
    if flag is None:
        return
    audit.record(kind=events.ALARM_FLAG, subject=timer.subject, by=by, at=at)
    around = Agency.objects.filter(
        pk__in=agencies_reached(subject=flag.child_id), kind__in=list(MANAGES)
    )
    for agency in around:
        promise(
            key=f"timer:{timer.pk}:{agency.pk}",
            kind=UNSETTLED,
            subject=f"child:{flag.child_id}",
            from_agency=by.agency_id,
            to_agency=agency.pk,
            to_role=MANAGES[agency.kind],
            text="A flag was proposed and nobody has settled it: raise it, or say why not.",
            at=at,
            loudness="interrupt",
            child=flag.child_id,
        )
    watch_proposal(flag=flag, agency=timer.owner_agency_id, at=at)


HANDLERS: dict[str, Handler] = {UNSETTLED: flag_unsettled}

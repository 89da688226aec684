"""What partners asked for or told and nobody answered: conferences, schools' reports."""

from datetime import datetime

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.partners.models import Conference, SchoolAbsence
from whereabouts.practice.plans.vocabulary import MANAGES
from whereabouts.practice.supervision import events


@for_the_agency
def conference_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell whoever stands above those who were asked, and whoever asked."""
    asked = (
        visible(Conference)
        .select_related("to_agency", "owner_agency")
        .filter(pk=key_of(timer), state="asked")
        .first()
    )
    if asked is None:
        return
    audit.record(kind=events.ALARM_CONFERENCE, subject=timer.subject, by=by, at=at)
    above = MANAGES.get(asked.to_agency.kind, asked.to_role)
    own = FOLLOWS_UP.get(asked.owner_agency.kind, "missing_coordinator")
    for agency, role in ((asked.to_agency_id, above), (asked.owner_agency_id, own)):
        promise(
            key=f"timer:{timer.pk}:{agency}:{role}",
            kind=timer.kind,
            subject=timer.subject,
            from_agency=by.agency_id,
            to_agency=agency,
            to_role=role,
            text="A case conference that was asked for has no answer.",
            at=at,
            child=asked.child_id,
        )


@for_the_agency
def school_absence_unread(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the duty inspector that nobody has read what a school reported."""
    absence = visible(SchoolAbsence).filter(pk=key_of(timer), read_at__isnull=True).first()
    if absence is None:
        return
    audit.record(kind=events.ALARM_SCHOOL, subject=timer.subject, by=by, at=at)
    promise(
        key=f"timer:{timer.pk}",
        kind=timer.kind,
        subject=timer.subject,
        from_agency=by.agency_id,
        to_agency=absence.to_agency_id,
        to_role="duty_inspector",
        text="A school reported that a child is not there, and nobody has read it.",
        at=at,
        loudness="interrupt",
        high=absence.worry in ("now", "first"),
    )


HANDLERS: dict[str, Handler] = {
    "conference_due": conference_due,
    "school_absence_unread": school_absence_unread,
}

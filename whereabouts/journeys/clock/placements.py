"""Placements that nobody acknowledged in time, alerts unread on arrival, visits not made: red."""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import Notice, promise, promise_all
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.actions import Handler, set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys import out_of_area
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.risk.approaching import KIND
from whereabouts.practice.risk.telling import authority_role
from whereabouts.practice.supervision import events
from whereabouts.records.people.queries import flags_of, same_person_set
from whereabouts.records.placements import actions as placements
from whereabouts.records.placements.models import Placement, Visit
from whereabouts.records.placements.queries import notice_of_placement, waiting_for
from whereabouts.records.placements.rules import is_grave
from whereabouts.records.placements.vocabulary import ABOVE_PART

RED = "A placement out of area passed its date, and somebody has not acknowledged it: act on it."
END_RED = "A placement out of area ended, and somebody has not acknowledged that."
UNREAD = "A child arrives where an alert of adults on their way lies unread: see the child. Act."


@for_the_agency
def placement_unacknowledged(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell both authorities, the police there and the home: red until everybody acknowledged."""
    placement = visible(Placement).filter(pk=key_of(timer)).first()
    notice = notice_of_placement(placement_id=key_of(timer))
    if placement is None or notice is None:
        return
    about = timer.because or "start"
    silent = waiting_for(notice=notice, about=about)
    if not silent:
        return
    placements.mark_red(asked=silent, by=by, at=at)
    audit.record(kind=events.ALARM_UNACKNOWLEDGED, subject=timer.subject, by=by, at=at)
    flags = flags_of(child_ids=same_person_set(child_id=placement.child_id), at=at)
    grave = about == "start" and is_grave(
        flags={flag.kind for flag in flags}, risks=notice.risks, alert=notice.alert_red_at
    )
    told = _authorities_told(placement=placement, at=at)
    told += [(one.agency_id, ABOVE_PART[one.part]) for one in silent]
    promise_all(
        notices=[
            Notice(
                key=f"timer:{timer.pk}:{agency}:{role}", kind=timer.kind, subject=timer.subject,
                from_agency=by.agency_id, to_agency=agency, to_role=role, loudness="interrupt",
                high=grave, text=RED if about == "start" else END_RED, child=placement.child_id,
            )
            for agency, role in dict.fromkeys(told)
        ],
        at=at,
    )  # fmt: skip
    _climbs_unless_read(timer=timer, at=at)
    out_of_area.watch(
        placement=placement, about=about, at=at,
        due_at=at + length_of(key="placement_chased_again", at=at),
    )  # fmt: skip


@for_the_agency
def alert_unread_on_arrival(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Interrupt whoever stands above: the child is there, and nobody there has read the alert."""
    placement = visible(Placement).filter(pk=key_of(timer)).first()
    if placement is None or (placement.ended_on is not None and placement.ended_on <= at.date()):
        return
    children = same_person_set(child_id=placement.child_id)
    there = [one for one in (placement.home_id, placement.host_force_id) if one is not None]
    unread = visible(Message).filter(
        kind=KIND, subject__in=[f"child:{child}" for child in children], to_agency__in=there,
        acknowledged_at__isnull=True, withdrawn_at__isnull=True,
    )  # fmt: skip
    silent = set(unread.values_list("to_agency", flat=True))
    if not silent:
        return
    notice = notice_of_placement(placement_id=placement.pk)
    if notice is not None:
        placements.mark_alert_red(notice=notice, at=at)
    audit.record(kind=events.ALARM_ALERT_UNREAD, subject=timer.subject, by=by, at=at)
    told: list[tuple[UUID, str]] = _authorities_told(placement=placement, at=at)
    if placement.host_force_id is not None:
        # Whatever the home did, the police where the child is now go and see.
        told += [(placement.host_force_id, "duty_inspector")]
        told += [(placement.host_force_id, "superintendent")]
    if placement.home_id is not None:
        told.append((placement.home_id, "home_worker"))
    promise_all(
        notices=[
            Notice(
                key=f"timer:{timer.pk}:{agency}:{role}", kind=timer.kind, subject=timer.subject,
                from_agency=by.agency_id, to_agency=agency, to_role=role, text=UNREAD,
                loudness="interrupt", high=True, child=placement.child_id,
            )
            for agency, role in dict.fromkeys(told)
        ],
        at=at,
    )  # fmt: skip
    _climbs_unless_read(timer=timer, at=at)


@for_the_agency
def arrival_visit_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell the coordinator and the duty inspector that nobody came to a child from elsewhere."""
    visit = visible(Visit).filter(pk=key_of(timer), visited_at__isnull=True).first()
    if visit is None:
        return
    audit.record(kind=events.ALARM_ARRIVAL_VISIT, subject=timer.subject, by=by, at=at)
    for role in ("missing_coordinator", "duty_inspector"):
        promise(
            key=f"timer:{timer.pk}:{role}",
            kind=timer.kind,
            subject=f"setting:{visit.setting_id}",
            from_agency=by.agency_id,
            to_agency=visit.force_id,
            to_role=role,
            text="A child from another area has lived a week in a home here: nobody visited.",
            at=at,
        )


def _authorities_told(*, placement: Placement, at: datetime) -> list[tuple[UUID, str]]:
    """Return the two authorities, each by the team that answers at this hour."""
    both = (placement.responsible_authority, placement.host_authority)
    return [(one.pk, authority_role(authority=one, at=at)) for one in both if one is not None]


def _climbs_unless_read(*, timer: Timer, at: datetime) -> None:
    set_timer(
        key=f"{timer.subject}:{timer.kind}:unread:{at.isoformat()}",
        kind="notice_unacknowledged",
        subject=timer.subject,
        agency=timer.owner_agency_id,
        at=at,
        due_at=at + length_of(key="notice_acknowledged", at=at),
    )


HANDLERS: dict[str, Handler] = {
    "placement_unacknowledged": placement_unacknowledged,
    "alert_unread_on_arrival": alert_unread_on_arrival,
    "arrival_visit_due": arrival_visit_due,
}

"""An adult of concern is on the way to a child who is not missing: who is told, and how loudly.

Where the child moves it goes along: the new home and the police there are told as well, and if they
have not acknowledged when the child arrives, that is red.
"""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import is_police
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import Notice, promise_all
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.actions import Clock, set_timers
from whereabouts.practice.risk import events
from whereabouts.practice.risk.telling import authority_role
from whereabouts.records.placements.models import Placement
from whereabouts.records.placements.queries import (
    next_placement,
    notice_of_placement,
    placement_at,
)
from whereabouts.records.placements.rules import arrival

KIND = "adult_approaching"
TEXT = "An adult of concern may be on the way to a child in your care or area. See the child. Act."


def tell_on_the_way(
    *,
    child_id: UUID,
    children: frozenset[UUID],
    only_where_placed: bool,
    key: str,
    by: Actor,
    at: datetime,
) -> None:
    """Interrupt the force, the home and the authority of where the child lives; each acknowledges.

    Where the child moves to before long hears of it too. Where no placement is on record it is the
    duty inspector of whoever was told, if police. The notice names nobody and no place.
    """
    placement = placement_at(child_ids=children, at=at)
    coming = next_placement(child_ids=children, at=at)
    if placement is None and coming is None and only_where_placed:
        return
    told: list[tuple[UUID, str]] = []
    if is_police(actor=by):
        told.append((by.agency_id, "duty_inspector"))
    for one in (placement, coming):
        told += _where_placed(placement=one, at=at) if one is not None else []
    _tell(child_id=child_id, receivers=list(dict.fromkeys(told)), key=key, by=by, at=at)
    for one in (placement, coming):
        if one is not None:
            _red_on_arrival(placement=one, child_id=child_id, key=key, by=by, at=at)


def goes_with_the_child(
    *, placement: Placement, children: frozenset[UUID], by: Actor, at: datetime
) -> None:
    """Tell the new home and the police there of an alert that still counts for this child."""
    since = at - length_of(key="alert_goes_with_the_child", at=at)
    subjects = [f"child:{child}" for child in children]
    alerts = visible(Message).filter(kind=KIND, subject__in=subjects, promised_at__gte=since)
    alert = alerts.order_by("promised_at").last()
    if alert is None:
        return
    child_id, key = placement.child_id, f"moved:{placement.pk}"
    receivers = _where_placed(placement=placement, at=at)
    _tell(child_id=child_id, receivers=receivers, key=key, by=by, at=at)
    _red_on_arrival(placement=placement, child_id=child_id, key=key, by=by, at=at)


def _where_placed(*, placement: Placement, at: datetime) -> list[tuple[UUID, str]]:
    """Return who keeps the child safe where they live, by role."""
    told: list[tuple[UUID, str]] = []
    if placement.host_force_id is not None:
        told.append((placement.host_force_id, "duty_inspector"))
    if placement.home_id is not None:
        told.append((placement.home_id, "home_worker"))
    if placement.responsible_authority is not None:
        authority = placement.responsible_authority
        told.append((authority.pk, authority_role(authority=authority, at=at)))
    return told


def _red_on_arrival(
    *, placement: Placement, child_id: UUID, key: str, by: Actor, at: datetime
) -> None:
    """Set the clock that goes red if nobody there has acknowledged when the child arrives."""
    notice = notice_of_placement(placement_id=placement.pk)
    there = notice.arrives_at if notice else arrival(
        started_on=placement.started_on, arrives_at=None
    )  # fmt: skip
    if there <= at:
        return  # the child lives there already: silence climbs by its own clock
    set_timers(
        clocks=[
            Clock(
                key=f"child:{child_id}:{key}:arrival:{placement.pk}",
                kind="alert_unread_on_arrival", subject=f"placement:{placement.pk}",
                agency=by.agency_id, due_at=there,
            )
        ],
        at=at,
    )  # fmt: skip


def _tell(
    *, child_id: UUID, receivers: list[tuple[UUID, str]], key: str, by: Actor, at: datetime
) -> None:
    """Interrupt each of them, and let silence climb."""
    subject = f"child:{child_id}"
    promise_all(
        notices=[
            Notice(
                key=f"{key}:on_the_way:{agency}:{role}", kind=KIND, subject=subject,
                from_agency=by.agency_id, to_agency=agency, to_role=role, text=TEXT,
                loudness="interrupt", child=child_id,
            )
            for agency, role in receivers
        ],
        at=at,
    )  # fmt: skip
    read_by = at + length_of(key="notice_acknowledged", at=at)
    set_timers(
        clocks=[
            Clock(
                key=f"{subject}:{key}:on_the_way:{agency}", kind="notice_unacknowledged",
                subject=subject, agency=agency, due_at=read_by,
            )
            for agency in dict.fromkeys(agency for agency, _ in receivers)
        ],
        at=at,
    )  # fmt: skip
    audit.record(
        kind=events.ADULT_ON_THE_WAY, subject=subject, by=by, at=at,
        payload={"told": [f"{agency}:{role}" for agency, role in receivers]},
    )  # fmt: skip

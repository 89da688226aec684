"""An adult of concern is on the way to a child who is not missing: who is told, and how loudly."""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import is_police
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import Notice, promise_all
from whereabouts.foundations.timers.actions import Clock, set_timers
from whereabouts.practice.risk import events
from whereabouts.practice.risk.telling import authority_role
from whereabouts.records.placements.queries import placement_at

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

    Where no placement is on record it is the duty inspector of whoever was told, if police. The
    notice names nobody and no place.
    """
    placement = placement_at(child_ids=children, at=at)
    if placement is None and only_where_placed:
        return
    told: list[tuple[UUID, str]] = []
    if is_police(actor=by):
        told.append((by.agency_id, "duty_inspector"))
    if placement is not None:
        if placement.host_force_id is not None:
            told.append((placement.host_force_id, "duty_inspector"))
        if placement.home_id is not None:
            told.append((placement.home_id, "home_worker"))
        if placement.responsible_authority is not None:
            authority = placement.responsible_authority
            told.append((authority.pk, authority_role(authority=authority, at=at)))
    receivers = list(dict.fromkeys(told))
    subject = f"child:{child_id}"
    promise_all(
        notices=[
            Notice(
                key=f"{key}:on_the_way:{agency}:{role}", kind="adult_approaching", subject=subject,
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

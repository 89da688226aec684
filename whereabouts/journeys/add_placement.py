"""Start or plan a placement; the one that stands ends the day that the new one begins."""

from datetime import date, datetime, time
from uuid import UUID

from whereabouts.engines.deadlines import bank_holiday_source, london_instant
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import force_of_authority
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.journeys import out_of_area
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation.rules import due_of
from whereabouts.practice.plans.actions import travel
from whereabouts.practice.risk import packs
from whereabouts.practice.risk.approaching import goes_with_the_child
from whereabouts.practice.risk.around import travels_with
from whereabouts.practice.risk.arranging import arrange_for_a_place
from whereabouts.practice.risk.clocks import clock_of
from whereabouts.records.people.gate import person_for
from whereabouts.records.placements import actions as placements
from whereabouts.records.placements.actions import EndsBeforeStart, ReasonUnknown
from whereabouts.records.placements.models import Placement
from whereabouts.records.placements.queries import of_children, placement_at

__all__ = ["EndsBeforeStart", "ReasonUnknown", "add_placement"]


@journey(needs=Permission.CHILD_UPDATE)
def add_placement(
    *,
    actor: Actor,
    child_id: UUID,
    living_at: str,
    started_on: date,
    at: datetime,
    looked_after: bool | None = None,
    home: UUID | None = None,
    responsible_authority: UUID | None = None,
    host_authority: UUID | None = None,
    place: str = "",
    carer_name: str = "",
    legal_status: str = "",
    confidential: bool = False,
    emergency: bool | None = None,
    arrives_at: datetime | None = None,
    ended_because: str = "",
) -> UUID:
    """Start a placement, end those that stand, and relate every agency whose duty it is.

    `ended_because` is why those that stand end, where whoever starts this one knows.

    A trigger plan goes with the child: the new home and the police there are told, and of an alert
    of adults on their way. Out of area, notice is wanted: before it begins, or, in an `emergency`
    (left out: one that begins no later than today), within the law's days; and the authority and
    the police there and the home acknowledge it by `arrives_at`.

    The host force is the one that polices the host authority.

    :raises NotVisible: there is no such child for this actor.
    :raises EndsBeforeStart: a placement that stands began later than this one.
    :raises ReasonUnknown: why those that stand end is none of the reasons of that day.
    """
    child, children = person_for(actor, child_id=child_id)
    before = travels_with(placement=placement_at(child_ids=children, at=at))
    for standing in of_children(child_ids=children).filter(ended_on__isnull=True):
        placements.end_placement(
            placement=standing, ended_on=started_on, because=ended_because, by=actor, at=at
        )
        out_of_area.ended(placement=standing, by=actor, at=at)
    force = force_of_authority(authority=host_authority) if host_authority else None
    placement = placements.start_placement(
        child=child, living_at=living_at, started_on=started_on, looked_after=looked_after,
        home=home, responsible_authority=responsible_authority, host_authority=host_authority,
        host_force=force.pk if force else None, place=place, carer_name=carer_name,
        legal_status=legal_status, confidential=confidential, by=actor, at=at,
    )  # fmt: skip
    urgent = started_on <= at.date() if emergency is None else emergency
    law_due = _set_notice_clocks(placement=placement, emergency=urgent, at=at)
    if placement.out_of_area:
        out_of_area.want(
            placement=placement, emergency=urgent, arrives_at=arrives_at, law_due=law_due,
            by=actor, at=at,
        )  # fmt: skip
        out_of_area.tell_parts(
            placement=placement, about="start", by=actor, at=at,
            text="A child is placed in your area from another: read the notice, and acknowledge.",
        )  # fmt: skip
    travel(children=children, before=before, now=travels_with(placement=placement), by=actor, at=at)
    goes_with_the_child(placement=placement, children=children, by=actor, at=at)
    arrange_for_a_place(child_id=child.pk, by=actor, at=at)
    return placement.pk


def _set_notice_clocks(*, placement: Placement, emergency: bool, at: datetime) -> datetime | None:
    """Set the clocks of the notices that the law wants; what ran out before is for nobody's alarm.

    The authority's for a placement out of its area, by its country; the home's for an admission.
    Returns until when the authority's is due in an emergency.
    """
    authority, home = placement.responsible_authority, placement.home
    wanted = []
    if placement.out_of_area and authority is not None:
        key = "placement_notice_wales" if authority.country == "wales" else "placement_notice"
        wanted.append(("placement_notice", key, authority))
    if placement.living_at == "childrens_home" and home is not None:
        wanted.append(("admission_notice", "home_admission_notice", home))
    began = london_instant(on=placement.started_on, wall=time(0))
    limits = {limit.key: limit for limit in packs.in_force(at=at).deadlines}
    law_due = None
    for kind, key, agency in wanted:
        clock = clock_of(limit=limits[key])
        due = due_of(clock=clock, happened={limits[key].event: began})
        if kind == "placement_notice":
            law_due = due
            due = due if emergency else began
        if due is not None and due > at:
            set_timer(
                key=f"placement:{placement.pk}:{kind}",
                kind=kind,
                subject=f"placement:{placement.pk}",
                agency=agency.pk,
                at=at,
                due_at=due,
                because=key,
                calendar=bank_holiday_source() if clock["unit"] == "working_days" else "",
            )
    return law_due

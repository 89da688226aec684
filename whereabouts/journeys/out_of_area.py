"""What steps of several journeys do about a placement out of area: who is told, asked, and when."""

from datetime import datetime, time
from uuid import UUID

from whereabouts.engines.deadlines import (
    Calendar,
    bank_holiday_source,
    due_at,
    length_of,
    london_instant,
)
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import system_actor, told_as
from whereabouts.foundations.outbox.actions import Notice, promise_all
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.risk.telling import authority_role
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.placements import actions, rules
from whereabouts.records.placements.models import Placement, PlacementNotice
from whereabouts.records.placements.queries import (
    of_children,
    officer_of,
    setting_of,
    without_notice,
)

# Who visits where no officer is named.
VISITS = "missing_coordinator"
# Red as many a day as people can act on; the list shows all of them.
MOST_FOUND = 50
ROLE = {"host_police": "missing_coordinator", "receiving_home": "home_worker"}


def want(
    *,
    placement: Placement,
    emergency: bool,
    arrives_at: datetime | None,
    law_due: datetime | None,
    by: Actor,
    at: datetime,
) -> PlacementNotice:
    """Open the notice of a placement out of area, tell each part at once, and set its red clock.

    A placement that is entered late is red at once: no date passes unseen.
    """
    there = rules.arrival(started_on=placement.started_on, arrives_at=arrives_at)
    by_then = rules.acknowledged_by_then(
        arrives_at=there, emergency=emergency,
        grace=length_of(key="placement_acknowledged_emergency", at=at),
    )  # fmt: skip
    began = london_instant(on=placement.started_on, wall=time(0))
    notice = actions.want_notice(
        placement=placement, emergency=emergency, arrives_at=there, by=by, at=at,
        due_at=law_due if emergency and law_due is not None else began, acknowledged_by=by_then,
    )  # fmt: skip
    watch(placement=placement, about="start", due_at=max(by_then, at), at=at)
    _ask_for_a_visit(placement=placement, there=max(there, at), at=at)
    return notice


def find_without_notice(*, agency: UUID, by: Actor, at: datetime) -> int:
    """Open the notice of each placement that has none, which makes it red; return how many.

    Of a file of many rows nobody was told. Those for which the agency answers, or that lie in its
    area; so many a day, the longest first.
    """
    found = [
        one for one in without_notice(at=at)
        if agency in (one.responsible_authority_id, one.host_authority_id, one.host_force_id)
    ][:MOST_FOUND]  # fmt: skip
    for placement in found:
        want(placement=placement, emergency=False, arrives_at=None, law_due=None, by=by, at=at)
    return len(found)


def distance_of(*, placement: Placement, at: datetime) -> int | None:
    """Return how far a placement lies from where the child lived before, as the register knows.

    None where either home does not stand on the register, or nobody said where it lies. Each is
    asked in the name of the force there: the authority that places may not see that register.
    """
    before = (
        of_children(child_ids=same_person_set(child_id=placement.child_id))
        .filter(started_on__lte=placement.started_on)
        .exclude(pk=placement.pk)
        .first()
    )
    if before is None:
        return None
    places = [_lies(placement=one, at=at) for one in (before, placement)]
    known = [one for one in places if one is not None]
    return rules.km_between(one=known[0], other=known[1]) if len(known) == 2 else None


def _lies(*, placement: Placement, at: datetime) -> tuple[float, float] | None:
    if placement.home_id is None or placement.host_force_id is None:
        return None
    with entered(actor=system_actor(agency=placement.host_force_id, at=at), at=at):
        setting = setting_of(agency=placement.home_id)
    if setting is None or setting.latitude is None or setting.longitude is None:
        return None
    return float(setting.latitude), float(setting.longitude)


def watch(*, placement: Placement, about: str, due_at: datetime, at: datetime) -> None:
    """Set the clock that goes red unless every part has acknowledged by then."""
    set_timer(
        key=f"placement:{placement.pk}:unacknowledged:{about}:{due_at.isoformat()}",
        kind="placement_unacknowledged",
        subject=f"placement:{placement.pk}",
        agency=placement.responsible_authority_id or placement.owner_agency_id,
        at=at,
        due_at=due_at,
        because=about,
    )


def tell_parts(
    *, placement: Placement, about: str, text: str, by: Actor, at: datetime, high: bool = False
) -> None:
    """Tell every part that there is something of a placement to read; each acknowledges."""
    home = placement.home_id if about == "start" else None
    parts = rules.parts_of(
        host_authority=placement.host_authority_id, host_force=placement.host_force_id, home=home
    )
    told = []
    for part, agency in parts:
        role = ROLE.get(part, "")
        if not role and placement.host_authority is not None:
            role = authority_role(authority=placement.host_authority, at=at)
        told.append((agency, role))
    promise_all(
        notices=[
            Notice(
                key=f"placement:{placement.pk}:{about}:{agency}:{role}:{at.isoformat()}",
                kind="placement_told", subject=f"placement:{placement.pk}",
                from_agency=by.agency_id, to_agency=agency, to_role=role, text=text,
                loudness="interrupt" if high else "list", high=high, child=placement.child_id,
            )
            for agency, role in told
        ],
        at=at,
    )  # fmt: skip


def ended(*, placement: Placement, by: Actor, at: datetime) -> None:
    """Tell of the end of a placement out of area: whoever hosted the child acknowledges that too.

    Nothing happens where the placement had no notice.
    """
    stand_down(
        subject=f"placement:{placement.pk}", at=at,
        kinds=("placement_unacknowledged", "placement_notice"),
    )  # fmt: skip
    last = placement.ended_on or at.date()
    days = length_of(key="placement_end_told_working_days", at=at).days
    told_by = due_at(
        from_at=london_instant(on=last, wall=time(12)), length=days, unit="working_days",
        calendar=calendar_of(placement=placement),
    )  # fmt: skip
    notice = actions.end_notice(placement=placement, due_at=told_by, by=by, at=at)
    if notice is None:
        return
    tell_parts(
        placement=placement, about="end", by=by, at=at,
        text="A placement in your area ends: read which, and acknowledge.",
    )  # fmt: skip
    watch(placement=placement, about="end", due_at=max(told_by, at), at=at)


def calendar_of(*, placement: Placement) -> Calendar:
    """Return the calendar by which the authority responsible counts."""
    authority = placement.responsible_authority
    return "wales" if authority is not None and authority.country == "wales" else "england"


def calendar_source() -> str:
    """Return which list of bank holidays is counted by."""
    return bank_holiday_source()


def _ask_for_a_visit(*, placement: Placement, there: datetime, at: datetime) -> None:
    """Ask the home's named officer to come, where the home stands on the register.

    In the name of the force there: the authority that places may not see its register.
    """
    if placement.home_id is None or placement.host_force_id is None or placement.ended_on:
        return
    clock = system_actor(agency=placement.host_force_id, at=at)
    with entered(actor=clock, at=at):
        setting = setting_of(agency=placement.home_id)
        if setting is None:
            return
        until = there + length_of(key="arrival_visited", at=at)
        visit = actions.want_visit(
            setting=setting, placement=placement, due_at=until, by=clock, at=at
        )
        if visit is None:
            return
        officer = officer_of(setting=setting)
        promise_all(
            notices=[
                Notice(
                    key=f"visit:{visit.pk}", kind="visit_wanted", subject=f"setting:{setting.pk}",
                    from_agency=clock.agency_id, to_agency=clock.agency_id,
                    to_role=told_as(member_id=officer.officer_id, at=at, usual=VISITS)
                    if officer
                    else VISITS,
                    to_member=officer.officer_id if officer else None,
                    text="A child from another area comes to a home in yours: visit in the week.",
                    child=placement.child_id,
                )
            ],
            at=at,
        )  # fmt: skip
        set_timer(
            key=f"visit:{visit.pk}", kind="arrival_visit_due", subject=f"visit:{visit.pk}",
            agency=clock.agency_id, at=at, due_at=until,
        )  # fmt: skip

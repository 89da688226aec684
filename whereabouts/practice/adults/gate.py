"""A record about an adult for somebody: hidden alike when there is none and when not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.access.scope import NotVisible, current
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.adults.models import (
    Breach,
    HomeWarning,
    Operation,
    OperationMember,
    OperationPartner,
    RegisterEntry,
    Release,
    WarningNotice,
    YoungPlan,
)
from whereabouts.records.people.queries import same_person_set


def entry_for(actor: Actor, *, adult_id: UUID) -> RegisterEntry:
    """Return the entry of an adult that stands, kept by the actor's agency.

    :raises NotVisible: there is none for this actor.
    """
    return one(
        RegisterEntry, adult=adult_id, owner_agency=actor.agency_id, ended_at__isnull=True
    )  # fmt: skip


def release_for(actor: Actor, *, release_id: UUID) -> Release:
    """Return what the actor's own agency let leave the police.

    :raises NotVisible: there is none for this actor.
    """
    return one(Release, pk=release_id, owner_agency=actor.agency_id)


def warning_for(actor: Actor, *, warning_id: UUID) -> HomeWarning:
    """Return a warning to the actor's agency that stands.

    :raises NotVisible: there is none for this actor.
    """
    return one(HomeWarning, pk=warning_id, to_agency=actor.agency_id)


def released_to(actor: Actor, *, release_id: UUID) -> Release:
    """Return what was let go to the actor's agency and stands.

    An agency that let itself have something sees its own row after the end: that is no release.

    :raises NotVisible: there is none for this actor.
    """
    return one(
        Release, pk=release_id, to_agency=actor.agency_id, expires_at__gt=current().at,
        ended_at__isnull=True,
    )  # fmt: skip


def notice_for(actor: Actor, *, notice_id: UUID, own: bool = True) -> WarningNotice:
    """Return a warning notice; with `own` one of the actor's agency, which alone changes it.

    :raises NotVisible: there is none for this actor.
    """
    found = one(WarningNotice, pk=notice_id)
    if own and found.owner_agency_id != actor.agency_id:
        raise NotVisible()
    return found


def breach_for(actor: Actor, *, breach_id: UUID) -> Breach:
    """Return a breach that the actor's agency recorded.

    :raises NotVisible: there is none for this actor.
    """
    return one(Breach, pk=breach_id, owner_agency=actor.agency_id)


def young_plan_for(actor: Actor, *, child_id: UUID) -> YoungPlan:
    """Return the plan of the actor's agency for a young person that stands.

    :raises NotVisible: there is none for this actor.
    """
    return one(
        YoungPlan, child__in=same_person_set(child_id=child_id), owner_agency=actor.agency_id,
        ended_at__isnull=True,
    )  # fmt: skip


def operation_for(actor: Actor, *, operation_id: UUID, own: bool = False) -> Operation:
    """Return an operation in which the actor's agency takes part; with `own` one that it runs.

    :raises NotVisible: there is none for this actor.
    """
    found = one(Operation, pk=operation_id)
    if own and found.owner_agency_id != actor.agency_id:
        raise NotVisible()
    return found


def operation_partner_for(actor: Actor, *, partner_id: UUID) -> OperationPartner:
    """Return another force's part in an operation that the actor's agency runs.

    :raises NotVisible: there is none for this actor.
    """
    return one(OperationPartner, pk=partner_id, owner_agency=actor.agency_id)


def operation_member_for(actor: Actor, *, member_id: UUID) -> OperationMember:
    """Return what the actor's agency itself joined to an operation.

    :raises NotVisible: there is none for this actor.
    """
    return one(OperationMember, pk=member_id, owner_agency=actor.agency_id)

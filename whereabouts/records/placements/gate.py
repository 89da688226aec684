"""Placements, notices and settings for somebody: none, and not theirs, are hidden alike."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.records.placements.models import (
    Acknowledgement,
    Concern,
    Placement,
    PlacementNotice,
    Setting,
)


def placement_for(actor: Actor, *, placement_id: UUID) -> Placement:
    """Return a placement that the actor's agency may see.

    :raises NotVisible: there is none for this actor.
    """
    return one(Placement, pk=placement_id)


def notice_for(actor: Actor, *, placement_id: UUID) -> PlacementNotice:
    """Return the notice of a placement out of area.

    :raises NotVisible: there is none for this actor.
    """
    return one(PlacementNotice, placement=placement_id)


def asked_of(actor: Actor, *, acknowledgement_id: UUID) -> Acknowledgement:
    """Return what the actor's own agency must acknowledge.

    :raises NotVisible: there is none that is asked of this actor's agency.
    """
    return one(Acknowledgement, pk=acknowledgement_id, agency=actor.agency_id)


def asked_by(actor: Actor, *, acknowledgement_id: UUID) -> Acknowledgement:
    """Return what is asked of a part of a placement for which the actor's agency is responsible.

    :raises NotVisible: there is none for this actor.
    """
    return one(
        Acknowledgement, pk=acknowledgement_id, placement__responsible_authority=actor.agency_id
    )


def setting_for(actor: Actor, *, setting_id: UUID) -> Setting:
    """Return a line of the register.

    :raises NotVisible: there is none for this actor.
    """
    return one(Setting, pk=setting_id)


def concern_for(actor: Actor, *, concern_id: UUID) -> Concern:
    """Return a concern about a setting.

    :raises NotVisible: there is none for this actor.
    """
    return one(Concern, pk=concern_id)

"""What steps of several journeys ask: does this child live with the actor's agency now?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.gate import person_for
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.placements.models import Placement
from whereabouts.records.placements.queries import placement_at, setting_of


class NotLivingHere(Exception):
    """The child does not live with the actor's agency now."""


@dataclass(frozen=True, kw_only=True)
class Home:
    """How to reach a home, and which force is where it lies, as far as the actor may see."""

    force: UUID | None
    phone: str


def placement_here(*, actor: Actor, child_id: UUID, at: datetime) -> Placement:
    """Return the placement that stands with the actor's agency, or with a home of its own.

    :raises NotVisible: there is no such child for this actor.
    :raises NotLivingHere: it is with somebody else.
    """
    _, children = person_for(actor, child_id=child_id)
    return _here(actor=actor, children=children, at=at)


def episode_of_child_here(*, actor: Actor, reference: str, at: datetime) -> Episode:
    """Return an episode of a child who lives with the actor's agency; held until the end.

    :raises NotVisible: there is none for this actor.
    :raises NotLivingHere: the child lives with somebody else.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    children = same_person_set(child_id=episode.child_id)
    stood = episode.placement
    if stood is None or not _is_ours(actor=actor, home=stood.home):
        _here(actor=actor, children=children, at=at)
    return episode


def home_of(*, placement: Placement) -> Home:
    """Return how to reach the home of a placement, and its force."""
    setting = setting_of(agency=placement.home_id) if placement.home_id else None
    phone = setting.phone if setting else ""
    return Home(
        force=setting.force_id if setting else None,
        phone=phone or (placement.home.phone if placement.home else ""),
    )


def _here(*, actor: Actor, children: frozenset[UUID], at: datetime) -> Placement:
    placement = placement_at(child_ids=children, at=at)
    if placement is None or not _is_ours(actor=actor, home=placement.home):
        raise NotLivingHere("This child does not live with you now.")
    return placement


def _is_ours(*, actor: Actor, home: Agency | None) -> bool:
    return home is not None and actor.agency_id in (home.pk, home.parent_id)

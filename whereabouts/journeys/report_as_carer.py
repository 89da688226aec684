"""Report a child missing or away, as the home or carer they live with: to the police at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.journeys.door import journey
from whereabouts.journeys.lives_here import NotLivingHere, home_of, placement_here
from whereabouts.journeys.report_missing import KeyUsedOtherwise, Receipt, take
from whereabouts.journeys.told import Told
from whereabouts.practice.partners import actions as partners
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people.actions import relate_to_child

__all__ = [
    "CarerTold",
    "KeyUsedOtherwise",
    "NoForceKnown",
    "NotLivingHere",
    "NothingTold",
    "Receipt",
    "report_as_carer",
]


class NoForceKnown(Exception):
    """Nobody knows which police force is where the child lives: the report goes by telephone."""


class NothingTold(Exception):
    """A report needs at least when or where the child was last seen, or words."""


@dataclass(frozen=True, kw_only=True)
class CarerTold:
    """What a carer tells, in two minutes. `away`: they know where the child is.

    `tried` holds {step of the protocol: answer}, `tried_words` what goes with it. What was not
    tried never holds the report up.
    """

    key: str
    away: bool
    last_seen_at: datetime | None = None
    last_seen_place: str = ""
    clothing: str = ""
    words: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    tried: Mapping[str, str] = field(default_factory=dict)
    tried_words: Mapping[str, str] = field(default_factory=dict)


@journey(needs=Permission.CARER_PAGE)
def report_as_carer(*, actor: Actor, child_id: UUID, told: CarerTold, at: datetime) -> Receipt:
    """Take the report in the name of the force where the child lives, and answer with its receipt.

    Everything follows as from a call: the assessment, the tasks, the notices. The report says who
    told it; what was tried is the carer's own, in their agency's name.

    :raises NotVisible: there is no such child for this actor.
    :raises NotLivingHere: the child does not live with the actor's agency now.
    :raises NoForceKnown: nobody knows which force to tell.
    :raises NothingTold: there is nothing to go by.
    :raises KeyUsedOtherwise: the key came before with another report.
    """
    if not (told.words.strip() or told.last_seen_place.strip() or told.last_seen_at):
        raise NothingTold("Say when or where the child was last seen, or what has happened.")
    placement = placement_here(actor=actor, child_id=child_id, at=at)
    force = placement.host_force_id or home_of(placement=placement).force
    if force is None:
        raise NoForceKnown("Ring the police: nobody has written down which force is yours.")
    relate_to_child(
        child_id=child_id, agency=force, kind="reporting", at=at, because="reported by the carer"
    )
    carer = "foster_carer" if placement.living_at == "foster" else "home_worker"
    clock = system_actor(agency=force, at=at)
    with entered(actor=clock, at=at):
        receipt = take(
            actor=clock,
            told=Told(
                idempotency_key=f"carer:{told.key}",
                happened_at=at,
                child=child_id,
                reporter_name=actor.name,
                relation=carer,
                reporter_contact=home_of(placement=placement).phone,
                last_seen_at=told.last_seen_at,
                last_seen_place=told.last_seen_place,
                clothing=told.clothing,
                facts={**told.facts, "whereabouts_known": told.away},
                words=told.words,
                channel="partner",
            ),
            at=at,
        )
    episode = episode_for(actor, reference=receipt.episode)
    partners.keep_tried(
        episode=episode, answers=told.tried, words=told.tried_words, by=actor, at=at
    )
    return receipt

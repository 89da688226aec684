"""Record police protection: when it began, what the law wants done, and how it ended."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import authorities, is_police
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home import rules
from whereabouts.practice.return_home.actions import AlreadyProtected, GroundsMissing
from whereabouts.practice.return_home.gate import (
    NotYetFound,
    protection_for,
    return_for,
    standing_episode_for,
)
from whereabouts.practice.return_home.models import Protection
from whereabouts.practice.return_home.rules import NotInList, NotYet
from whereabouts.practice.return_home.vocabulary import PROTECTION_STEPS
from whereabouts.practice.risk import returning

__all__ = [
    "AlreadyProtected",
    "GroundsMissing",
    "NotInList",
    "NotYet",
    "NotYetFound",
    "PoliceOnly",
    "end_police_protection",
    "record_protection_step",
    "use_police_protection",
]


class PoliceOnly(Exception):
    """Only a constable has this power."""


@journey(needs=Permission.PROTECTION_USE)
def use_police_protection(
    *,
    actor: Actor,
    reference: str,
    started_at: datetime,
    grounds: str,
    at: datetime,
    place: str = "",
    designated_officer: str = "",
    found_in: UUID | None = None,
) -> datetime:
    """Write down that a constable used police protection, and return when it runs out.

    What the law wants told and asked becomes a task with the 72-hour clock. It is no power to
    enter: that needs a warrant, or life and limb in danger. `found_in` is the authority where the
    child was found, which is told beside the one where they live.

    :raises NotVisible: there is no such episode for this actor.
    :raises PoliceOnly: the actor belongs to no force.
    :raises NotYetFound: nobody has said that the child was found.
    :raises NotYet: the time lies ahead.
    :raises NotInList: the authority where the child was found is none.
    :raises GroundsMissing: no grounds are given.
    :raises AlreadyProtected: it is in force already.
    """
    if not is_police(actor=actor):
        raise PoliceOnly("Only a constable can use police protection. Ring the duty inspector.")
    rules.check_time(field="started_at", when=started_at, at=at)
    if found_in is not None and found_in not in {one.pk for one in authorities()}:
        raise NotInList("found_in")
    episode = standing_episode_for(actor, reference=reference)
    return_for(actor, episode=episode)
    ends_at = returning.protection_ends_at(episode=episode, started_at=started_at, at=at)
    returns.start_protection(
        episode=episode,
        started_at=started_at,
        ends_at=ends_at,
        grounds=grounds,
        place=place,
        designated_officer=designated_officer,
        by=actor,
        at=at,
    )
    returning.arrange_protection(
        episode=episode,
        ends_at=ends_at,
        steps="; ".join(words for _, words in PROTECTION_STEPS) + ".",
        number=Protection.objects.filter(episode=episode).count(),
        found_in=found_in,
        by=actor,
        at=at,
    )
    if designated_officer.strip():
        record_protection_step(
            actor=actor, reference=reference, step="designated_officer", words=designated_officer,
            done_at=started_at, at=at,
        )  # fmt: skip
    tell_whoever_sees(child=episode.child_id)
    return ends_at


@journey(needs=Permission.EPISODE_UPDATE)
def record_protection_step(
    *, actor: Actor, reference: str, step: str, words: str, done_at: datetime, at: datetime
) -> None:
    """Write down that one thing which the law wants was done, in words.

    :raises NotVisible: there is no such episode, or no protection in force.
    :raises NotInList: there is no such step, or it has no words.
    :raises NotYet: the time lies ahead.
    """
    rules.check_time(field="done_at", when=done_at, at=at)
    episode = standing_episode_for(actor, reference=reference)
    protection = protection_for(actor, episode=episode)
    returns.record_step(
        protection=protection, step=step, words=words, done_at=done_at, by=actor, at=at
    )
    tell_whoever_sees(child=episode.child_id)


@journey(needs=Permission.EPISODE_UPDATE)
def end_police_protection(
    *,
    actor: Actor,
    reference: str,
    ended_at: datetime,
    outcome: str,
    at: datetime,
    words: str = "",
) -> None:
    """End police protection with its outcome. Steps that were left out stay outstanding.

    :raises NotVisible: there is no such episode, or no protection in force.
    :raises NotInList: the outcome is none of the list.
    :raises NotYet: the time lies ahead.
    """
    rules.check_time(field="ended_at", when=ended_at, at=at)
    episode = standing_episode_for(actor, reference=reference)
    returns.end_protection(
        protection=protection_for(actor, episode=episode),
        ended_at=ended_at,
        outcome=outcome,
        words=words,
        by=actor,
        at=at,
    )
    tell_whoever_sees(child=episode.child_id)

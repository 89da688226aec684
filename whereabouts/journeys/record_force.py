"""Record force that was used on a child, or threatened; a senior who was not there reviews it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.conduct import actions as conduct
from whereabouts.practice.conduct import rules
from whereabouts.practice.conduct.actions import AlreadyDecided, NotTheReviewer
from whereabouts.practice.conduct.gate import force_for
from whereabouts.practice.conduct.rules import Force, Incomplete, NotInList
from whereabouts.practice.conversations import actions as conversations
from whereabouts.practice.conversations.rules import Line
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.risk import after_return

__all__ = [
    "AlreadyDecided",
    "Force",
    "Incomplete",
    "NotInList",
    "NotTheReviewer",
    "record_force",
    "review_force",
]


@journey(needs=Permission.FORCE_RECORD)
def record_force(*, actor: Actor, reference: str, force: Force, at: datetime) -> UUID:
    """Keep force on a child, used or threatened, and ask for its review; return its key.

    Whoever records it was there unless they name others: an officer writes of their own part. Nor
    does anybody review what they recorded themselves.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotInList: a tactic is none of the list.
    :raises Incomplete: the reason or the tactic is missing, or the time lies ahead.
    """
    episode = standing_episode_for(actor, reference=reference)
    rules.check_force(force=force, at=at)
    role = rules.reviewed_by(tactics=force.tactics)
    task = after_return.arrange_force_review(
        episode=episode, role=role, about=new_id().hex, by=actor, at=at
    )
    assert task is not None  # noqa: S101 - each force has a review of its own
    if not force.there and not force.others_there.strip():
        force = replace(force, there=(actor.member_id,))
    made = conduct.record_force(episode=episode, task=task, force=force, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return made.pk


@journey(needs=Permission.FORCE_REVIEW)
def review_force(
    *,
    actor: Actor,
    reference: str,
    force_id: UUID,
    finding: str,
    words: str,
    at: datetime,
    instead: str = "",
) -> None:
    """Review force in words. What to do instead goes to whoever goes out to this child next.

    :raises NotVisible: there is no such force for this actor.
    :raises NotTheReviewer: the rank is too low, or they were there.
    :raises NotInList: the finding is none of the list.
    :raises Incomplete: there are no words.
    :raises AlreadyDecided: it was reviewed.
    """
    episode = standing_episode_for(actor, reference=reference)
    force = force_for(actor, episode=episode, force_id=force_id)
    conduct.review_force(
        force=force, finding=finding, words=words, instead=instead, by=actor, at=at
    )
    if force.task.settled_at is None:
        tasks.settle(task=force.task, by=actor, at=at, result="Reviewed by a senior not there.")
    if instead.strip():
        # Written by a senior for whoever goes out: no confidence of the child's is in it.
        line = Line(
            kind="helps", words=instead, audience=("control_room",), told_first=False,
            because="Written in the review, so that it goes better next time.",
        )  # fmt: skip
        conversations.keep_lines(
            episode=episode, lines=[line], said_in="review", said_at=at, by=actor, at=at
        )
    tell_whoever_sees(child=episode.child_id)

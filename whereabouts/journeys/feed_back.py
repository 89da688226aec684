"""Feed back what came of the independent conversation: to the child, agencies and the plan."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.conversations import actions as conversations
from whereabouts.practice.conversations import rules
from whereabouts.practice.conversations.actions import ReasonMissing
from whereabouts.practice.conversations.queries import feedback_of
from whereabouts.practice.conversations.rules import NotInList
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.queries import heard_elsewhere, task_now
from whereabouts.practice.return_home.rules import NotYet, check_time

__all__ = ["NotInList", "NotYet", "ReasonMissing", "feed_back"]


@journey(needs=Permission.RETURN_INTERVIEW)
def feed_back(
    *,
    actor: Actor,
    reference: str,
    to: str,
    told: bool,
    words: str,
    told_at: datetime,
    at: datetime,
) -> tuple[str, ...]:
    """Keep that somebody was told what came of it, or why not; return who is still to be told.

    The task is done once the child, the police, children's services and the plan have it; and
    whoever listened, where that was somebody of another agency.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotInList: there is nobody of that kind to tell.
    :raises ReasonMissing: there are no words.
    :raises NotYet: the time lies ahead.
    """
    check_time(field="told_at", when=told_at, at=at)
    episode = standing_episode_for(actor, reference=reference)
    conversations.feed_back(
        episode=episode, to=to, told=told, words=words, told_at=told_at, by=actor, at=at
    )
    left = rules.feedback_left(
        given=[(one.to, one.told) for one in feedback_of(episode=episode)],
        heard_elsewhere=heard_elsewhere(episode=episode),
    )
    task = task_now(episode=episode, kind="interview_feedback")
    if not left and task is not None and task.settled_at is None:
        tasks.settle(task=task, by=actor, at=at, result="Everybody has it, or there is a reason.")
    tell_whoever_sees(child=episode.child_id)
    return left

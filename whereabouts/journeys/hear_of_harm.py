"""Keep what a parent or a carer answers on their own, and what is seen or said of harm later."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.journeys.kept_away import NotToThisChild, refuse_if_kept_away
from whereabouts.practice.conversations import actions as conversations
from whereabouts.practice.conversations import rules
from whereabouts.practice.conversations.rules import Asked, NotInList
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.return_home import vocabulary
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.queries import task_now
from whereabouts.practice.return_home.rules import NotYet, check_time
from whereabouts.practice.risk import after_return, after_talk

__all__ = ["Asked", "NotInList", "NotToThisChild", "NotYet", "hear_of_harm"]


@journey(needs=Permission.TOLD_LOOK)
def hear_of_harm(
    *, actor: Actor, reference: str, asked: Asked, said_at: datetime, at: datetime
) -> None:
    """Add answers about harm, beside everything that was answered before; none is overwritten.

    A parent or carer is asked on their own. What is told of, seen or suspected asks for a crime
    record and a strategy discussion, whoever says it.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotToThisChild: somebody else goes to this child for now.
    :raises NotInList: an answer is none of those that may be given.
    :raises NotYet: the time lies ahead.
    """
    episode = standing_episode_for(actor, reference=reference)
    refuse_if_kept_away(actor=actor, episode=episode)
    check_time(field="said_at", when=said_at, at=at)
    rules.check_asked(
        asked=asked, harms=dict(vocabulary.HARMS), answers=dict(vocabulary.HARM_ANSWERS)
    )
    conversations.keep_harm(
        episode=episode, asked=[asked], said_in="later", said_at=said_at, by=actor, at=at
    )
    after_talk.follow_harm(
        episode=episode,
        harms=asked.answers,
        about=f"{asked.source}-{at:%y%m%d%H%M%S}",
        said_by=asked.said_by or dict(rules.SOURCES)[asked.source].lower(),
        source=asked.source,
        said_at=said_at,
        by=actor,
        at=at,
    )
    task = task_now(episode=episode, kind="carer_asked")
    answered = any(answer != "not_asked" for answer in asked.answers.values())
    if asked.source in ("parent", "carer") and answered and task and task.settled_at is None:
        tasks.settle(task=task, by=actor, at=at, result="Asked on their own.")
    if asked.source in ("parent", "carer"):
        after_return.owe_offer(episode=episode, by=actor, at=at, to="family")
    tell_whoever_sees(child=episode.child_id)

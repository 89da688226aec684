"""Ask for another place tonight, and keep what was answered and how long it took."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home.actions import AlreadyAnswered, Place
from whereabouts.practice.return_home.gate import alternative_for, standing_episode_for
from whereabouts.practice.return_home.rules import NotInList, NotYet
from whereabouts.practice.risk import after_return
from whereabouts.records.people.actions import relate_to_child

__all__ = [
    "AlreadyAnswered",
    "NotInList",
    "NotYet",
    "Place",
    "answer_about_place",
    "ask_for_place",
]


@journey(needs=Permission.RETURN_RECORD)
def ask_for_place(*, actor: Actor, reference: str, place: Place, at: datetime) -> UUID:
    """Keep that another place was asked for, and return its key. Silence climbs, then is a gap.

    An agency that is asked is told at once, and may see the child from then on.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotInList: the kind is none of the list, or nobody is named.
    :raises NotYet: the time lies ahead.
    """
    episode = standing_episode_for(actor, reference=reference)
    made = returns.ask_for_place(episode=episode, place=place, by=actor, at=at)
    if place.agency is not None and place.agency != actor.agency_id:
        relate_to_child(
            child_id=episode.child_id, agency=place.agency, kind="shared", at=at,
            because="asked for a place",
        )  # fmt: skip
    after_return.tell_of_place_asked(place=made, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return made.pk


@journey(needs=Permission.ALTERNATIVE_ANSWER)
def answer_about_place(
    *,
    actor: Actor,
    reference: str,
    alternative_id: UUID,
    answer: str,
    answered_at: datetime,
    at: datetime,
    words: str = "",
) -> None:
    """Keep what was answered about another place: by whoever was asked, or who heard it.

    :raises NotVisible: there is no such episode or place for this actor.
    :raises NotInList: the answer is none of the list.
    :raises NotYet: the time lies ahead, or before they were asked.
    :raises AlreadyAnswered: they said yes or no already.
    """
    episode = standing_episode_for(actor, reference=reference)
    returns.answer_about_place(
        alternative=alternative_for(actor, episode=episode, alternative_id=alternative_id),
        answer=answer,
        answered_at=answered_at,
        words=words,
        by=actor,
        at=at,
    )
    tell_whoever_sees(child=episode.child_id)

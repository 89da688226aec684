"""See to what a child needs in the moment of return: food, sleep, warmth, a doctor."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home.gate import NotYetFound, return_for, standing_episode_for
from whereabouts.practice.return_home.rules import NotInList

__all__ = ["NotInList", "NotYetFound", "meet_need"]


@journey(needs=Permission.RETURN_RECORD)
def meet_need(*, actor: Actor, reference: str, need: str, words: str, at: datetime) -> bool:
    """Keep that a need was seen to, and how; return whether every one is by now.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotYetFound: nobody has said that the child was found.
    :raises NotInList: it is none of the child's needs, or there are no words.
    """
    episode = standing_episode_for(actor, reference=reference)
    returned = return_for(actor, episode=episode)
    done = returns.meet_need(returned=returned, need=need, words=words, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return done

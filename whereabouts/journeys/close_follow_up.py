"""Close the follow-up of an episode, or open it again: returned is not closed."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.conduct.queries import open_matters, open_matters_to_mention
from whereabouts.practice.plans.queries import unanswered_referrals
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home.actions import FollowUpOpen
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.risk import returning
from whereabouts.records.episodes.actions import MoveNotAllowed

__all__ = ["FollowUpOpen", "MoveNotAllowed", "close_follow_up", "reopen_follow_up"]


@journey(needs=Permission.EPISODE_CLOSE)
def close_follow_up(*, actor: Actor, reference: str, at: datetime, words: str = "") -> None:
    """End the follow-up of an episode in which nothing is left to do.

    :raises NotVisible: there is no such episode for this actor.
    :raises FollowUpOpen: with everything that still stands in the way, in words.
    """
    episode = standing_episode_for(actor, reference=reference)
    mentioned = open_matters_to_mention(episode=episode)
    returns.close_follow_up(
        episode=episode, words=words, unanswered=unanswered_referrals(episode=episode),
        elsewhere=mentioned, unsaid=open_matters(episode=episode) > mentioned, by=actor, at=at,
    )  # fmt: skip
    tell_whoever_sees(child=episode.child_id)


@journey(needs=Permission.EPISODE_CLOSE)
def reopen_follow_up(*, actor: Actor, reference: str, at: datetime, words: str = "") -> None:
    """Open the follow-up of a closed episode again; what was done stays done.

    :raises NotVisible: there is no such episode for this actor.
    :raises MoveNotAllowed: it is not closed.
    """
    episode = standing_episode_for(actor, reference=reference)
    returns.open_follow_up_again(episode=episode, words=words, by=actor, at=at)
    returning.arrange_return(episode=episode, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)

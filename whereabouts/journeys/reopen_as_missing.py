"""Open an episode again: the child was located and has gone before being back."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home import rules
from whereabouts.practice.return_home.actions import GoneAgainIsNew
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.rules import NotYet
from whereabouts.practice.risk import arranging, returning
from whereabouts.practice.risk.assessing import latest_assessment
from whereabouts.practice.supervision.actions.reviews import keep_ladder

__all__ = ["GoneAgainIsNew", "NotYet", "reopen_as_missing"]


@journey(needs=Permission.RETURN_RECORD)
def reopen_as_missing(
    *, actor: Actor, reference: str, gone_at: datetime, at: datetime, words: str = ""
) -> None:
    """Say that a located child has gone again: what was stood down is live, the search goes on.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotYet: the time lies ahead.
    :raises GoneAgainIsNew: the child was back; a new report makes a new episode.
    """
    rules.check_time(field="gone_at", when=gone_at, at=at)
    episode = standing_episode_for(actor, reference=reference)
    if returns.go_missing_again(episode=episode, gone_at=gone_at, words=words, by=actor, at=at):
        assessment = latest_assessment(episode=episode)
        arranging.arrange(episode=episode, assessment=assessment, by=actor, at=at)
        arranging.arrange_plan(episode=episode, by=actor, at=at)
        arranging.arrange_across_borders(episode=episode, by=actor, at=at)
        keep_ladder(episode=episode, by=actor, at=at)
        returning.tell_of_gone_again(episode=episode, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)

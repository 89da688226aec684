"""Confirm that something which was set going is stood down, or was never used."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as investigation
from whereabouts.practice.investigation.queries import appeal_up
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.rules import NotInList
from whereabouts.records.episodes.rules import State

__all__ = ["AppealIsUp", "NotInList", "StillMissing", "confirm_stand_down"]

APPEALS = "appeals"


class AppealIsUp(Exception):
    """An appeal is up: it cannot be said never to have been used."""


class StillMissing(Exception):
    """The child is missing: what looks for them stays set going."""


@journey(needs=Permission.STAND_DOWN)
def confirm_stand_down(
    *, actor: Actor, reference: str, system: str, at: datetime, not_used: bool = False
) -> bool:
    """Confirm one thing on the stand-down list; return whether it was still live.

    :raises NotVisible: there is no such episode for this actor.
    :raises StillMissing: the child has not been located.
    :raises NotInList: there is no such thing on the list.
    :raises AppealIsUp: appeals are said never to have been used, and one is up.
    """
    episode = standing_episode_for(actor, reference=reference)
    if episode.state == State.OPEN:
        raise StillMissing("The child is missing still: nothing is stood down.")
    if system == APPEALS and appeal_up(episode=episode):
        if not_used:
            raise AppealIsUp("An appeal is up: it was used. Take it down, and confirm that.")
        investigation.take_down(episode=episode, words="Stood down.", by=actor, at=at)
    live = returns.confirm(episode=episode, system=system, not_used=not_used, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return live

"""Name an adult who may be with the child: linked, on record, and assessed at once."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.journeys.report_missing import follow_up
from whereabouts.journeys.report_missing import name_adult as link_named_adult
from whereabouts.journeys.told import AdultNamed
from whereabouts.practice.risk.assessing import assess
from whereabouts.records.episodes.gate import episode_for

__all__ = ["name_adult"]


@journey(needs=Permission.ADULT_LINK)
def name_adult(
    *, actor: Actor, reference: str, adult: AdultNamed, said_by: str, at: datetime
) -> str:
    """Link an adult to the child of an episode and assess again; return the adult's key.

    :raises NotVisible: there is no such episode, or no such adult, for this actor.
    """
    episode = episode_for(actor, reference=reference, lock=True)
    key = link_named_adult(adult=adult, episode=episode, who=said_by, said_at=at, by=actor, at=at)
    assessment = assess(episode=episode, by=actor, at=at, cause="an adult was named")
    follow_up(episode=episode, assessment=assessment, told=None, by=actor, at=at, new=False)
    return str(key)

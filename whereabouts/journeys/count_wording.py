"""Count the terms that came up while somebody wrote: by unit and month, without the words."""

from collections.abc import Iterable
from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.journeys.door import journey
from whereabouts.practice.risk.wording import known_terms
from whereabouts.practice.voice import actions as voice

__all__ = ["count_wording"]


@journey(needs=Permission.SIGNED_IN)
def count_wording(*, actor: Actor, terms: Iterable[str], at: datetime) -> int:
    """Count each term once for the writer's unit, and return how many; of the writer nothing stays.

    What is no term is left out: nothing that somebody typed can become a row.
    """
    counted = set(terms) & {term.id for term in known_terms()}
    if counted:
        team = Member.objects.filter(pk=actor.member_id).values_list("team", flat=True).first()
        voice.count_terms(agency=actor.agency_id, team=team, terms=counted, at=at)
    return len(counted)

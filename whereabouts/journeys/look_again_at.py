"""Have episodes looked at again that were graded below what was known then."""

from collections.abc import Sequence
from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.journeys.door import journey
from whereabouts.practice.oversight.actions.sampling import put_on_list

__all__ = ["look_again_at"]


@journey(needs=Permission.SECOND_LOOK)
def look_again_at(*, actor: Actor, references: Sequence[str], pack: str, at: datetime) -> int:
    """Put episodes of the actor's agency on the list of second looks; return how many are new.

    `pack` is the pack by which the replay found them, or `FOLLOWED`: the agency's own of the day.
    What is another agency's, or on the list since before, is passed over.
    """
    agency = Agency.objects.get(pk=actor.agency_id)
    return put_on_list(agency=agency, references=references, pack=pack, by=actor, at=at)

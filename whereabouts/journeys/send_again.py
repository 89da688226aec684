"""Send dead letters again: once somebody has seen to what kept them from arriving."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.endpoints import try_again
from whereabouts.journeys.door import journey


@journey(needs=Permission.DELIVERY_MEND)
def send_again(*, actor: Actor, keys: Iterable[UUID], at: datetime) -> int:
    """Put dead letters of the actor's agency on their way again, and return how many.

    Another agency's, one that somebody else sent again first, and one whose endpoint was ended are
    left as they are.
    """
    return try_again(keys=sorted(set(keys)), by=actor, at=at)

"""Questions about members: who they are and what they may do now."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.agencies import queries
from whereabouts.foundations.agencies.actors import Actor


def actor_for(*, member_id: UUID, at: datetime) -> Actor | None:
    """Return the actor that a member is now, or None where they may not act any more."""
    return queries.actor_for(member_id=member_id, at=at)

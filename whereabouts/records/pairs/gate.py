"""A suggested pair for somebody: hidden alike when there is none and when it is not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one, visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.records.pairs.models import SuggestedPair
from whereabouts.records.people.models import Child


def pair_for(actor: Actor, *, pair_id: UUID) -> SuggestedPair:
    """Return a pair of which the actor's agency may see at least one record.

    :raises NotVisible: there is none for this actor.
    """
    return one(SuggestedPair, pk=pair_id)


def seen_of(*, pair: SuggestedPair) -> frozenset[UUID]:
    """Return which of the two records the scope may see."""
    records = visible(Child).filter(pk__in=[pair.first_id, pair.second_id])
    return frozenset(records.values_list("pk", flat=True))

"""A beat, a hot spot, a school, a word from the street for somebody of the force: else hidden."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.street.models import Beat, HotSpot, School, StreetWord


def beat_for(actor: Actor, *, beat_id: UUID) -> Beat:
    """Return a beat of the actor's force.

    :raises NotVisible: there is none for this actor.
    """
    return one(Beat, pk=beat_id, ended_at__isnull=True)


def hot_spot_for(actor: Actor, *, hot_spot_id: UUID) -> HotSpot:
    """Return a hot spot of the actor's force that is not ended.

    :raises NotVisible: there is none for this actor.
    """
    return one(HotSpot, pk=hot_spot_id, ended_at__isnull=True)


def school_for(actor: Actor, *, school_id: UUID) -> School:
    """Return a school on a beat of the actor's force.

    :raises NotVisible: there is none for this actor.
    """
    return one(School, pk=school_id, ended_at__isnull=True)


def word_for(actor: Actor, *, word_id: UUID) -> StreetWord:
    """Return a word from the street that an officer of the actor's force told.

    :raises NotVisible: there is none for this actor.
    """
    return one(StreetWord, pk=word_id)

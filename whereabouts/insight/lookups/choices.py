"""What forms about a child offer to choose from: the lists of records, and agencies by kind."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rules import SYNTHETIC
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.investigation.vocabulary import SIGHTING_SOURCES
from whereabouts.records.people.vocabulary import (
    ADDRESS_KINDS,
    ADULT_LINK_KINDS,
    FLAG_KINDS,
    IDENTIFIER_SCHEMES,
    MAY_BE_TOLD,
    NAME_KINDS,
    RELATIONS,
    SEXES,
    STRENGTHS,
)
from whereabouts.records.placements.models import LIVING_AT

__all__ = [
    "ADDRESS_KINDS", "ADULT_LINK_KINDS", "FLAG_KINDS", "IDENTIFIER_SCHEMES", "LIVING_AT",
    "MAY_BE_TOLD", "NAME_KINDS", "RELATIONS", "SEXES", "SIGHTING_SOURCES", "STRENGTHS",
    "agencies_of_kind",
]  # fmt: skip


@lookup(needs=Permission.SIGNED_IN)
def agencies_of_kind(
    *, actor: Actor, at: datetime, kinds: tuple[str, ...]
) -> list[tuple[UUID, str]]:
    """Return the agencies of some kinds, by name; agencies are no secret."""
    real = Agency.objects.exclude(kind=SYNTHETIC)
    return list(real.filter(kind__in=kinds).order_by("name").values_list("pk", "name"))

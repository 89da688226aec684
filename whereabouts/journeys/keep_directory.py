"""Keep the directory of support: list a service, or take one out."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.support import actions as support
from whereabouts.practice.support.actions import NothingOffered
from whereabouts.practice.support.gate import service_for

__all__ = ["NothingOffered", "list_service", "take_service_out"]


@journey(needs=Permission.DIRECTORY_SET)
def list_service(
    *,
    actor: Actor,
    name: str,
    needs: Sequence[str],
    at: datetime,
    authority: UUID | None = None,
    ages: str = "",
    telephone: str = "",
    hours: str = "",
    how_to_ask: str = "",
    languages: str = "",
) -> UUID:
    """List a service for everybody to find, and return its key; without an authority, everywhere.

    :raises NothingOffered: it has no name, or helps with none of the needs of the list.
    """
    service = support.list_service(
        name=name, needs=needs, authority=authority, ages=ages, telephone=telephone, hours=hours,
        how_to_ask=how_to_ask, languages=languages, by=actor, at=at,
    )  # fmt: skip
    return service.pk


@journey(needs=Permission.DIRECTORY_SET)
def take_service_out(*, actor: Actor, service_id: UUID, at: datetime) -> None:
    """Take a service that the actor's agency listed out of the directory.

    :raises NotVisible: there is none, or another agency listed it.
    """
    service = service_for(actor, service_id=service_id)
    if service.owner_agency_id != actor.agency_id:
        raise NotVisible()
    support.end_service(service=service, by=actor, at=at)

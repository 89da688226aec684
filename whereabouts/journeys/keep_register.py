"""Put a home, a carer or a school on the register, and name its officer."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import colleague
from whereabouts.journeys.door import journey
from whereabouts.records.placements import actions as placements
from whereabouts.records.placements import rules
from whereabouts.records.placements.actions import AlreadyRegistered
from whereabouts.records.placements.gate import setting_for
from whereabouts.records.placements.rules import NotInTheseIslands

__all__ = [
    "AlreadyRegistered", "NotInTheseIslands", "NotOfThatForce", "NotThatKind", "name_officer",
    "put_on_register",
]  # fmt: skip

MAY_STAND = ("home", "education", "provider")


class NotThatKind(Exception):
    """Only a home, a carer, a provider or a school stands on the register."""


class NotOfThatForce(Exception):
    """The named officer is somebody of the force where the setting is."""


@journey(needs=Permission.SETTING_KEEP)
def put_on_register(
    *,
    actor: Actor,
    agency: UUID,
    kind: str,
    authority: UUID,
    force: UUID,
    at: datetime,
    urn: str = "",
    places: int | None = None,
    address: str = "",
    phone: str = "",
    registered_on: date | None = None,
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
) -> UUID:
    """Put a home, a carer or a school on the register, and return the key of its line.

    :raises NotVisible: there is no such agency.
    :raises NotThatKind: it is no home, provider or school; or the area names no authority or force.
    :raises AlreadyRegistered: it is there.
    :raises NotInTheseIslands: where it lies is half said, or lies elsewhere.
    """
    lies_at = rules.lies_at(latitude=latitude, longitude=longitude)
    wanted = Agency.objects.filter(pk__in=[agency, authority, force]).in_bulk()
    if agency not in wanted:
        raise NotVisible()
    area = (wanted.get(authority), wanted.get(force))
    if (
        wanted[agency].kind not in MAY_STAND
        or area[0] is None or area[0].kind != "authority"
        or area[1] is None or area[1].kind != "police_force"
    ):  # fmt: skip
        raise NotThatKind("Choose a home, a carer or a school, and the area it lies in.")
    setting = placements.register(
        agency=wanted[agency], kind=kind, authority=authority, force=force, urn=urn, places=places,
        address=address, phone=phone, registered_on=registered_on, lies_at=lies_at, by=actor,
        at=at,
    )  # fmt: skip
    return setting.pk


@journey(needs=Permission.SETTING_KEEP)
def name_officer(
    *, actor: Actor, setting_id: UUID, officer: UUID, at: datetime, phone: str = ""
) -> None:
    """Name the officer whom the home, carer or school knows; the one before is so no more.

    :raises NotVisible: there is no such line for this actor.
    :raises NotOfThatForce: the officer is not one of the force there.
    """
    setting = setting_for(actor, setting_id=setting_id)
    if colleague(agency=setting.force_id, member_id=officer) is None:
        raise NotOfThatForce("Choose an officer of the force there.")
    placements.name_officer(setting=setting, officer=officer, phone=phone, by=actor, at=at)

"""Add somebody around a child: relative, carer, worker or friend."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.risk.arranging import arrange_for_a_place
from whereabouts.records.people import actions as people
from whereabouts.records.people.gate import child_for


@journey(needs=Permission.CHILD_UPDATE)
def add_related_person(
    *,
    actor: Actor,
    child_id: UUID,
    name: str,
    relation: str,
    at: datetime,
    phone: str = "",
    address: str = "",
    address_force: UUID | None = None,
    language: str = "",
    parental_responsibility: bool | None = None,
) -> str:
    """Add the person and return what they may be told: "safe", under a concern "nothing".

    Their address in another force, while the child is missing, asks that force to look.

    :raises NotVisible: there is no such child for this actor.
    """
    person = people.add_related_person(
        child=child_for(actor, child_id=child_id), name=name, relation=relation, phone=phone,
        address=address, force=address_force, language=language,
        parental_responsibility=parental_responsibility, by=actor, at=at,
    )  # fmt: skip
    if address_force is not None:
        arrange_for_a_place(child_id=child_id, by=actor, at=at)
    return person.told

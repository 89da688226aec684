"""Add somebody around a child: relative, carer, worker or friend."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
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
    language: str = "",
    parental_responsibility: bool | None = None,
) -> str:
    """Add the person and return what they may be told: "safe", under a concern "nothing".

    :raises NotVisible: there is no such child for this actor.
    """
    person = people.add_related_person(
        child=child_for(actor, child_id=child_id), name=name, relation=relation, phone=phone,
        address=address, language=language, parental_responsibility=parental_responsibility,
        by=actor, at=at,
    )  # fmt: skip
    return person.told

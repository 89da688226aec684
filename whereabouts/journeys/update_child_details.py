"""Change what a record says of a child, and add what somebody says: names, addresses, numbers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.journeys.suggest_pairs import suggested_for
from whereabouts.practice.risk.arranging import arrange_for_a_place
from whereabouts.records.people import actions as people
from whereabouts.records.people.actions import BadDate, BadName
from whereabouts.records.people.gate import child_for

__all__ = ["BadDate", "BadName", "Details", "update_child_details"]


@dataclass(frozen=True, kw_only=True)
class Details:
    """What is changed (None leaves it as it is) and what is added ("" adds nothing)."""

    sex: str | None = None
    gender: str | None = None
    description: str | None = None
    communication_needs: str | None = None
    about_me: str | None = None
    name: str = ""
    name_kind: str = "known_as"
    born: str = ""
    born_instead: bool = False
    address: str = ""
    address_kind: str = "home"
    address_force: UUID | None = None
    postcode: str = ""
    confidential: bool = False
    phone: str = ""
    language: str = ""
    interpreter: bool = False
    scheme: str = ""
    identifier: str = ""
    source: str = ""


@journey(needs=Permission.CHILD_UPDATE)
def update_child_details(*, actor: Actor, child_id: UUID, details: Details, at: datetime) -> None:
    """Change and add details of a child. What was said before stays.

    An address in another force, while the child is missing, asks that force to look.

    :raises NotVisible: there is no such child for this actor.
    :raises BadName: the name cannot be kept as one.
    :raises BadDate: the date of birth cannot be one.
    """
    child = child_for(actor, child_id=child_id)
    said, source = details, details.source
    changes = {
        name: getattr(said, name)
        for name in ("sex", "gender", "description", "communication_needs", "about_me")
        if getattr(said, name) is not None
    }
    people.update_child(child=child, by=actor, at=at, **changes)
    if said.name:
        people.add_name(
            child=child, full=said.name, kind=said.name_kind, source=source, by=actor, at=at
        )
    if said.born:
        people.add_birth(
            child=child, text=said.born, source=source, instead=said.born_instead, by=actor, at=at
        )
    if said.address:
        people.add_address(
            child=child, line=said.address, kind=said.address_kind, postcode=said.postcode,
            force=said.address_force,
            confidential=said.confidential, source=source, by=actor, at=at,
        )  # fmt: skip
        arrange_for_a_place(child_id=child.pk, by=actor, at=at)
    if said.phone:
        people.add_phone(child=child, number=said.phone, source=source, by=actor, at=at)
    if said.language:
        people.add_language(
            child=child, language=said.language, interpreter=said.interpreter, by=actor, at=at
        )
    if said.identifier and said.scheme:
        people.add_identifier(
            child=child, scheme=said.scheme, value=said.identifier, by=actor, at=at
        )
    if said.name or said.born or said.phone or said.identifier:
        suggested_for(child_id=child.pk, source="details", by=actor, at=at)
    tell_whoever_sees(child=child.pk)

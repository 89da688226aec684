"""Saying what an unknown child is called: their record becomes that of a known one."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.journeys.identify_child import NotUnidentified
from whereabouts.journeys.suggest_pairs import suggested_for
from whereabouts.records.people import actions as people
from whereabouts.records.people.actions import BadDate, BadName
from whereabouts.records.people.gate import child_for

__all__ = ["BadDate", "BadName", "NotUnidentified", "name_child"]


@journey(needs=Permission.CHILD_UPDATE)
def name_child(
    *, actor: Actor, child_id: UUID, names: str, source: str, at: datetime, born: str = ""
) -> None:
    """Say what an unknown child whom no record knows is called; their record becomes a known one.

    :raises NotVisible: the record is not the actor's to see.
    :raises NotUnidentified: the record is not of an unknown child.
    :raises BadName: the name cannot be kept as one.
    :raises BadDate: the date of birth cannot be one.
    """
    child = child_for(actor, child_id=child_id)
    if not child.unidentified:
        raise NotUnidentified("This child is known: add a name instead.")
    people.add_name(child=child, full=names, source=source, by=actor, at=at)
    people.add_birth(child=child, text=born, source=source, by=actor, at=at)
    people.update_child(child=child, unidentified=False, by=actor, at=at)
    suggested_for(child_id=child.pk, source="details", by=actor, at=at)
    tell_whoever_sees(child=child.pk)

"""A person's record for somebody: hidden alike when there is none and when it is not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.records.people.models import (
    Adult,
    Child,
    ChildPhoto,
    Flag,
    RelatedPerson,
)
from whereabouts.records.people.queries import photo_of, same_person_set


def child_for(actor: Actor, *, child_id: UUID) -> Child:
    """Return a child's record that the actor's agency may see.

    :raises NotVisible: there is none for this actor.
    """
    return one(Child, pk=child_id)


def person_for(actor: Actor, *, child_id: UUID) -> tuple[Child, frozenset[UUID]]:
    """Return a child's record with the keys of every record of the same person.

    :raises NotVisible: there is none for this actor.
    """
    child = child_for(actor, child_id=child_id)
    return child, same_person_set(child_id=child.pk)


def related_person_for(
    actor: Actor, *, person_id: UUID, child_id: UUID | None = None
) -> RelatedPerson:
    """Return somebody around a child; of the child given, where one is.

    :raises NotVisible: there is none for this actor.
    """
    of_child = {"child__in": same_person_set(child_id=child_id)} if child_id else {}
    return one(RelatedPerson, pk=person_id, **of_child)


def flag_for(actor: Actor, *, child_id: UUID, flag_id: UUID) -> Flag:
    """Return a flag of a child's.

    :raises NotVisible: there is none for this actor.
    """
    return one(Flag, pk=flag_id, child__in=same_person_set(child_id=child_id))


def adult_for(actor: Actor, *, adult_id: UUID) -> Adult:
    """Return an adult of concern.

    :raises NotVisible: there is none for this actor.
    """
    return one(Adult, pk=adult_id)


def photo_for(actor: Actor, *, child_id: UUID) -> ChildPhoto | None:
    """Return the latest photograph of a child, or None where none was taken.

    :raises NotVisible: there is no such child for this actor.
    """
    return photo_of(child_ids=person_for(actor, child_id=child_id)[1])

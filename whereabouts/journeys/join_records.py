"""Saying that two records are one child, and taking it back, exactly."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.door import journey
from whereabouts.records.episodes.actions import MoveNotAllowed
from whereabouts.records.episodes.joining import AnotherIsOpen, join_episodes, part_episodes
from whereabouts.records.people import actions as people
from whereabouts.records.people.actions import AlreadyJoined, NotJoined
from whereabouts.records.people.gate import child_for
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.people.rules import ReasonNeeded, reason_given

__all__ = [
    "AlreadyJoined", "AnotherIsOpen", "MoveNotAllowed", "NotJoined", "ReasonNeeded",
    "join_records", "part_records",
]  # fmt: skip


@journey(needs=Permission.CHILD_JOIN)
def join_records(
    *, actor: Actor, child_id: UUID, other_id: UUID, because: str, at: datetime
) -> None:
    """Join two records as one child, in the actor's name; open episodes are merged first.

    :raises NotVisible: one of the records is not the actor's to see.
    :raises ReasonNeeded: no reason was given.
    :raises AlreadyJoined: they are one child already.
    """
    reason = reason_given(text=because)
    child, other = child_for(actor, child_id=child_id), child_for(actor, child_id=other_id)
    joined_as_one(child=child, other=other, because=reason, by=actor, at=at)


@journey(needs=Permission.CHILD_JOIN)
def part_records(
    *, actor: Actor, child_id: UUID, other_id: UUID, because: str, at: datetime
) -> None:
    """Part two records: everything is again as if they had never been joined.

    :raises NotVisible: one of the records is not the actor's to see.
    :raises ReasonNeeded: no reason was given.
    :raises NotJoined: no link between these two stands.
    :raises AnotherIsOpen: an episode opened meanwhile stands in the way.
    """
    reason = reason_given(text=because)
    child, other = child_for(actor, child_id=child_id), child_for(actor, child_id=other_id)
    people.part_records(child=child, other=other, because=reason, by=actor, at=at)
    one, two = same_person_set(child_id=child.pk), same_person_set(child_id=other.pk)
    part_episodes(one=one, other=two, by=actor, at=at)
    told = {*agencies_reached(subject=child.pk), *agencies_reached(subject=other.pk)}
    tell_screens(agencies=told)
    # Last: the actor may see one of them no more from here on.
    people.rebuild_relations(child_ids=one | two)


def joined_as_one(*, child: Child, other: Child, because: str, by: Actor, at: datetime) -> None:
    """Link two records, merge their open episodes, and let every agency of either see both.

    :raises AlreadyJoined: they are one child already.
    """
    people.link_records(child=child, other=other, because=because, by=by, at=at)
    person = same_person_set(child_id=child.pk)
    people.rebuild_relations(child_ids=[child.pk, other.pk])
    join_episodes(children=person, by=by, at=at)
    tell_screens(agencies=agencies_reached(subject=child.pk))

"""Link a child with an adult who may pose a risk, known already or new."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.adult_near import adult_near
from whereabouts.journeys.door import journey
from whereabouts.records.episodes.queries import under_way
from whereabouts.records.people import actions as people
from whereabouts.records.people.gate import adult_for, child_for
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.people.rules import ReasonNeeded, reason_given

__all__ = ["ReasonNeeded", "link_adult_of_concern"]


@journey(needs=Permission.ADULT_LINK)
def link_adult_of_concern(
    *,
    actor: Actor,
    child_id: UUID,
    kind: str,
    strength: str,
    source: str,
    at: datetime,
    adult_id: UUID | None = None,
    name: str = "",
    description: str = "",
    detail: str = "",
    registered_sex_offender: bool | None = None,
    intelligence: str = "",
    near_now: bool = False,
) -> UUID:
    """Link the adult, making a record where none is named by key, and return the adult's key.

    `near_now`: they are with the child who is missing, or near: that interrupts, in every episode
    under way.

    :raises NotVisible: there is no such child, or adult, for this actor.
    :raises ReasonNeeded: the adult has no name, or nobody is named who says so.
    """
    source = reason_given(text=source)
    child = child_for(actor, child_id=child_id)
    adult = (
        adult_for(actor, adult_id=adult_id)
        if adult_id
        else people.create_adult(
            name=reason_given(text=name), description=description,
            registered_sex_offender=registered_sex_offender, by=actor, at=at,
        )
    )  # fmt: skip
    people.link_adult(
        child=child, adult=adult, kind=kind, strength=strength, source=source, detail=detail,
        by=actor, at=at,
    )  # fmt: skip
    if intelligence.strip():
        people.add_intelligence(
            adult=adult, text=intelligence.strip(), source=source, known_at=at, by=actor, at=at
        )
    if near_now:
        same = same_person_set(child_id=child.pk)
        for episode in under_way(children=same).select_for_update(of=("self",)):
            adult_near(
                episode=episode, key=f"adult:{adult.pk}:{at.isoformat()}", said_by=source,
                words=detail, by=actor, at=at,
            )  # fmt: skip
    return adult.pk

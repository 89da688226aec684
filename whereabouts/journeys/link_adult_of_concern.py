"""Link a child with an adult who may pose a risk, known already or new."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.adult_near import adult_near
from whereabouts.journeys.door import journey
from whereabouts.practice.risk.approaching import tell_on_the_way
from whereabouts.records.episodes.queries import of_children, under_way
from whereabouts.records.episodes.rules import NOT_CLOSED
from whereabouts.records.people import actions as people
from whereabouts.records.people.gate import adult_for, child_for
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.people.rules import NotInList, ReasonNeeded, reason_given

__all__ = ["NotInList", "ReasonNeeded", "link_adult_of_concern"]


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

    `near_now`: they are with the child, near, or on their way. That interrupts, in every episode
    under way; of a child who is not missing, whoever keeps them safe where they live.

    :raises NotVisible: there is no such child, or adult, for this actor.
    :raises ReasonNeeded: the adult has no name, or nobody is named who says so.
    :raises NotInList: the kind of link, or how sure it is, is none that there is.
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
        key = f"adult:{adult.pk}:{at.isoformat()}"
        episodes = list(under_way(children=same).select_for_update(of=("self",)))
        for episode in episodes:
            adult_near(episode=episode, key=key, said_by=source, words=detail, by=actor, at=at)
        if not episodes:
            # Just back, they were with the child: that is how they were found, said apart.
            back = of_children(children=same).filter(state__in=NOT_CLOSED).exists()
            tell_on_the_way(
                child_id=child.pk, children=same, only_where_placed=back, key=key, by=actor, at=at
            )
    return adult.pk

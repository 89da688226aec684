"""Name the adult whom a concern about a home, carer or school is of, known already or new."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.journeys.door import journey
from whereabouts.records.people import actions as people
from whereabouts.records.people.gate import adult_for
from whereabouts.records.people.models import AdultLink
from whereabouts.records.people.rules import ReasonNeeded, reason_given
from whereabouts.records.placements import actions as placements
from whereabouts.records.placements.actions import AlreadySettled
from whereabouts.records.placements.gate import concern_for

__all__ = ["AlreadySettled", "ReasonNeeded", "name_adult_in_concern"]


@journey(needs=Permission.ADULT_LINK)
def name_adult_in_concern(
    *,
    actor: Actor,
    concern_id: UUID,
    source: str,
    at: datetime,
    adult_id: UUID | None = None,
    name: str = "",
) -> UUID:
    """Link the adult with the child whom the concern names, and return the adult's key.

    What was seen goes onto the adult's record in the words of the concern, and whoever manages
    offenders hears at once; from there a warning notice is a form away (HMIC 2016, line 863).

    :raises NotVisible: there is no such concern, or adult, for this actor.
    :raises ReasonNeeded: the adult has no name, or nobody is named who says so.
    :raises AlreadySettled: it was written down what came of the concern.
    """
    source = reason_given(text=source)
    concern = concern_for(actor, concern_id=concern_id)
    adult = (
        adult_for(actor, adult_id=adult_id)
        if adult_id
        else people.create_adult(name=reason_given(text=name), by=actor, at=at)
    )
    placements.name_in_concern(concern=concern, adult=adult, by=actor, at=at)
    people.add_intelligence(
        adult=adult, text=concern.words, source=source, about="a concern about a home",
        known_at=concern.seen_at, by=actor, at=at,
    )  # fmt: skip
    child = concern.child
    if child is not None and not AdultLink.objects.filter(adult=adult, child=child).exists():
        people.link_adult(
            child=child, adult=adult, kind="risk", strength="suspected", source=source,
            detail=concern.words, by=actor, at=at,
        )  # fmt: skip
    promise(
        key=f"concern:{concern.pk}:adult:{adult.pk}",
        kind="adult_in_concern",
        subject=f"adult:{adult.pk}",
        from_agency=actor.agency_id,
        to_agency=actor.agency_id,
        to_role="offender_manager",
        text="An adult was named who comes near children where they live: look, and act.",
        at=at,
        child=child.pk if child else None,
    )
    return adult.pk

"""What forms of partners offer to choose from; a child's conferences, whom to ask, one of them."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.beside import ConferenceLine, conference_line
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.partners.gate import conference_for, late_return_for
from whereabouts.practice.partners.queries import conferences_waiting
from whereabouts.practice.partners.vocabulary import TOOLS
from whereabouts.practice.response.vocabulary import SAFE_ANSWERS, TONES
from whereabouts.records.episodes.rules import LEVELS
from whereabouts.records.people.gate import child_for
from whereabouts.records.people.queries import display_name, display_names

__all__ = [
    "LEVELS", "SAFE_ANSWERS", "TONES", "TOOLS", "conference_of", "conferences_page",
    "late_return_of", "who_may_be_asked",
]  # fmt: skip


@lookup(needs=Permission.CONFERENCE_ASK)
def who_may_be_asked(*, actor: Actor, at: datetime, child_id: UUID) -> list[tuple[UUID, str]]:
    """Return the agencies with a part in a child's life that the actor's may ask, by name.

    :raises NotVisible: there is no such child for this actor.
    """
    child = child_for(actor, child_id=child_id)
    reached = [one for one in agencies_reached(subject=child.pk) if one != actor.agency_id]
    found = Agency.objects.filter(pk__in=reached, kind__in=FOLLOWS_UP)
    return list(found.order_by("name").values_list("pk", "name"))


@lookup(needs=Permission.CONFERENCE_ASK)
def conferences_page(*, actor: Actor, at: datetime) -> tuple[ConferenceLine, ...]:
    """Return the conferences that wait: asked of us, and asked by us; a look."""
    found = list(conferences_waiting(agency=actor.agency_id))
    names = display_names(child_ids=[one.child_id for one in found])
    record_look(
        kind="view", page="conferences", by=actor, at=at,
        subjects={one.child_id for one in found}, shown=["name"],
    )  # fmt: skip
    return tuple(
        conference_line(one, actor=actor, at=at, name=names.get(one.child_id, "")) for one in found
    )


@lookup(needs=Permission.CONFERENCE_ASK)
def conference_of(*, actor: Actor, at: datetime, conference_id: UUID) -> ConferenceLine:
    """Return one conference; a look.

    :raises NotVisible: there is none for this actor.
    """
    found = conference_for(actor, conference_id=conference_id)
    record_look(
        kind="view", page="conferences", by=actor, at=at, subjects=[found.child_id], shown=["name"]
    )
    return conference_line(found, actor=actor, at=at, name=display_name(child_id=found.child_id))


@lookup(needs=Permission.LATE_RETURN_AGREE)
def late_return_of(*, actor: Actor, at: datetime, late_return_id: UUID) -> UUID:
    """Return the child of a late return, for its form.

    :raises NotVisible: there is none for this actor.
    """
    return late_return_for(actor, late_return_id=late_return_id).child_id

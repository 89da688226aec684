"""Adults who may pose a risk: their own records, what is known of them, links to children."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.records.people import events
from whereabouts.records.people.actions.children import owned, write_down
from whereabouts.records.people.models import (
    Adult,
    AdultIntelligence,
    AdultLink,
    Child,
)
from whereabouts.records.people.rules import NotInList
from whereabouts.records.people.vocabulary import ADULT_LINK_KINDS, STRENGTHS


@transaction.atomic
def create_adult(
    *,
    by: Actor,
    at: datetime,
    name: str,
    born_on: date | None = None,
    description: str = "",
    registered_sex_offender: bool | None = None,
    offender_manager_agency: UUID | None = None,
) -> Adult:
    """Make a record of an adult who may pose a risk."""
    adult = Adult.objects.create(
        name=name,
        born_on=born_on,
        description=description,
        registered_sex_offender=registered_sex_offender,
        offender_manager_agency_id=offender_manager_agency,
        **owned(by=by, at=at),
    )
    audit.record(kind=events.ADULT_CREATED, subject=f"adult:{adult.pk}", by=by, at=at)
    return adult


@transaction.atomic
def add_intelligence(
    *,
    adult: Adult,
    text: str,
    source: str,
    known_at: datetime,
    by: Actor,
    at: datetime,
    about: str = "",
    grading: str = "",
) -> AdultIntelligence:
    """Add something known about an adult, with where it came from."""
    known = AdultIntelligence.objects.create(
        adult=adult, text=text, about=about, grading=grading, source=source, known_at=known_at,
        **owned(by=by, at=at),
    )  # fmt: skip
    audit.record(
        kind=events.INTELLIGENCE_ADDED, subject=f"adult:{adult.pk}", by=by, at=at,
        payload={"intelligence": str(known.pk)},
    )  # fmt: skip
    return known


@transaction.atomic
def link_adult(
    *,
    child: Child,
    adult: Adult,
    kind: str,
    source: str,
    by: Actor,
    at: datetime,
    strength: str = "suspected",
    detail: str = "",
    grading: str = "",
    said_at: datetime | None = None,
) -> AdultLink:
    """Say that a child and an adult are linked, how, and who says so.

    A clock that runs out at once sees to what follows from it, whoever linked them and where:
    "adult_linked", in journeys/clock.

    :raises NotInList: the kind of link, or how sure it is, is none that there is.
    """
    if kind not in dict(ADULT_LINK_KINDS):
        raise NotInList("kind")
    if strength not in dict(STRENGTHS):
        raise NotInList("strength")
    link = AdultLink.objects.create(
        child=child, adult=adult, kind=kind, strength=strength, source=source, detail=detail,
        grading=grading, said_at=said_at or at, **owned(by=by, at=at),
    )  # fmt: skip
    set_timer(
        key=f"adult_link:{link.pk}", kind="adult_linked", subject=f"adult_link:{link.pk}",
        agency=by.agency_id, at=at, due_at=at,
    )  # fmt: skip
    write_down(
        kind=events.ADULT_LINKED, child_id=child.pk, by=by, at=at,
        adult=str(adult.pk), link=str(link.pk),
    )  # fmt: skip
    return link

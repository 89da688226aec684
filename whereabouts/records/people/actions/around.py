"""People around a child, and what each may be told: nothing overwritten without a name."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.gathered import added
from whereabouts.records.people import events, rules
from whereabouts.records.people.actions.children import owned, write_down
from whereabouts.records.people.models import Child, RelatedPerson
from whereabouts.records.people.queries import (
    concerns_of,
    related_people_of,
    same_person_set,
)


class NeedsSenior(Exception):
    """Only a named senior may change what this person may be told."""


@transaction.atomic(savepoint=False)
def add_related_person(
    *,
    child: Child,
    by: Actor,
    at: datetime,
    name: str,
    relation: str,
    phone: str = "",
    address: str = "",
    force: UUID | None = None,
    language: str = "",
    parental_responsibility: bool | None = None,
) -> RelatedPerson:
    """Add somebody around the child; under a standing concern they are told nothing at first."""
    concerns = concerns_of(child_ids=same_person_set(child_id=child.pk), at=at)
    held = sorted(
        concern for concern in concerns if rules.held_back(relation=relation, concern=concern)
    )
    person = added(
        RelatedPerson(
            child=child,
            name=name,
            relation=relation,
            phone=phone,
            address=address,
            force_id=force,
            language=language,
            parental_responsibility=parental_responsibility,
            told="nothing" if held else "safe",
            told_because="A concern stands: a senior decides." if held else "",
            awaiting_senior=bool(held),
            **owned(by=by, at=at),
        )
    )
    write_down(
        kind=events.RELATED_PERSON_ADDED, child_id=child.pk, by=by, at=at,
        person=str(person.pk), told=person.told,
    )  # fmt: skip
    return person


@transaction.atomic
def set_may_be_told(
    *,
    person: RelatedPerson,
    told: str,
    because: str,
    by: Actor,
    at: datetime,
    senior: bool = False,
) -> None:
    """Decide what somebody may be told, in the actor's name and with the reason.

    `senior`: the actor is one who may lift "nothing" (the journey knows).

    :raises NeedsSenior: the person is told nothing, and the actor is not one who may lift it.
    """
    if not senior and rules.needs_senior(
        told=person.told, awaiting_senior=person.awaiting_senior, new=told
    ):
        raise NeedsSenior("A senior must decide what this person may be told.")
    before = person.told
    RelatedPerson.objects.filter(pk=person.pk).update(
        told=told,
        told_because=because,
        told_at=at,
        told_by_id=by.member_id,
        awaiting_senior=False if senior else person.awaiting_senior,
    )
    person.refresh_from_db()
    write_down(
        kind=events.MAY_BE_TOLD_SET, child_id=person.child_id, by=by, at=at,
        person=str(person.pk), before=before, told=told, because=because,
    )  # fmt: skip


@transaction.atomic
def hold_back_relatives(
    *,
    child_id: UUID,
    concern: str,
    by: Actor,
    at: datetime,
) -> int:
    """Tell relatives nothing until a named senior decides, and return how many that changes.

    For concerns of violence, honour, forced marriage, refuge or trafficking (`rules.CONCERNS`).
    Whoever a senior has cleared since is held back again: the concern is new.

    :raises ValueError: the concern is none of these.
    """
    if concern not in rules.CONCERNS:
        raise ValueError("That concern holds nobody back.")
    people = [
        person.pk
        for person in related_people_of(child_ids=same_person_set(child_id=child_id))
        if rules.held_back(relation=person.relation, concern=concern) and not person.awaiting_senior
    ]
    if not people:
        return 0
    RelatedPerson.objects.filter(pk__in=people).update(
        told="nothing",
        told_because=f"Concern: {concern.replace('_', ' ')}. A senior decides.",
        told_at=at,
        told_by_id=by.member_id,
        awaiting_senior=True,
    )
    write_down(
        kind=events.HELD_BACK, child_id=child_id, by=by, at=at,
        concern=concern, people=[str(person) for person in people],
    )  # fmt: skip
    return len(people)

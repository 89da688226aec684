"""The register of homes, carers and schools: lines, named officers, visits, concerns."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit import actions as audit
from whereabouts.records.people.models import Adult, Child
from whereabouts.records.placements import events
from whereabouts.records.placements.models import (
    Capacity,
    Concern,
    NamedInConcern,
    NamedOfficer,
    Placement,
    Setting,
    Visit,
)


class AlreadyRegistered(Exception):
    """This agency stands on the register already."""


class NoCapacity(Exception):
    """What was said cannot be; `field` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class AlreadySettled(Exception):
    """It was written down already what came of it."""


@transaction.atomic
def register(
    *,
    agency: Agency,
    kind: str,
    authority: UUID,
    force: UUID,
    by: Actor,
    at: datetime,
    urn: str = "",
    places: int | None = None,
    address: str = "",
    phone: str = "",
    registered_on: date | None = None,
    lies_at: tuple[Decimal, Decimal] | None = None,
) -> Setting:
    """Put a home, a carer or a school on the register.

    :raises AlreadyRegistered: it is there.
    """
    setting, made = Setting.objects.get_or_create(
        agency=agency,
        defaults={
            "kind": kind, "urn": urn.strip(), "provider_id": agency.parent_id,
            "authority_id": authority, "force_id": force, "places": places,
            "address": address.strip(), "phone": phone.strip(),
            "registered_on": registered_on or at.date(),
            "latitude": lies_at[0] if lies_at else None,
            "longitude": lies_at[1] if lies_at else None, **_owned(by=by, at=at),
        },
    )  # fmt: skip
    if not made:
        raise AlreadyRegistered("This one stands on the register already.")
    _write(events.REGISTERED, setting, by, at)
    return setting


@transaction.atomic
def name_officer(
    *, setting: Setting, officer: UUID, by: Actor, at: datetime, phone: str = ""
) -> NamedOfficer:
    """Name the officer whom a setting knows; whoever was named before is so no more."""
    NamedOfficer.objects.filter(setting=setting, until_at__isnull=True).update(until_at=at)
    named = NamedOfficer.objects.create(
        **_of(setting),
        officer_id=officer, phone=phone.strip(), from_at=at, **_owned(by=by, at=at),
    )  # fmt: skip
    _write(events.OFFICER_NAMED, setting, by, at)
    return named


def want_visit(
    *, setting: Setting, placement: Placement, due_at: datetime, by: Actor, at: datetime
) -> Visit | None:
    """Ask for a visit because a child came from another area; None where one is asked for."""
    if Visit.objects.filter(placement=placement).exists():
        return None
    wanted = Visit.objects.create(
        **_of(setting), kind="arrival",
        placement=placement, due_at=due_at, **_owned(by=by, at=at),
    )  # fmt: skip
    _write(events.VISIT_WANTED, setting, by, at)
    return wanted


def say_capacity(
    *,
    kind: str,
    free: int,
    of: int | None,
    until_on: date,
    words: str,
    involved: Iterable[UUID],
    by: Actor,
    at: datetime,
) -> Capacity:
    """Keep what the actor's agency can take, until a day, for those whom it concerns.

    :raises NoCapacity: more is free than there is, or the day lies behind; `field` names it.
    """
    if of is not None and free > of:
        raise NoCapacity("free", "No more is free than there is.")
    if until_on < at.date():
        raise NoCapacity("until_on", "Choose a day that lies ahead.")
    made = Capacity.objects.create(
        kind=kind, free=free, of=of, said_at=at, until_on=until_on, words=words.strip(),
        involved=sorted(set(involved)), **_owned(by=by, at=at),
    )  # fmt: skip
    audit.record(
        kind=events.CAPACITY_SAID, subject=f"agency:{by.agency_id}", by=by, at=at,
        payload={"kind": kind, "free": free, "of": of},
    )  # fmt: skip
    return made


@transaction.atomic
def keep_visit(
    *,
    setting: Setting,
    kind: str,
    visited_at: datetime,
    words: str,
    by: Actor,
    at: datetime,
    talked_with: int | None = None,
) -> Visit:
    """Keep a visit that was made: it answers the first that is wanted of its kind, if one is."""
    said = {
        "visited_at": visited_at, "visited_by_id": by.member_id, "talked_with": talked_with,
        "words": words.strip(),
    }  # fmt: skip
    wanted = (
        Visit.objects.filter(setting=setting, kind=kind, visited_at__isnull=True)
        .order_by("due_at", "pk")
        .first()
    )
    if wanted is not None and Visit.objects.filter(pk=wanted.pk, visited_at=None).update(**said):
        wanted.refresh_from_db()
    else:
        wanted = Visit.objects.create(
            **_of(setting), kind=kind,
            **said, **_owned(by=by, at=at),
        )  # fmt: skip
    _write(events.VISITED, setting, by, at)
    return wanted


@transaction.atomic
def raise_concern(
    *,
    setting: Setting,
    kind: str,
    words: str,
    seen_at: datetime,
    by: Actor,
    at: datetime,
    child: Child | None = None,
) -> Concern:
    """Keep a concern about a setting, about one child there or about the place."""
    concern = Concern.objects.create(
        setting=setting, force_id=setting.force_id, authority_id=setting.authority_id, kind=kind,
        child=child, words=words.strip(), seen_at=seen_at, **_owned(by=by, at=at),
    )  # fmt: skip
    _write(events.CONCERN_RAISED, setting, by, at)
    return concern


@transaction.atomic
def name_in_concern(*, concern: Concern, adult: Adult, by: Actor, at: datetime) -> None:
    """Keep that an adult is named in a concern; named again, nothing is added.

    :raises AlreadySettled: it was written down what came of it.
    """
    if not Concern.objects.select_for_update().filter(pk=concern.pk, settled_at=None).exists():
        raise AlreadySettled("It was written down already what came of this.")
    if NamedInConcern.objects.filter(concern=concern, adult=adult).exists():
        return
    NamedInConcern.objects.create(concern=concern, adult=adult, **_owned(by=by, at=at))
    audit.record(kind=events.CONCERN_NAMES, subject=f"adult:{adult.pk}", by=by, at=at)


def settle_concern(*, concern: Concern, outcome: str, by: Actor, at: datetime) -> None:
    """Write down what came of a concern.

    :raises AlreadySettled: somebody did.
    """
    waiting = Concern.objects.filter(pk=concern.pk, settled_at__isnull=True)
    if not waiting.update(settled_at=at, settled_by_id=by.member_id, outcome=outcome.strip()):
        raise AlreadySettled("It was written down already what came of this.")
    audit.record(kind=events.CONCERN_SETTLED, subject=f"concern:{concern.pk}", by=by, at=at)


def _of(setting: Setting) -> dict[str, object]:
    return {
        "setting": setting, "agency_id": setting.agency_id, "provider_id": setting.provider_id,
        "authority_id": setting.authority_id, "force_id": setting.force_id,
    }  # fmt: skip


def _write(kind: str, setting: Setting, by: Actor, at: datetime) -> None:
    audit.record(kind=kind, subject=f"setting:{setting.pk}", by=by, at=at)


def _owned(*, by: Actor, at: datetime) -> dict[str, object]:
    return {"owner_agency_id": by.agency_id, "recorded_at": at, "recorded_by_id": by.member_id}

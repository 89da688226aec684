"""Making a child's record and adding what somebody says of the child."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction

from whereabouts.engines.matching import (
    KEYS_VERSION,
    BirthRange,
    normal_name,
    parse_date_of_birth,
    stored_keys,
)
from whereabouts.foundations.access.gate import relate
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.gathered import added
from whereabouts.foundations.agencies.remembered import forget
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.records.people import events, rules
from whereabouts.records.people.models import (
    Child,
    ChildAddress,
    ChildBirth,
    ChildIdentifier,
    ChildLanguage,
    ChildName,
    ChildPhone,
    ChildPhoto,
)
from whereabouts.records.people.queries import same_person_set


class NameSaid(TypedDict, total=False):
    """A name as said: its parts or the whole, what kind it is, and who says so."""

    given: str
    family: str
    full: str
    kind: str
    source: str


def owned(*, by: Actor, at: datetime) -> dict[str, Any]:
    """Return whose row it is, written by whom and when."""
    return {
        "owner_agency_id": by.agency_id,
        "recorded_by_id": by.member_id,
        "recorded_at": at,
    }


def write_down(*, kind: str, child_id: UUID, by: Actor, at: datetime, **payload: object) -> None:
    """Add the one audit line of a change to a child's record."""
    audit.record(kind=kind, subject=f"child:{child_id}", by=by, at=at, payload=payload)


@transaction.atomic(savepoint=False)
def create_child(
    *,
    by: Actor,
    at: datetime,
    names: Iterable[NameSaid] = (),
    born: BirthRange | None = None,
    born_text: str = "",
    sex: str = "",
    gender: str = "",
    ethnicity_self: str = "",
    ethnicity_self_source: str = "",
    ethnicity_officer: str = "",
    ethnicity_officer_source: str = "",
    description: str = "",
    communication_needs: str = "",
    about_me: str = "",
    unidentified: bool = False,
    source: str = "",
) -> Child:
    """Make a child's record with its names and date of birth; the agency is related to it.

    A date of birth comes read (`born`), as said (`born_text`), or both.

    :raises BadName: a name is empty, too long, or holds what no name has.
    :raises BadDate: `born_text` alone cannot be a date of birth.
    """
    child = added(
        Child(
            sex=sex,
            gender=gender,
            ethnicity_self=ethnicity_self,
            ethnicity_self_source=ethnicity_self_source,
            ethnicity_officer=ethnicity_officer,
            ethnicity_officer_source=ethnicity_officer_source,
            description=description,
            communication_needs=communication_needs,
            about_me=about_me,
            unidentified=unidentified,
            **owned(by=by, at=at),
        )
    )
    relate(subjects=[child.pk], agency=by.agency_id, kind="recording", at=at)
    for name in names:
        _write_name(child_id=child.pk, name={"source": source, **name}, by=by, at=at)
    _write_birth(
        child_id=child.pk, born=born, text=born_text, source=source, believed=True,
        by=by, at=at,
    )  # fmt: skip
    write_down(kind=events.CHILD_CREATED, child_id=child.pk, by=by, at=at)
    return child


def relate_to_child(
    *,
    child_id: UUID,
    agency: UUID,
    kind: str,
    at: datetime,
    until_at: datetime | None = None,
    member: UUID | None = None,
    because: str = "",
) -> None:
    """Give an agency a reason to see a child, over every record of the same person.

    Rows on the other records are derived, so that parting takes exactly them away. The agency's
    screens are told.
    """
    relate(
        subjects=[child_id], agency=agency, kind=kind, at=at, until_at=until_at,
        member=member, because=because,
    )  # fmt: skip
    others = same_person_set(child_id=child_id) - {child_id}
    relate(
        subjects=others, agency=agency, kind=kind, at=at, until_at=until_at, member=member,
        because=because, via_link=True,
    )  # fmt: skip
    # What is open of the child is on the agency's boards from now on.
    tell_screens(agencies=[agency], about=[f"child:{key}" for key in {child_id, *others}])


@transaction.atomic
def update_child(
    *, child: Child, by: Actor, at: datetime, **changes: str | bool | date | None
) -> None:
    """Change what a record says of the child now; what it said before stays in the audit line."""
    allowed = {field.name for field in Child._meta.fields} - {
        "id", "owner_agency", "recorded_at", "recorded_by",
    }  # fmt: skip
    changed = {
        name: value
        for name, value in changes.items()
        if name in allowed and getattr(child, name) != value
    }
    if not changed:
        return
    before = {name: getattr(child, name) for name in changed}
    Child.objects.filter(pk=child.pk).update(**changed)
    child.refresh_from_db()
    write_down(
        kind=events.CHILD_UPDATED, child_id=child.pk, by=by, at=at, before=before, after=changed
    )


@transaction.atomic
def add_name(
    *,
    child: Child,
    by: Actor,
    at: datetime,
    given: str = "",
    family: str = "",
    full: str = "",
    kind: str = "known_as",
    source: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
) -> ChildName:
    """Add a name that the child has, had or is called.

    :raises BadName: it is empty, too long, or holds what no name has.
    """
    said: NameSaid = {
        "given": given, "family": family, "full": full, "kind": kind, "source": source,
    }  # fmt: skip
    written = _write_name(
        child_id=child.pk, name=said, by=by, at=at, from_on=from_on, until_on=until_on
    )
    write_down(kind=events.NAME_ADDED, child_id=child.pk, by=by, at=at, name=str(written.pk))
    return written


@transaction.atomic
def add_birth(
    *,
    child: Child,
    by: Actor,
    at: datetime,
    born: BirthRange | None = None,
    text: str = "",
    source: str = "",
    believed: bool = True,
    instead: bool = False,
) -> ChildBirth | None:
    """Add a date of birth as stated; None where the text says that it is not known.

    `instead`: those believed on this record until now are believed no longer; they stay.

    :raises BadDate: the text alone cannot be a date of birth.
    """
    if instead:
        ChildBirth.objects.filter(child=child, believed=True).update(believed=False)
    written = _write_birth(
        child_id=child.pk, born=born, text=text, source=source, believed=believed, by=by, at=at
    )
    if written is not None:
        write_down(
            kind=events.BIRTH_ADDED, child_id=child.pk, by=by, at=at,
            birth=str(written.pk), instead=instead,
        )  # fmt: skip
    return written


@transaction.atomic
def add_address(
    *,
    child: Child,
    by: Actor,
    at: datetime,
    line: str,
    kind: str = "home",
    postcode: str = "",
    force: UUID | None = None,
    authority: UUID | None = None,
    confidential: bool = False,
    risk_history: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    source: str = "",
) -> ChildAddress:
    """Add a place where the child lives, lived or has family."""
    address = ChildAddress.objects.create(
        child=child, kind=kind, line=line, postcode=postcode, force_id=force,
        authority_id=authority, confidential=confidential, risk_history=risk_history,
        from_on=from_on, until_on=until_on, source=source, **owned(by=by, at=at),
    )  # fmt: skip
    forget()
    write_down(kind=events.ADDRESS_ADDED, child_id=child.pk, by=by, at=at, address=str(address.pk))
    return address


@transaction.atomic
def add_phone(
    *, child: Child, by: Actor, at: datetime, number: str, kind: str = "mobile", source: str = ""
) -> ChildPhone:
    """Add a telephone number or handle."""
    phone = ChildPhone.objects.create(
        child=child, kind=kind, number=number, source=source, **owned(by=by, at=at)
    )
    write_down(kind=events.PHONE_ADDED, child_id=child.pk, by=by, at=at, phone=str(phone.pk))
    return phone


@transaction.atomic
def add_identifier(
    *,
    child: Child,
    by: Actor,
    at: datetime,
    scheme: str,
    value: str,
    from_agency: UUID | None = None,
) -> ChildIdentifier:
    """Add a number that another register gave the child."""
    number = ChildIdentifier.objects.create(
        child=child, scheme=scheme, value=value, from_agency_id=from_agency,
        **owned(by=by, at=at),
    )  # fmt: skip
    write_down(
        kind=events.IDENTIFIER_ADDED, child_id=child.pk, by=by, at=at, identifier=str(number.pk)
    )
    return number


@transaction.atomic
def add_language(
    *,
    child: Child,
    by: Actor,
    at: datetime,
    language: str,
    preferred: bool = False,
    interpreter: bool = False,
) -> ChildLanguage:
    """Add a language that the child speaks."""
    spoken = ChildLanguage.objects.create(
        child=child, language=language, preferred=preferred, interpreter=interpreter,
        **owned(by=by, at=at),
    )  # fmt: skip
    write_down(kind=events.LANGUAGE_ADDED, child_id=child.pk, by=by, at=at, row=str(spoken.pk))
    return spoken


@transaction.atomic
def add_photo(
    *,
    child: Child,
    by: Actor,
    at: datetime,
    picture: bytes,
    taken_on: date | None = None,
    source: str = "",
) -> ChildPhoto:
    """Add a photograph, already made anew without where it was taken (`people.pictures`)."""
    photo = ChildPhoto.objects.create(
        child=child, picture=picture, taken_on=taken_on, source=source, **owned(by=by, at=at)
    )
    write_down(kind=events.PHOTO_ADDED, child_id=child.pk, by=by, at=at, photo=str(photo.pk))
    return photo


def _write_name(
    *,
    child_id: UUID,
    name: NameSaid,
    by: Actor,
    at: datetime,
    from_on: date | None = None,
    until_on: date | None = None,
) -> ChildName:
    given, family, full = rules.name_as_kept(
        given=name.get("given", ""), family=name.get("family", ""), full=name.get("full", "")
    )
    keys = stored_keys(given=given, family=family)
    return added(
        ChildName(
            child_id=child_id,
            kind=name.get("kind") or "known_as",
            given=given,
            family=family,
            full=full,
            normal=normal_name(text=full)[: rules.LONGEST_FULL],
            name_keys=list(keys.names),
            prefix_keys=list(keys.prefixes),
            sound_keys=list(keys.sounds),
            keys_version=KEYS_VERSION,
            source=name.get("source", "")[:120],
            from_on=from_on,
            until_on=until_on,
            **owned(by=by, at=at),
        )
    )


def _write_birth(
    *,
    child_id: UUID,
    born: BirthRange | None,
    text: str,
    source: str,
    believed: bool,
    by: Actor,
    at: datetime,
) -> ChildBirth | None:
    if born is None and text.strip():
        born = parse_date_of_birth(text=text, on=at.date())
    if born is None:
        return None
    said = " ".join(text.split()) or rules.birth_in_words(
        earliest=born.earliest, latest=born.latest, precision=born.precision, as_said=""
    )
    return added(
        ChildBirth(
            child_id=child_id,
            as_said=said[:60],
            earliest=born.earliest,
            latest=born.latest,
            precision=born.precision,
            source=source[:120],
            believed=believed,
            **owned(by=by, at=at),
        )
    )

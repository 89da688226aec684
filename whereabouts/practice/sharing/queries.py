"""Questions about sharing; callers are inside a scope."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.scope import current
from whereabouts.practice.sharing.models import Agreement, Entry, Sharing, Slip
from whereabouts.practice.sharing.rules import RECORD, first_name
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import (
    addresses_of,
    births_of,
    display_name,
    names_of,
    phones_of,
    related_people_of,
)


def agreements(*, at: datetime) -> "QuerySet[Agreement]":
    """Return the agreements of the scope's agency that have not ended, what ends first, first."""
    return (
        visible(Agreement)
        .filter(withdrawn_at__isnull=True, ends_at__gt=at)
        .select_related("owner_agency", "with_agency")
        .order_by("ends_at", "id")
    )


def agreements_over(*, at: datetime) -> "QuerySet[Agreement]":
    """Return the agreements that have ended, the latest first."""
    return (
        visible(Agreement)
        .filter(Q(withdrawn_at__isnull=False) | Q(ends_at__lte=at))
        .select_related("owner_agency", "with_agency", "withdrawn_by")
        .order_by("-ends_at", "-id")
    )


def sharings_of(*, child_ids: Collection[UUID]) -> "QuerySet[Sharing]":
    """Return everything shared of a child over every record, the latest first."""
    return (
        visible(Sharing)
        .filter(child__in=list(child_ids))
        .select_related("owner_agency", "to_agency", "recorded_by", "ended_by", "agreement", "slip")
        .order_by("-from_at", "-id")
    )


def under(*, agreement: Agreement, at: datetime) -> "QuerySet[Sharing]":
    """Return what is shared under an agreement and has not ended."""
    return visible(Sharing).filter(agreement=agreement, ended_at__isnull=True, until_at__gt=at)


def running(*, at: datetime) -> "QuerySet[Sharing]":
    """Return what the scope's agency shares now, what ends first, first."""
    return (
        visible(Sharing)
        .filter(
            owner_agency=current().agency_id, ended_at__isnull=True, from_at__lte=at,
            until_at__gt=at,
        )
        .select_related("to_agency", "agreement", "recorded_by")
        .order_by("until_at", "id")
    )  # fmt: skip


def reads(*, child_id: UUID, agency: UUID, at: datetime) -> bool:
    """Return whether a record is shared with an agency now, as the scope can see it."""
    return (
        visible(Sharing)
        .filter(
            child=child_id, to_agency=agency, kind=RECORD, ended_at__isnull=True, from_at__lte=at,
            until_at__gt=at,
        )
        .exists()
    )  # fmt: skip


def own_reason_ends(*, child_id: UUID, at: datetime) -> datetime | None:
    """Return when the scope's agency itself stops seeing a child, or None where nothing ends it.

    Whoever is told for a time tells nobody for longer.
    """
    if Child.objects.filter(pk=child_id, owner_agency=current().agency_id).exists():
        return None
    ends = list(
        visible(Relation)
        .filter(subject=child_id, member__isnull=True, from_at__lte=at)
        .exclude(kind="emergency")
        .filter(Q(until_at__isnull=True) | Q(until_at__gt=at))
        .values_list("until_at", flat=True)
    )
    if not ends or any(end is None for end in ends):
        return None
    return max(end for end in ends if end is not None)


def names_around(*, child_ids: Collection[UUID]) -> set[str]:
    """Return the names of a child and of everybody around, which no pack holds beyond the first."""
    children = list(child_ids)
    kept = {one.full for one in names_of(child_ids=children)}
    kept |= {one.name for one in related_people_of(child_ids=children)}
    return {one.strip() for one in kept if one.strip()}


def numbers_and_places(*, child_ids: Collection[UUID]) -> set[str]:
    """Return a child's birthdays, addresses, postcodes and telephones, which no pack holds."""
    children = list(child_ids)
    kept = {one.as_said for one in births_of(child_ids=children)}
    for address in addresses_of(child_ids=children):
        kept |= {address.line, address.postcode}
    kept |= {one.number for one in phones_of(child_ids=children)}
    return {one.strip() for one in kept if one.strip()}


def from_record(*, child: Child) -> dict[str, str]:
    """Return what a pack may take from a child's record, beside the age."""
    return {
        "first_name": first_name(full=display_name(child_id=child.pk)),
        "description": child.description,
        "how_to_talk": child.communication_needs,
    }


def opened_by(*, code_hash: str, at: datetime, closes_at: datetime) -> tuple[UUID, UUID] | None:
    """Return (slip, agency that shared) where a code opens now, beyond the fence; else None.

    For nobody in particular, before any scope: of a wrong, used, ended or old code the same.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM sharing_open(%s, %s, %s)", [code_hash, at, closes_at])
        found = cursor.fetchone()
    return (found[0], found[1]) if found else None


def slips_of(*, sharings: Collection[UUID]) -> "QuerySet[Slip]":
    """Return the slips of some sharings."""
    return visible(Slip).filter(sharing__in=list(sharings))


def entries_of(*, child_ids: Collection[UUID]) -> "QuerySet[Entry]":
    """Return what agencies told of a child over every record, the latest first."""
    return (
        visible(Entry)
        .filter(child__in=list(child_ids))
        .select_related("owner_agency", "recorded_by", "episode")
        .order_by("-recorded_at", "-id")
    )


def entries_found(*, words: str = "", agency_kind: str = "") -> "QuerySet[Entry]":
    """Return what other agencies told, by a word or a kind of agency, the latest first."""
    found = visible(Entry).exclude(owner_agency=current().agency_id)
    if words:
        found = found.filter(words__icontains=words)
    if agency_kind:
        found = found.filter(owner_agency__kind=agency_kind)
    return found.select_related("owner_agency", "recorded_by", "episode").order_by(
        "-recorded_at", "-id"
    )


def reasons_to_see(*, child_id: UUID) -> list[tuple[UUID, str, datetime, datetime | None]]:
    """Return (agency, kind, from, until) of every kind of reason that an agency has for a child.

    Only for whoever has one; what was given several times, or derived by a link, is said once.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agency_id, kind, min(from_at), CASE WHEN bool_or(until_at IS NULL) THEN NULL"
            " ELSE max(until_at) END FROM access_relations_of(%s)"
            " GROUP BY agency_id, kind ORDER BY 3, 2",
            [child_id],
        )
        return [(row[0], row[1], row[2], row[3]) for row in cursor.fetchall()]

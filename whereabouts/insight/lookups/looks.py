"""Who looked at what: for those who answer for their agency's use of records."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.foundations.access import gate
from whereabouts.foundations.access.models import EmergencyAccess
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups.door import lookup
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.queries import same_person_sets

SINCE = timedelta(days=28)


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One look, in plain values; the words of a search stay where they are."""

    at: datetime
    member: str
    page: str
    kind: str
    purpose: str
    children: int
    shown: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Emergency:
    """One use of emergency access to a child of the agency's."""

    key: UUID
    member: str
    agency: str
    reason: str
    from_at: datetime
    until_at: datetime
    references: tuple[str, ...]
    finding: str
    reviewed_by: str
    reviewed_at: datetime | None
    own: bool


@lookup(needs=Permission.LOOKS_REVIEW)
def recent_looks(
    *, actor: Actor, at: datetime, reference: str = "", member: str = "", most: int = 100
) -> list[Looked]:
    """Return the agency's looks of the last four weeks, latest first.

    `reference` leaves those at the child of one episode; `member` those of one person by name.

    :raises NotVisible: no episode that the agency sees has the reference.
    """
    looks = Look.objects.filter(owner_agency=actor.agency_id, at__gt=at - SINCE, at__lte=at)
    if reference:
        episode = gate.one(Episode, reference=reference)
        looks = looks.filter(subjects__contains=[episode.child_id])
    if member:
        looks = looks.filter(member__display_name=member)
    return [
        Looked(
            at=one.at,
            member=one.member.display_name,
            page=one.page,
            kind=one.get_kind_display(),
            purpose=one.purpose,
            children=len(one.subjects),
            shown=tuple(one.shown),
        )
        for one in looks.select_related("member").order_by("-at", "-pk")[:most]
    ]


@lookup(needs=Permission.EMERGENCY_REVIEW)
def emergencies(*, actor: Actor, at: datetime, most: int = 100) -> list[Emergency]:
    """Return the uses of emergency access to the agency's children: not yet reviewed first."""
    used = list(
        gate.visible(EmergencyAccess)
        .filter(of_agency=actor.agency_id, from_at__lte=at)
        .select_related("member", "owner_agency", "reviewed_by")
        .order_by("-from_at")[:most]
    )
    references: dict[UUID, list[str]] = {}
    same = same_person_sets(child_ids={one.subject for one in used})
    every = {record for records in same.values() for record in records}
    for child, reference in (
        gate.visible(Episode)
        .filter(child__in=every, owner_agency=actor.agency_id)
        .order_by("-reported_at")
        .values_list("child_id", "reference")
    ):
        references.setdefault(child, []).append(reference)
    found = [
        Emergency(
            key=one.pk,
            member=one.member.display_name,
            agency=one.owner_agency.name,
            reason=one.reason,
            from_at=one.from_at,
            until_at=one.until_at,
            references=tuple(
                reference
                for record in sorted(same[one.subject])
                for reference in references.get(record, ())
            )[:3],
            finding=one.get_finding_display(),
            reviewed_by=one.reviewed_by.display_name if one.reviewed_by else "",
            reviewed_at=one.reviewed_at,
            own=one.member_id == actor.member_id,
        )
        for one in used
    ]
    return sorted(found, key=lambda one: one.reviewed_at is not None)

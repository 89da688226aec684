"""Questions about placements; callers are inside a scope."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.access.scope import current
from whereabouts.foundations.agencies.remembered import recall
from whereabouts.records.placements.models import (
    Acknowledgement,
    Capacity,
    NamedOfficer,
    Placement,
    PlacementNotice,
    Setting,
)


def of_children(*, child_ids: Iterable[UUID]) -> "QuerySet[Placement]":
    """Return every placement over a child's joined set, latest first."""
    return (
        visible(Placement)
        .filter(child__in=list(child_ids))
        .select_related("home", "responsible_authority", "host_authority", "host_force")
        .order_by("-started_on", "-recorded_at", "-id")
    )


def placement_at(*, child_ids: Iterable[UUID], at: datetime) -> Placement | None:
    """Return the placement that stood at a moment, the one begun last where several did."""
    scope, children, on = current(), frozenset(child_ids), at.date()
    stood = recall(
        key=("placement", scope, children, on),
        ask=lambda: _stood(children=[*children], on=on),
        seen_by=scope.agency_id,
    )
    return stood[0] if stood else None


@prepared(about="children")
def _stood(*, children: list[UUID], on: date) -> "QuerySet[Placement]":
    return of_children(child_ids=children).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=on), started_on__lte=on
    )[:1]


def next_placement(*, child_ids: Iterable[UUID], at: datetime) -> Placement | None:
    """Return the placement that is planned and has not begun, the first where several are."""
    planned = of_children(child_ids=child_ids).filter(started_on__gt=at.date())
    return planned.order_by("started_on", "recorded_at", "id").first()


def living_at(*, home: UUID, at: datetime) -> "QuerySet[Placement]":
    """Return the placements that stand at a home now, or begin there soon."""
    on = at.date()
    return (
        visible(Placement)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on), home=home)
        .select_related("responsible_authority", "host_authority", "host_force")
        .order_by("started_on", "id")
    )


def setting_of(*, agency: UUID) -> Setting | None:
    """Return an agency's line on the register, or None where it has none that may be seen."""
    found = visible(Setting).filter(agency=agency, closed_on__isnull=True)
    return found.select_related("agency", "authority", "force", "provider").first()


def officer_of(*, setting: Setting) -> NamedOfficer | None:
    """Return the officer whom a setting knows by name now, or None."""
    standing = visible(NamedOfficer).filter(setting=setting, until_at__isnull=True)
    return standing.select_related("officer").first()


def settings_officers(*, settings: Iterable[UUID]) -> dict[UUID, NamedOfficer]:
    """Return setting → the officer whom it knows by name now, of those that have one."""
    found = visible(NamedOfficer).filter(setting__in=list(settings), until_at__isnull=True)
    return {one.setting_id: one for one in found.select_related("officer")}


def known_by(*, officer: UUID) -> "QuerySet[Setting]":
    """Return the settings that know an officer by name now."""
    named = visible(NamedOfficer).filter(officer=officer, until_at__isnull=True)
    found = visible(Setting).filter(pk__in=named.values("setting"), closed_on__isnull=True)
    return found.select_related("agency")


def settings_in(*, force: UUID) -> "QuerySet[Setting]":
    """Return what stands on the register in a force's area, by name."""
    found = visible(Setting).filter(force=force, closed_on__isnull=True)
    return found.select_related("agency").order_by("agency__name", "id")


def capacities(*, at: datetime) -> list[Capacity]:
    """Return what each home and provider said last that it can take, as the scope may see it.

    What is past its day is left out: it says nothing of today.
    """
    latest: dict[tuple[UUID, str], Capacity] = {}
    for one in (
        visible(Capacity)
        .filter(said_at__lte=at)
        .select_related("owner_agency", "recorded_by")
        .order_by("said_at", "id")
    ):
        latest[one.owner_agency_id, one.kind] = one
    standing = [one for one in latest.values() if one.until_on >= at.date()]
    return sorted(standing, key=lambda one: (one.owner_agency.name, one.kind))


def notice_of_placement(*, placement_id: UUID) -> PlacementNotice | None:
    """Return the notice of a placement, or None where it is not out of area."""
    return visible(PlacementNotice).filter(placement=placement_id).first()


def without_notice(*, at: datetime) -> "QuerySet[Placement]":
    """Return the placements out of area that stand and have no notice, the longest first.

    However they came here: a file of many rows opens no notice by itself.
    """
    return (
        visible(Placement)
        .filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=at.date()), out_of_area=True,
            notice__isnull=True, started_on__lte=at.date(),
        )
        .select_related("home", "responsible_authority", "host_authority", "host_force", "child")
        .order_by("started_on", "id")
    )  # fmt: skip


def waiting_for(*, notice: PlacementNotice, about: str = "start") -> list[Acknowledgement]:
    """Return who has not acknowledged a notice and still must."""
    return list(
        visible(Acknowledgement)
        .filter(notice=notice, about=about, acknowledged_at__isnull=True, withdrawn_at__isnull=True)
        .order_by("part")
    )


def asked_of_agency(*, agency: UUID) -> "QuerySet[Acknowledgement]":
    """Return what an agency must acknowledge and has not."""
    return visible(Acknowledgement).filter(
        agency=agency, acknowledged_at__isnull=True, withdrawn_at__isnull=True
    )

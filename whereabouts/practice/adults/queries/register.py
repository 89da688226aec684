"""Who is on the register, what leads to them, what was done, told and let go."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import current
from whereabouts.practice.adults import rules
from whereabouts.practice.adults.models import (
    AdultAction,
    AdultPhoto,
    HomeWarning,
    OperationMember,
    OthersAsked,
    RegisterEntry,
    Release,
    SharedSuspect,
    Trace,
    WarningNotice,
    YoungPlan,
)
from whereabouts.records.people.models import Adult, AdultLink


def entries(*, agency: UUID) -> list[RegisterEntry]:
    """Return the entries that an agency keeps and that stand, the longest without action first."""
    found = visible(RegisterEntry).filter(owner_agency=agency, ended_at__isnull=True)
    return list(found.select_related("adult").order_by("last_action_at", "entered_at", "id"))


def entry_of(*, adult_id: UUID) -> RegisterEntry | None:
    """Return the entry of an adult that stands, whichever agency keeps it, or None."""
    found = visible(RegisterEntry).filter(adult=adult_id, ended_at__isnull=True)
    return found.select_related("owner_agency", "recorded_by").first()


def unregistered(*, agency: UUID) -> "QuerySet[Adult]":
    """Return an agency's adults that are linked with a child and never were on the register."""
    return (
        visible(Adult)
        .filter(owner_agency=agency)
        .filter(Exists(visible(AdultLink).filter(adult=OuterRef("pk"))))
        .exclude(Exists(visible(RegisterEntry).filter(adult=OuterRef("pk"))))
        .order_by("-recorded_at", "id")
    )


def linked_without_action(
    *, agency: UUID, at: datetime, length: timedelta
) -> list[tuple[UUID, datetime]]:
    """Return (adult, since when) of an agency's adults who are only linked, and nothing was done.

    Since the first link, or the last thing that was done; the longest first.
    """
    keys = list(unregistered(agency=agency).values_list("pk", flat=True))
    links, done = since_linked(adult_ids=keys)
    found = [
        (key, max(links[key][0], done.get(key, links[key][0])))
        for key in keys
        if rules.without_action(
            entered_at=links[key][0], last_action_at=done.get(key), at=at, length=length
        )
        is not None
    ]
    return sorted(found, key=lambda one: one[1])


def since_linked(
    *, adult_ids: Iterable[UUID]
) -> tuple[dict[UUID, tuple[datetime, int]], dict[UUID, datetime]]:
    """Return of some adults (when first linked, with how many children), and the last action."""
    keys = list(adult_ids)
    links = visible(AdultLink).filter(adult__in=keys).values("adult_id")
    done = visible(AdultAction).filter(adult__in=keys).values("adult_id")
    return (
        {
            one["adult_id"]: (one["first"], one["children"])
            for one in links.annotate(
                first=Min("said_at"), children=Count("child", distinct=True)
            ).order_by("adult_id")
        },
        {
            one["adult_id"]: one["last"]
            for one in done.annotate(last=Max("done_at")).order_by("adult_id")
        },
    )


def in_use(*, adult_ids: Iterable[UUID], at: datetime) -> set[UUID]:
    """Return of some adults those whose record is worked with now.

    On the register, warned away by a notice that is under way, part of an operation that is open,
    or let go or warned of to somebody until a day that is still to come.
    """
    keys = list(adult_ids)
    live = ("draft", "authorised", "served")
    members = visible(OperationMember).filter(
        adult__in=keys, left_at__isnull=True, operation__closed_at__isnull=True
    )
    released = visible(Release).filter(adult__in=keys, ended_at__isnull=True, expires_at__gt=at)
    return {
        key
        for found in (
            visible(RegisterEntry).filter(adult__in=keys, ended_at__isnull=True),
            visible(WarningNotice).filter(adult__in=keys, state__in=live),
            members,
            released,
            visible(HomeWarning).filter(adult__in=keys, expires_at__gt=at),
        )
        for key in found.values_list("adult_id", flat=True)
        if key is not None
    }


def traces_of(*, adult_ids: Iterable[UUID]) -> list[Trace]:
    """Return what leads to some adults now, by kind."""
    found = visible(Trace).filter(adult__in=list(adult_ids), ended_at__isnull=True)
    return list(found.order_by("kind", "known_at", "id"))


def actions_of(*, adult_id: UUID) -> list[AdultAction]:
    """Return what was done about an adult, the latest first."""
    found = visible(AdultAction).filter(adult=adult_id)
    return list(found.select_related("recorded_by", "owner_agency").order_by("-done_at", "-id"))


def latest_others(*, adult_ids: Iterable[UUID]) -> dict[UUID, OthersAsked]:
    """Return the latest answer to "other children at risk?", by adult."""
    asked = visible(OthersAsked).filter(adult__in=list(adult_ids))
    found: dict[UUID, OthersAsked] = {}
    for one in asked.select_related("recorded_by").order_by("asked_at", "id"):
        found[one.adult_id] = one
    return found


def photo_of(*, adult_id: UUID) -> AdultPhoto | None:
    """Return the latest photograph of an adult, or None."""
    return visible(AdultPhoto).filter(adult=adult_id).order_by("recorded_at", "id").last()


def shared_of(*, adult_id: UUID) -> list[SharedSuspect]:
    """Return the forces whose records agree with this one."""
    found = visible(SharedSuspect).filter(adult=adult_id)
    return list(found.select_related("other_agency").order_by("told_at", "id"))


def releases_of(*, adult_id: UUID, agency: UUID) -> list[Release]:
    """Return what an agency let go of an adult, the latest first."""
    found = visible(Release).filter(adult=adult_id, owner_agency=agency)
    return list(
        found.defer("picture").select_related("to_agency", "decided_by").order_by("-decided_at")
    )


def releases_to(*, agency: UUID) -> list[Release]:
    """Return what was let go to an agency and stands, the latest first; without photographs."""
    found = visible(Release).filter(to_agency=agency)
    return list(
        found.defer("picture").select_related("owner_agency", "decided_by").order_by("-decided_at")
    )


def photographs_for(*, adult_ids: Iterable[UUID], agency: UUID) -> dict[UUID, Release]:
    """Return adult → the release that lets an agency show their photograph now, the latest made.

    What is over, or was called back, the scope may still see of its own: it is left out here.
    """
    found = visible(Release).filter(
        adult__in=list(adult_ids), to_agency=agency, parts__contains=["photograph"],
        expires_at__gt=current().at, ended_at__isnull=True, picture__isnull=False,
    )  # fmt: skip
    return {one.adult_id: one for one in found.defer("picture").order_by("decided_at", "id")}


def home_warnings_of(*, adult_id: UUID, agency: UUID) -> list[HomeWarning]:
    """Return the warnings that an agency sent because of an adult, the latest first."""
    found = visible(HomeWarning).filter(adult=adult_id, owner_agency=agency)
    return list(found.select_related("to_agency", "received_by").order_by("-sent_at", "-id"))


def home_warnings_to(*, agency: UUID) -> list[HomeWarning]:
    """Return the warnings to an agency that stand, those that nobody received first."""
    found = visible(HomeWarning).filter(to_agency=agency)
    in_order = found.select_related("owner_agency", "received_by").order_by("-sent_at", "-id")
    return sorted(in_order, key=lambda one: one.received_at is not None)


def young_plans_of(*, children: Iterable[UUID], at: datetime) -> list[YoungPlan]:
    """Return the plans of a young person who may harm others, those that stand first."""
    found = visible(YoungPlan).filter(child__in=list(children), recorded_at__lte=at)
    in_order = found.select_related("lead", "owner_agency").order_by("-recorded_at", "-id")
    return sorted(in_order, key=lambda one: one.ended_at is not None)

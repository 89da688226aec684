"""Questions about second looks, shifts and lengths of time; callers are inside a scope."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency, DutyPeriod, Member
from whereabouts.foundations.audit.models import Look
from whereabouts.practice.investigation.rules import due_of
from whereabouts.practice.oversight import rules
from whereabouts.practice.oversight.models import (
    KeptFigures,
    MadePack,
    PublishedFigures,
    SecondLook,
    ShiftHandOver,
)
from whereabouts.practice.risk import packs
from whereabouts.practice.risk.models import Decision
from whereabouts.practice.supervision.models import Proposal

DUTY = "duty_inspector"
# Pages that show the grade of one episode; whoever opened one of them grades with it in mind.
SHOW_THE_GRADE = ("episode", "decide", "return", "proposal", "challenge", "offer", "transfer")


class NoSuchLength(Exception):
    """The pack in force names no deadline of that key."""


def due(*, key: str, agency: Agency, from_at: datetime, at: datetime) -> datetime:
    """Return when something is due by the pack in force for an agency.

    :raises NoSuchLength: the pack names no deadline of that key.
    """
    pack = packs.own_pack(agency=agency, at=at)
    for limit in pack.deadlines:
        if limit.key == key:
            clock = {
                "from": "start", "length": limit.length, "unit": limit.unit,
                "calendar": limit.calendar,
            }  # fmt: skip
            runs_out = due_of(clock=clock, happened={"start": from_at})
            if runs_out is not None:
                return runs_out
    raise NoSuchLength(key)


def deciders(*, look: SecondLook) -> frozenset[UUID]:
    """Return everybody whose name is on a decision or a proposal in the episode, or its owner's."""
    named: set[UUID | None] = {look.episode.owner_id}
    decided = visible(Decision).filter(episode=look.episode_id)
    for by, supervisor, inspector in decided.values_list("recorded_by", "supervisor", "inspector"):
        named |= {by, supervisor, inspector}
    proposed = visible(Proposal).filter(episode=look.episode_id)
    for by, answered_by in proposed.values_list("recorded_by", "answered_by"):
        named |= {by, answered_by}
    return frozenset(one for one in named if one is not None)


def graded_at(*, look: SecondLook) -> datetime:
    """Return when the grade was made that is looked at again."""
    return look.decision.decided_at if look.decision else look.assessment.at


def may_review(*, look: SecondLook, actor: Actor) -> bool:
    """Return whether the actor is of another unit or shift than those who graded."""
    who = deciders(look=look)
    then = graded_at(look=look)
    units = set(
        Member.objects.filter(pk__in=who, team__isnull=False).values_list("team", flat=True)
    )
    on_duty = DutyPeriod.objects.filter(
        agency=look.owner_agency_id, from_at__lte=then, until_at__gt=then
    )
    mine = Member.objects.filter(pk=actor.member_id).values_list("team", flat=True).first()
    return rules.may_review(
        member=actor.member_id,
        unit=mine,
        deciders=who,
        units=units,
        on_duty_then=set(on_duty.values_list("member", flat=True)),
    )


def opened_before(*, look: SecondLook, actor: Actor) -> bool:
    """Return whether the actor opened a page that shows the grade, since the child was reported.

    The board does not count: it shows many at once, and whoever reviews has it open.
    """
    return Look.objects.filter(
        member=actor.member_id,
        subjects__contains=[look.child_id],
        page__in=SHOW_THE_GRADE,
        at__gte=look.episode.reported_at,
    ).exists()


def looks_waiting(*, actor: Actor) -> "QuerySet[SecondLook]":
    """Return the second looks that nobody has taken, and those that the actor has begun."""
    return (
        visible(SecondLook)
        .filter(owner_agency=actor.agency_id)
        .filter(Q(state="waiting") | Q(state="graded", blind_grade__recorded_by=actor.member_id))
        .select_related("episode", "assessment", "decision")
        .order_by("due_at", "pk")
    )


@dataclass(frozen=True, kw_only=True)
class ShiftStands:
    """Whether the shift is taken on: what is wrong, since when, and whether it is late."""

    how: str  # "accepted", "offered", "not accepted", "nobody on duty", "no rota"
    since: datetime | None = None
    by: str = ""
    late: bool = False
    list_id: UUID | None = None
    duty_id: UUID | None = None


def shift_stands(*, agency: Agency, at: datetime) -> ShiftStands:
    """Return who took the shift on, or that nobody did at the last change of duty."""
    for offered in _offered(agency=agency.pk):
        return ShiftStands(
            how="offered", since=offered.offered_at, by=offered.recorded_by.display_name,
            late=offered.due_at <= at, list_id=offered.pk,
        )  # fmt: skip
    accepted = next(iter(_accepted(agency=agency.pk)), None)
    now = next(iter(_duty_at(agency=agency.pk, at=at)), None)
    if now is None:
        for ended in _duty_before(agency=agency.pk, at=at):
            return ShiftStands(how="nobody on duty", since=ended.until_at, late=True)
        return _taken(accepted) or ShiftStands(how="no rota")
    rota = DutyPeriod.objects.filter(agency=agency.pk, role=DUTY)
    began = _began(rota=rota, now=now)
    if accepted is not None and accepted.accepted_at is not None:
        early = due(key="shift_accept_early", agency=agency, from_at=accepted.accepted_at, at=at)
        if accepted.accepted_at >= began or (
            early >= began and accepted.accepted_by_id == now.member_id
        ):
            return _taken(accepted) or ShiftStands(how="no rota")
    before = rota.filter(until_at__lte=began).exists()
    if not before and accepted is None:
        # The first on a rota takes over from nobody.
        return ShiftStands(how="no rota")
    late = due(key="shift_accept", agency=agency, from_at=began, at=at) <= at
    return ShiftStands(how="not accepted", since=began, late=late, duty_id=now.pk)


def _taken(accepted: ShiftHandOver | None) -> ShiftStands | None:
    if accepted is None or accepted.accepted_by is None:
        return None
    return ShiftStands(
        how="accepted", since=accepted.accepted_at, by=accepted.accepted_by.display_name,
        list_id=accepted.pk,
    )  # fmt: skip


@prepared
def _offered(*, agency: UUID) -> "QuerySet[ShiftHandOver]":
    lists = visible(ShiftHandOver).filter(owner_agency=agency, state="offered")
    return lists.select_related("recorded_by").order_by("pk")[:1]


@prepared
def _accepted(*, agency: UUID) -> "QuerySet[ShiftHandOver]":
    lists = visible(ShiftHandOver).filter(owner_agency=agency, state="accepted")
    return lists.select_related("accepted_by").order_by("-accepted_at")[:1]


@prepared
def _duty_at(*, agency: UUID, at: datetime) -> "QuerySet[DutyPeriod]":
    rota = DutyPeriod.objects.filter(agency=agency, role=DUTY)
    return rota.filter(from_at__lte=at, until_at__gt=at).order_by("-from_at")[:1]


@prepared
def _duty_before(*, agency: UUID, at: datetime) -> "QuerySet[DutyPeriod]":
    rota = DutyPeriod.objects.filter(agency=agency, role=DUTY)
    return rota.filter(until_at__lte=at).order_by("-until_at")[:1]


def _began(*, rota: "QuerySet[DutyPeriod]", now: DutyPeriod) -> datetime:
    """Return when the present inspector came on: periods of one person in a row are one duty."""
    began = now.from_at
    mine: Iterable[tuple[datetime, datetime]] = (
        rota.filter(member=now.member_id, from_at__lt=began)
        .order_by("-from_at")
        .values_list("from_at", "until_at")[:20]
    )
    for from_at, until_at in mine:
        if until_at < began:
            break
        began = from_at
    return began


def parts_kept(*, agency: UUID, ends: int, marks: Mapping[str, str]) -> dict[str, Any]:
    """Return the parts of a year's figures that an agency keeps, each made by its mark."""
    kept = visible(KeptFigures).filter(owner_agency=agency, ends=ends, mark__in=marks.values())
    return {
        part: content
        for part, mark, content in kept.values_list("part", "mark", "content")
        if marks.get(part) == mark
    }


def packs_kept_until(*, agency: UUID) -> date | None:
    """Return the first day after the last time that an agency has packs of; None before any."""
    kept = visible(MadePack).filter(owner_agency=agency)
    last: date | None = kept.aggregate(last=Max("until_on"))["last"]
    return last


def packs_before(*, agency: UUID, until: date) -> list[Any]:
    """Return the packs of an agency that are of earlier times, as they are kept."""
    kept = visible(MadePack).filter(owner_agency=agency, until_on__lt=until)
    return list(kept.order_by("until_on", "kind").values_list("content", flat=True))


def published(*, ends: int) -> list[tuple[datetime, Any]]:
    """Return when the figures of a year were published and what they were, the first first."""
    made = visible(PublishedFigures).filter(ends=ends).order_by("recorded_at", "id")
    return list(made.values_list("recorded_at", "content"))

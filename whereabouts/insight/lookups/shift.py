"""The shift: who took it on, what is open now, and the lists that were handed over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access import gate
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import is_police
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.shift_parts import OpenLine, counts_of, open_lines, thawed
from whereabouts.practice.oversight.gate import shift_list_for
from whereabouts.practice.oversight.models import ShiftHandOver
from whereabouts.practice.oversight.queries import ShiftStands, shift_stands
from whereabouts.practice.response.queries import none_free_since
from whereabouts.practice.supervision.queries import shift_began
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import NOT_CLOSED

SHOWN = ["name", "level", "category", "state", "owner", "deadline", "tasks"]
EARLIER = 10


@dataclass(frozen=True, kw_only=True)
class Given:
    """A list that was handed over, without what is on it."""

    key: UUID
    by: str
    at: datetime
    due_at: datetime
    state: str
    accepted_by: str
    accepted_at: datetime | None
    counts: dict[str, Any]
    mine: bool


@dataclass(frozen=True, kw_only=True)
class NoneFree:
    """How often no unit was free in a force since its shift began, and for how many episodes."""

    since: datetime
    times: int
    episodes: int


@dataclass(frozen=True, kw_only=True)
class Shift:
    """What is open now in the force, how the shift stands, and the latest lists."""

    at: datetime
    stands: ShiftStands
    lines: list[OpenLine]
    counts: dict[str, int]
    lists: list[Given]
    none_free: NoneFree


@dataclass(frozen=True, kw_only=True)
class ShiftList:
    """A list as it was written, with the words on both sides, and what changed since."""

    given: Given
    words: str
    answer_words: str
    lines: list[OpenLine]
    come: tuple[str, ...]
    gone: tuple[str, ...]
    changed: tuple[str, ...]


def standing_for(*, actor: Actor, at: datetime) -> ShiftStands | None:
    """Return how the shift of the actor's force stands, or None where there is none to take on."""
    if not is_police(actor=actor):
        return None
    (agency,) = _agency(key=actor.agency_id)
    stands = shift_stands(agency=agency, at=at)
    return None if stands.how == "no rota" else stands


@prepared
def _agency(*, key: UUID) -> "QuerySet[Agency]":
    return Agency.objects.filter(pk=key)


def none_free_in_shift(*, agency: UUID, at: datetime) -> NoneFree:
    """Return how often no unit was free in a force since its shift began; inside a scope."""
    since = shift_began(agency=agency, at=at)
    times, episodes = none_free_since(agency=agency, since=since, at=at)
    return NoneFree(since=since, times=times, episodes=episodes)


@lookup(needs=Permission.SHIFT_HAND_OVER)
def shift_now(*, actor: Actor, at: datetime) -> Shift:
    """Return what the actor's force has open now, to be looked over before it is handed on."""
    lines = open_lines(actor=actor, at=at)
    if lines:
        record_look(
            kind="view", page="shift", by=actor, at=at, subjects={line.child for line in lines},
            shown=SHOWN,
        )  # fmt: skip
    latest = (
        gate.visible(ShiftHandOver)
        .filter(owner_agency=actor.agency_id)
        .select_related("recorded_by", "accepted_by")
        .order_by("-offered_at")[:EARLIER]
    )
    return Shift(
        at=at,
        stands=shift_stands(agency=Agency.objects.get(pk=actor.agency_id), at=at),
        lines=lines,
        counts=counts_of(lines),
        lists=[_given(one, actor=actor) for one in latest],
        none_free=none_free_in_shift(agency=actor.agency_id, at=at),
    )


@lookup(needs=Permission.SHIFT_HAND_OVER)
def shift_list(*, actor: Actor, at: datetime, shift_id: UUID) -> ShiftList:
    """Return a list as it was written, with what changed since.

    :raises NotVisible: there is none for this actor.
    """
    found = shift_list_for(actor, shift_id=shift_id)
    lines = [
        thawed(key=line.episode_id, child=line.child_id, shown=line.shown)
        for line in found.lines.order_by("place")
    ]
    now = {
        row.reference: row
        for row in gate.visible(Episode).filter(owner_agency=actor.agency_id, state__in=NOT_CLOSED)
    }
    then = {line.reference: line for line in lines}
    if lines:
        record_look(
            kind="view", page="shift list", by=actor, at=at,
            subjects={line.child for line in lines}, shown=SHOWN,
        )  # fmt: skip
    return ShiftList(
        given=_given(found, actor=actor),
        words=found.words,
        answer_words=found.answer_words,
        lines=lines,
        come=tuple(sorted(set(now) - set(then))),
        gone=tuple(sorted(set(then) - set(now))),
        changed=tuple(
            reference
            for reference, line in then.items()
            if reference in now
            and (now[reference].level, now[reference].state) != (line.level, line.state)
        ),
    )


def _given(one: ShiftHandOver, *, actor: Actor) -> Given:
    return Given(
        key=one.pk,
        by=one.recorded_by.display_name,
        at=one.offered_at,
        due_at=one.due_at,
        state=one.state,
        accepted_by=one.accepted_by.display_name if one.accepted_by else "",
        accepted_at=one.accepted_at,
        counts=one.counts,
        mine=one.recorded_by_id == actor.member_id,
    )

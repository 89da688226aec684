"""Writing down what the next duty inspector takes on, and taking it on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise, tell_screens
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.oversight import events, queries
from whereabouts.practice.oversight.models import ShiftHandOver, ShiftLine


class YoursToLeave(Exception):
    """Nobody takes a shift on from themself."""


class NoLongerOffered(Exception):
    """The list was accepted, or a newer one took its place."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One open episode as it stands now: its keys, and what is shown of it."""

    child_id: UUID
    episode_id: UUID
    shown: Mapping[str, Any]


@transaction.atomic
def write_list(
    *, lines: Sequence[Line], counts: Mapping[str, int], words: str, by: Actor, at: datetime
) -> ShiftHandOver:
    """Freeze what is open, with the outgoing inspector's words; an earlier list is put aside."""
    agency = Agency.objects.select_for_update().get(pk=by.agency_id)
    for earlier in ShiftHandOver.objects.filter(owner_agency=agency, state="offered"):
        ShiftHandOver.objects.filter(pk=earlier.pk).update(state="withdrawn")
        stand_down(subject=f"shift:{earlier.pk}", at=at)
        audit.record(kind=events.SHIFT_WITHDRAWN, subject=f"shift:{earlier.pk}", by=by, at=at)
    made = ShiftHandOver.objects.create(
        offered_at=at,
        due_at=queries.due(key="shift_accept", agency=agency, from_at=at, at=at),
        words=words.strip(),
        counts=dict(counts),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    ShiftLine.objects.bulk_create(
        [
            ShiftLine(
                child_id=line.child_id,
                episode_id=line.episode_id,
                hand_over=made,
                place=place,
                shown=dict(line.shown),
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
            )
            for place, line in enumerate(lines, start=1)
        ]
    )
    audit.record(
        kind=events.SHIFT_OFFERED, subject=f"shift:{made.pk}", by=by, at=at,
        payload={"episodes": len(lines)},
    )  # fmt: skip
    promise(
        key=f"shift:{made.pk}",
        kind="shift_offered",
        subject=f"shift:{made.pk}",
        from_agency=by.agency_id,
        to_agency=by.agency_id,
        to_role="duty_inspector",
        text=f"The shift list is written: {len(lines)} open. The next inspector accepts it.",
        at=at,
    )
    set_timer(
        key=f"shift:{made.pk}:unaccepted",
        kind="shift_unaccepted",
        subject=f"shift:{made.pk}",
        agency=by.agency_id,
        at=at,
        due_at=made.due_at,
    )
    return made


@transaction.atomic
def accept_list(*, offered: ShiftHandOver, words: str, by: Actor, at: datetime) -> None:
    """Take the shift on, by name and from this moment, with the list as it was written.

    :raises YoursToLeave: the actor wrote it.
    :raises NoLongerOffered: it was accepted, or a newer list stands.
    """
    if offered.recorded_by_id == by.member_id:
        raise YoursToLeave("You wrote this list: the inspector who comes on accepts it.")
    taken = ShiftHandOver.objects.filter(pk=offered.pk, state="offered").update(
        state="accepted", accepted_at=at, accepted_by_id=by.member_id, answer_words=words.strip()
    )
    if not taken:
        raise NoLongerOffered("This list was accepted already, or a newer one took its place.")
    stand_down(subject=f"shift:{offered.pk}", at=at)
    audit.record(kind=events.SHIFT_ACCEPTED, subject=f"shift:{offered.pk}", by=by, at=at)
    tell_screens(agencies=[by.agency_id])


def alarm_unaccepted(*, key: str, subject: str, agency: UUID, by: Actor, at: datetime) -> None:
    """Tell the superintendent, and the duty inspector, that nobody took the shift on in time."""
    audit.record(kind=events.SHIFT_UNACCEPTED, subject=subject, by=by, at=at)
    for role in ("superintendent", "duty_inspector"):
        promise(
            key=f"{key}:{role}",
            kind="shift_unaccepted",
            subject=subject,
            from_agency=agency,
            to_agency=agency,
            to_role=role,
            text="Nobody has accepted the shift. Open the shift page and accept it.",
            at=at,
            loudness="interrupt",
        )
    tell_screens(agencies=[agency])

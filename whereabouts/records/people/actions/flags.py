"""Flags: raised or proposed with source, owner and review date; ended with a reason."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.records.people import events, rules
from whereabouts.records.people.actions.around import hold_back_relatives
from whereabouts.records.people.actions.children import owned, write_down
from whereabouts.records.people.models import Child, Flag

UNSETTLED = "flag_unsettled"


class AlreadySettled(Exception):
    """The flag was settled or ended already."""


@transaction.atomic
def raise_flag(
    *,
    child: Child,
    kind: str,
    strength: str,
    source: str,
    review_on: date,
    by: Actor,
    at: datetime,
    detail: str = "",
    owner: UUID | None = None,
) -> Flag:
    """Raise a flag. Some concerns leave relatives with nothing until a senior decides."""
    flag = _write(
        child=child, kind=kind, strength=strength, source=source, review_on=review_on, by=by,
        at=at, detail=detail, owner=owner, state="active",
    )  # fmt: skip
    write_down(kind=events.FLAG_RAISED, child_id=child.pk, by=by, at=at, flag=str(flag.pk))
    return flag


@transaction.atomic
def propose_flag(
    *,
    child: Child,
    kind: str,
    strength: str,
    source: str,
    review_on: date,
    by: Actor,
    at: datetime,
    detail: str = "",
    owner: UUID | None = None,
) -> Flag:
    """Propose a flag for somebody who may raise it; the concern holds relatives back at once."""
    flag = _write(
        child=child, kind=kind, strength=strength, source=source, review_on=review_on, by=by,
        at=at, detail=detail, owner=owner, state="proposed",
    )  # fmt: skip
    write_down(kind=events.FLAG_PROPOSED, child_id=child.pk, by=by, at=at, flag=str(flag.pk))
    watch_proposal(flag=flag, agency=by.agency_id, at=at)
    return flag


def watch_proposal(*, flag: Flag, agency: UUID, at: datetime) -> None:
    """Let a proposal that nobody settles be told of, above whoever should have."""
    set_timer(
        key=f"flag:{flag.pk}:settle:{at.isoformat()}",
        kind=UNSETTLED,
        subject=f"flag:{flag.pk}",
        agency=agency,
        at=at,
        due_at=at + length_of(key="flag_settled", at=at),
    )


@transaction.atomic
def settle_flag_proposal(
    *,
    flag: Flag,
    accepted: bool,
    because: str,
    by: Actor,
    at: datetime,
    strength: str = "",
    review_on: date | None = None,
) -> None:
    """Raise a proposed flag, or decline it with a reason. What relatives may be told stays held.

    :raises AlreadySettled: it is a proposal no longer.
    """
    changes: dict[str, object]
    if accepted:
        changes = {
            "state": "active",
            "strength": strength or flag.strength,
            "review_on": review_on or flag.review_on,
            "owner_id": by.member_id,
            "settled_at": at,
        }
    else:
        changes = {
            "state": "declined",
            "settled_at": at,
            "ended_at": at,
            "ended_by_id": by.member_id,
            "end_because": because[:240],
        }
    if not Flag.objects.filter(pk=flag.pk, state="proposed").update(**changes):
        raise AlreadySettled("This flag is a proposal no longer.")
    flag.refresh_from_db()
    write_down(
        kind=events.FLAG_SETTLED, child_id=flag.child_id, by=by, at=at,
        flag=str(flag.pk), accepted=accepted, because=because,
    )  # fmt: skip


@transaction.atomic
def end_flag(*, flag: Flag, because: str, by: Actor, at: datetime) -> None:
    """End a flag, with the reason and in the actor's name.

    :raises AlreadySettled: it does not stand.
    """
    ended = Flag.objects.filter(pk=flag.pk, state="active").update(
        state="ended", ended_at=at, ended_by_id=by.member_id, end_because=because[:240]
    )
    if not ended:
        raise AlreadySettled("This flag does not stand any more.")
    flag.refresh_from_db()
    write_down(
        kind=events.FLAG_ENDED, child_id=flag.child_id, by=by, at=at,
        flag=str(flag.pk), because=because,
    )  # fmt: skip


def _write(
    *,
    child: Child,
    kind: str,
    strength: str,
    source: str,
    review_on: date,
    by: Actor,
    at: datetime,
    detail: str,
    owner: UUID | None,
    state: str,
) -> Flag:
    flag = Flag.objects.create(
        child=child, kind=kind, strength=strength, state=state, source=source, detail=detail,
        owner_id=owner or by.member_id, raised_at=at, review_on=review_on, **owned(by=by, at=at),
    )  # fmt: skip
    concern = rules.CONCERN_OF_FLAG.get(kind)
    if concern:
        hold_back_relatives(child_id=child.pk, concern=concern, by=by, at=at)
    return flag

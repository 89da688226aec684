"""Sharing for a time, ending it early, and saying that the child was told."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.access.gate import end_relation
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.sharing import events
from whereabouts.practice.sharing.models import Agreement, Sharing
from whereabouts.practice.sharing.rules import OPENS
from whereabouts.records.people.actions import relate_to_child
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import same_person_set

ENDS = "sharing_ends"


class AlreadyEnded(Exception):
    """It is shared no more."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """Whether the child was told of it, and the reason where not."""

    how: str
    because: str = ""


def reason_of(*, sharing: Sharing) -> str:
    """Return under which name a sharing stands as a reason to see the child."""
    return f"sharing:{sharing.pk}"


@transaction.atomic(savepoint=False)
def share(
    *, child: Child, kind: str, gateway: str, purpose: str, until_at: datetime, told: Told,
    by: Actor, at: datetime, to_agency: UUID | None = None, to_whom: str = "",
    agreement: Agreement | None = None,
) -> Sharing:  # fmt: skip
    """Write down what is shared; of a record it lets the agency see the child until `until_at`."""
    made = Sharing.objects.create(
        child=child,
        to_agency_id=to_agency,
        to_whom=to_whom.strip(),
        agreement=agreement,
        kind=kind,
        gateway=gateway,
        purpose=purpose.strip(),
        from_at=at,
        until_at=until_at,
        told=told.how,
        told_because=told.because.strip(),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    if kind in OPENS and to_agency is not None:
        # The fence itself reads until when: no worker has to come round for it to end.
        relate_to_child(
            child_id=child.pk, agency=to_agency, kind="shared", at=at, until_at=until_at,
            because=reason_of(sharing=made),
        )  # fmt: skip
    audit.record(
        kind=events.SHARED, subject=f"child:{child.pk}", by=by, at=at,
        payload={
            "sharing": str(made.pk), "kind": kind, "gateway": gateway, "to": str(to_agency or ""),
            "until_at": until_at.isoformat(), "told": told.how,
        },
    )  # fmt: skip
    set_timer(
        key=f"sharing:{made.pk}:ends", kind=ENDS, subject=f"sharing:{made.pk}",
        agency=by.agency_id, at=at, due_at=until_at,
    )  # fmt: skip
    return made


@transaction.atomic(savepoint=False)
def end_sharing(*, sharing: Sharing, because: str, by: Actor, at: datetime) -> None:
    """End a sharing now: the agency sees the child no more by it, and a code opens nothing.

    :raises AlreadyEnded: it has ended.
    """
    done = Sharing.objects.filter(
        pk=sharing.pk, ended_at__isnull=True, until_at__gt=at
    ).update(ended_at=at, ended_by=by.member_id, ended_because=because.strip())  # fmt: skip
    if not done:
        raise AlreadyEnded("It is shared no more.")
    stand_down(subject=f"sharing:{sharing.pk}", at=at)
    audit.record(
        kind=events.ENDED, subject=f"child:{sharing.child_id}", by=by, at=at,
        payload={"sharing": str(sharing.pk), "because": because.strip()},
    )  # fmt: skip
    if sharing.kind in OPENS and sharing.to_agency_id is not None:
        # Last: it may be one's own reason to see the child that ends.
        end_relation(
            subjects=same_person_set(child_id=sharing.child_id), agency=sharing.to_agency_id,
            kind="shared", because=reason_of(sharing=sharing),
        )  # fmt: skip


def run_out(*, sharing: Sharing, by: Actor, at: datetime) -> bool:
    """Write down that a sharing ran out, where it did; return whether."""
    if sharing.ended_at is not None or sharing.until_at > at:
        return False
    audit.record(
        kind=events.RAN_OUT, subject=f"child:{sharing.child_id}", by=by, at=at,
        payload={"sharing": str(sharing.pk)},
    )  # fmt: skip
    return True


def say_child_told(*, sharing: Sharing, by: Actor, at: datetime) -> None:
    """Write down that the child was told of what was shared.

    :raises AlreadyEnded: the child had been told before.
    """
    done = Sharing.objects.filter(pk=sharing.pk).exclude(told="told").update(told="told")
    if not done:
        raise AlreadyEnded("The child was told before.")
    audit.record(
        kind=events.CHILD_TOLD, subject=f"child:{sharing.child_id}", by=by, at=at,
        payload={"sharing": str(sharing.pk)},
    )  # fmt: skip

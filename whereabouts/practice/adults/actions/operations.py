"""Opening an operation, joining children, adults and episodes to it, and closing it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.practice.adults import events
from whereabouts.practice.adults.actions.register import owned, said
from whereabouts.practice.adults.models import Operation, OperationMember, OperationPartner
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Adult, Child


class NameTaken(Exception):
    """The force has an operation of that name."""


class OperationClosed(Exception):
    """The operation was closed."""


class AlreadyJoined(Exception):
    """They are part of the operation, or no longer."""


@transaction.atomic
def open_operation(*, name: str, purpose: str, by: Actor, at: datetime) -> Operation:
    """Open an operation; whoever opens it leads it.

    :raises WordsMissing: it has no name, or nobody says what it is for.
    :raises NameTaken: the force has one of that name.
    """
    try:
        with transaction.atomic():
            made = Operation.objects.create(
                name=said("name", name), purpose=said("purpose", purpose), lead_id=by.member_id,
                opened_at=at, **owned(by=by, at=at),
            )  # fmt: skip
    except IntegrityError:
        raise NameTaken("Your force has an operation of that name.") from None
    audit.record(kind=events.OPERATION_OPENED, subject=f"operation:{made.pk}", by=by, at=at)
    return made


@transaction.atomic
def join_operation(
    *,
    operation: Operation,
    because: str,
    by: Actor,
    at: datetime,
    child: Child | None = None,
    adult: Adult | None = None,
    episode: Episode | None = None,
) -> OperationMember:
    """Join a child, an adult, or an episode with its child, to an operation.

    :raises OperationClosed: it was closed.
    :raises WordsMissing: nobody says why.
    :raises AlreadyJoined: they are part of it.
    """
    if operation.closed_at is not None:
        raise OperationClosed("This operation is closed.")
    of_child = child.pk if child is not None else None
    try:
        with transaction.atomic():
            made = OperationMember.objects.create(
                operation=operation,
                child_id=episode.child_id if episode is not None else of_child,
                adult=adult,
                episode=episode,
                because=said("because", because),
                joined_at=at,
                **owned(by=by, at=at),
            )
    except IntegrityError:
        raise AlreadyJoined("This is part of the operation already.") from None
    audit.record(
        kind=events.OPERATION_JOINED, subject=f"operation:{operation.pk}", by=by, at=at,
        payload={"member": str(made.pk)},
    )  # fmt: skip
    return made


@transaction.atomic
def leave_operation(*, member: OperationMember, by: Actor, at: datetime) -> None:
    """Take somebody, or an episode, out of an operation; that they were in it is kept.

    :raises AlreadyJoined: they left before.
    """
    left = OperationMember.objects.filter(pk=member.pk, left_at__isnull=True).update(left_at=at)
    if not left:
        raise AlreadyJoined("This is no longer part of the operation.")
    audit.record(
        kind=events.OPERATION_LEFT, subject=f"operation:{member.operation_id}", by=by, at=at,
        payload={"member": str(member.pk)},
    )  # fmt: skip


@transaction.atomic
def let_join(
    *, operation: Operation, agency: Agency, because: str, by: Actor, at: datetime
) -> OperationPartner:
    """Let another force take part in an operation: it sees who is in it, and adds to it.

    :raises OperationClosed: it was closed.
    :raises WordsMissing: nobody says why.
    :raises AlreadyJoined: it takes part.
    """
    if operation.closed_at is not None:
        raise OperationClosed("This operation is closed.")
    try:
        with transaction.atomic():
            made = OperationPartner.objects.create(
                operation=operation, agency=agency, because=said("because", because), from_at=at,
                **owned(by=by, at=at),
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyJoined("This force takes part already.") from None
    audit.record(
        kind=events.PARTNER_JOINED, subject=f"operation:{operation.pk}", by=by, at=at,
        payload={"agency": str(agency.pk)},
    )  # fmt: skip
    promise(
        key=f"operation_partner:{made.pk}", kind="operation_joined",
        subject=f"operation:{operation.pk}", from_agency=by.agency_id, to_agency=agency.pk,
        to_role="missing_coordinator",
        text="Another force lets yours take part in an operation: read it.", at=at,
    )  # fmt: skip
    return made


@transaction.atomic
def end_partnership(*, partner: OperationPartner, because: str, by: Actor, at: datetime) -> None:
    """End a force's part in an operation: it sees no more of it; what it added stays.

    :raises WordsMissing: nobody says why.
    :raises AlreadyJoined: it was ended before.
    """
    because = said("because", because)
    ended = OperationPartner.objects.filter(pk=partner.pk, ended_at__isnull=True).update(
        ended_at=at, ended_by_id=by.member_id, ended_because=because
    )
    if not ended:
        raise AlreadyJoined("This force takes no part any more.")
    audit.record(
        kind=events.PARTNER_LEFT, subject=f"operation:{partner.operation_id}", by=by, at=at,
        payload={"agency": str(partner.agency_id)},
    )  # fmt: skip


@transaction.atomic
def close_operation(*, operation: Operation, words: str, by: Actor, at: datetime) -> None:
    """Close an operation, and say what came of it.

    :raises WordsMissing: nobody says what came of it.
    :raises OperationClosed: it was closed.
    """
    words = said("words", words)
    closed = Operation.objects.filter(pk=operation.pk, closed_at__isnull=True).update(
        closed_at=at, closed_by_id=by.member_id, outcome_words=words
    )
    if not closed:
        raise OperationClosed("This operation is closed.")
    audit.record(kind=events.OPERATION_CLOSED, subject=f"operation:{operation.pk}", by=by, at=at)

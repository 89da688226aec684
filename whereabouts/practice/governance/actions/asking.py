"""Asking, bundles and answers: what people may ask of a record about them."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.governance import events
from whereabouts.practice.governance.models import Bundle, Request
from whereabouts.practice.governance.rules import Line
from whereabouts.records.people.models import Child

DUE = "request_due"


class AlreadyAnswered(Exception):
    """Somebody has answered or decided it."""


class AnotherDecides(Exception):
    """Whoever made it does not release or decide it."""


@transaction.atomic(savepoint=False)
def ask(
    *, child: Child, kind: str, asker: str, asked_by: str, words: str, due_at: datetime,
    by: Actor, at: datetime,
) -> Request:  # fmt: skip
    """Write down what somebody asks of the record, with the day by which they are answered."""
    made = Request.objects.create(
        child=child, kind=kind, asker=asker, asked_by=asked_by.strip(), words=words.strip(),
        asked_at=at, due_at=due_at, **owned(by=by, at=at),
    )  # fmt: skip
    audit.record(
        kind=events.ASKED, subject=f"request:{made.pk}", by=by, at=at, payload={"kind": kind}
    )
    set_timer(
        key=f"request:{made.pk}:due", kind=DUE, subject=f"request:{made.pk}",
        agency=by.agency_id, at=at, due_at=due_at,
    )  # fmt: skip
    return made


@transaction.atomic(savepoint=False)
def keep_bundle(*, request: Request, lines: Iterable[Line], by: Actor, at: datetime) -> Bundle:
    """Keep a bundle as it was put together.

    :raises AlreadyAnswered: there is one, or the request has its answer.
    """
    moved = Request.objects.filter(pk=request.pk, state="asked").update(state="made")
    if not moved:
        raise AlreadyAnswered("There is a bundle, or an answer, already.")
    kept = [asdict(one) for one in lines]
    goes = sum(bool(one["goes"]) for one in kept)
    made = Bundle.objects.create(
        request=request, made_at=at, lines=kept, goes=goes, withheld=len(kept) - goes,
        **owned(by=by, at=at),
    )  # fmt: skip
    audit.record(
        kind=events.BUNDLE_MADE, subject=f"request:{request.pk}", by=by, at=at,
        payload={"goes": goes, "withheld": len(kept) - goes},
    )  # fmt: skip
    return made


@transaction.atomic(savepoint=False)
def release_bundle(*, request: Request, by: Actor, at: datetime) -> None:
    """Let a bundle go out: another than who put it together says so.

    :raises AnotherDecides: the actor put it together.
    :raises AlreadyAnswered: there is none that waits.
    """
    bundle = Bundle.objects.filter(request=request, released_at__isnull=True).first()
    if bundle is None:
        raise AlreadyAnswered("There is no bundle that waits to be released.")
    if bundle.recorded_by_id == by.member_id:
        raise AnotherDecides("You put it together: another officer reads it and releases it.")
    Bundle.objects.filter(pk=bundle.pk).update(released_at=at, released_by=by.member_id)
    _settle(request=request, state="released", answer="", by=by, at=at)
    audit.record(kind=events.BUNDLE_RELEASED, subject=f"request:{request.pk}", by=by, at=at)


@transaction.atomic(savepoint=False)
def answer(*, request: Request, state: str, words: str, by: Actor, at: datetime) -> None:
    """Answer a request: something was put right, or it is refused with the reason.

    :raises AlreadyAnswered: it has its answer.
    """
    _settle(request=request, state=state, answer=words.strip(), by=by, at=at)
    audit.record(
        kind=events.ANSWERED, subject=f"request:{request.pk}", by=by, at=at,
        payload={"state": state, "words": words.strip()},
    )  # fmt: skip


def _settle(*, request: Request, state: str, answer: str, by: Actor, at: datetime) -> None:
    done = Request.objects.filter(pk=request.pk, answered_at__isnull=True).update(
        state=state, answer=answer, answered_at=at, answered_by=by.member_id
    )
    if not done:
        raise AlreadyAnswered("This was answered already.")
    stand_down(subject=f"request:{request.pk}", at=at)


def owned(*, by: Actor, at: datetime) -> dict[str, object]:
    """Return what every row says of who wrote it."""
    return {
        "owner_agency_id": by.agency_id, "recorded_at": at, "recorded_by_id": by.member_id,
    }  # fmt: skip

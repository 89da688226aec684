"""Packs on their way: made with a code or for paper, opened once, receipted, answered."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.sharing import code, events
from whereabouts.practice.sharing.models import Sharing, Slip
from whereabouts.practice.sharing.rules import Profile


class AlreadyReceipted(Exception):
    """The receipt was given, or this was said before."""


def hash_of(*, typed: str) -> str:
    """Return what is kept of a code that somebody typed."""
    return code.hash_of(typed=typed, key=settings.SECRET_KEY)


@transaction.atomic(savepoint=False)
def make_slip(
    *, sharing: Sharing, profile: Profile, contents: Mapping[str, str], reader: str, handed: str,
    by: Actor, at: datetime,
) -> tuple[Slip, str]:  # fmt: skip
    """Make the pack of a sharing; return it with its code, which is kept nowhere ("" on paper)."""
    made_code = (
        code.new_code(random_bytes=secrets.token_bytes(code.RANDOM_BYTES))
        if handed == "link"
        else ""
    )
    made = Slip.objects.create(
        child_id=sharing.child_id,
        sharing=sharing,
        profile=profile.id,
        profile_since=profile.since,
        contents=dict(contents),
        handed=handed,
        reader=reader.strip(),
        code_hash=hash_of(typed=made_code) if made_code else None,
        expires_at=sharing.until_at,
        closes_at=sharing.until_at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    return made, made_code


def opened(*, slip: Slip, by: Actor, at: datetime) -> None:
    """Write down that a pack was opened."""
    audit.record(kind=events.SLIP_OPENED, subject=f"child:{slip.child_id}", by=by, at=at)


@transaction.atomic(savepoint=False)
def receipt(*, slip: Slip, name: str, by: Actor, at: datetime) -> None:
    """Keep who says that they got the pack.

    :raises AlreadyReceipted: somebody said so before.
    """
    done = Slip.objects.filter(pk=slip.pk, receipt_at__isnull=True).update(
        receipt_at=at, receipt_by=name.strip()
    )
    if not done:
        raise AlreadyReceipted("The receipt for this pack was given before.")
    audit.record(kind=events.SLIP_RECEIPTED, subject=f"child:{slip.child_id}", by=by, at=at)


@transaction.atomic(savepoint=False)
def give_feedback(*, slip: Slip, words: str, by: Actor, at: datetime) -> None:
    """Keep what whoever got a pack saw.

    :raises AlreadyReceipted: something was said before.
    """
    done = Slip.objects.filter(pk=slip.pk, feedback_at__isnull=True).update(
        feedback_at=at, feedback=words.strip()
    )
    if not done:
        raise AlreadyReceipted("Something was said with this pack before.")

"""Reading the briefing, telling something from the street, and what came of it."""

from datetime import datetime

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.street import events
from whereabouts.practice.street.actions.beats import NothingSaid
from whereabouts.practice.street.models import Beat, BriefingRead, StreetWord
from whereabouts.records.people.models import Child

WORD_CLOCK = "street_word_unread"


class AlreadySettled(Exception):
    """Somebody said already what came of it."""


class ResultMissing(Exception):
    """What came of it is said in words."""


def read_briefing(*, beat: Beat, began_at: datetime, digest: str, by: Actor, at: datetime) -> bool:
    """Keep that somebody read the briefing of a beat as it was; return whether it is new."""
    made = BriefingRead(
        beat=beat, shift_began_at=began_at, read_at=at, digest=digest,
        owner_agency_id=by.agency_id, recorded_at=at, recorded_by_id=by.member_id,
    )  # fmt: skip
    BriefingRead.objects.bulk_create([made], ignore_conflicts=True)
    new = BriefingRead.objects.filter(pk=made.pk).exists()
    if new:
        audit.record(kind=events.BRIEFING_READ, subject=f"beat:{beat.pk}", by=by, at=at)
    return new


@transaction.atomic
def tell_word(
    *,
    beat: Beat | None,
    child: Child | None,
    kind: str,
    words: str,
    place: str,
    seen_at: datetime,
    by: Actor,
    at: datetime,
) -> StreetWord:
    """Keep something from the street; the coordinator hears of it, and again where it is not read.

    :raises NothingSaid: there are no words.
    """
    if not words.strip():
        raise NothingSaid("Say what you saw or heard.")
    told = StreetWord.objects.create(
        beat=beat, child=child, kind=kind, words=words.strip(), place=place.strip(),
        seen_at=seen_at, told_at=at, owner_agency_id=by.agency_id, recorded_at=at,
        recorded_by_id=by.member_id,
    )  # fmt: skip
    promise(
        key=f"street_word:{told.pk}",
        kind="street_word",
        subject=f"street_word:{told.pk}",
        from_agency=by.agency_id,
        to_agency=by.agency_id,
        to_role="missing_coordinator",
        text="An officer told something from the street: read it, and say what comes of it.",
        at=at,
    )
    set_timer(
        key=f"street_word:{told.pk}",
        kind=WORD_CLOCK,
        subject=f"street_word:{told.pk}",
        agency=by.agency_id,
        at=at,
        due_at=at + length_of(key="street_word_read", at=at),
    )
    audit.record(kind=events.WORD_TOLD, subject=f"street_word:{told.pk}", by=by, at=at)
    return told


@transaction.atomic
def settle_word(
    *, word: StreetWord, ended_as: str, result: str, to_role: str, by: Actor, at: datetime
) -> None:
    """Say what came of a word from the street; whoever told it, in `to_role`, hears of it.

    :raises ResultMissing: nothing is said.
    :raises AlreadySettled: somebody said so already.
    """
    if not result.strip():
        raise ResultMissing("Say what comes of it, or why nothing does.")
    settled = StreetWord.objects.filter(pk=word.pk, settled_at__isnull=True).update(
        ended_as=ended_as, result=result.strip(), settled_at=at, settled_by_id=by.member_id
    )
    if not settled:
        raise AlreadySettled("Somebody said already what came of it.")
    stand_down(subject=f"street_word:{word.pk}", at=at, kinds=(WORD_CLOCK,))
    if to_role:
        promise(
            key=f"street_word:{word.pk}:settled",
            kind="street_word_settled",
            subject=f"street_word:{word.pk}",
            from_agency=by.agency_id,
            to_agency=word.owner_agency_id,
            to_role=to_role,
            to_member=word.recorded_by_id,
            text="What you told from the street was read: see what came of it.",
            at=at,
        )
    audit.record(kind=events.WORD_SETTLED, subject=f"street_word:{word.pk}", by=by, at=at)

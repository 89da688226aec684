"""Entering an adult, what leads to them, what was asked and done; telling forces that share one."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Greatest

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import Notice, promise_all
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.adults import events, rules
from whereabouts.practice.adults.grading import grade_given
from whereabouts.practice.adults.models import (
    AdultAction,
    AdultPhoto,
    OthersAsked,
    RegisterEntry,
    Trace,
)
from whereabouts.practice.adults.vocabulary import TELLING_KINDS
from whereabouts.records.people.models import Adult

# Whom a force tells of a suspect that it shares, and of one with whom nothing is done.
MANAGES_ADULTS = ("offender_manager", "missing_coordinator")


class AlreadyEntered(Exception):
    """The adult is on the register."""


class EntryEnded(Exception):
    """The entry was ended."""


class WordsMissing(Exception):
    """This is done in somebody's name and needs words. `field` says where they are missing."""

    def __init__(self, field: str) -> None:
        super().__init__("Say it in words.")
        self.field = field


def owned(*, by: Actor, at: datetime) -> dict[str, object]:
    """Return what every record says of who wrote it."""
    return {"owner_agency_id": by.agency_id, "recorded_at": at, "recorded_by_id": by.member_id}


def said(field: str, text: str) -> str:
    """Return words without the space around them.

    :raises WordsMissing: nothing is left.
    """
    if not text.strip():
        raise WordsMissing(field)
    return text.strip()


@transaction.atomic
def enter(
    *, adult: Adult, because: str, source: str, by: Actor, at: datetime, grading: str = ""
) -> RegisterEntry:
    """Enter an adult on the register, kept until its day; the clocks of it begin.

    :raises UnderAge: they are under 18; nothing is kept but that it was refused.
    :raises AlreadyEntered: the register has them.
    :raises WordsMissing: nobody says why, or who says so.
    :raises NotAGrade: the grade is none.
    """
    rules.check_age(born_on=adult.born_on, on=at.date())
    grade = grade_given(text=grading, on=at.date()) if grading else ""
    try:
        with transaction.atomic():
            entry = RegisterEntry.objects.create(
                adult=adult,
                because=said("because", because),
                source=said("source", source),
                grading=grade,
                entered_at=at,
                keep_until=(at + length_of(key="adult_kept", at=at)).date(),
                **owned(by=by, at=at),
            )
    except IntegrityError:
        raise AlreadyEntered("This adult is on the register already.") from None
    audit.record(kind=events.ENTERED, subject=f"adult:{adult.pk}", by=by, at=at)
    _watch_action(entry=entry, at=at)
    _watch_keeping(entry=entry, at=at)
    return entry


@transaction.atomic
def end_entry(*, entry: RegisterEntry, kind: str, words: str, by: Actor, at: datetime) -> None:
    """End an entry, in words. What the adult was kept for goes from every list.

    :raises WordsMissing: nobody says why.
    :raises EntryEnded: it was ended.
    """
    words = said("words", words)
    ended = RegisterEntry.objects.filter(pk=entry.pk, ended_at__isnull=True).update(
        ended_at=at, ended_by_id=by.member_id, end_kind=kind, end_words=words
    )
    if not ended:
        raise EntryEnded("This entry was ended already.")
    stand_down(subject=f"register:{entry.pk}", at=at)
    audit.record(
        kind=events.ENTRY_ENDED, subject=f"adult:{entry.adult_id}", by=by, at=at,
        payload={"kind": kind},
    )  # fmt: skip


@transaction.atomic
def keep_longer(*, entry: RegisterEntry, words: str, by: Actor, at: datetime) -> date:
    """Keep an entry longer, with the reason, and return until when.

    :raises WordsMissing: nobody says why.
    :raises EntryEnded: it was ended.
    """
    words, until = said("words", words), (at + length_of(key="adult_kept", at=at)).date()
    kept = RegisterEntry.objects.filter(pk=entry.pk, ended_at__isnull=True).update(keep_until=until)
    if not kept:
        raise EntryEnded("This entry was ended already.")
    entry.refresh_from_db()
    audit.record(
        kind=events.ENTRY_KEPT, subject=f"adult:{entry.adult_id}", by=by, at=at,
        payload={"words": words, "until": until.isoformat()},
    )  # fmt: skip
    stand_down(subject=f"register:{entry.pk}", at=at, kinds=("adult_keep_due",))
    _watch_keeping(entry=entry, at=at)
    return until


@transaction.atomic
def add_trace(
    *,
    adult: Adult,
    kind: str,
    value: str,
    source: str,
    grading: str,
    by: Actor,
    at: datetime,
    words: str = "",
    known_at: datetime | None = None,
) -> Trace:
    """Add a place, vehicle, phone or account that leads to an adult; said twice it is one.

    :raises WordsMissing: it is empty, or nobody says so.
    :raises NotAGrade: the grade is none of the scheme that holds.
    """
    value = said("value", value)
    key = rules.trace_key(kind=kind, value=value)
    if not key:
        raise WordsMissing("value")
    grade, source = grade_given(text=grading, on=at.date()), said("source", source)
    trace, is_new = Trace.objects.get_or_create(
        adult=adult,
        kind=kind,
        key=key,
        ended_at=None,
        defaults={
            "value": value, "words": words.strip(), "source": source, "grading": grade,
            "known_at": known_at or at, **owned(by=by, at=at),
        },
    )  # fmt: skip
    if is_new:
        audit.record(
            kind=events.TRACE_ADDED, subject=f"adult:{adult.pk}", by=by, at=at,
            payload={"trace": str(trace.pk), "kind": kind},
        )  # fmt: skip
    return trace


@transaction.atomic
def answer_others(*, adult: Adult, answer: str, words: str, by: Actor, at: datetime) -> OthersAsked:
    """Answer whether other children are at risk from an adult. An answer needs words.

    :raises WordsMissing: yes or no, and nobody says who, or how that was found out.
    """
    words = said("words", words) if answer != "not_known" else words.strip()
    asked = OthersAsked.objects.create(
        adult=adult, asked_at=at, answer=answer, words=words, **owned(by=by, at=at)
    )
    stand_down(subject=f"adult:{adult.pk}", at=at, kinds=("others_unasked",))
    if answer == "not_known":
        ask_again(adult=adult, by=by, at=at)
    audit.record(
        kind=events.OTHERS_ASKED, subject=f"adult:{adult.pk}", by=by, at=at,
        payload={"answer": answer},
    )  # fmt: skip
    return asked


def ask_again(*, adult: Adult, by: Actor, at: datetime) -> None:
    """Set the clock until which "other children at risk?" has an answer."""
    set_timer(
        key=f"adult:{adult.pk}:others:{at.isoformat()}",
        kind="others_unasked",
        subject=f"adult:{adult.pk}",
        agency=by.agency_id,
        at=at,
        due_at=at + length_of(key="others_asked", at=at),
    )


@transaction.atomic
def note_action(
    *, adult: Adult, kind: str, words: str, done_at: datetime, by: Actor, at: datetime
) -> AdultAction:
    """Write down that something was done about an adult; the clock of doing nothing begins anew.

    :raises WordsMissing: nobody says what.
    """
    action = AdultAction.objects.create(
        adult=adult, kind=kind, words=said("words", words), done_at=min(done_at, at),
        **owned(by=by, at=at),
    )  # fmt: skip
    entries = RegisterEntry.objects.filter(adult=adult, ended_at__isnull=True)
    for entry in entries:
        entries.filter(pk=entry.pk).update(
            last_action_at=Greatest("last_action_at", action.done_at)
        )
        entry.last_action_at = max(entry.last_action_at or action.done_at, action.done_at)
        stand_down(subject=f"register:{entry.pk}", at=at, kinds=("adult_without_action",))
        _watch_action(entry=entry, at=at)
    audit.record(
        kind=events.ACTED, subject=f"adult:{adult.pk}", by=by, at=at, payload={"kind": kind}
    )
    return action


@transaction.atomic
def add_photo(
    *, adult: Adult, picture: bytes, source: str, by: Actor, at: datetime, taken_on: date | None
) -> AdultPhoto:
    """Add a photograph, cleaned already of where it was taken.

    :raises WordsMissing: nobody says where it is from.
    """
    photo = AdultPhoto.objects.create(
        adult=adult, picture=picture, taken_on=taken_on, source=said("source", source),
        **owned(by=by, at=at),
    )  # fmt: skip
    audit.record(kind=events.PHOTO_ADDED, subject=f"adult:{adult.pk}", by=by, at=at)
    return photo


def tell_forces(*, adult: Adult, by: Actor, at: datetime) -> int:
    """Tell every force whose record agrees with this one, and the actor's own; return how many.

    Records agree in a phone, a vehicle or an account, in name and day of birth together, or where
    another force has linked a child of its own with this very record. The look beyond the fence,
    and the rows for both, are a function's of the database: no word of another's record is given.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT other_agency, other_record, row_key FROM adults_tell_shared(%s, %s, %s, %s)",
            [adult.pk, sorted(TELLING_KINDS), at, by.member_id],
        )
        told = cursor.fetchall()
    if not told:
        return 0
    notices = []
    for agency, record, key in told:
        for to_agency, subject in ((by.agency_id, adult.pk), (agency, record)):
            notices += [
                Notice(
                    key=f"shared_suspect:{key}:{to_agency}:{role}",
                    kind="shared_suspect",
                    subject=f"adult:{subject}",
                    from_agency=by.agency_id,
                    to_agency=to_agency,
                    to_role=role,
                    text="Another force holds a record of an adult that agrees with one of yours."
                    " Open it, and ring them.",
                )
                for role in MANAGES_ADULTS
            ]
    promise_all(notices=notices, at=at)
    audit.record(
        kind=events.SHARED_TOLD, subject=f"adult:{adult.pk}", by=by, at=at,
        payload={"told": [str(agency) for agency, _, _ in told]},
    )  # fmt: skip
    return len(told)


def _watch_action(*, entry: RegisterEntry, at: datetime) -> None:
    since = max(entry.entered_at, entry.last_action_at or entry.entered_at)
    watch_again(entry=entry, since=since, at=at)


def watch_again(*, entry: RegisterEntry, since: datetime, at: datetime) -> None:
    """Set the clock that runs while nothing is done about an adult."""
    set_timer(
        key=f"register:{entry.pk}:action:{at.isoformat()}",
        kind="adult_without_action",
        subject=f"register:{entry.pk}",
        agency=entry.owner_agency_id,
        at=at,
        due_at=max(since + length_of(key="adult_without_action", at=at), at + timedelta(minutes=1)),
    )


def _watch_keeping(*, entry: RegisterEntry, at: datetime) -> None:
    set_timer(
        key=f"register:{entry.pk}:keep:{entry.keep_until.isoformat()}",
        kind="adult_keep_due",
        subject=f"register:{entry.pk}",
        agency=entry.owner_agency_id,
        at=at,
        due_at=at + length_of(key="adult_kept", at=at),
    )

"""Contacts, drafts and reports: written as told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet

from whereabouts.foundations.access.prepared import Words, prepared
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.gathered import added, is_gathered
from whereabouts.foundations.audit import actions as audit
from whereabouts.records.people.models import Child, RelatedPerson
from whereabouts.records.reports import events
from whereabouts.records.reports.models import Contact, FeedAnswer, LogEvent, Report, ReportDraft


class AlreadyClosed(Exception):
    """The contact was closed before."""


class AlreadySigned(Exception):
    """A senior signed the contact before."""


class DraftGone(Exception):
    """The draft was sent or put away."""


def open_contact(
    *,
    by: Actor,
    at: datetime,
    happened_at: datetime,
    channel: str = "phone",
    child: Child | None = None,
    caller_name: str = "",
    caller_phone: str = "",
    relation: str = "",
    words: str = "",
    log_reference: str = "",
    about_address: bool = False,
    child_names: str = "",
) -> Contact:
    """Write down that somebody got in touch."""
    contact = added(
        Contact(
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
            child=child,
            channel=channel,
            happened_at=happened_at,
            caller_name=caller_name,
            caller_phone=caller_phone,
            relation=relation,
            words=words,
            log_reference=log_reference,
            about_address=about_address,
            child_names=child_names,
        )
    )
    audit.record(kind=events.CONTACT_OPENED, subject=f"contact:{contact.pk}", by=by, at=at)
    return contact


@transaction.atomic
def close_contact(
    *,
    contact: Contact,
    disposal: str,
    because: str,
    by: Actor,
    at: datetime,
    signed: bool = False,
    round_guard: bool = False,
) -> None:
    """Close a contact. The guard against closing one that names a child is the journey's.

    `signed`: whoever closes it puts their name under "no episode"; `round_guard`: nobody did.

    :raises AlreadyClosed: somebody closed it before.
    """
    signature: dict[str, Any] = (
        {"signed_by_id": by.member_id, "signed_at": at, "signed_because": because} if signed else {}
    )
    closed = Contact.objects.filter(pk=contact.pk, state="open").update(
        state="closed",
        disposal=disposal,
        close_because=because,
        closed_at=at,
        closed_by_id=by.member_id,
        round_guard_at=at if round_guard else None,
        **signature,
    )
    if not closed:
        raise AlreadyClosed("It was closed already.")
    audit.record(
        kind=events.CONTACT_CLOSED,
        subject=f"contact:{contact.pk}",
        by=by,
        at=at,
        payload={"disposal": disposal, "because": because},
    )


def sign_contact(*, contact: Contact, because: str, by: Actor, at: datetime) -> None:
    """Put a senior's name and reason under a closed contact that has no episode.

    :raises AlreadySigned: somebody did before.
    """
    done = Contact.objects.filter(pk=contact.pk, state="closed", signed_by__isnull=True).update(
        signed_by_id=by.member_id, signed_at=at, signed_because=because
    )
    if not done:
        raise AlreadySigned("Somebody else signed it already, or it is still open.")
    audit.record(
        kind=events.CONTACT_SIGNED, subject=f"contact:{contact.pk}", by=by, at=at,
        payload={"because": because},
    )  # fmt: skip


def mark_round_guard(*, contact: Contact, at: datetime) -> bool:
    """Mark that a contact was closed round the guard; return whether nobody had seen it before."""
    return bool(
        Contact.objects.filter(pk=contact.pk, round_guard_at__isnull=True).update(round_guard_at=at)
    )


def one_at_a_time(*, what: str, by: Actor) -> None:
    """Wait until nobody else of the agency does this very thing, and hold it to the end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{by.agency_id} {what}"]
        )


def add_to_contact(
    *, contact: Contact, child: Child | None = None, child_names: str = "", words: str = "",
    caller: Mapping[str, str] | None = None, happened_at: datetime | None = None,
) -> None:  # fmt: skip
    """Write into a log's contact what a later event adds; what was there is only added to.

    `words` are those of all its events, in the order in which they happened.
    """
    changes: dict[str, Any] = {}
    if child is not None and contact.child_id is None:
        changes["child"] = child
    if child_names and not contact.child_names:
        changes["child_names"] = child_names
    if words and words != contact.words:
        changes["words"] = words
    for name, said in (caller or {}).items():
        if said and not getattr(contact, name):
            changes[name] = said
    if happened_at is not None and happened_at < contact.happened_at:
        changes["happened_at"] = happened_at
    if changes:
        Contact.objects.filter(pk=contact.pk).update(**changes)
        contact.refresh_from_db()


def keep_event(
    *,
    contact: Contact,
    event: str,
    kind: str,
    happened_at: datetime,
    words: str,
    digest: bytes,
    sent: bytes,
    answer: str,
    by: Actor,
    at: datetime,
) -> LogEvent:
    """Keep an event of another system's log as it came, with what was answered."""
    kept = LogEvent.objects.create(
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
        contact=contact,
        event=event,
        kind=kind,
        happened_at=happened_at,
        words=words,
        request_digest=digest,
        sent=sent,
        answer=answer,
    )
    audit.record(kind=events.LOG_EVENT, subject=f"contact:{contact.pk}", by=by, at=at)
    return kept


def keep_answer(
    *, key: str, digest: bytes, sent: bytes, answer: str, report: Report, by: Actor, at: datetime
) -> None:
    """Keep what was answered to another system's report, word for word and for ever."""
    FeedAnswer.objects.create(
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
        idempotency_key=key,
        request_digest=digest,
        sent=sent,
        answer=answer,
        report=report,
    )


def save_draft(
    *, draft_id: UUID, answers: Mapping[str, Any], by: Actor, at: datetime
) -> ReportDraft:
    """Keep what has been typed so far; the same draft again is the same row.

    :raises DraftGone: it was sent or put away, or is somebody else's.
    """
    with transaction.atomic():
        try:
            draft, made = ReportDraft.objects.get_or_create(
                pk=draft_id,
                defaults={
                    "owner_agency_id": by.agency_id,
                    "recorded_at": at,
                    "recorded_by_id": by.member_id,
                    "member_id": by.member_id,
                    "answers": dict(answers),
                    "saved_at": at,
                },
            )
        except IntegrityError:
            # Another agency's draft has the key, and cannot be seen from here.
            raise DraftGone("This draft was sent or put away already.") from None
        if made:
            return draft
        kept = ReportDraft.objects.filter(
            pk=draft_id,
            member_id=by.member_id,
            report_reference="",
            discarded_at__isnull=True,
        ).update(answers=dict(answers), saved_at=at, version=F("version") + 1)
        if not kept:
            raise DraftGone("This draft was sent or put away already.")
        draft.refresh_from_db()
        return draft


def put_away_draft(*, draft: ReportDraft, by: Actor, at: datetime, reference: str = "") -> None:
    """End a draft: with the reference of the report made from it, or discarded."""
    changes: dict[str, Any] = {"report_reference": reference} if reference else {"discarded_at": at}
    ReportDraft.objects.filter(pk=draft.pk).update(**changes)
    if not reference:
        audit.record(kind=events.DRAFT_DISCARDED, subject=f"draft:{draft.pk}", by=by, at=at)


def taken_already(*, key: str, by: Actor) -> Report | None:
    """Return the report that the agency took with this key, or None; the same key at once waits.

    Asked before anything is written, so that a report sent twice leaves nothing behind.
    """
    one_at_a_time(what=f"report {key}", by=by)
    taken = _taken(agency=by.agency_id, key=Words(key))
    return taken[0] if taken else None


@prepared
def _taken(*, agency: UUID, key: Words) -> "QuerySet[Report]":
    return Report.objects.filter(owner_agency=agency, idempotency_key=key)


def take_report(
    *,
    reference: str,
    child: Child,
    by: Actor,
    at: datetime,
    happened_at: datetime,
    idempotency_key: str,
    request_digest: bytes,
    contact: Contact | None = None,
    reporter: RelatedPerson | None = None,
    reporter_name: str = "",
    reporter_contact: str = "",
    relation: str = "",
    last_seen_at: datetime | None = None,
    last_seen_place: str = "",
    clothing: str = "",
    words: str = "",
    answers: Mapping[str, Any] | None = None,
    incomplete: bool = False,
    back_entry: bool = False,
) -> Report:
    """Write down a report as it was told; whoever calls has asked `taken_already`."""
    report = added(
        Report(
            reference=reference,
            child=child,
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
            contact=contact,
            reporter=reporter,
            reporter_name=reporter_name,
            reporter_contact=reporter_contact,
            relation=relation,
            happened_at=happened_at,
            last_seen_at=last_seen_at,
            last_seen_place=last_seen_place,
            clothing=clothing,
            words=words,
            answers=dict(answers or {}),
            incomplete=incomplete,
            back_entry=back_entry,
            idempotency_key=idempotency_key,
            request_digest=request_digest,
        )
    )
    audit.record(kind=events.REPORT_TAKEN, subject=f"report:{report.pk}", by=by, at=at)
    return report


def keep_receipt(*, report: Report, receipt: Mapping[str, Any]) -> None:
    """Keep what was answered, so that the same key gets the same answer for ever."""
    if not is_gathered(report):
        Report.objects.filter(pk=report.pk).update(receipt=dict(receipt))
    report.receipt = dict(receipt)

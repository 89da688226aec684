"""Contacts, drafts and reports: written as told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.records.people.models import Child, RelatedPerson
from whereabouts.records.reports import events
from whereabouts.records.reports.models import Contact, Report, ReportDraft


class AlreadyTaken(Exception):
    """The same key came before; `report` is what was made of it then."""

    def __init__(self, report: Report) -> None:
        super().__init__("This report was taken already.")
        self.report = report


class AlreadyClosed(Exception):
    """The contact was closed before."""


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
) -> Contact:
    """Write down that somebody got in touch."""
    contact = Contact.objects.create(
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
    )
    audit.record(kind=events.CONTACT_OPENED, subject=f"contact:{contact.pk}", by=by, at=at)
    return contact


@transaction.atomic
def close_contact(
    *, contact: Contact, disposal: str, because: str, by: Actor, at: datetime
) -> None:
    """Close a contact. The guard against closing one that names a child is the journey's.

    :raises AlreadyClosed: somebody closed it before.
    """
    closed = Contact.objects.filter(pk=contact.pk, state="open").update(
        state="closed",
        disposal=disposal,
        close_because=because,
        closed_at=at,
        closed_by_id=by.member_id,
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


@transaction.atomic
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
    """Write down a report as it was told.

    :raises AlreadyTaken: a report with the key exists; whoever calls compares the digests.
    """
    try:
        with transaction.atomic():
            report = Report.objects.create(
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
    except IntegrityError as fault:
        if "one_report_a_key" not in str(fault):
            raise
        earlier = Report.objects.get(owner_agency_id=by.agency_id, idempotency_key=idempotency_key)
        raise AlreadyTaken(earlier) from None
    audit.record(kind=events.REPORT_TAKEN, subject=f"report:{report.pk}", by=by, at=at)
    return report


def keep_receipt(*, report: Report, receipt: Mapping[str, Any]) -> None:
    """Keep what was answered, so that the same key gets the same answer for ever."""
    Report.objects.filter(pk=report.pk).update(receipt=dict(receipt))
    report.receipt = dict(receipt)

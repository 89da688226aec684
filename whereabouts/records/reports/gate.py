"""Contacts, drafts and reports for somebody."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.records.reports.models import Contact, Report, ReportDraft


def contact_for(actor: Actor, *, contact_id: UUID) -> Contact:
    """Return a contact that the actor may see.

    :raises NotVisible: there is none for this actor.
    """
    return one(Contact, pk=contact_id)


def own_contact_for(actor: Actor, *, contact_id: UUID) -> Contact:
    """Return a contact of the actor's own agency: only it closes it, or signs for it.

    :raises NotVisible: the agency has no such contact.
    """
    return one(Contact, pk=contact_id, owner_agency=actor.agency_id)


def draft_for(actor: Actor, *, draft_id: UUID) -> ReportDraft:
    """Return a draft of the actor's own.

    :raises NotVisible: there is none of theirs.
    """
    return one(ReportDraft, pk=draft_id, member=actor.member_id)


def report_for(actor: Actor, *, reference: str) -> Report:
    """Return a report that the actor may see.

    :raises NotVisible: there is none for this actor.
    """
    return one(Report, reference=reference)

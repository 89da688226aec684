"""Close a contact: never over the head of a child whom it names."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.risk.phrases import is_reason
from whereabouts.practice.supervision import events
from whereabouts.practice.supervision.actions import contacts
from whereabouts.practice.supervision.actions.contacts import ClosureRefused
from whereabouts.records.reports.actions import AlreadyClosed
from whereabouts.records.reports.gate import own_contact_for

__all__ = ["AlreadyClosed", "ClosureRefused", "close_contact", "close_contact_by_import"]


@journey(needs=Permission.CONTACT_CLOSE)
def _close(
    *, actor: Actor, contact_id: UUID, disposal: str, because: str, signed: bool, at: datetime
) -> None:
    contact = own_contact_for(actor, contact_id=contact_id)
    senior = permitted(roles=actor.roles, permission=Permission.RISK_OVERRIDE)
    contacts.close(
        contact=contact,
        disposal=disposal,
        because=because,
        signed=signed and senior and is_reason(text=because),
        by=actor,
        at=at,
    )


def close_contact(
    *,
    actor: Actor,
    contact_id: UUID,
    disposal: str,
    because: str,
    at: datetime,
    signed: bool = False,
) -> None:
    """Close a contact. One that names a child needs an episode, or a senior's signed reason.

    A refusal is written down, and the duty inspector is told of it.

    :raises NotVisible: there is no such contact for this actor.
    :raises ClosureRefused: it names a child and has no episode; it stays open.
    :raises AlreadyClosed: it was closed before.
    """
    try:
        _close(
            actor=actor,
            contact_id=contact_id,
            disposal=disposal,
            because=because,
            signed=signed,
            at=at,
        )
    except ClosureRefused:
        with entered(actor=actor, at=at):
            contact = own_contact_for(actor, contact_id=contact_id)
            contacts.note(contact=contact, kind=events.CLOSURE_BLOCKED, by=actor, at=at)
        raise


close_contact.needs = Permission.CONTACT_CLOSE  # type: ignore[attr-defined]


@journey(needs=Permission.CONTACT_CLOSE)
def close_contact_by_import(
    *, actor: Actor, contact_id: UUID, disposal: str, because: str, at: datetime
) -> bool:
    """Follow a closure made in another system; return whether it left a child without an episode.

    It cannot be refused, for it has happened. It is marked, and the duty inspector and the
    coordinator are told at once.

    :raises NotVisible: there is no such contact for this actor.
    :raises AlreadyClosed: it was closed before.
    """
    contact = own_contact_for(actor, contact_id=contact_id)
    return contacts.close_by_import(
        contact=contact, disposal=disposal, because=because, by=actor, at=at
    )

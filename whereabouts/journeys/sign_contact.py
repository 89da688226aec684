"""Sign for a contact that was closed without an episode: a senior's name, and why."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.practice.risk.phrases import is_reason
from whereabouts.practice.supervision.actions import contacts
from whereabouts.records.reports.actions import AlreadySigned
from whereabouts.records.reports.gate import own_contact_for

__all__ = ["AlreadySigned", "NoReason", "sign_contact"]


class NoReason(Exception):
    """What is written is no reason: say what happened, who said so, and where the child is."""


@journey(needs=Permission.RISK_OVERRIDE)
def sign_contact(*, actor: Actor, contact_id: UUID, because: str, at: datetime) -> None:
    """Answer for a closed contact that names a child and has no episode.

    :raises NotVisible: the actor's agency has no such contact.
    :raises NoReason: the words are no reason.
    :raises AlreadySigned: somebody did before, or it is still open.
    """
    contact = own_contact_for(actor, contact_id=contact_id)
    if not is_reason(text=because):
        raise NoReason("Say what happened, who said so, and where the child is.")
    contacts.sign(contact=contact, because=because, by=actor, at=at)

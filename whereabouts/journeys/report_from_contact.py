"""Take a report from a contact: what was said there opens an episode, or is added to it."""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.journeys.report_missing import take
from whereabouts.journeys.told import NotUsable, Receipt, Told
from whereabouts.practice.supervision.queries import children_named
from whereabouts.records.reports import actions as reports
from whereabouts.records.reports.gate import own_contact_for

__all__ = ["NotUsable", "report_from_contact"]

# What was told longer ago is entered late: one alarm speaks for what ran out meanwhile.


@journey(needs=Permission.REPORT_TAKE)
def report_from_contact(*, actor: Actor, contact_id: UUID, at: datetime) -> Receipt:
    """Take a report with what a contact says, once; the rest is asked for on the episode.

    The child is the one that the contact names, where it names one on record.

    :raises NotVisible: the actor's agency has no such contact.
    :raises NotUsable: it says nothing to go by.
    """
    contact = own_contact_for(actor, contact_id=contact_id)
    key = f"contact:{contact.pk}"
    earlier = reports.taken_already(key=key, by=actor)
    if earlier is not None:
        return Receipt(**earlier.receipt)
    named = children_named(contact=contact)
    child = contact.child_id or (next(iter(named)) if len(named) == 1 else None)
    told = Told(
        idempotency_key=key,
        happened_at=contact.happened_at,
        child=child,
        names="" if child else contact.child_names,
        reporter_name=contact.caller_name,
        reporter_contact=contact.caller_phone,
        relation=contact.relation,
        words=contact.words,
        channel=contact.channel,
        contact=contact.pk,
        back_entry=at - contact.happened_at > length_of(key="entered_late_after", at=at),
    )
    return take(actor=actor, told=told, at=at)

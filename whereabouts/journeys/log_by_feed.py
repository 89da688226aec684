"""Follow another system's command-and-control log: opened, updated, closed, in whatever order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups import feed
from whereabouts.journeys.door import journey
from whereabouts.journeys.report_by_feed import as_text
from whereabouts.journeys.told import KeyUsedOtherwise
from whereabouts.practice.risk.help_sought import owe_help_for_calls
from whereabouts.practice.supervision.actions import contacts
from whereabouts.practice.supervision.queries import names_a_child
from whereabouts.records.people.gate import child_for
from whereabouts.records.people.models import Child
from whereabouts.records.reports import actions as reports
from whereabouts.records.reports.models import Contact
from whereabouts.records.reports.queries import ASKING_FOR_HELP, contact_of_log, events_of

__all__ = ["KeyUsedOtherwise", "SentEvent", "log_by_feed"]


@dataclass(frozen=True, kw_only=True)
class SentEvent:
    """One event of a log: what a system sent, read, as it came (`sent`), and its hash."""

    log_reference: str
    event: str
    kind: str
    happened_at: datetime
    sent: bytes
    digest: bytes
    words: str = ""
    child: UUID | None = None
    child_names: str = ""
    born_text: str = ""
    sex: str = ""
    caller_name: str = ""
    caller_phone: str = ""
    relation: str = ""
    disposal: str = ""
    because: str = ""
    left_out: tuple[tuple[str, str], ...] = ()


@journey(needs=Permission.FEED_CONTACT)
def log_by_feed(*, actor: Actor, sent: SentEvent, at: datetime) -> str:
    """Keep an event and return the answer as JSON; the same event again gets the same words.

    Somebody who calls for a child again and again asks for help: the call itself leaves an offer
    owed, though no episode comes of it.

    A close that leaves a child without an episode cannot be refused: it alarms at once. So does
    an event that comes after the close and first names the child.

    :raises KeyUsedOtherwise: this event of this log came before with another body.
    """
    reports.one_at_a_time(what=f"log {sent.log_reference}", by=actor)
    contact = contact_of_log(agency=actor.agency_id, log_reference=sent.log_reference)
    before = events_of(contact=contact) if contact is not None else []
    for kept in before:
        if kept.event == sent.event:
            if bytes(kept.request_digest) != sent.digest:
                raise KeyUsedOtherwise("This event came before with another body.")
            return kept.answer
    child = _child(sent=sent, by=actor, at=at)
    if contact is None:
        contact = reports.open_contact(
            by=actor, at=at, happened_at=sent.happened_at, channel="log",
            log_reference=sent.log_reference,
        )  # fmt: skip
    told = sorted([*((one.happened_at, one.words) for one in before),
                   (sent.happened_at, sent.words)])  # fmt: skip
    reports.add_to_contact(
        contact=contact,
        child=child,
        child_names=sent.child_names,
        words="\n".join(dict.fromkeys(words for _, words in told if words)) or contact.words,
        caller={
            "caller_name": sent.caller_name,
            "caller_phone": sent.caller_phone,
            "relation": sent.relation,
        },
        happened_at=sent.happened_at,
    )
    if contact.child_id is not None and contact.relation in ASKING_FOR_HELP:
        owe_help_for_calls(child=contact.child_id, by=actor, at=at)
    alerted = _follow(contact=contact, sent=sent, by=actor, at=at)
    contact.refresh_from_db()
    answer = as_text(
        {
            "contact": str(contact.pk),
            "reference": sent.log_reference,
            "event": sent.event,
            "received_at": at.isoformat(),
            "state": contact.state,
            "names_a_child": names_a_child(contact=contact),
            "alerted": alerted,
            "left_out": [{"field": field, "why": why} for field, why in sent.left_out],
        }
    )
    reports.keep_event(
        contact=contact, event=sent.event, kind=sent.kind, happened_at=sent.happened_at,
        words=sent.words, digest=sent.digest, sent=sent.sent, answer=answer, by=actor, at=at,
    )  # fmt: skip
    return answer


def _follow(*, contact: Contact, sent: SentEvent, by: Actor, at: datetime) -> bool:
    if sent.kind == "closed" and contact.state == "open":
        return contacts.close_by_import(
            contact=contact, disposal=sent.disposal or "closed", because=sent.because, by=by, at=at
        )
    return contacts.look_again(contact=contact, by=by, at=at)


def _child(*, sent: SentEvent, by: Actor, at: datetime) -> Child | None:
    """Return the child on record whom a log means, where that is certain."""
    key = sent.child
    if key is None and sent.child_names:
        hits = feed.who_may_be_meant(
            actor=by, names=sent.child_names, born=sent.born_text, sex=sent.sex, at=at
        )
        key = feed.surely_meant(hits=hits, born=sent.born_text, on=at.date())
    if key is None:
        return None
    try:
        return child_for(by, child_id=key)
    except NotVisible:
        return None

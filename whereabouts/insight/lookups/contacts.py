"""Contacts of somebody's agency: those that are open, those that got round the guard, and one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.supervision import queries
from whereabouts.records.episodes.models import EpisodeReport
from whereabouts.records.people.queries import display_names
from whereabouts.records.reports.gate import own_contact_for
from whereabouts.records.reports.models import AGE_NOT_TOLD, OF_AN_ADULT, Contact
from whereabouts.records.reports.queries import events_of

MOST = 150
DISPOSALS = (
    ("reported", "A report was taken"),
    ("told_before", "Told before: it belongs to another contact"),
    (OF_AN_ADULT, "It is about an adult"),
    ("no_child", "It is not about a child"),
    ("information", "For information only"),
    ("other", "Something else"),
)
# Nobody chooses it: a history that was brought in says it of what it cannot tell.
NOT_CHOSEN = ((AGE_NOT_TOLD, "Nobody told whether it is about a child"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """A contact in a list: when, by what way, whom it names, and where it stands."""

    contact_id: UUID
    happened_at: datetime
    channel: str
    log_reference: str
    names: str
    open: bool
    closed_at: datetime | None
    elsewhere: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactList:
    """The open contacts, and how many got round the guard and are not settled."""

    contacts: tuple[ContactLine, ...]
    more: int
    unreconciled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSeen:
    """One contact with all that was said, and what may be done with it.

    `needs_name` says that it names a child and has no episode: closing it needs a senior.
    """

    line: ContactLine
    caller: str
    relation: str
    phone: str
    words: str
    events: tuple[tuple[datetime, str, str], ...]
    episodes: tuple[str, ...]
    disposal: str
    because: str
    signed_by: str
    signed_because: str
    round_guard: bool
    needs_name: bool
    may_sign: bool
    may_close: bool
    may_report: bool


@lookup(needs=Permission.CONTACT_LOOK)
def open_contacts(*, actor: Actor, at: datetime) -> ContactList:
    """Return the agency's open contacts, the oldest first; one look."""
    waiting = visible(Contact).filter(owner_agency=actor.agency_id, state="open")
    found = list(waiting.order_by("happened_at")[: MOST + 1])
    return ContactList(
        contacts=_lines(found[:MOST], by=actor, at=at, page="contacts"),
        more=max(waiting.count() - MOST, 0) if len(found) > MOST else 0,
        unreconciled=len(queries.unreconciled(agency=actor.agency_id)),
    )


@lookup(needs=Permission.CONTACT_LOOK)
def unreconciled_contacts(*, actor: Actor, at: datetime) -> tuple[ContactLine, ...]:
    """Return the agency's contacts that got round the guard and nobody has answered for."""
    found = queries.unreconciled(agency=actor.agency_id)
    return _lines(found, by=actor, at=at, page="contacts not reconciled")


@lookup(needs=Permission.CONTACT_LOOK)
def one_contact(*, actor: Actor, at: datetime, contact_id: UUID) -> ContactSeen:
    """Return one of the agency's own contacts, and write down the look.

    :raises NotVisible: the agency has no such contact.
    """
    contact = own_contact_for(actor, contact_id=contact_id)
    (line,) = _lines([contact], by=actor, at=at, page="contact", shown=("words", "caller"))
    references = (
        visible(EpisodeReport)
        .filter(report__contact=contact, parted_at__isnull=True)
        .values_list("episode__reference", flat=True)
    )
    episodes = tuple(dict.fromkeys(references))
    needs_name = queries.names_a_child(contact=contact) and not episodes
    settled = bool(contact.signed_by_id)
    senior = permitted(roles=actor.roles, permission=Permission.RISK_OVERRIDE)
    closes = permitted(roles=actor.roles, permission=Permission.CONTACT_CLOSE)
    takes = permitted(roles=actor.roles, permission=Permission.REPORT_TAKE)
    return ContactSeen(
        line=line,
        caller=contact.caller_name,
        relation=contact.get_relation_display(),
        phone=contact.caller_phone,
        words=contact.words,
        events=tuple(
            (one.happened_at, one.get_kind_display(), one.words)
            for one in events_of(contact=contact)
        ),
        episodes=episodes,
        disposal=dict((*DISPOSALS, *NOT_CHOSEN)).get(contact.disposal, contact.disposal),
        because=contact.close_because,
        signed_by=contact.signed_by.display_name if contact.signed_by else "",
        signed_because=contact.signed_because,
        round_guard=contact.round_guard_at is not None and not settled and not episodes,
        needs_name=needs_name,
        may_sign=senior and needs_name and not settled and not line.open,
        may_close=closes and line.open and (senior or not needs_name),
        may_report=takes and not episodes and not settled,
    )


def _lines(
    found: Iterable[Contact], *, by: Actor, at: datetime, page: str, shown: tuple[str, ...] = ()
) -> tuple[ContactLine, ...]:
    contacts = list(found)
    children = {contact.child_id for contact in contacts if contact.child_id}
    names = display_names(child_ids=children)
    record_look(kind="view", page=page, by=by, at=at, subjects=children, shown=["name", *shown])
    return tuple(
        ContactLine(
            contact_id=contact.pk,
            happened_at=contact.happened_at,
            channel=contact.get_channel_display(),
            log_reference=contact.log_reference,
            names=names.get(contact.child_id, "") if contact.child_id else contact.child_names,
            open=contact.state == "open",
            closed_at=contact.closed_at,
            elsewhere=contact.disposal.startswith("forced:"),
        )
        for contact in contacts
    )

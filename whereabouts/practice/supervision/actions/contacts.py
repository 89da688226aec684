"""Closing a contact: one that names a child stays open, or gets an episode, or a senior's name."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.supervision import events
from whereabouts.practice.supervision.queries import (
    children_named,
    closed_unsigned,
    episodes_under_way,
    has_episode,
    is_covered,
    is_round_the_guard,
    left_open,
    names_a_child,
    unreconciled,
)
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.reports import actions as reports
from whereabouts.records.reports.models import Contact

UNRECONCILED = "contacts:unreconciled"
LEFT_OPEN_NOTICE = "contact_left_open"
READS_THE_LIST = ("duty_inspector", "missing_coordinator")
WORDS = {
    events.CLOSURE_BLOCKED: "A contact that names a child was nearly closed without an episode.",
    events.CLOSURE_SIGNED: "A senior closed a contact that names a child without an episode.",
    events.CLOSURE_FORCED: "A log that names a child was closed elsewhere without an episode.",
    events.LEFT_OPEN: "A contact that names a child stands open, and there is no episode.",
}


class ClosureRefused(Exception):
    """The contact names a child and has no episode: open one, or ask a senior to sign why not."""

    rule = "B09"
    passed_by = "duty_inspector"


@transaction.atomic
def close(
    *, contact: Contact, disposal: str, because: str, signed: bool, by: Actor, at: datetime
) -> None:
    """Close a contact; `signed` says that a senior puts their name under "no episode".

    :raises ClosureRefused: it names a child and has no episode, and no senior signed.
    :raises AlreadyClosed: it was closed before.
    """
    needs_name = _needs_name(contact=contact)
    if needs_name and not signed:
        raise ClosureRefused(
            "This contact names a child and has no episode. Take a report from it, or ask the duty "
            "inspector to sign why there is none."
        )
    reports.close_contact(
        contact=contact, disposal=disposal, because=because, signed=needs_name, by=by, at=at
    )
    stand_down(subject=f"contact:{contact.pk}", at=at)
    if needs_name:
        note(contact=contact, kind=events.CLOSURE_SIGNED, by=by, at=at, words=because)


@transaction.atomic
def close_by_import(
    *, contact: Contact, disposal: str, because: str, by: Actor, at: datetime
) -> bool:
    """Follow a closure that another system made already; return whether a child is left without.

    What happened elsewhere cannot be refused. It is marked as such, and the duty inspector and the
    coordinator are told at once. A log beside an episode of the same child leaves nobody without.

    :raises AlreadyClosed: it was closed before.
    """
    forced = is_round_the_guard(contact=contact)
    mark = f"forced:{disposal}"[:24] if forced else disposal
    reports.close_contact(
        contact=contact, disposal=mark, because=because, round_guard=forced, by=by, at=at
    )
    if forced:
        note(contact=contact, kind=events.CLOSURE_FORCED, by=by, at=at, words=because)
    return forced


@transaction.atomic
def look_again(*, contact: Contact, by: Actor, at: datetime) -> bool:
    """Judge a closed contact anew, for something about it came late; return whether it alarms."""
    if contact.state != "closed" or not is_round_the_guard(contact=contact):
        return False
    if not reports.mark_round_guard(contact=contact, at=at):
        return True
    note(contact=contact, kind=events.CLOSURE_FORCED, by=by, at=at)
    return True


@transaction.atomic
def sign(*, contact: Contact, because: str, by: Actor, at: datetime) -> None:
    """Put a senior's name and reason under a contact that was closed without an episode.

    :raises AlreadySigned: somebody did before, or it is open.
    """
    reports.sign_contact(contact=contact, because=because, by=by, at=at)
    stand_down(subject=f"contact:{contact.pk}", at=at)


@transaction.atomic
def reconcile(*, since: datetime, by: Actor, at: datetime) -> int:
    """Find every contact that got round the guard, tell who answers for it, return how many.

    The duty inspector, and the coordinator by day, hear of the list once a morning.
    Those found before and still unsettled are counted again: nobody has answered for them.
    """
    for contact in closed_unsigned(agency=by.agency_id, since=since):
        if names_a_child(contact=contact) and is_round_the_guard(contact=contact):
            reports.mark_round_guard(contact=contact, at=at)
    left = len(unreconciled(agency=by.agency_id))
    audit.record(
        kind=events.ALARM_CONTACTS, subject=f"agency:{by.agency_id}", by=by, at=at,
        payload={"left": left},
    )  # fmt: skip
    for role in READS_THE_LIST if left else ():
        promise(
            key=f"{UNRECONCILED}:{by.agency_id}:{at:%Y-%m-%d}:{role}",
            kind="contacts_reconcile",
            subject=UNRECONCILED,
            from_agency=by.agency_id,
            to_agency=by.agency_id,
            to_role=role,
            text=f"{left} closed contacts that name a child have no episode and no reason."
            if left > 1
            else "A closed contact that names a child has no episode and no reason.",
            at=at,
        )
    return left


@transaction.atomic
def say_left_open(*, by: Actor, at: datetime) -> int:
    """Tell, once each, of contacts that name a child and stand open with no episode; count them.

    What nobody closes is closed over nobody's head, and yet nobody looks for that child.
    """
    before = at - length_of(key="contact_left_open", at=at)
    found = {f"contact:{one.pk}": one for one in left_open(agency=by.agency_id, before=before)}
    said = visible(Message).filter(subject__in=[*found], kind=LEFT_OPEN_NOTICE)
    told_before = set(said.values_list("subject", flat=True))
    told = 0
    for subject, contact in found.items():
        named = children_named(contact=contact)
        if subject in told_before or (named and is_covered(contact=contact, children=named)):
            continue  # told, or a log beside an episode that has others
        audit.record(kind=events.LEFT_OPEN, subject=subject, by=by, at=at)
        _tell(contact_id=contact.pk, kind=events.LEFT_OPEN, by=by, at=at)
        told += 1
    return told


def note(*, contact: Contact, kind: str, by: Actor, at: datetime, words: str = "") -> None:
    """Leave a record of a closure that was refused, signed or forced, and tell who must know.

    Where the child has an episode under way it stands in its history, with a task; else in the
    audit log.
    """
    for episode in episodes_under_way(children=children_named(contact=contact)):
        episodes.write_log(
            episode=episode, kind=kind, by=by, at=at, words=words,
            detail={"contact": str(contact.pk)},
        )  # fmt: skip
        tasks.ask(
            episode=episode,
            kind="closure_block",
            to_role="duty_inspector",
            assigned_agency=episode.owner_agency_id,
            because="B09",
            by=by,
            at=at,
            due_at=at + length_of(key="notice_climbs_again", at=at),
            fact=str(contact.pk),
        )
    audit.record(kind=kind, subject=f"contact:{contact.pk}", by=by, at=at, payload={"words": words})
    _tell(contact_id=contact.pk, kind=kind, by=by, at=at)


def _tell(*, contact_id: UUID, kind: str, by: Actor, at: datetime) -> None:
    for role in READS_THE_LIST if kind == events.CLOSURE_FORCED else READS_THE_LIST[:1]:
        promise(
            key=f"contact:{contact_id}:{kind}:{role}",
            kind=LEFT_OPEN_NOTICE if kind == events.LEFT_OPEN else "closure_block",
            subject=f"contact:{contact_id}",
            from_agency=by.agency_id,
            to_agency=by.agency_id,
            to_role=role,
            text=WORDS[kind],
            at=at,
            loudness="interrupt",
        )
    set_timer(
        key=f"contact:{contact_id}:unread:{kind}",
        kind="notice_unacknowledged",
        subject=f"contact:{contact_id}",
        agency=by.agency_id,
        at=at,
        due_at=at + length_of(key="notice_climbs_again", at=at),
    )


def _needs_name(*, contact: Contact) -> bool:
    return names_a_child(contact=contact) and not has_episode(contact=contact)

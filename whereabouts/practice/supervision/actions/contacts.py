"""Closing a contact: one that names a child stays open, or gets an episode, or a senior's name."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.supervision import events, rules
from whereabouts.practice.supervision.queries import children_named, episodes_under_way, has_episode
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.reports import actions as reports
from whereabouts.records.reports.models import Contact

WORDS = {
    events.CLOSURE_BLOCKED: "A contact that names a child was nearly closed without an episode.",
    events.CLOSURE_SIGNED: "A senior closed a contact that names a child without an episode.",
    events.CLOSURE_FORCED: "A log that names a child was closed elsewhere without an episode.",
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
    reports.close_contact(contact=contact, disposal=disposal, because=because, by=by, at=at)
    stand_down(subject=f"contact:{contact.pk}", at=at)
    if needs_name:
        note(contact=contact, kind=events.CLOSURE_SIGNED, by=by, at=at, words=because)


@transaction.atomic
def close_by_import(
    *, contact: Contact, disposal: str, because: str, by: Actor, at: datetime
) -> bool:
    """Follow a closure that another system made already; return whether a child is left without.

    What happened elsewhere cannot be refused. It is marked as such, and the duty inspector and the
    coordinator are told at once.

    :raises AlreadyClosed: it was closed before.
    """
    forced = _needs_name(contact=contact)
    mark = f"forced:{disposal}"[:24] if forced else disposal
    reports.close_contact(contact=contact, disposal=mark, because=because, by=by, at=at)
    if forced:
        note(contact=contact, kind=events.CLOSURE_FORCED, by=by, at=at, words=because)
    return forced


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
            due_at=at + rules.CLIMB_AGAIN_AFTER,
            fact=str(contact.pk),
        )
    audit.record(kind=kind, subject=f"contact:{contact.pk}", by=by, at=at, payload={"words": words})
    _tell(contact_id=contact.pk, kind=kind, by=by, at=at)


def _tell(*, contact_id: UUID, kind: str, by: Actor, at: datetime) -> None:
    roles: tuple[str, ...] = ("duty_inspector",)
    if kind == events.CLOSURE_FORCED:
        roles = ("duty_inspector", "missing_coordinator")
    for role in roles:
        promise(
            key=f"contact:{contact_id}:{kind}:{role}",
            kind="closure_block",
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
        due_at=at + rules.CLIMB_AGAIN_AFTER,
    )


def _needs_name(*, contact: Contact) -> bool:
    named = children_named(contact=contact)
    return rules.names_a_child(
        child_set=contact.child_id is not None, planned=named
    ) and not has_episode(contact=contact)

"""A child's own page: opened by its code, and what the child says on it, kept for one authority.

Nobody is signed in. The code leads to one page; what is said is written in the name of the
authority that reads it, by a role that may do nothing else.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import due_at, length_of
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.journeys.door import journey
from whereabouts.practice.voice import actions as voice
from whereabouts.practice.voice.actions import AlreadyAnswered, Said
from whereabouts.practice.voice.gate import link_for
from whereabouts.practice.voice.models import ChildsWords
from whereabouts.practice.voice.queries import opened_by
from whereabouts.records.people.actions import relate_to_child

__all__ = [
    "AlreadyAnswered", "NameNeeded", "NothingSaid", "Said", "Visitor", "say_as_child", "whose_page",
]  # fmt: skip
CHILD = "child"
UNREAD, UNOFFERED = "child_words_unread", "child_talk_unoffered"


class NothingSaid(Exception):
    """Nothing was answered and nothing written."""


class NameNeeded(Exception):
    """Somebody is asked for, and nobody could find the child."""


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Whoever has a code that opens: as an actor who may say something, and the code's key."""

    actor: Actor
    link_id: UUID


def whose_page(*, typed: str, at: datetime) -> Visitor | None:
    """Return whose page a code opens now, or None: alike for wrong, used, ended and old ones."""
    found = opened_by(
        code_hash=voice.hash_of(typed=typed),
        at=at,
        closes_at=at + length_of(key="child_page_stays_open", at=at),
    )
    if found is None:
        return None
    link_id, reader = found
    clock = system_actor(agency=reader, at=at)
    return Visitor(
        actor=Actor(
            member_id=clock.member_id,
            agency_id=clock.agency_id,
            agency_kind=clock.agency_kind,
            roles=frozenset({CHILD}),
            calendar=clock.calendar,
            purpose="a child's own page",
            name="A child",
        ),
        link_id=link_id,
    )


@journey(needs=Permission.VOICE_SAY)
def say_as_child(*, actor: Actor, link_id: UUID, said: Said, at: datetime) -> datetime:
    """Keep what a child says, tell whoever reads it, and return by when it is read.

    A child who gives a name is owed the offer of a conversation too, once, by whoever reads it:
    also when everything that was followed up with them is closed. The force hears nothing of it.
    The notice and the clock name nobody: they lead to what was said, and that, without a name, to
    no child.

    :raises NothingSaid: there is nothing to keep.
    :raises NameNeeded: somebody is asked for, and there is no name.
    :raises AlreadyAnswered: this code was used before.
    """
    if not (any(said.answers.values()) or said.words.strip() or said.wants_somebody):
        raise NothingSaid("Nothing was said.")
    if said.wants_somebody and not said.name.strip():
        raise NameNeeded("Without a name nobody can find the child.")
    read_by = read_until(actor=actor, at=at)
    link = link_for(actor, link_id=link_id)
    words = voice.say(link=link, said=said, due_at=read_by, by=actor, at=at)
    if words.child_id is not None:
        # Whoever gives a name wants to be found: only then does the authority see the record.
        relate_to_child(
            child_id=words.child_id, agency=actor.agency_id, kind="shared", at=at,
            because="the child gave a name",
        )  # fmt: skip
    watch(words=words, tell="child_words", due_at=read_by, at=at)
    offer_by = read_until(actor=actor, at=at, key="child_talk_offered")
    if voice.owe_talk(words=words, due_at=offer_by, by=actor, at=at):
        watch_offer(words=words, due_at=offer_by, at=at)
    return read_by


def read_until(*, actor: Actor, at: datetime, key: str = "child_words_read") -> datetime:
    """Return by when something said now is read, on the working days of whoever reads it.

    `key` is another length that is counted so.
    """
    days = length_of(key=key, at=at).days
    return due_at(
        from_at=at, length=days, unit="working_days",
        calendar="wales" if actor.calendar == "wales" else "england",
    )  # fmt: skip


def watch(
    *,
    words: ChildsWords,
    tell: str,
    due_at: datetime,
    at: datetime,
    roles: tuple[str, ...] = ("social_worker",),
    text: str = "A child said something about how they were treated. Read it: it is due.",
) -> None:
    """Tell whoever reads a child's words, and set the clock until which they are read."""
    tell_readers(words=words, tell=tell, roles=roles, text=text, at=at)
    set_timer(
        key=f"child_words:{words.pk}:{due_at.isoformat()}",
        kind=UNREAD,
        subject=f"child_words:{words.pk}",
        agency=words.owner_agency_id,
        at=at,
        due_at=due_at,
    )


def tell_readers(
    *, words: ChildsWords, tell: str, roles: tuple[str, ...], text: str, at: datetime
) -> None:
    """Tell some roles of the agency that reads a child's words; the notice names nobody."""
    for role in roles:
        promise(
            key=f"child_words:{words.pk}:{tell}:{at.isoformat()}:{role}",
            kind=tell,
            subject=f"child_words:{words.pk}",
            from_agency=words.owner_agency_id,
            to_agency=words.owner_agency_id,
            to_role=role,
            text=text,
            at=at,
        )


def watch_offer(*, words: ChildsWords, due_at: datetime, at: datetime) -> None:
    """Set the clock until which a child who gave a name is offered a conversation."""
    set_timer(
        key=f"child_words:{words.pk}:talk:{due_at.isoformat()}",
        kind=UNOFFERED,
        subject=f"child_words:{words.pk}",
        agency=words.owner_agency_id,
        at=at,
        due_at=due_at,
    )

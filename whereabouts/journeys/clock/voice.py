"""What a child said lies unread, or no talk was offered: said again, and above, until it is."""

from datetime import datetime

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.childs_page import (
    UNOFFERED,
    UNREAD,
    read_until,
    tell_readers,
    watch,
    watch_offer,
)
from whereabouts.journeys.clock.frame import NothingBehind, for_the_agency, key_of
from whereabouts.practice.voice import events
from whereabouts.practice.voice.models import ChildsWords

# An authority has no ranks here: whoever is on at night hears as well, and who minds its records.
ABOVE = ("social_worker", "out_of_hours_worker", "information_governance")


@for_the_agency
def child_words_unread(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Say that they are overdue, and set the next working day's end."""
    try:
        words = one(ChildsWords, pk=key_of(timer))
    except NotVisible:
        raise NothingBehind("There are no such words for this agency.") from None
    if words.read_at is not None:
        return
    audit.record(
        kind=events.WORDS_UNREAD, subject=timer.subject, by=by, at=at,
        payload={"due_at": timer.due_at.isoformat()},
    )  # fmt: skip
    watch(
        words=words, tell=UNREAD, due_at=read_until(actor=by, at=at), at=at, roles=ABOVE,
        text="A child's words were not read within one working day. Read them now.",
    )  # fmt: skip


@for_the_agency
def child_talk_unoffered(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Say that a child still waits for the offer of a conversation, and set the next day's end."""
    try:
        words = one(ChildsWords, pk=key_of(timer))
    except NotVisible:
        raise NothingBehind("There are no such words for this agency.") from None
    if words.talk_at is not None:
        return
    audit.record(
        kind=events.TALK_UNOFFERED, subject=timer.subject, by=by, at=at,
        payload={"due_at": timer.due_at.isoformat()},
    )  # fmt: skip
    tell_readers(
        words=words, tell=UNOFFERED, at=at, roles=ABOVE,
        text="A child who wrote to us was offered no conversation. Offer it now, or say why not.",
    )  # fmt: skip
    watch_offer(words=words, due_at=read_until(actor=by, at=at), at=at)


HANDLERS: dict[str, Handler] = {UNREAD: child_words_unread, UNOFFERED: child_talk_unoffered}

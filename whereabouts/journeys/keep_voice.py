"""Add what a child tells about themselves, whom they ask for, what they need; end what is over."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.voice import actions as voice
from whereabouts.practice.voice.actions import AlreadyEnded, Line, NotYet
from whereabouts.practice.voice.gate import line_for
from whereabouts.practice.voice.rules import WordsNeeded
from whereabouts.records.people.gate import person_for

__all__ = ["AlreadyEnded", "Line", "NotYet", "WordsNeeded", "add_to_about_me", "end_about_me"]


@journey(needs=Permission.VOICE_KEEP)
def add_to_about_me(*, actor: Actor, child_id: UUID, line: Line, at: datetime) -> UUID:
    """Add one thing that a child tells, with who says so and when; return its key.

    Whoever goes out sees it from now on. Nothing said before is changed.

    :raises NotVisible: there is no such child for this actor.
    :raises WordsNeeded: it lacks its words or its person.
    :raises NotYet: the day lies ahead.
    """
    child, _ = person_for(actor, child_id=child_id)
    made = voice.add_line(child=child, line=line, by=actor, at=at)
    tell_whoever_sees(child=child.pk)
    return made.pk


@journey(needs=Permission.VOICE_KEEP)
def end_about_me(
    *, actor: Actor, child_id: UUID, line_id: UUID, because: str, at: datetime
) -> None:
    """End what holds no longer, with the reason; it stays in the history.

    :raises NotVisible: there is no such child, or no such line of theirs, for this actor.
    :raises WordsNeeded: there is no reason.
    :raises AlreadyEnded: somebody has ended it.
    """
    child, same = person_for(actor, child_id=child_id)
    line = line_for(actor, line_id=line_id, child_ids=same)
    voice.end_line(line=line, because=because, by=actor, at=at)
    tell_whoever_sees(child=child.pk)

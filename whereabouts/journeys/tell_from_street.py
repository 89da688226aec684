"""Read the briefing of a beat, tell something from the street in one step, and settle it."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import actor_of, colleague
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.adult_near import adult_near
from whereabouts.journeys.door import journey
from whereabouts.practice.street import actions as street
from whereabouts.practice.street import queries
from whereabouts.practice.street.actions import AlreadySettled, NothingSaid, ResultMissing
from whereabouts.practice.street.gate import beat_for, word_for
from whereabouts.practice.street.vocabulary import WORD_ENDS, WORD_KINDS
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes import events
from whereabouts.records.episodes.queries import under_way
from whereabouts.records.people.gate import person_for

__all__ = [
    "AlreadySettled", "NotInList", "NotYetSeen", "NothingSaid", "ResultMissing", "read_briefing",
    "settle_street_word", "tell_from_street",
]  # fmt: skip


class NotYetSeen(Exception):
    """What was seen cannot lie ahead."""


class NotInList(ValueError):
    """An answer is none of those that may be given."""


@journey(needs=Permission.BRIEFING_READ)
def read_briefing(*, actor: Actor, beat_id: UUID, digest: str, at: datetime) -> bool:
    """Say that one has read the briefing of a beat as it stood; return whether that is new.

    :raises NotVisible: there is no such beat of the actor's force.
    """
    beat = beat_for(actor, beat_id=beat_id)
    return street.read_briefing(
        beat=beat, began_at=queries.shift_began(at=at), digest=digest[:16], by=actor, at=at
    )


@journey(needs=Permission.BRIEFING_READ)
def tell_from_street(
    *,
    actor: Actor,
    words: str,
    at: datetime,
    kind: str = "other",
    place: str = "",
    seen_at: datetime | None = None,
    child_id: UUID | None = None,
    beat_id: UUID | None = None,
    adult_seen: bool = False,
) -> UUID:
    """Keep what was seen or heard, tell the coordinator, and return its key.

    Of a child who is missing it stands in the episode's history at once, whichever force's it is.
    `adult_seen`: an adult of concern was with the child, or near: that interrupts.

    :raises NotVisible: there is no such child or beat for this actor.
    :raises NothingSaid: there are no words.
    :raises NotYetSeen: the time lies ahead.
    :raises NotInList: the kind is none of the list.
    """
    if kind not in dict(WORD_KINDS):
        raise NotInList("Choose what it is about.")
    when = seen_at or at
    if when > at:
        raise NotYetSeen("That time has not come yet.")
    beat = beat_for(actor, beat_id=beat_id) if beat_id else None
    child, children = person_for(actor, child_id=child_id) if child_id else (None, frozenset())
    told = street.tell_word(
        beat=beat, child=child, kind=kind, words=words, place=place, seen_at=when, by=actor, at=at
    )
    said = f"{words.strip()} ({place.strip()})" if place.strip() else words.strip()
    for episode in under_way(children=children):
        episodes.write_log(
            episode=episode, kind=events.NOTE, by=actor, at=at, happened_at=when, words=said
        )
        if adult_seen:
            adult_near(
                episode=episode, key=f"street_word:{told.pk}", said_by=actor.name, words=said,
                by=actor, at=at,
            )  # fmt: skip
    tell_screens(agencies=[actor.agency_id])
    if child is not None:
        tell_screens(agencies=agencies_reached(subject=child.pk))
    return told.pk


@journey(needs=Permission.STREET_SET)
def settle_street_word(
    *, actor: Actor, word_id: UUID, ended_as: str, result: str, at: datetime
) -> None:
    """Say what comes of a word from the street; whoever told it hears that it was read.

    :raises NotVisible: there is no such word of the actor's force.
    :raises NotInList: the answer is none of the list.
    :raises ResultMissing: nothing is said.
    :raises AlreadySettled: somebody said so already.
    """
    word = word_for(actor, word_id=word_id)
    if ended_as not in dict(WORD_ENDS):
        raise NotInList("Choose what comes of it.")
    teller = colleague(agency=word.owner_agency_id, member_id=word.recorded_by_id)
    roles = sorted(actor_of(member=teller, at=at).roles) if teller else []
    street.settle_word(
        word=word, ended_as=ended_as, result=result, to_role=roles[0] if roles else "", by=actor,
        at=at,
    )  # fmt: skip
    tell_screens(agencies=[actor.agency_id])

"""Say that a child's words were read, what was done, that they were offered a talk, and told."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.journeys.childs_page import UNOFFERED, UNREAD
from whereabouts.journeys.door import journey
from whereabouts.journeys.tell_of_conduct import UNTOLD, Told, keep_matter
from whereabouts.practice.conduct import rules as conduct
from whereabouts.practice.conduct.queries import came_of_words
from whereabouts.practice.conduct.vocabulary import ABOUT_KINDS
from whereabouts.practice.risk import sealing
from whereabouts.practice.voice import actions as voice
from whereabouts.practice.voice.actions import AlreadyRead, AlreadyTold, NothingOwed
from whereabouts.practice.voice.gate import words_for
from whereabouts.practice.voice.models import ChildsWords
from whereabouts.practice.voice.rules import WordsNeeded, as_one_text
from whereabouts.practice.voice.vocabulary import SETTLED, SPOKE, TALKED
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.queries import of_children
from whereabouts.records.people.queries import same_person_set

__all__ = [
    "AlreadyRead", "AlreadyTold", "NotDecidedYet", "NothingOwed", "OutcomeNeeded",
    "WordsNeeded", "offer_childs_talk", "read_childs_words", "tell_child_back",
]  # fmt: skip
CONDUCT = "conduct"


class OutcomeNeeded(Exception):
    """Nobody said what was done, or it is none of the list."""


class NotDecidedYet(Exception):
    """Whoever looks into it has not decided: there is nothing to tell the child yet."""


@journey(needs=Permission.VOICE_READ)
def read_childs_words(
    *,
    actor: Actor,
    words_id: UUID,
    outcome: str,
    at: datetime,
    outcome_words: str = "",
    about_kind: str = "",
) -> None:
    """Say that they were read by the actor, and what was done. The clock stands down.

    More than having read them needs words: what was done, and by whom. Passed on as a matter of
    conduct they are kept as one, under seal: `about_kind` is who is meant, where that is known;
    where it is not, what was said decides who looks into it, and where it does not say, both do.

    :raises NotVisible: there are none for this actor.
    :raises OutcomeNeeded: what was done is not said, or is none of the list.
    :raises AlreadyRead: somebody else has read them.
    """
    if outcome not in dict(SETTLED):
        raise OutcomeNeeded("Say what was done")
    if outcome != "read" and not outcome_words.strip():
        raise OutcomeNeeded("Say in words what was done, and by whom")
    if about_kind and about_kind not in dict(ABOUT_KINDS):
        raise OutcomeNeeded("Choose of the list who is meant")
    words = words_for(actor, words_id=words_id)
    if words.read_at is not None:
        raise AlreadyRead("Somebody has read this before you, and said what was done.")
    sealed = (
        _pass_on(words=words, about_kind=about_kind, by=actor, at=at) if outcome == CONDUCT else ()
    )
    voice.settle_words(
        words=words, outcome=outcome, outcome_words=outcome_words, sealed_from=sealed, by=actor,
        at=at,
    )  # fmt: skip
    stand_down(subject=f"child_words:{words.pk}", at=at, kinds=(UNREAD,))
    if outcome == SPOKE and words.talk_due_at is not None:
        _offer(words=words, answer=TALKED, talk_words=outcome_words, by=actor, at=at)
    tell_screens(agencies=[actor.agency_id])


@journey(needs=Permission.VOICE_READ)
def offer_childs_talk(
    *, actor: Actor, words_id: UUID, talk_answer: str, talk_words: str, at: datetime
) -> None:
    """Say that a child who gave a name was offered a conversation, or why not. The clock ends.

    :raises NotVisible: there are none for this actor.
    :raises WordsNeeded: nothing says what came of it, or in which words.
    :raises NothingOwed: none is owed, or somebody has offered it.
    """
    words = words_for(actor, words_id=words_id)
    _offer(words=words, answer=talk_answer, talk_words=talk_words, by=actor, at=at)
    tell_screens(agencies=[actor.agency_id])


def _offer(*, words: ChildsWords, answer: str, talk_words: str, by: Actor, at: datetime) -> None:
    voice.offer_talk(words=words, answer=answer, talk_words=talk_words, by=by, at=at)
    stand_down(subject=f"child_words:{words.pk}", at=at, kinds=(UNOFFERED,))


@journey(needs=Permission.VOICE_READ)
def tell_child_back(
    *, actor: Actor, words_id: UUID, told_how: str, told_words: str, at: datetime
) -> None:
    """Say that a child heard what became of the conduct that they told of, or why they did not.

    :raises NotVisible: there are none for this actor.
    :raises NotDecidedYet: whoever looks into it has not decided, or it was never passed on.
    :raises WordsNeeded: nothing says how, or in which words.
    :raises AlreadyTold: somebody has, or nobody knows who the child is.
    """
    words = words_for(actor, words_id=words_id)
    came_of = came_of_words(words=words.pk)
    if not came_of or any(one.decided_at is None for one in came_of):
        raise NotDecidedYet("Whoever looks into it has not decided yet.")
    voice.tell_child_back(words=words, how=told_how, told_words=told_words, by=actor, at=at)
    stand_down(subject=f"child_words:{words.pk}", at=at, kinds=(UNREAD, UNTOLD))
    tell_screens(agencies=[actor.agency_id])


def _pass_on(*, words: ChildsWords, about_kind: str, by: Actor, at: datetime) -> tuple[UUID, ...]:
    """Keep what a child said as matters of conduct; return from whom it is sealed."""
    said = as_one_text(words=words.words, answers=words.answers())
    episode = _episode(words=words)
    ways = (
        ((about_kind, conduct.route_of(about_kind=about_kind)),)
        if about_kind
        else conduct.routes_said(words=words.words)
    )
    sealed: set[UUID] = set()
    for about, route in ways:
        told = Told(
            kind="other", about_kind=about, words=said, said_at=words.recorded_at, wants="not_asked"
        )
        conduct.check_told(told=told, at=at)
        way = (
            sealing.way_of(episode=episode, told=told, route=route, heard_by=by.member_id, at=at)
            if episode is not None
            else sealing.way_without_a_child(
                told=told, route=route, about=words.about_agency, team=words.about_team_id,
                reader=by.agency_id, at=at,
            )
        )  # fmt: skip
        keep_matter(episode=episode, told=told, way=way, from_words=words.pk, by=by, at=at)
        sealed |= set(way.sealed_from)
    return tuple(sorted(sealed - {by.member_id, by.agency_id}))


def _episode(*, words: ChildsWords) -> Episode | None:
    """Return the episode that a child with a name speaks of: the latest of that force, or any."""
    if words.child_id is None:
        return None
    found = of_children(children=same_person_set(child_id=words.child_id))
    latest = found.order_by("-reported_at")
    return latest.filter(owner_agency=words.about_agency_id).first() or latest.first()

"""The child's code and page, and what children said, for whoever reads it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency, Team
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.conduct.queries import came_of_words
from whereabouts.practice.conduct.vocabulary import ABOUT_KINDS
from whereabouts.practice.voice import queries
from whereabouts.practice.voice.gate import link_for, words_for
from whereabouts.practice.voice.models import ChildLink, ChildsWords
from whereabouts.practice.voice.reading import reader_of
from whereabouts.practice.voice.vocabulary import (
    ANSWERS,
    HANDED,
    PHONES,
    QUESTIONS,
    SETTLED,
    TALK_ANSWERS,
    TOLD_BACK,
)
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.people.queries import display_name, same_person_set

__all__ = [
    "ABOUT_KINDS", "ANSWERS", "HANDED", "PHONES", "QUESTIONS", "SETTLED", "TALK_ANSWERS",
    "TOLD_BACK", "ChildsPage", "CodeLine", "CodePage", "SaidLine",
    "WordsQueue", "childs_page", "code_page", "words_one", "words_queue",
]  # fmt: skip
READ_LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLine:
    """A code that was made: by whom, until when, and whether it still opens; never the code."""

    link_id: UUID
    made_at: datetime
    by: str
    agency: str
    handed: str
    reader: str
    until: datetime
    opens: bool
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """What is needed to give the child of an episode their code."""

    reference: str
    child_id: UUID
    name: str
    reader: UUID | None
    authorities: tuple[tuple[UUID, str], ...]
    teams: tuple[tuple[UUID, str], ...]
    codes: tuple[CodeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildsPage:
    """What a child's own page shows that is not the same for every child."""

    reader: str
    wales: bool
    worker: str
    worker_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """What a child said, for whoever reads it."""

    words_id: UUID
    said_at: datetime
    due_at: datetime
    overdue: bool
    about: str
    unit: str
    welsh: bool
    answers: tuple[tuple[str, str, str], ...]
    words: str
    name: str
    reach: str
    wants_somebody: bool
    child_id: UUID | None
    read_at: datetime | None
    read_by: str
    outcome: str
    outcome_words: str
    passed_on: bool
    told_at: datetime | None
    told_by: str
    told: str
    talk_due_at: datetime | None = None
    talk_overdue: bool = False
    talk_at: datetime | None = None
    talk_by: str = ""
    talk: str = ""
    undecided: int = 0
    for_child: tuple[str, ...] = ()

    @property
    def to_offer(self) -> bool:
        """Whether the child is still owed the offer of a conversation, now that it was read."""
        return (
            self.read_at is not None and self.talk_due_at is not None and self.talk_at is None
        )  # fmt: skip

    @property
    def to_tell(self) -> bool:
        """Whether the child is still to hear what became of what they told of."""
        return (
            self.passed_on and self.child_id is not None and self.told_at is None
            and not self.undecided and bool(self.for_child)
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsQueue:
    """What waits to be read, what is due first; whom to offer a talk; and what was read lately."""

    waiting: tuple[SaidLine, ...]
    to_offer: tuple[SaidLine, ...]
    read: tuple[SaidLine, ...]


@lookup(needs=Permission.VOICE_KEEP)
def code_page(*, actor: Actor, at: datetime, reference: str) -> CodePage:
    """Return what is needed to give a child their code, with those that were made before.

    :raises NotVisible: there is no such episode for this actor.
    """
    episode = episode_for(actor, reference=reference)
    same = same_person_set(child_id=episode.child_id)
    record_look(
        kind="view", page="child's code", by=actor, at=at, subjects=same, shown=["identity"]
    )
    authorities = Agency.objects.filter(kind="authority").order_by("name")
    teams = Team.objects.filter(agency=episode.owner_agency).order_by("name")
    return CodePage(
        reference=episode.reference,
        child_id=episode.child_id,
        name=display_name(child_id=episode.child_id),
        reader=reader_of(
            child_id=episode.child_id, force=episode.owner_agency_id, by=actor, at=at
        ),
        authorities=tuple(authorities.values_list("pk", "name")),
        teams=tuple(teams.values_list("pk", "name")),
        codes=tuple(
            CodeLine(
                link_id=one.pk,
                made_at=one.recorded_at,
                by=one.recorded_by.display_name,
                agency=one.owner_agency.name,
                handed=one.get_handed_display(),
                reader=one.reader_agency.name,
                until=one.expires_at,
                opens=one.revoked_at is None and not one.opened and one.closes_at > at,
                state=_state(one, at=at),
            )
            for one in queries.links_of(child_ids=same)
        ),
    )  # fmt: skip


@lookup(needs=Permission.VOICE_SAY)
def childs_page(*, actor: Actor, at: datetime, link_id: UUID) -> ChildsPage:
    """Return what the page of whoever has this code shows: whom to ask for, and who reads it."""
    link = link_for(actor, link_id=link_id)
    return ChildsPage(
        reader=link.reader_agency.name,
        wales=link.reader_agency.country == "wales",
        worker=link.worker,
        worker_phone=link.worker_phone,
    )


@lookup(needs=Permission.VOICE_READ)
def words_queue(*, actor: Actor, at: datetime) -> WordsQueue:
    """Return what children said to the actor's agency; the looks are written down."""
    waiting = [_said(one, at=at) for one in queries.words_to_read()]
    offers = [_said(one, at=at) for one in queries.talks_to_offer()]
    read = [_said(one, at=at) for one in queries.words_read(since=at - READ_LATELY)]
    _look(actor=actor, at=at, lines=[*waiting, *offers, *read])
    return WordsQueue(waiting=tuple(waiting), to_offer=tuple(offers), read=tuple(read))


@lookup(needs=Permission.VOICE_READ)
def words_one(*, actor: Actor, at: datetime, words_id: UUID) -> SaidLine:
    """Return what one child said; the look is written down.

    :raises NotVisible: there is none for this actor.
    """
    words = words_for(actor, words_id=words_id)
    line = _said(words, at=at)
    if line.passed_on:
        came_of = came_of_words(words=words.pk)
        line = replace(
            line,
            undecided=sum(1 for one in came_of if one.decided_at is None),
            for_child=tuple(one.for_child for one in came_of if one.for_child),
        )
    _look(actor=actor, at=at, lines=[line])
    return line


def _look(*, actor: Actor, at: datetime, lines: list[SaidLine]) -> None:
    record_look(
        kind="view", page="child's words", by=actor, at=at,
        subjects=[one.child_id for one in lines if one.child_id],
        shown=["child's words"] if lines else [],
    )  # fmt: skip


def _state(one: ChildLink, *, at: datetime) -> str:
    if one.revoked_at is not None:
        return "Ended"
    # Whether it was answered is not told here: who could tell would know whose answer it is.
    if one.opened:
        return "Opened"
    return "Not opened yet" if one.closes_at > at else "Over, never opened"


def _said(one: ChildsWords, *, at: datetime) -> SaidLine:
    answers = dict(ANSWERS)
    return SaidLine(
        words_id=one.pk,
        said_at=one.recorded_at,
        due_at=one.due_at,
        overdue=one.read_at is None and one.due_at < at,
        about=one.about_agency.name,
        unit=one.about_team.name if one.about_team else "",
        welsh=one.language == "cy",
        answers=tuple((key, words, answers.get(getattr(one, key), "")) for key, words in QUESTIONS),
        words=one.words,
        name=one.name,
        reach=one.reach,
        wants_somebody=one.wants_somebody,
        child_id=one.child_id,
        read_at=one.read_at,
        read_by=one.read_by.display_name if one.read_by else "",
        outcome=one.get_outcome_display() if one.outcome else "",
        outcome_words=one.outcome_words,
        passed_on=one.outcome == "conduct",
        told_at=one.told_at,
        told_by=one.told_by.display_name if one.told_by else "",
        talk_due_at=one.talk_due_at,
        talk_overdue=one.talk_due_at is not None and one.talk_at is None and one.talk_due_at < at,
        talk_at=one.talk_at,
        talk_by=one.talk_by.display_name if one.talk_by else "",
        talk=". ".join(part for part in (one.get_talk_answer_display(), one.talk_words) if part),
        told=" ".join([dict(TOLD_BACK).get(one.told_how, ""), one.told_words]).strip(),
    )

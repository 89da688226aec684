"""Record the two conversations after a return: the police's, and the independent one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.journeys.kept_away import NotToThisChild, refuse_if_kept_away
from whereabouts.journeys.tell_of_conduct import Told as ToldOfConduct
from whereabouts.journeys.tell_of_conduct import keep_matter
from whereabouts.practice.conduct import rules as conduct
from whereabouts.practice.conversations import actions as conversations
from whereabouts.practice.conversations import rules as telling
from whereabouts.practice.conversations.rules import Asked, Line, OverrideIncomplete
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home import rules, vocabulary
from whereabouts.practice.return_home.actions import AdultSeen
from whereabouts.practice.return_home.consent import Consent, ConsentIncomplete, ConsentRefused
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.models import Interview
from whereabouts.practice.return_home.queries import return_of, task_now
from whereabouts.practice.return_home.rules import NotInList, NotYet, Spoken
from whereabouts.practice.risk import after_return, after_talk, returning, sealing
from whereabouts.practice.support import actions as support
from whereabouts.practice.support.actions import AtContact, NothingOffered
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import State
from whereabouts.records.people.queries import same_person_set

__all__ = [
    "AdultSeen",
    "Asked",
    "AtContact",
    "Beside",
    "Consent",
    "ConsentIncomplete",
    "ConsentRefused",
    "Line",
    "NoInterviewNow",
    "NotInList",
    "NotToThisChild",
    "NotYet",
    "NothingOffered",
    "OverrideIncomplete",
    "Spoken",
    "ToldOfConduct",
    "record_prevention_interview",
    "record_return_interview",
]


class NoInterviewNow(Exception):
    """The child is dead: nobody is interviewed, and nothing is sent."""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What comes with a conversation: a carer asked on their own, lines that may be shared, and
    somebody who works with children whom the child names as the one who harms.

    `know_next` marks what would help next time: whether the child lets it be known, and to whom.
    `support` is what became of help at the end: offered, declined, or why it was not offered;
    `carer_support` the same for whoever was asked beside the child.
    """

    carer: Asked | None = None
    lines: tuple[Line, ...] = ()
    know_next: Line | None = None
    conduct: ToldOfConduct | None = None
    support: AtContact | None = None
    carer_support: AtContact | None = None


NOTHING_BESIDE = Beside()


@journey(needs=Permission.PREVENTION_INTERVIEW)
def record_prevention_interview(
    *,
    actor: Actor,
    reference: str,
    spoken: Spoken,
    at: datetime,
    adults: Iterable[AdultSeen] = (),
    beside: Beside = NOTHING_BESIDE,
) -> tuple[str, ...]:
    """Keep the police's conversation with the child, and return what it still lacks.

    Harm that is told of asks for a crime record and a strategy discussion in the same moment.
    Declined, the offer stands: leaving it undone takes a code and words (`leave_undone`).

    :raises NotVisible: there is no such episode for this actor.
    :raises NoInterviewNow: the child was found dead.
    :raises NotToThisChild: somebody else speaks with this child for now.
    :raises NotInList, Incomplete, OverrideIncomplete: an answer is none of those that may be given.
    :raises ConsentIncomplete, ConsentRefused: a yes does not say to what, or the child said no.
    :raises NotYet: the time lies ahead.
    """
    return _record(
        actor=actor, references=(reference,), kind="prevention", spoken=spoken, adults=adults,
        beside=beside, at=at,
    )  # fmt: skip


@journey(needs=Permission.RETURN_INTERVIEW)
def record_return_interview(
    *,
    actor: Actor,
    reference: str,
    spoken: Spoken,
    at: datetime,
    adults: Iterable[AdultSeen] = (),
    beside: Beside = NOTHING_BESIDE,
    also: Sequence[str] = (),
) -> tuple[str, ...]:
    """Keep the independent conversation with the child, and return what it still lacks.

    `also` are other episodes of the same child that the same visit answers: each is recorded.

    :raises NotVisible: there is no such episode for this actor, or it is another child's.
    :raises NoInterviewNow: the child was found dead.
    :raises NotToThisChild: somebody else speaks with this child for now.
    :raises NotInList, Incomplete, OverrideIncomplete: an answer is none of those that may be given.
    :raises ConsentIncomplete, ConsentRefused: a yes does not say to what, or the child said no.
    :raises NotYet: the time lies ahead.
    """
    return _record(
        actor=actor, references=(reference, *also), kind="return", spoken=spoken, adults=adults,
        beside=beside, at=at,
    )  # fmt: skip


def _record(
    *,
    actor: Actor,
    references: Sequence[str],
    kind: str,
    spoken: Spoken,
    adults: Iterable[AdultSeen],
    beside: Beside,
    at: datetime,
) -> tuple[str, ...]:
    episodes = _episodes(actor, references=references)
    first = episodes[0]
    rules.check_spoken(spoken=spoken, at=at)
    if beside.carer is not None:
        telling.check_asked(
            asked=beside.carer, harms=dict(vocabulary.HARMS), answers=dict(vocabulary.HARM_ANSWERS)
        )
    if any(one.state == State.FOUND_DEAD for one in episodes):
        raise NoInterviewNow("The child was found dead. Only the named officer speaks to anybody.")
    refuse_if_kept_away(actor=actor, episode=first)
    sealed_from = _seal(episode=first, spoken=spoken, told=beside.conduct, by=actor, at=at)
    visit = new_id()
    lacks: tuple[str, ...] = ()
    for number, episode in enumerate(episodes):
        lacks = _keep(
            episode=episode,
            kind=kind,
            spoken=spoken,
            beside=beside
            if number == 0
            else replace(beside, lines=(), know_next=None, support=None, carer_support=None),
            visit=visit,
            sealed_from=sealed_from,
            first=number == 0,
            by=actor,
            at=at,
        )
    returns.link_adults(
        episode=first,
        adults=adults,
        kind="risk",
        source=f"{dict(vocabulary.INTERVIEW_KINDS)[kind]}, episode {first.reference}",
        said_at=spoken.held_at,
        by=actor,
        at=at,
    )
    tell_whoever_sees(child=first.child_id)
    return lacks


def _episodes(actor: Actor, *, references: Sequence[str]) -> list[Episode]:
    """Return the episodes that a visit answers, once each, all of one child."""
    found = [standing_episode_for(actor, reference=one) for one in dict.fromkeys(references)]
    children = same_person_set(child_id=found[0].child_id)
    if any(one.child_id not in children for one in found):
        raise NotInList("also")
    return list({one.pk: one for one in found}.values())


def _seal(
    *, episode: Episode, spoken: Spoken, told: ToldOfConduct | None, by: Actor, at: datetime
) -> tuple[UUID, ...]:
    """Keep what is said of somebody who works with children under seal; return from whom it is.

    That such a thing was said is enough, whoever was meant: where nobody is named, what was said
    decides who looks into it, and where it does not say, both do.
    """
    said = spoken.harms.get("by_staff", "")
    if told is None and said in vocabulary.ALLEGES:
        return _seal_unnamed(episode=episode, spoken=spoken, by=by, at=at)
    if told is None:
        return ()
    conduct.check_told(told=told, at=at)
    way = sealing.way_of(episode=episode, told=told, at=at)
    keep_matter(episode=episode, told=told, way=way, by=by, at=at)
    return way.sealed_from


def _seal_unnamed(*, episode: Episode, spoken: Spoken, by: Actor, at: datetime) -> tuple[UUID, ...]:
    said = " ".join((spoken.words, spoken.what_happened, spoken.child_view))
    sealed: set[UUID] = set()
    for about, route in conduct.routes_said(words=said):
        told = ToldOfConduct(
            kind="other", about_kind=about, said_at=spoken.held_at,
            words=spoken.words.strip() or "Said in the conversation; not written down in words.",
        )  # fmt: skip
        conduct.check_told(told=told, at=at)
        way = sealing.way_of(episode=episode, told=told, route=route, heard_by=by.member_id, at=at)
        keep_matter(episode=episode, told=told, way=way, by=by, at=at)
        sealed |= set(way.sealed_from)
    return tuple(sorted(sealed))


def _keep(
    *,
    episode: Episode,
    kind: str,
    spoken: Spoken,
    beside: Beside,
    visit: UUID,
    sealed_from: tuple[UUID, ...],
    first: bool,
    by: Actor,
    at: datetime,
) -> tuple[str, ...]:
    """Keep the conversation in one episode, with everything that it asks for there."""
    returning.arrange_return(episode=episode, by=by, at=at)
    task = task_now(episode=episode, kind=vocabulary.TASK_OF_INTERVIEW[kind])
    assert task is not None  # noqa: S101 - arranged a line before
    interview, lacks = returns.record_interview(
        episode=episode, task=task, kind=kind, spoken=spoken, visit=visit,
        sealed_from=sealed_from, by=by, at=at,
    )  # fmt: skip
    _keep_what_was_told(
        episode=episode, interview=interview, spoken=spoken, beside=beside,
        sealed_from=sealed_from, by=by, at=at,
    )  # fmt: skip
    support.keep_at_contact(episode=episode, said=beside.support, said_in=kind, by=by, at=at)
    _offer_help(episode=episode, kind=kind, spoken=spoken, beside=beside, by=by, at=at)
    about = interview.pk.hex[-12:]
    harms: tuple[str, ...] = ()
    for asked in _answers(spoken=spoken, beside=beside):
        harms += after_talk.follow_harm(
            episode=episode,
            harms=asked.answers,
            about=about if asked.source == "child" else f"{about}-{asked.source}",
            said_by=asked.said_by,
            source=asked.source,
            said_at=spoken.held_at,
            by=by,
            at=at,
        )
    after_return.arrange_after_talk(
        episode=episode, task=task, outcome=spoken.outcome, harms=harms, by=by, at=at
    )
    if kind == "prevention" and spoken.outcome == "held":
        after_return.tell_of_prevention(episode=episode, number=about, by=by, at=at)
    if kind == "return":
        if spoken.outcome == "held":
            conversations.submit(task=task, whole=not lacks, by=by, at=at)
        if not lacks:
            after_return.arrange_feedback(episode=episode, by=by, at=at)
    if first and spoken.outcome == "held" and spoken.seen_alone:
        returns.mark_seen(episode=episode, seen_at=spoken.held_at, alone=True, by=by, at=at)
    returned = return_of(episode=episode)
    if returned is not None and episode.state in (State.BACK, State.SEEN):
        returning.pass_gate(returned=returned, by=by, at=at)
    return lacks


def _offer_help(
    *, episode: Episode, kind: str, spoken: Spoken, beside: Beside, by: Actor, at: datetime
) -> None:
    """Let a conversation end with an offer, to the child and to whoever was asked beside them."""
    if spoken.offered.strip():
        support.settle_after_contact(episode=episode, to_whom="child", by=by, at=at)
    elif beside.support is None and spoken.outcome == "held":
        after_return.owe_offer(episode=episode, after_the_end=True, by=by, at=at)
    support.keep_at_contact(episode=episode, said=beside.carer_support, said_in=kind, by=by, at=at)
    if beside.carer is not None and beside.carer.source in ("parent", "carer"):
        after_return.owe_offer(episode=episode, by=by, at=at, to="family")


def _answers(*, spoken: Spoken, beside: Beside) -> list[Asked]:
    """Return the answers about harm, the child's first; a carer's are never the child's."""
    child = Asked(
        source="child", answers=dict(spoken.harms), said_by=f"the child, to {spoken.held_by}"
    )
    return [child] if beside.carer is None else [child, beside.carer]


def _keep_what_was_told(
    *,
    episode: Episode,
    interview: Interview,
    spoken: Spoken,
    beside: Beside,
    sealed_from: tuple[UUID, ...],
    by: Actor,
    at: datetime,
) -> None:
    child, *others = _answers(spoken=spoken, beside=beside)
    asked = [replace(child, answers=rules.all_harms(harms=spoken.harms)), *others]
    conversations.keep_harm(
        episode=episode, asked=asked if spoken.outcome == "held" else others,
        said_in=interview.kind, said_at=spoken.held_at, sealed_from=sealed_from,
        sealed_harms=tuple(after_talk.UNDER_SEAL), by=by, at=at,
    )  # fmt: skip
    lines = list(beside.lines)
    if spoken.know_next_time.strip():
        mark = beside.know_next or Line(kind="next_time", words="")
        lines.append(replace(mark, kind="next_time", words=spoken.know_next_time))
    conversations.keep_lines(
        episode=episode, lines=lines, said_in=interview.kind, said_at=spoken.held_at,
        sealed_from=sealed_from, by=by, at=at,
    )  # fmt: skip

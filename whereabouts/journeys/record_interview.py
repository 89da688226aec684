"""Record the two conversations after a return: the police's, and the independent one."""

from collections.abc import Iterable
from datetime import datetime

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import agencies_reached
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.journeys.door import journey
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home import events, rules, vocabulary
from whereabouts.practice.return_home.actions import AdultSeen
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.models import Interview
from whereabouts.practice.return_home.queries import return_of, task_now
from whereabouts.practice.return_home.rules import NotInList, NotYet, Spoken
from whereabouts.practice.risk import actions as risk
from whereabouts.practice.risk import returning
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import State
from whereabouts.records.people import actions as people

__all__ = [
    "AdultSeen",
    "NoInterviewNow",
    "NotInList",
    "NotYet",
    "Spoken",
    "record_prevention_interview",
    "record_return_interview",
]


class NoInterviewNow(Exception):
    """The child is dead: nobody is interviewed, and nothing is sent."""


@journey(needs=Permission.PREVENTION_INTERVIEW)
def record_prevention_interview(
    *,
    actor: Actor,
    reference: str,
    spoken: Spoken,
    at: datetime,
    adults: Iterable[AdultSeen] = (),
) -> tuple[str, ...]:
    """Keep the police's conversation with the child, and return what it still lacks.

    Harm that is told of asks for a crime record and a strategy discussion in the same moment.
    Declined, the offer stands: leaving it undone takes a code and words (`leave_undone`).

    :raises NotVisible: there is no such episode for this actor.
    :raises NoInterviewNow: the child was found dead.
    :raises NotInList: an answer is none of those that may be given.
    :raises NotYet: the time lies ahead.
    """
    return _record(
        actor=actor, reference=reference, kind="prevention", spoken=spoken, adults=adults, at=at
    )


@journey(needs=Permission.RETURN_INTERVIEW)
def record_return_interview(
    *,
    actor: Actor,
    reference: str,
    spoken: Spoken,
    at: datetime,
    adults: Iterable[AdultSeen] = (),
) -> tuple[str, ...]:
    """Keep the independent conversation with the child, and return what it still lacks.

    :raises NotVisible: there is no such episode for this actor.
    :raises NoInterviewNow: the child was found dead.
    :raises NotInList: an answer is none of those that may be given.
    :raises NotYet: the time lies ahead.
    """
    return _record(
        actor=actor, reference=reference, kind="return", spoken=spoken, adults=adults, at=at
    )


def _record(
    *,
    actor: Actor,
    reference: str,
    kind: str,
    spoken: Spoken,
    adults: Iterable[AdultSeen],
    at: datetime,
) -> tuple[str, ...]:
    episode = standing_episode_for(actor, reference=reference)
    rules.check_spoken(spoken=spoken, at=at)
    if episode.state == State.FOUND_DEAD:
        raise NoInterviewNow("The child was found dead. Only the named officer speaks to anybody.")
    returning.arrange_return(episode=episode, by=actor, at=at)
    task = task_now(episode=episode, kind=vocabulary.TASK_OF_INTERVIEW[kind])
    assert task is not None  # noqa: S101 - arranged a line before
    interview, lacks = returns.record_interview(
        episode=episode, task=task, kind=kind, spoken=spoken, by=actor, at=at
    )
    returns.link_adults(
        episode=episode,
        adults=adults,
        kind="risk",
        source=f"{dict(vocabulary.INTERVIEW_KINDS)[kind]}, episode {episode.reference}",
        said_at=spoken.held_at,
        by=actor,
        at=at,
    )
    _follow_harm(episode=episode, interview=interview, spoken=spoken, by=actor, at=at)
    if spoken.outcome == "held" and spoken.seen_alone:
        returns.mark_seen(
            episode=episode, seen_at=spoken.held_at, alone=True, by=actor, at=at
        )  # fmt: skip
    returned = return_of(episode=episode)
    if returned is not None and episode.state in (State.BACK, State.SEEN):
        returning.pass_gate(returned=returned, by=actor, at=at)
    tell_screens(agencies=agencies_reached(subject=episode.child_id))
    return lacks


def _follow_harm(
    *, episode: Episode, interview: Interview, spoken: Spoken, by: Actor, at: datetime
) -> None:
    """Ask for everything that harm asks for, and let the next call handler know of it."""
    harms = rules.allegations(harms=spoken.harms)
    if not harms:
        return
    words = dict(vocabulary.HARMS)
    said_by = f"the child, to {spoken.held_by}"
    episodes.write_log(
        episode=episode, kind=events.ALLEGATION, by=by, at=at, happened_at=spoken.held_at,
        detail={harm: spoken.harms[harm] for harm in harms},
    )  # fmt: skip
    returning.arrange_allegation(
        episode=episode,
        about=interview.pk.hex[-12:],
        because="B15",
        detail="; ".join(words[harm] for harm in harms) + ".",
        by=by,
        at=at,
    )
    told = any(spoken.harms[harm] == "disclosed" for harm in harms)
    risk.assert_fact(
        episode=episode, fact="victim_of_crime_suspected", value=True, said_by=said_by,
        source_kind="child", said_at=spoken.held_at, by=by, at=at,
    )  # fmt: skip
    people.raise_flag(
        child=episode.child,
        kind="harmed_before",
        strength="confirmed" if told else "suspected",
        source=f"Told after the return, episode {episode.reference}",
        review_on=(at + length_of(key="flag_reviewed_after_interview", at=at)).date(),
        by=by,
        at=at,
    )
    if "at_home" in harms:
        risk.assert_fact(
            episode=episode, fact="violence_at_home", value=True, said_by=said_by,
            source_kind="child", said_at=spoken.held_at, by=by, at=at,
        )  # fmt: skip
        people.hold_back_relatives(child_id=episode.child_id, concern="violence", by=by, at=at)

"""Propose where a child goes, and answer the return-safety questions."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home import rules
from whereabouts.practice.return_home.gate import NotYetFound, return_for, standing_episode_for
from whereabouts.practice.return_home.models import Return
from whereabouts.practice.return_home.rules import NotInList
from whereabouts.practice.return_home.vocabulary import DANGER, TOLD_TO_LEAVE
from whereabouts.practice.risk import actions as risk
from whereabouts.practice.risk import after_return, returning
from whereabouts.records.episodes.rules import State
from whereabouts.records.people import actions as people
from whereabouts.records.people.gate import related_person_for

__all__ = ["NotInList", "NotYetFound", "answer_safety_questions", "propose_destination"]


@journey(needs=Permission.RETURN_RECORD)
def propose_destination(
    *,
    actor: Actor,
    reference: str,
    kind: str,
    destination: str,
    at: datetime,
    answers: Mapping[str, str] | None = None,
    said_by: str = "",
    person: UUID | None = None,
) -> tuple[str, ...]:
    """Propose where the child goes, and return the questions that are still open.

    `answers` maps the return-safety questions to words; nobody is taken anywhere until they are
    answered and a named person has agreed. `person` is whoever the child would go to.

    :raises NotVisible: there is no such episode or person for this actor.
    :raises NotYetFound: nobody has said that the child was found.
    :raises NotInList: the kind of place or a question is none of the list.
    """
    episode = standing_episode_for(actor, reference=reference)
    returned = return_for(actor, episode=episode)
    to = related_person_for(actor, child_id=episode.child_id, person_id=person) if person else None
    returns.propose(
        returned=returned, kind=kind, destination=destination, person=to, by=actor, at=at
    )
    _answer(returned=returned, answers=answers or {}, said_by=said_by, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return rules.unanswered(answers=returned.safety)


@journey(needs=Permission.RETURN_RECORD)
def answer_safety_questions(
    *,
    actor: Actor,
    reference: str,
    answers: Mapping[str, str],
    at: datetime,
    said_by: str = "",
) -> tuple[str, ...]:
    """Keep answers to the return-safety questions, and return those that are still open.

    Where the child is there already, the answers and having seen them alone pass the gate.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotYetFound: nobody has said that the child was found.
    :raises NotInList: a question is none of the list.
    """
    episode = standing_episode_for(actor, reference=reference)
    returned = return_for(actor, episode=episode)
    _answer(returned=returned, answers=answers, said_by=said_by, by=actor, at=at)
    if episode.state in (State.BACK, State.SEEN):
        returning.pass_gate(returned=returned, by=actor, at=at)
    tell_whoever_sees(child=episode.child_id)
    return rules.unanswered(answers=returned.safety)


def _answer(
    *, returned: Return, answers: Mapping[str, str], said_by: str, by: Actor, at: datetime
) -> None:
    """Keep the answers; harm where the child would go is an allegation at once."""
    before = rules.danger_said(answers=returned.safety)
    told_before = rules.told_to_leave(answers=returned.safety)
    who = said_by.strip() or "asked on the return"
    returns.answer_safety(returned=returned, answers=answers, said_by=who, by=by, at=at)
    episode = returned.episode
    if answers.get(TOLD_TO_LEAVE) == "yes" and not told_before:
        after_return.arrange_told_to_leave(episode=episode, by=by, at=at)
    if before or answers.get(DANGER) != "yes":
        return
    risk.assert_fact(
        episode=episode, fact="violence_at_home", value=True, said_by=who, source_kind="child",
        said_at=at, words=answers.get("why_left", ""), by=by, at=at,
    )  # fmt: skip
    people.hold_back_relatives(child_id=episode.child_id, concern="violence", by=by, at=at)
    returning.arrange_allegation(episode=episode, about="", because="B15", by=by, at=at)

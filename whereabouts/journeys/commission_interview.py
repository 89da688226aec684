"""Ask a provider for the independent conversation; take it on, try, accept or take it back."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import agencies_reached, end_relation
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import colleague
from whereabouts.foundations.outbox.actions import promise, tell_screens, tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.journeys.kept_away import NotToThisChild, refuse_if_kept_away
from whereabouts.practice.conduct.queries import kept_away
from whereabouts.practice.conversations import actions as conversations
from whereabouts.practice.conversations.actions import (
    AlreadyCommissioned,
    NotTheirTurn,
    ReasonMissing,
)
from whereabouts.practice.conversations.gate import commission_for
from whereabouts.practice.conversations.models import Commission
from whereabouts.practice.conversations.queries import asked_for_besides, providers
from whereabouts.practice.conversations.rules import NotInList
from whereabouts.practice.return_home.gate import standing_episode_for
from whereabouts.practice.return_home.queries import task_now
from whereabouts.practice.return_home.rules import NotYet, check_time
from whereabouts.practice.risk import returning
from whereabouts.records.episodes.rules import State
from whereabouts.records.people.actions import relate_to_child
from whereabouts.records.people.queries import same_person_set

__all__ = [
    "AlreadyCommissioned",
    "NoInterviewNow",
    "NotInList",
    "NotTheirTurn",
    "NotToThisChild",
    "NotYet",
    "ReasonMissing",
    "answer_commission",
    "cancel_commission",
    "commission_interview",
    "log_attempt",
    "take_interview_on",
]


# What one commission is called as a reason to see a child; an older one had this name for all.
REASON, OLDER_REASON = "commission:{}", "return_interview"


class NoInterviewNow(Exception):
    """The child is dead: nobody is interviewed, and nobody is asked to."""


@journey(needs=Permission.INTERVIEW_COMMISSION)
def commission_interview(
    *,
    actor: Actor,
    reference: str,
    provider: UUID,
    visit_risk: str,
    at: datetime,
    worker: UUID | None = None,
    best_time: str = "",
    how_to_reach: str = "",
) -> UUID:
    """Ask a provider for the conversation, with what is risky about visiting; return its key.

    `best_time` and `how_to_reach` are how the child is met without harm to them.

    The authority stays answerable: the task and its clock are its own. The provider sees this
    child until the conversation is accepted or no longer asked of them, and no other child.

    :raises NotVisible: there is no such episode for this actor.
    :raises NoInterviewNow: the child was found dead.
    :raises NotInList: there is no such provider.
    :raises NotToThisChild: the worker asked for does not go to this child for now.
    :raises AlreadyCommissioned: somebody was asked already.
    """
    episode = standing_episode_for(actor, reference=reference)
    if episode.state == State.FOUND_DEAD:
        raise NoInterviewNow("The child was found dead. Only the named officer speaks to anybody.")
    if provider not in {one.pk for one in providers()}:
        raise NotInList("provider")
    if worker is not None:
        if colleague(agency=provider, member_id=worker) is None:
            raise NotInList("worker")
        children = same_person_set(child_id=episode.child_id)
        if kept_away(children=children, member=worker):
            raise NotToThisChild("Somebody else goes to this child for now.")
    returning.arrange_return(episode=episode, by=actor, at=at)
    task = task_now(episode=episode, kind="return_interview")
    assert task is not None  # noqa: S101 - arranged a line before
    made = conversations.commission(
        episode=episode, task=task, provider=provider, worker=worker, visit_risk=visit_risk,
        best_time=best_time, how_to_reach=how_to_reach, by=actor, at=at,
    )  # fmt: skip
    relate_to_child(
        child_id=episode.child_id, agency=provider, kind="allocated", at=at,
        because=REASON.format(made.pk),
    )  # fmt: skip
    promise(
        key=f"commission:{made.pk}",
        kind="commission",
        subject=f"episode:{episode.pk}",
        from_agency=actor.agency_id,
        to_agency=provider,
        to_role="return_interviewer",
        to_member=worker,
        text=f"A return home interview is asked of you: episode {episode.reference}.",
        at=at,
        child=episode.child_id,
    )
    tell_whoever_sees(child=episode.child_id)
    return made.pk


@journey(needs=Permission.RETURN_INTERVIEW)
def take_interview_on(*, actor: Actor, commission_id: UUID, at: datetime) -> None:
    """Take a commission on, in one's own name.

    :raises NotVisible: there is none for this actor.
    :raises NotToThisChild: somebody else goes to this child for now.
    :raises NotTheirTurn: it is written up, or no longer asked for.
    """
    asked = commission_for(actor, commission_id=commission_id)
    refuse_if_kept_away(actor=actor, episode=asked.episode)
    conversations.take_on(commission=asked, by=actor, at=at)
    tell_whoever_sees(child=asked.child_id)


@journey(needs=Permission.RETURN_INTERVIEW)
def log_attempt(
    *,
    actor: Actor,
    reference: str,
    tried_at: datetime,
    way: str,
    outcome: str,
    at: datetime,
    words: str = "",
    next_at: datetime | None = None,
) -> UUID:
    """Keep one try to speak with the child; nothing that was tried is lost.

    :raises NotVisible: there is no such episode for this actor.
    :raises NotToThisChild: somebody else goes to this child for now.
    :raises NotInList: the way or the outcome is none of its list, or nothing was asked for.
    :raises NotYet: the time lies ahead.
    """
    check_time(field="tried_at", when=tried_at, at=at)
    episode = standing_episode_for(actor, reference=reference)
    refuse_if_kept_away(actor=actor, episode=episode)
    task = task_now(episode=episode, kind="return_interview")
    if task is None:
        raise NotInList("reference")
    made = conversations.record_attempt(
        episode=episode, task=task, tried_at=tried_at, way=way, outcome=outcome, words=words,
        next_at=next_at, by=actor, at=at,
    )  # fmt: skip
    tell_whoever_sees(child=episode.child_id)
    return made.pk


@journey(needs=Permission.INTERVIEW_COMMISSION)
def answer_commission(
    *, actor: Actor, commission_id: UUID, approved: bool, at: datetime, because: str = ""
) -> None:
    """Accept what a provider wrote up, or send it back with what it lacks; they are told.

    Accepted, the provider sees the child no more, unless it has another reason to.

    :raises NotVisible: there is none for this actor.
    :raises NotTheirTurn: it is not written up.
    :raises ReasonMissing: it is sent back without a reason.
    """
    asked = commission_for(actor, commission_id=commission_id)
    conversations.answer_commission(
        commission=asked, approved=approved, because=because, by=actor, at=at
    )
    promise(
        key=f"commission:{asked.pk}:{'approved' if approved else 'back'}:{at.isoformat()}",
        kind="commission_answered",
        subject=f"episode:{asked.episode_id}",
        from_agency=actor.agency_id,
        to_agency=asked.provider_id,
        to_role="return_interviewer",
        to_member=asked.worker_id,
        text=f"Episode {asked.episode.reference}: your interview was "
        + ("accepted." if approved else "sent back, with the reason."),
        at=at,
        child=asked.child_id,
    )
    reached = agencies_reached(subject=asked.child_id)
    if approved:
        _end_sight(commission=asked)
    tell_screens(agencies=reached)


@journey(needs=Permission.INTERVIEW_COMMISSION)
def cancel_commission(*, actor: Actor, commission_id: UUID, because: str, at: datetime) -> None:
    """Ask the conversation of a provider no longer; they are told, and see the child no more.

    The child is still owed it: the task waits for whoever is asked next.

    :raises NotVisible: there is none for this actor.
    :raises NotTheirTurn: it is written up, or no longer asked for.
    :raises ReasonMissing: there is no reason.
    """
    asked = commission_for(actor, commission_id=commission_id)
    conversations.cancel_commission(commission=asked, because=because, by=actor, at=at)
    promise(
        key=f"commission:{asked.pk}:cancelled",
        kind="commission_answered",
        subject=f"episode:{asked.episode_id}",
        from_agency=actor.agency_id,
        to_agency=asked.provider_id,
        to_role="return_interviewer",
        to_member=asked.worker_id,
        text=f"Episode {asked.episode.reference}: the interview is no longer asked of you.",
        at=at,
        child=asked.child_id,
    )
    reached = agencies_reached(subject=asked.child_id)
    _end_sight(commission=asked)
    tell_screens(agencies=reached)


def _end_sight(*, commission: Commission) -> None:
    """End what a commission gave its provider to see, over every record of the child."""
    children = same_person_set(child_id=commission.child_id)
    reasons = [REASON.format(commission.pk)]
    if not asked_for_besides(commission=commission, children=children):
        reasons.append(OLDER_REASON)
    for because in reasons:
        end_relation(
            subjects=children, agency=commission.provider_id, kind="allocated", because=because
        )

"""Challenges to a grade: made by anybody around the child, answered by who did not decide."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.engines.deadlines import due_at, length_of
from whereabouts.foundations.agencies import queries as agencies
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING
from whereabouts.practice.risk.assessing import latest_decision, pack_for
from whereabouts.practice.supervision import events, rules
from whereabouts.practice.supervision.models import Challenge
from whereabouts.practice.supervision.queries import deciders, standing_of, told_of
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import RelatedPerson


class DecidedByYou(Exception):
    """Whoever decided may not answer a challenge to the decision."""


class AlreadyAnswered(Exception):
    """The challenge was answered already."""


@transaction.atomic
def challenge(
    *,
    episode: Episode,
    made_by_kind: str,
    words: str,
    by: Actor,
    at: datetime,
    made_by_name: str = "",
    person: RelatedPerson | None = None,
) -> Challenge:
    """Write down that somebody disagrees with the grade: a supervisor answers in time."""
    decision = latest_decision(episode=episode)
    made = Challenge.objects.create(
        child_id=episode.child_id,
        episode=episode,
        decision=decision,
        made_at=at,
        made_by_kind=made_by_kind,
        made_by_name=made_by_name or (person.name if person else ""),
        person=person,
        words=words,
        due_at=answer_due(episode=episode, at=at),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    asked = tasks.ask(
        episode=episode,
        kind="challenge_answer",
        to_role="supervisor",
        assigned_agency=episode.owner_agency_id,
        because="B08",
        detail="Not by whoever decided.",
        fact=str(made.pk),
        by=by,
        at=at,
        due_at=made.due_at,
    )
    if asked is not None:
        # The challenge's own clock speaks for it: one alarm, not two.
        stand_down(subject=f"task:{asked.pk}", at=at)
    promise(
        key=f"challenge:{made.pk}",
        kind="challenge",
        subject=f"episode:{episode.pk}",
        from_agency=by.agency_id,
        to_agency=episode.owner_agency_id,
        to_role="supervisor",
        text=f"Episode {episode.reference}: the grade is challenged. Answer within the time.",
        at=at,
        loudness="interrupt",
        high=episode.level == "high",
        child=episode.child_id,
    )
    set_timer(
        key=f"challenge:{made.pk}:due",
        kind="challenge_due",
        subject=f"challenge:{made.pk}",
        agency=episode.owner_agency_id,
        at=at,
        due_at=made.due_at,
    )
    episodes.write_log(
        episode=episode,
        kind=events.CHALLENGED,
        by=by,
        at=at,
        detail={"challenge": str(made.pk), "by": made_by_kind},
    )
    return made


def answer_due(*, episode: Episode, at: datetime) -> datetime:
    """Return until when a challenge made now has to be answered, by the pack in force."""
    for limit in pack_for(episode=episode, at=at).deadlines:
        if limit.key == "challenge_answer":
            return due_at(from_at=at, length=limit.length, unit=limit.unit)
    return at + length_of(key="challenge_answered", at=at)


@transaction.atomic
def answer(*, made: Challenge, words: str, by: Actor, at: datetime) -> str:
    """Answer a challenge, and return the sentence that the challenger may be told.

    What they may be told follows their standing; that they are told is somebody's task, with a
    clock. A partner agency reads the answer itself.

    :raises DecidedByYou: the actor's name is on the decision.
    :raises AlreadyAnswered: somebody answered it.
    """
    if not rules.may_answer_challenge(member=by.member_id, deciders=deciders(made=made)):
        raise DecidedByYou("Your name is on this decision: somebody else has to answer.")
    answered = Challenge.objects.filter(pk=made.pk, state="open").update(
        state="answered", answer=words, answered_at=at, answered_by_id=by.member_id
    )
    if not answered:
        raise AlreadyAnswered("This challenge was answered already.")
    made.refresh_from_db()
    stand_down(subject=f"challenge:{made.pk}", at=at)
    for task in Task.objects.filter(
        episode_id=made.episode_id,
        kind="challenge_answer",
        fact=str(made.pk),
        state__in=OUTSTANDING,
    ):
        tasks.settle(task=task, by=by, at=at, result="The challenge was answered.")
    episodes.write_log(
        episode=made.episode,
        kind=events.CHALLENGE_ANSWERED,
        by=by,
        at=at,
        detail={"challenge": str(made.pk)},
    )
    if made.owner_agency_id != by.agency_id:
        promise(
            key=f"challenge:{made.pk}:answered",
            kind="challenge_answered",
            subject=f"episode:{made.episode_id}",
            from_agency=by.agency_id,
            to_agency=made.owner_agency_id,
            to_role=_role_of(member=made.recorded_by_id, at=at),
            text=f"Episode {made.episode.reference}: your challenge was answered.",
            at=at,
            child=made.episode.child_id,
        )
    elif rules.is_told(told=standing_of(made=made)):
        tasks.ask(
            episode=made.episode,
            kind="challenger_told",
            to_role="supervisor",
            assigned_agency=by.agency_id,
            because="B08",
            # It names nobody here: who disagrees is not every reader's to know.
            detail="Under Challenges the episode says whom, and what they may be told now.",
            fact=str(made.pk),
            by=by,
            at=at,
            due_at=at + length_of(key="challenger_told", at=at),
        )
    return told_of(made=made)


def _role_of(*, member: UUID, at: datetime) -> str:
    """Return a role in which a member reads notices; whoever has none left is read for."""
    actor = agencies.actor_for(member_id=member, at=at)
    return min(actor.roles) if actor and actor.roles else "supervisor"

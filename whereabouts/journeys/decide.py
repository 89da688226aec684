"""Decide: category and level, by a person, with reasons; a refusal never delays action."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise, tell_whoever_sees
from whereabouts.journeys.door import journey
from whereabouts.practice.investigation import actions as tasks
from whereabouts.practice.plans.queries import live_plans
from whereabouts.practice.risk import arranging, deciding, telling
from whereabouts.practice.risk.deciding import ChangedMeanwhile, DecisionRefused, Wish
from whereabouts.practice.risk.models import Decision
from whereabouts.practice.supervision.actions import reviews
from whereabouts.practice.supervision.actions.proposals import note_override
from whereabouts.records.episodes.gate import episode_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.queries import same_person_set

__all__ = ["ChangedMeanwhile", "DecisionRefused", "Wish", "decide"]


@journey(needs=Permission.RISK_DECIDE)
def _decide(
    *, actor: Actor, reference: str, wish: Wish, at: datetime, seen_version: int | None
) -> str:
    episode = episode_for(actor, reference=reference)
    decision = deciding.decide(
        episode=episode, wish=wish, by=actor, at=at, seen_version=seen_version
    )
    after_decision(episode=decision.episode, decision=decision, by=actor, at=at)
    return str(decision.pk)


def decide(
    *,
    actor: Actor,
    reference: str,
    wish: Wish,
    at: datetime,
    seen_version: int | None = None,
) -> str:
    """Let a decision stand and return its key, or refuse it by name.

    What stood goes on standing after a refusal, and the refusal is written down.

    :raises NotVisible: there is no such episode for this actor.
    :raises ChangedMeanwhile: somebody changed the episode after `seen_version`.
    :raises DecisionRefused: with each rule, its words, and who may pass it.
    """
    try:
        return _decide(
            actor=actor, reference=reference, wish=wish, at=at, seen_version=seen_version
        )
    except DecisionRefused as refused:
        keep_refusal(actor=actor, reference=reference, wish=wish, refused=refused, at=at)
        raise


decide.needs = Permission.RISK_DECIDE  # type: ignore[attr-defined]


def after_decision(
    *, episode: Episode, decision: Decision, by: Actor, at: datetime, looked_again: bool = False
) -> None:
    """Ask for what the level that stands now needs, and tell whoever a plan belongs to.

    `looked_again`: a second person looked, so the decision counts as a review.
    """
    reviews.after_decision(
        episode=episode, decision=decision, by=by, at=at, looked_again=looked_again
    )
    follow_decision(episode=episode, decision=decision, by=by, at=at)


def follow_decision(*, episode: Episode, decision: Decision, by: Actor, at: datetime) -> None:
    """Ask for what the level that stands now needs, beside its reviews."""
    assessment = decision.assessment
    arranging.arrange(
        episode=episode, assessment=assessment, by=by, at=at,
        unknown=[
            question["fact"]
            for question in assessment.result["questions"]
            if question["could_raise_to"] is not None
        ],
    )  # fmt: skip
    telling.tell_of_high(episode=episode, by=by, at=at)
    note_override(episode=episode, decision=decision, by=by, at=at)
    if "RF02" in decision.overrode:
        _tell_plan_owner(episode=episode, by=by, at=at)
    tell_whoever_sees(child=episode.child_id)


def keep_refusal(
    *, actor: Actor, reference: str, wish: Wish, refused: DecisionRefused, at: datetime
) -> None:
    """Write a refusal down, after it; where somebody wanted to go lower, have that looked at."""
    with entered(actor=actor, at=at):
        episode = episode_for(actor, reference=reference)
        deciding.record_refusal(episode=episode, wish=wish, refused=refused, by=actor, at=at)
        if any(one.rule == "B07" for one in refused.refusals):
            _have_lowering_looked_at(episode=episode, by=actor, at=at)


def _have_lowering_looked_at(*, episode: Episode, by: Actor, at: datetime) -> None:
    """Ask the duty inspector to look at a lowering that was refused: once an episode."""
    tasks.ask(
        episode=episode,
        kind="downgrade_block",
        to_role="duty_inspector",
        assigned_agency=episode.owner_agency_id,
        because="B07",
        by=by,
        at=at,
    )
    tell_whoever_sees(child=episode.child_id)


def _tell_plan_owner(*, episode: Episode, by: Actor, at: datetime) -> None:
    for plan in live_plans(children=same_person_set(child_id=episode.child_id)):
        tasks.ask(
            episode=episode,
            kind="plan_owner_notice",
            to_role="missing_coordinator",
            assigned_agency=plan.owner_agency_id,
            because="RF02",
            owner=plan.owner_id,
            by=by,
            at=at,
        )
        promise(
            key=f"episode:{episode.pk}:departed:{plan.pk}",
            kind="plan_departed_from",
            subject=f"episode:{episode.pk}",
            from_agency=by.agency_id,
            to_agency=plan.owner_agency_id,
            to_role="missing_coordinator",
            to_member=plan.owner_id,
            text=f"Episode {episode.reference} departs from your trigger plan, by an inspector.",
            at=at,
            child=episode.child_id,
        )

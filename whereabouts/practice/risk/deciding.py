"""Deciding: a person's category and level, with everything that stands in its way."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.engines.policy import Needs, decision_needs
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Member
from whereabouts.foundations.agencies.rules import at_least
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import stand_down
from whereabouts.practice.risk import events, refusing, rules
from whereabouts.practice.risk.assessing import assess, latest_assessment, latest_decision, pack_for
from whereabouts.practice.risk.citing import citable
from whereabouts.practice.risk.models import Assertion, Assessment, Decision, PromptAnswer
from whereabouts.practice.risk.rules import Refusal, Wish
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.gate import held
from whereabouts.records.episodes.models import Episode


class ChangedMeanwhile(Exception):
    """Somebody else decided, or something new came, after this person's page was made."""


class DecisionRefused(Exception):
    """The decision may not stand as it is. What stood goes on standing.

    `refusals` say which rule, in words, and who may pass it; `ask_inspector` whether a duty
    inspector could.
    """

    def __init__(self, refusals: Sequence[Refusal], *, ask_inspector: bool) -> None:
        super().__init__("The decision is refused; what stood goes on standing.")
        self.refusals = tuple(refusals)
        self.ask_inspector = ask_inspector


@transaction.atomic(savepoint=False)
def decide(
    *,
    episode: Episode,
    wish: Wish,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
    cause: str = "",
) -> Decision:
    """Let a person's decision stand, or refuse it by name. Going higher always saves at once.

    A `cause` asks for a new assessment to decide upon; so does citing something new.

    :raises ChangedMeanwhile: the episode changed after `seen_version`.
    :raises DecisionRefused: with each rule, its words, and who may pass it.
    """
    episode = held(episode=episode)
    if seen_version is not None and episode.version != seen_version:
        raise ChangedMeanwhile("Somebody has changed the episode since you opened this page.")
    before = latest_decision(episode=episode)
    cited = _cited(episode=episode, keys=wish.cited, before=before)
    assessment = (
        assess(
            episode=episode, by=by, at=at, cause=cause or "decision", new_information=bool(cited)
        )
        if cited or cause
        else latest_assessment(episode=episode)
    )
    needs = needs_of(episode=episode, assessment=assessment, wish=wish, at=at)
    found = refusing.refusals(
        episode=episode, wish=wish, needs=needs, by=by, at=at, before=before, cited=bool(cited)
    )
    if found:
        raise DecisionRefused(found, ask_inspector=any(one.passed_by for one in found))
    decision = _keep(
        episode=episode, wish=wish, assessment=assessment, needs=needs, by=by, at=at, before=before
    )
    episodes.stand_at(
        episode=episode,
        level=wish.effective_level,
        category=wish.category,
        by=by,
        at=at,
        decided=True,
        recommended=assessment.result,
        pack=assessment.pack,
    )
    if episode.owner_id is None:
        episodes.take_ownership(episode=episode, by=by, at=at)
    stand_down(
        subject=f"episode:{episode.pk}", at=at, kinds=("undecided", "reassess_due", "unowned")
    )
    return decision


def needs_of(*, episode: Episode, assessment: Assessment, wish: Wish, at: datetime) -> Needs:
    """Return what a wish needs under the pack in force now, on an assessment's facts."""
    return decision_needs(
        pack=pack_for(episode=episode, at=at),
        result=assessment.result,
        category=wish.category,
        level=wish.effective_level,
    )


def record_refusal(
    *, episode: Episode, wish: Wish, refused: DecisionRefused, by: Actor, at: datetime
) -> None:
    """Write down that a decision was refused; in a transaction of its own, after the refusal."""
    episodes.write_log(
        episode=episode,
        kind=events.REFUSED,
        by=by,
        at=at,
        detail={
            "category": wish.category,
            "level": wish.effective_level,
            "rules": [one.rule for one in refused.refusals],
        },
    )


def _cited(*, episode: Episode, keys: Sequence[UUID], before: Decision | None) -> list[Assertion]:
    """Return the cited statements that are new since the last grading, and no others."""
    if not keys:
        return []
    wanted = {str(key) for key in keys}
    return [one for one in citable(episode=episode, before=before) if str(one.pk) in wanted]


def _keep(
    *,
    episode: Episode,
    wish: Wish,
    assessment: Assessment,
    needs: Needs,
    by: Actor,
    at: datetime,
    before: Decision | None,
) -> Decision:
    senior = bool(needs.bars) or needs.duty_inspector
    decision = Decision.objects.create(
        child_id=episode.child_id,
        episode=episode,
        assessment=assessment,
        decided_at=at,
        kind=rules.decision_kind(
            level=wish.effective_level,
            category=wish.category,
            stands=(before.level, before.category) if before else None,
        ),
        category=wish.category,
        level=wish.effective_level,
        rationale=wish.rationale,
        supervisor=_supervisor(wish=wish, by=by) if needs.supervisor else None,
        inspector_id=by.member_id if senior or "duty_inspector" in by.roles else None,
        overrode=sorted({bar["rule"] for bar in needs.bars}),
        override_reason=wish.override_reason,
        cited=[str(key) for key in wish.cited],
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    strengths = {
        row["rule"]: row["strength"]
        for row in assessment.result["fired"]
        if row["strength"] in ("consider", "prompt")
    } | dict.fromkeys(needs.considers, "consider")
    PromptAnswer.objects.bulk_create(
        PromptAnswer(
            child_id=episode.child_id,
            decision=decision,
            rule=rule,
            strength=strength,
            answer=wish.answers[rule]["answer"],
            reason=wish.answers[rule].get("reason", ""),
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
        for rule, strength in strengths.items()
        if rule in wish.answers and wish.answers[rule].get("answer") in ("accepted", "declined")
    )
    audit.record(
        kind=events.DECIDED, subject=f"decision:{decision.pk}", by=by, at=at,
        payload={
            "category": decision.category,
            "level": decision.level,
            "recommended": assessment.level,
            "overrode": decision.overrode,
            "rationale": wish.rationale,
        },
    )  # fmt: skip
    return decision


def _supervisor(*, wish: Wish, by: Actor) -> Member:
    if wish.supervisor is None or at_least(rank=by.rank, needed="sergeant"):
        return Member.objects.get(pk=by.member_id)
    return Member.objects.get(pk=wish.supervisor)

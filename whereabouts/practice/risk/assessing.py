"""Assessing an episode: facts, the pack in force, the engine's whole answer, kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from whereabouts.engines.deadlines import length_of
from whereabouts.engines.policy import evaluate
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.gathered import added
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.practice.risk import events, gather, packs, rules
from whereabouts.practice.risk.models import Assessment, Decision, PackApproval, ShadowDifference
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode


def pack_for(*, episode: Episode, at: datetime) -> Any:
    """Return the pack in force now for the agency that records the episode."""
    return packs.own_pack(agency=episode.owner_agency, at=at)


def evaluate_for(
    *, episode: Episode, at: datetime, new_information: bool = False
) -> tuple[Any, dict[str, Any], dict[str, str], dict[str, Any]]:
    """Return (pack, facts, sources, result) for an episode as things are known now.

    Known to the agency that holds the episode: whoever asks may see less, and what they do not
    see must not make the answer lower.
    """
    pack = pack_for(episode=episode, at=at)
    holder = system_actor(agency=episode.owner_agency_id, at=at)
    with entered(actor=holder, at=at, savepoint=False):
        facts, sources = gather.facts_of(episode=episode, at=at, new_information=new_information)
    result = evaluate(pack=pack, facts=facts, sources=sources, at=at.isoformat())
    return pack, facts, sources, result


@transaction.atomic(savepoint=False)
def assess(
    *,
    episode: Episode,
    by: Actor,
    at: datetime,
    cause: str,
    new_information: bool = False,
    new: bool = False,
) -> Assessment:
    """Assess, keep everything, and let the recommendation stand where nobody has decided.

    `new`: the episode was opened in this transaction, so that nothing is there to look up.

    Where somebody has, and this says more than what they decided upon, what stands rises and is
    marked not yet decided: what is known never waits for a person.
    """
    _, facts, sources, result = evaluate_for(
        episode=episode, at=at, new_information=new_information
    )
    latest = 0
    if not new:
        latest = episode.assessments.aggregate(latest=Max("number"))["latest"] or 0
    assessment = added(
        Assessment(
            child_id=episode.child_id,
            episode=episode,
            number=latest + 1,
            at=at,
            pack=result["pack"],
            pack_sha256=result["pack_sha256"],
            facts=facts,
            sources=sources,
            result=result,
            level=result["level"],
            possible_level=result["possible_level"],
            floor=result["floor"],
            cause=cause,
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
    )
    audit.record(
        kind=events.ASSESSED, subject=f"assessment:{assessment.pk}", by=by, at=at,
        payload={"level": result["level"], "pack": result["pack"], "cause": cause},
    )  # fmt: skip
    _run_in_shadow(assessment=assessment, by=by, at=at)
    decision = None if new else latest_decision(episode=episode)
    _let_stand(episode=episode, assessment=assessment, decision=decision, by=by, at=at)
    return assessment


def latest_assessment(*, episode: Episode) -> Assessment:
    """Return the assessment made last."""
    return _assessments(episode=episode.pk)[0]


@prepared(about="episode")
def _assessments(*, episode: UUID) -> "QuerySet[Assessment]":
    return Assessment.objects.filter(episode=episode).order_by("-number")[:1]


def latest_decision(*, episode: Episode) -> Decision | None:
    """Return the decision made last, or None."""
    made = _decisions(episode=episode.pk)
    return made[0] if made else None


@prepared(about="episode")
def _decisions(*, episode: UUID) -> "QuerySet[Decision]":
    made = Decision.objects.filter(episode=episode).select_related("assessment", "recorded_by")
    return made.order_by("-decided_at", "-id")[:1]


@prepared
def _in_shadow() -> "QuerySet[PackApproval]":
    return PackApproval.objects.filter(standing="shadow")


def _let_stand(
    *,
    episode: Episode,
    assessment: Assessment,
    decision: Decision | None,
    by: Actor,
    at: datetime,
) -> None:
    result = assessment.result
    if decision is None:
        episodes.stand_at(
            episode=episode,
            level=result["level"],
            category=rules.standing_category(result=result),
            by=by,
            at=at,
            decided=False,
            recommended=result,
            pack=assessment.pack,
        )
        set_timer(
            key=f"episode:{episode.pk}:undecided:{assessment.number}",
            kind="undecided",
            subject=f"episode:{episode.pk}",
            agency=episode.owner_agency_id,
            at=at,
            due_at=at + length_of(key="looked_again", at=at),
        )
        return
    if not rules.raises_what_stands(
        decided_level=episode.level, then=decision.assessment.result, now=result
    ):
        episodes.stand_at(
            episode=episode,
            level=episode.level,
            category=episode.category,
            by=by,
            at=at,
            decided=episode.decided,
            recommended=result,
            pack=assessment.pack,
        )
        return
    episodes.stand_at(
        episode=episode,
        level=rules.higher(one=episode.level, other=result["level"]),
        category=rules.standing_category(result=result),
        by=by,
        at=at,
        decided=False,
        recommended=result,
        pack=assessment.pack,
    )
    episodes.write_log(
        episode=episode, kind=events.RAISED, by=by, at=at, detail={"level": episode.level}
    )
    set_timer(
        key=f"episode:{episode.pk}:reassess:{assessment.number}",
        kind="reassess_due",
        subject=f"episode:{episode.pk}",
        agency=episode.owner_agency_id,
        at=at,
        due_at=at + length_of(key="looked_again", at=at),
    )


def _run_in_shadow(*, assessment: Assessment, by: Actor, at: datetime) -> None:
    """Log where a draft pack in shadow would have said another level; it changes nothing."""
    for approval in _in_shadow():
        pack = packs.library().named(pack_id=approval.pack)
        if pack.sha256 != approval.sha256:
            continue
        other = evaluate(
            pack=pack, facts=assessment.facts, sources=assessment.sources, at=at.isoformat()
        )
        if other["level"] != assessment.level:
            ShadowDifference.objects.create(
                child_id=assessment.child_id,
                assessment=assessment,
                pack=approval.pack,
                pack_sha256=approval.sha256,
                at=at,
                level=assessment.level,
                shadow_level=other["level"],
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
            )

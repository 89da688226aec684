"""Agreeing and ending trigger plans; deciding on referrals."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.plans import events
from whereabouts.practice.plans.models import ReferralDecision, TriggerPlan
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child


@transaction.atomic
def agree_plan(
    *,
    child: Child,
    level: str,
    category: str,
    by: Actor,
    at: datetime,
    review_on: date,
    owner: UUID | None = None,
    first_actions: Sequence[dict[str, Any]] = (),
    locate_now: str = "",
    who_does_what: str = "",
    prevent: str = "",
    works: str = "",
    because: str = "",
) -> TriggerPlan:
    """Put a trigger plan in force; the agency's earlier one of this child ends and is kept."""
    earlier = TriggerPlan.objects.filter(child=child, owner_agency_id=by.agency_id)
    version = (earlier.aggregate(latest=Max("version"))["latest"] or 0) + 1
    earlier.filter(ended_at__isnull=True).update(ended_at=at, ended_by_id=by.member_id)
    plan = TriggerPlan.objects.create(
        child=child,
        level=level,
        category=category,
        owner_id=owner or by.member_id,
        agreed_at=at,
        review_on=review_on,
        version=version,
        first_actions=list(first_actions),
        locate_now=locate_now,
        who_does_what=who_does_what,
        prevent=prevent,
        works=works,
        because=because,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(kind=events.PLAN_MADE, subject=f"plan:{plan.pk}", by=by, at=at)
    return plan


@transaction.atomic
def end_plan(*, plan: TriggerPlan, by: Actor, at: datetime) -> None:
    """End a trigger plan; it is kept."""
    TriggerPlan.objects.filter(pk=plan.pk, ended_at__isnull=True).update(
        ended_at=at, ended_by_id=by.member_id
    )
    audit.record(kind=events.PLAN_ENDED, subject=f"plan:{plan.pk}", by=by, at=at)


@transaction.atomic
def decide_referral(
    *,
    episode: Episode,
    task: Task,
    sent: bool,
    because: str,
    by: Actor,
    at: datetime,
    to_agency: UUID | None = None,
    needs: str = "",
) -> ReferralDecision:
    """Write down the referral decision of an episode; it is added, never changed."""
    decision = ReferralDecision.objects.create(
        child_id=episode.child_id,
        episode=episode,
        task=task,
        sent=sent,
        to_agency_id=to_agency,
        because=because,
        needs=needs,
        decided_at=at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(
        kind=events.REFERRAL_DECIDED, subject=f"referral:{decision.pk}", by=by, at=at,
        payload={"sent": sent, "because": because},
    )  # fmt: skip
    return decision

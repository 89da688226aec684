"""Agreeing and ending trigger plans; deciding on referrals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from whereabouts.foundations.access.gate import relate
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.plans import events
from whereabouts.practice.plans.models import PlanRecipient, ReferralDecision, TriggerPlan
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import same_person_set


class ReferralReasonMissing(Exception):
    """A referral decision needs its reason, sent or not sent."""


class AddresseeMissing(Exception):
    """A referral that is sent needs somebody to send it to."""


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Whom a plan names to be told: a role of an agency, or one of its people by name."""

    agency: UUID
    role: str
    member: UUID | None = None


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
    recipients: Sequence[Recipient] = (),
    locate_now: str = "",
    who_does_what: str = "",
    prevent: str = "",
    works: str = "",
    because: str = "",
) -> TriggerPlan:
    """Put a trigger plan in force; the agency's earlier one of this child ends and is kept.

    `recipients` are told when it is in use, beside its owner and whoever its first actions name.
    """
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
    PlanRecipient.objects.bulk_create(
        PlanRecipient(
            child=child,
            plan=plan,
            agency_id=one.agency,
            role=one.role,
            member_id=one.member,
            owner_agency_id=by.agency_id,
            recorded_at=at,
            recorded_by_id=by.member_id,
        )
        for one in dict.fromkeys(recipients)
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
    """Write down the referral decision of an episode; it is added, never changed.

    :raises ReferralReasonMissing: no reason was given, sent or not.
    :raises AddresseeMissing: it is sent, and nobody knows to whom.
    """
    if not because.strip():
        raise ReferralReasonMissing("Say in words why it is sent, or why not.")
    if sent and to_agency is None:
        raise AddresseeMissing("Say to whom it is sent: the responsible authority is not known.")
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


def send_referral(*, decision: ReferralDecision, by: Actor, at: datetime) -> None:
    """Let the addressee see the child, and tell them that a referral waits for their answer.

    :raises AddresseeMissing: the decision was not to send it.
    """
    if decision.to_agency_id is None:
        raise AddresseeMissing("This referral was not sent.")
    relate(
        subjects=same_person_set(child_id=decision.child_id),
        agency=decision.to_agency_id,
        kind="shared",
        at=at,
        because="referral",
    )
    promise(
        key=f"referral:{decision.pk}",
        kind="referral",
        subject=f"episode:{decision.episode_id}",
        from_agency=by.agency_id,
        to_agency=decision.to_agency_id,
        to_role="social_worker",
        text=f"A referral came from episode {decision.episode.reference}: read it and answer.",
        at=at,
        child=decision.episode.child_id,
    )

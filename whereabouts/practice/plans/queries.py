"""Questions about plans and referrals; callers are inside a scope."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.practice.plans.models import (
    PlanApproval,
    PlanDraft,
    PlanLine,
    PlanRecipient,
    Profile,
    ReferralAnswer,
    ReferralDecision,
    TriggerPlan,
)
from whereabouts.practice.plans.rules import CONTENTS, Contents
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER


def live_plans(*, children: Iterable[UUID]) -> list[TriggerPlan]:
    """Return a child's live trigger plans from every agency, the highest level first.

    A plan past its review date still binds.
    """
    return sorted(
        _live(children=[*children]),
        key=lambda plan: (-LEVEL_ORDER.index(plan.level), -plan.agreed_at.timestamp()),
    )


@prepared(about="children")
def _live(*, children: list[UUID]) -> "QuerySet[TriggerPlan]":
    found = visible(TriggerPlan).filter(child__in=children, ended_at__isnull=True)
    return found.select_related("owner", "owner_agency")


def versions_of(*, children: Iterable[UUID]) -> list[TriggerPlan]:
    """Return every version of every agency's plan of a child, the latest first."""
    return list(
        visible(TriggerPlan)
        .filter(child__in=list(children))
        .select_related("owner", "owner_agency", "ended_by")
        .order_by("-agreed_at", "-version")
    )


def open_drafts(*, children: Iterable[UUID]) -> list[PlanDraft]:
    """Return the drafts of a child that are being written or wait for approval."""
    return list(
        visible(PlanDraft)
        .filter(child__in=list(children), state__in=("writing", "waiting"))
        .select_related("owner", "owner_agency")
        .order_by("-recorded_at")
    )


def contents_of(*, draft: PlanDraft) -> Contents:
    """Return what a draft says."""
    return Contents(**{name: getattr(draft, name) for name in CONTENTS})


def approvals_of(*, draft: PlanDraft) -> list[PlanApproval]:
    """Return whom a draft asked to approve it, and what each answered."""
    return list(
        visible(PlanApproval)
        .filter(draft=draft)
        .select_related("agency", "answered_by")
        .order_by("agency__name")
    )


def lines_of(*, children: Iterable[UUID], at: datetime) -> list[PlanLine]:
    """Return the lines that stood in a child's plan at a moment, part by part."""
    return list(
        visible(PlanLine)
        .filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=at),
            child__in=list(children), accepted=True, decided_at__lte=at,
        )
        .select_related("owner_agency", "recorded_by")
        .order_by("part", "decided_at", "pk")
    )  # fmt: skip


def decided_keys(*, children: Iterable[UUID]) -> frozenset[str]:
    """Return the sources that somebody has decided on, so that none is proposed again."""
    return frozenset(
        visible(PlanLine)
        .filter(child__in=list(children), ended_at__isnull=True)
        .values_list("source_key", flat=True)
    )


def profile_of(*, children: Iterable[UUID]) -> Profile | None:
    """Return what was last filled in of what is known beforehand, or None."""
    return (
        visible(Profile)
        .filter(child__in=list(children))
        .select_related("recorded_by", "owner_agency")
        .order_by("-filled_at", "-pk")
        .first()
    )


def recipients_of(*, plan: TriggerPlan) -> list[PlanRecipient]:
    """Return whom a plan tells now, with their agencies."""
    return list(
        visible(PlanRecipient)
        .filter(plan=plan, until_at__isnull=True)
        .select_related("agency", "member")
        .order_by("agency__name", "role")
    )


def named_in(*, plan: TriggerPlan, force: UUID) -> list[tuple[UUID, str, UUID | None]]:
    """Return (agency, role, member) of everybody whom a plan names, once each.

    Its owner, its recipients, and the roles of its first actions, which fall to the force that
    looks for the child.
    """
    named: list[tuple[UUID, str, UUID | None]] = [
        (plan.owner_agency_id, "missing_coordinator", plan.owner_id)
    ]
    named += [
        (one.agency_id, one.role, one.member_id)
        for one in visible(PlanRecipient).filter(plan=plan, until_at__isnull=True).order_by("pk")
    ]
    named += [
        (force, action.get("to_role", "response_officer"), None) for action in plan.first_actions
    ]
    return list(dict.fromkeys(named))


def without_referral_decision(*, episodes: Iterable[Episode]) -> int:
    """Return how many of the episodes have no referral decision."""
    keys = [episode.pk for episode in episodes]
    decided = visible(ReferralDecision).filter(episode__in=keys).values_list("episode", flat=True)
    return len(set(keys) - set(decided))


def referrals_of(*, episode: Episode) -> list[ReferralDecision]:
    """Return the referral decisions of an episode, latest first."""
    return list(
        visible(ReferralDecision)
        .filter(episode=episode)
        .select_related("to_agency", "recorded_by")
        .order_by("-decided_at", "-id")
    )


def unanswered_referrals(*, episode: Episode) -> list[str]:
    """Return to whom an episode's referrals went that nobody has answered, the first first.

    One that a later decision not to send takes back waits for nobody.
    """
    waits: list[str] = []
    for decision in reversed(referrals_of(episode=episode)):
        if not decision.sent:
            waits = []
        elif decision.to_agency is not None and not answers_of(referral=decision):
            waits.append(decision.to_agency.name)
    return waits


def answers_of(*, referral: ReferralDecision) -> list[ReferralAnswer]:
    """Return the answers to a referral, the first first."""
    return list(
        visible(ReferralAnswer)
        .filter(referral=referral)
        .select_related("owner_agency", "recorded_by")
        .order_by("answered_at", "pk")
    )

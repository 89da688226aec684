"""Questions about plans; callers are inside a scope."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.practice.plans.models import PlanRecipient, ReferralDecision, TriggerPlan
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


@prepared
def _live(*, children: list[UUID]) -> "QuerySet[TriggerPlan]":
    found = visible(TriggerPlan).filter(child__in=children, ended_at__isnull=True)
    return found.select_related("owner", "owner_agency")


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
        for one in visible(PlanRecipient).filter(plan=plan).order_by("pk")
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

"""Questions about plans; callers are inside a scope."""

from collections.abc import Iterable
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.plans.models import ReferralDecision, TriggerPlan
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import LEVEL_ORDER


def live_plans(*, children: Iterable[UUID]) -> list[TriggerPlan]:
    """Return a child's live trigger plans from every agency, the highest level first.

    A plan past its review date still binds.
    """
    found = visible(TriggerPlan).filter(child__in=list(children), ended_at__isnull=True)
    return sorted(
        found.select_related("owner", "owner_agency"),
        key=lambda plan: (-LEVEL_ORDER.index(plan.level), -plan.agreed_at.timestamp()),
    )


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

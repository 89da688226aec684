"""Questions about appeals and alerts; callers are inside a scope."""

from datetime import datetime

from whereabouts.foundations.access.gate import visible
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.vocabulary import DOWN
from whereabouts.practice.publicity import rules
from whereabouts.practice.publicity.models import Appeal, RescueAlert
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import State


def appeals_of(*, episode: Episode) -> list[Appeal]:
    """Return what was said to the public about an episode, the latest first."""
    found = (
        visible(Appeal)
        .filter(episode=episode)
        .select_related("publicity", "recorded_by", "owner_agency", "episode")
    )
    return list(found.order_by("-made_at", "pk"))


def found_since(*, episode: Episode) -> datetime | None:
    """Return when the child was found last while an appeal was up, or None.

    A child who went again is another decision: what said that they were found does not come back.
    """
    found = visible(Task).filter(episode=episode, kind=DOWN).order_by("-created_at").first()
    return found.created_at if found else None


def standing_of(*, appeal: Appeal, at: datetime) -> str:
    """Return how an appeal stands: up, found, taken_down or ended."""
    since = found_since(episode=appeal.episode)
    return rules.standing(
        taken_down_at=appeal.publicity.taken_down_at,
        missing=appeal.episode.state == State.OPEN and (since is None or since < appeal.made_at),
        expires_at=appeal.expires_at,
        at=at,
    )


def alerts_of(*, episode: Episode) -> list[RescueAlert]:
    """Return the Child Rescue Alerts that were asked for in an episode, the latest first."""
    return list(
        visible(RescueAlert)
        .filter(episode=episode)
        .select_related("recorded_by", "decided_by", "second_by", "ended_by", "second_force")
        .order_by("-asked_at", "pk")
    )

"""Look again: a new assessment and a decision, by somebody with the rank that the review takes."""

from datetime import datetime

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.decide import follow_decision, keep_refusal
from whereabouts.journeys.door import journey
from whereabouts.practice.risk.deciding import ChangedMeanwhile, DecisionRefused
from whereabouts.practice.risk.rules import Wish
from whereabouts.practice.supervision.actions import reviews
from whereabouts.practice.supervision.actions.reviews import (
    NoReason,
    NothingToReview,
    NotYourRank,
)
from whereabouts.practice.supervision.gate import reviewed_episode_for

__all__ = [
    "ChangedMeanwhile",
    "DecisionRefused",
    "NoReason",
    "NotYourRank",
    "NothingToReview",
    "Wish",
    "review_episode",
]


@journey(needs=Permission.REVIEW_MAKE)
def _review(
    *, actor: Actor, reference: str, wish: Wish, at: datetime, seen_version: int | None
) -> str:
    episode = reviewed_episode_for(actor, reference=reference, lock=True)
    decision = reviews.review(
        episode=episode, wish=wish, by=actor, at=at, seen_version=seen_version
    )
    episode.refresh_from_db()
    follow_decision(episode=episode, decision=decision, by=actor, at=at)
    return str(decision.pk)


def review_episode(
    *,
    actor: Actor,
    reference: str,
    wish: Wish,
    at: datetime,
    seen_version: int | None = None,
) -> str:
    """Keep what stands or change it, upon a new assessment; return the decision's key.

    It counts for every review that is open and that the actor's rank suffices for, and sets the
    next. A refusal is written down, and what stood goes on standing.

    :raises NotVisible: the actor's agency reviews no such episode.
    :raises NothingToReview: the child is no longer missing, or nothing is asked for yet.
    :raises NotYourRank: every review that is asked for takes a higher rank.
    :raises NoReason: there are no words, or only phrases that are no reason.
    :raises ChangedMeanwhile: somebody changed the episode after `seen_version`.
    :raises DecisionRefused: with each rule, its words, and who may pass it.
    """
    try:
        return _review(
            actor=actor, reference=reference, wish=wish, at=at, seen_version=seen_version
        )
    except DecisionRefused as refused:
        keep_refusal(actor=actor, reference=reference, wish=wish, refused=refused, at=at)
        raise


review_episode.needs = Permission.REVIEW_MAKE  # type: ignore[attr-defined]

"""Reviews: what waits, and everything that whoever looks again must see, as known now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from whereabouts.foundations.access.permissions import ROLE_NAMES, Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.rules import at_least
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups import decision_parts as parts
from whereabouts.insight.lookups.adults_named import adults_named
from whereabouts.insight.lookups.decision import page_of
from whereabouts.insight.lookups.decision_shapes import Change, DecidePage
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.risk import packs
from whereabouts.practice.risk.assessing import (
    evaluate_for,
    latest_assessment,
    latest_decision,
)
from whereabouts.practice.supervision.gate import reviewed_episode_for
from whereabouts.practice.supervision.models import Review
from whereabouts.practice.supervision.queries import waiting_reviews
from whereabouts.practice.supervision.rules import RAISE, REVIEW
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import UNDER_WAY
from whereabouts.records.people import queries as people

SHOWN = ("identity", "risk", "statements", "tasks", "grades", "reviews")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """A review that waits: by whom, until when, and whether a look of this person counts for it."""

    words: str
    role: str
    due_at: datetime
    overdue: bool
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A fact that stands otherwise now than in the assessment before."""

    question: str
    before: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """What waits, what changed since the last look, and all that a decision is made on."""

    decide: DecidePage
    reviews: tuple[ReviewLine, ...]
    under_way: bool
    before: str
    before_at: datetime
    facts: tuple[NewFact, ...]
    changes: tuple[Change, ...]

    @property
    def counts(self) -> bool:
        """Whether a look of this person counts for anything that waits."""
        return any(one.counts for one in self.reviews)


@lookup(needs=Permission.REVIEW_MAKE)
def review_page(*, actor: Actor, reference: str, at: datetime) -> ReviewPage:
    """Return everything on which an episode is reviewed, assessed as known now; a look is recorded.

    Nothing is kept of that assessment: the review makes its own.

    :raises NotVisible: the actor's agency reviews no such episode.
    """
    episode = reviewed_episode_for(actor, reference=reference)
    last = latest_assessment(episode=episode)
    decision = latest_decision(episode=episode)
    _, facts, sources, result = evaluate_for(episode=episode, at=at)
    children = people.same_person_set(child_id=episode.child_id)
    adults = adults_named(children=children, at=at)
    beside = {other.child_id for adult in adults for other in adult.others}
    record_look(
        kind="view", page="review", by=actor, at=at, subjects=children | beside,
        shown=[*SHOWN, *(["adults"] if adults else [])],
    )  # fmt: skip
    since = decision.decided_at if decision else episode.recorded_at
    return ReviewPage(
        decide=replace(
            page_of(
                episode=episode, actor=actor, at=at, result=result, sources=sources, assessed_at=at
            ),
            adults=adults,
        ),
        reviews=lines(episode=episode, actor=actor, at=at),
        under_way=episode.state in UNDER_WAY,
        before=last.level,
        before_at=last.at,
        facts=_new_facts(before=last.facts, now=facts),
        changes=parts.changes(episode=episode, since=since),
    )


def lines(*, episode: Episode, actor: Actor, at: datetime) -> tuple[ReviewLine, ...]:
    """Return the reviews that wait, the next due first; callers are inside a scope."""
    return tuple(
        ReviewLine(
            words=words_of(review=one),
            role=ROLE_NAMES.get(one.to_role, one.to_role),
            due_at=one.due_at,
            overdue=one.due_at < at,
            counts=one.opens_at <= at and at_least(rank=actor.rank, needed=one.rank),
        )
        for one in waiting_reviews(episode=episode)
    )


def words_of(*, review: Review) -> str:
    """Return what a review is called, with the rank that it takes."""
    by = f"{review.rank.replace('_', ' ')} or above"
    if review.key.startswith(RAISE):
        return f"Medium is proposed: raise it or say why not ({by})"
    if not review.level:
        step = review.key.removeprefix(REVIEW).replace("_", " ")
        return f"Review of a long absence: {step} ({by})"
    return f"{'Look again' if review.repeats else 'Review'} ({by})"


def _new_facts(*, before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[NewFact, ...]:
    facts = packs.vocabulary().facts
    changed = [
        name
        for name in facts
        # Hours pass by themselves: the recommendation shows what they come to.
        if not name.startswith("hours_") and before.get(name) != now.get(name)
    ]
    return tuple(
        NewFact(
            question=facts[name].question,
            before=parts.in_words(fact=name, value=before.get(name)),
            now=parts.in_words(fact=name, value=now.get(name)),
        )
        for name in changed
    )

"""Whether a plan helps: where it does not, a senior looks, and says what changes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.engines.repeats import counts_back, no_fewer
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.support import events
from whereabouts.practice.support.actions.planning import set_effect_clock
from whereabouts.practice.support.models import SeniorReview, SupportPlan
from whereabouts.practice.support.queries import senior_review_of

REVIEW_CLOCK = "senior_review_due"
# Who is senior at each kind of agency; authorities have no ranks here.
SENIOR = {
    "police_force": "superintendent",
    "transport_police": "superintendent",
    "authority": "social_worker",
}


class ReasonMissing(Exception):
    """A senior review says in words what changes, or why nothing does."""


class AlreadyAnswered(Exception):
    """Somebody reviewed it already."""


@transaction.atomic
def look_at_effect(
    *, plan: SupportPlan, times: Iterable[datetime], by: Actor, at: datetime
) -> SeniorReview | None:
    """Ask for a senior review where a plan in force has episodes no fewer; and look again later."""
    window = length_of(key="no_improvement_after", at=at)
    happened = list(times)
    again = at + length_of(key="no_improvement_again", at=at)
    set_effect_clock(plan=plan, due_at=again, at=at)
    if not no_fewer(times=happened, at=at, window=window):
        return None
    before, after = counts_back(times=happened, at=at, window=window, periods=2)
    return ask_senior(plan=plan, days=window.days, before=before, after=after, by=by, at=at)


def ask_senior(
    *, plan: SupportPlan, days: int, before: int, after: int, by: Actor, at: datetime
) -> SeniorReview | None:
    """Ask a senior to review a plan, unless a review waits for its answer already."""
    if senior_review_of(plan=plan) is not None:
        return None
    review = SeniorReview.objects.create(
        child_id=plan.child_id,
        plan=plan,
        asked_at=at,
        due_at=at + length_of(key="senior_review", at=at),
        days=days,
        before=before,
        after=after,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    set_timer(
        key=f"senior_review:{review.pk}",
        kind=REVIEW_CLOCK,
        subject=f"senior_review:{review.pk}",
        agency=plan.owner_agency_id,
        at=at,
        due_at=review.due_at,
    )
    tell_senior(review=review, by=by, at=at, late=False)
    audit.record(
        kind=events.SENIOR_REVIEW_ASKED, subject=f"support:{plan.pk}", by=by, at=at,
        payload={"before": before, "after": after, "days": days},
    )  # fmt: skip
    return review


def tell_senior(*, review: SeniorReview, by: Actor, at: datetime, late: bool) -> None:
    """Tell the senior, and whoever leads the plan, that the plan has not helped yet."""
    plan = review.plan
    kind = plan.owner_agency.kind
    words = "is late" if late else "is asked for"
    roles = (SENIOR.get(kind, "superintendent"), FOLLOWS_UP.get(kind, "missing_coordinator"))
    for role in dict.fromkeys(roles):
        promise(
            key=f"senior_review:{review.pk}:{role}:{'late' if late else 'asked'}",
            kind="senior_review",
            subject=f"support:{plan.pk}",
            from_agency=by.agency_id,
            to_agency=plan.owner_agency_id,
            to_role=role,
            text=f"A senior review {words}: a plan is in force and the episodes are no fewer.",
            at=at,
            child=plan.child_id,
        )


@transaction.atomic
def answer_senior_review(
    *, review: SeniorReview, answer: str, words: str, by: Actor, at: datetime
) -> None:
    """Write down what a senior decided.

    :raises ReasonMissing: it says nothing in words.
    :raises AlreadyAnswered: somebody reviewed it already.
    """
    if not words.strip():
        raise ReasonMissing("Say what changes from now on, or why nothing does.")
    answered = SeniorReview.objects.filter(pk=review.pk, answered_at__isnull=True).update(
        answer=answer, words=words, answered_at=at, answered_by_id=by.member_id
    )
    if not answered:
        raise AlreadyAnswered("Somebody reviewed this plan already: read what they decided.")
    stand_down(subject=f"senior_review:{review.pk}", at=at, kinds=(REVIEW_CLOCK,))
    audit.record(
        kind=events.SENIOR_REVIEW_ANSWERED, subject=f"support:{review.plan_id}", by=by, at=at
    )

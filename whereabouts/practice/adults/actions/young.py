"""A plan of their own for somebody under 18 who may harm others."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.adults import events
from whereabouts.practice.adults.actions.register import WordsMissing, owned, said
from whereabouts.practice.adults.models import YoungPlan
from whereabouts.practice.adults.rules import ADULT
from whereabouts.records.people.models import Child


class NotYoung(Exception):
    """They are 18 or over: the plan is for young people."""


class YoungPlanStands(Exception):
    """The agency has a plan for this young person."""


@transaction.atomic
def make_young_plan(
    *,
    child: Child,
    age: int | None,
    because: str,
    needs: str,
    safety: str,
    childs_view: str,
    review_on: date,
    by: Actor,
    at: datetime,
) -> YoungPlan:
    """Make a plan for a young person who may harm others: what they need, how others are safe.

    :raises NotYoung: they are 18 or over.
    :raises WordsMissing: it does not say why, what they need or how others are kept safe.
    :raises YoungPlanStands: the agency has one.
    """
    if age is not None and age >= ADULT:
        raise NotYoung("They are 18 or over.")
    if review_on < at.date():
        raise WordsMissing("review_on")
    try:
        with transaction.atomic():
            plan = YoungPlan.objects.create(
                child=child,
                because=said("because", because),
                needs=said("needs", needs),
                safety=said("safety", safety),
                childs_view=childs_view.strip(),
                lead_id=by.member_id,
                review_on=review_on,
                **owned(by=by, at=at),
            )
    except IntegrityError:
        raise YoungPlanStands("Your agency has a plan for this young person.") from None
    audit.record(kind=events.YOUNG_PLAN_MADE, subject=f"child:{child.pk}", by=by, at=at)
    return plan


@transaction.atomic
def end_young_plan(*, plan: YoungPlan, words: str, by: Actor, at: datetime) -> None:
    """End a plan, in words.

    :raises WordsMissing: nobody says why.
    :raises YoungPlanStands: it was ended already.
    """
    words = said("words", words)
    ended = YoungPlan.objects.filter(pk=plan.pk, ended_at__isnull=True).update(
        ended_at=at, ended_by_id=by.member_id, end_words=words
    )
    if not ended:
        raise YoungPlanStands("This plan was ended already.")
    audit.record(kind=events.YOUNG_PLAN_ENDED, subject=f"child:{plan.child_id}", by=by, at=at)

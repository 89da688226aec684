"""Putting trigger plans in force, renewing and ending them, and asking their owners to."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from whereabouts.engines.deadlines import london_instant
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.investigation.vocabulary import FOLLOWS_UP
from whereabouts.practice.plans import events, rules
from whereabouts.practice.plans.models import PlanAsk, PlanRecipient, TriggerPlan
from whereabouts.practice.plans.rules import Addressee, Contents
from whereabouts.records.people.models import Child

REVIEW_CLOCK = "plan_review_due"


class ReasonMissing(Exception):
    """Lifting a plan needs its reason."""


class DayGoneBy(ValueError):
    """A review day, or the end of HIGH, lies before today; `field` says which."""

    def __init__(self, field: str) -> None:
        super().__init__("Choose a day that lies ahead.")
        self.field = field


@transaction.atomic
def put_in_force(
    *,
    child: Child,
    contents: Contents,
    by: Actor,
    at: datetime,
    owner: UUID | None = None,
    recipients: Sequence[Addressee] = (),
) -> TriggerPlan:
    """Put a version in force; the agency's earlier one of this child ends and is kept.

    `recipients` are told when it is in use, beside its owner and whoever its first actions name.
    On its review day, or where HIGH ends first, its clock rings.
    """
    earlier = TriggerPlan.objects.filter(child=child, owner_agency_id=by.agency_id)
    version = (earlier.aggregate(latest=Max("version"))["latest"] or 0) + 1
    for live in earlier.filter(ended_at__isnull=True):
        _end(plan=live, answer="changed", by=by, at=at)
    plan = TriggerPlan.objects.create(
        child=child,
        **as_row(contents=contents),
        owner_id=owner or by.member_id,
        agreed_at=at,
        version=version,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    tell(plan=plan, whom=recipients, by=by, at=at)
    last = rules.ends_on(level=plan.level, review_on=plan.review_on, high_until=plan.high_until)
    set_timer(
        key=f"plan:{plan.pk}:review",
        kind=REVIEW_CLOCK,
        subject=f"plan:{plan.pk}",
        agency=by.agency_id,
        at=at,
        due_at=london_instant(on=last + timedelta(days=1), wall=time(0)),
    )
    audit.record(kind=events.PLAN_MADE, subject=f"plan:{plan.pk}", by=by, at=at)
    return plan


def agree_plan(
    *,
    child: Child,
    level: str,
    category: str,
    by: Actor,
    at: datetime,
    review_on: date,
    owner: UUID | None = None,
    first_actions: Sequence[Mapping[str, Any]] = (),
    recipients: Sequence[Addressee] = (),
    locate_now: str = "",
    who_does_what: str = "",
    prevent: str = "",
    works: str = "",
    because: str = "",
) -> TriggerPlan:
    """Put in force what was agreed elsewhere, as `put_in_force` does: carried over, or made up."""
    contents = Contents(
        level=level, category=category, review_on=review_on, first_actions=list(first_actions),
        locate_now=locate_now, who_does_what=who_does_what, prevent=prevent, works=works,
        because=because,
    )  # fmt: skip
    return put_in_force(
        child=child, contents=contents, owner=owner, recipients=recipients, by=by, at=at
    )


def as_row(*, contents: Contents) -> dict[str, Any]:
    """Return what a plan says as the columns of a row."""
    row = {name: getattr(contents, name) for name in rules.CONTENTS}
    for name in ("first_actions", "contacts"):
        row[name] = [dict(one) for one in row[name]]
    return row


def tell(*, plan: TriggerPlan, whom: Sequence[Addressee], by: Actor, at: datetime) -> None:
    """Name recipients of a plan; one that is named already is named once."""
    PlanRecipient.objects.bulk_create(
        [
            PlanRecipient(
                child_id=plan.child_id,
                plan=plan,
                agency_id=one.agency,
                role=one.role,
                member_id=one.member,
                owner_agency_id=by.agency_id,
                recorded_at=at,
                recorded_by_id=by.member_id,
            )
            for one in dict.fromkeys(whom)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def renew_plan(
    *,
    plan: TriggerPlan,
    review_on: date,
    by: Actor,
    at: datetime,
    high_until: date | None = None,
) -> TriggerPlan:
    """Add a version that says the same with a later day, for the same recipients; return it.

    :raises DayGoneBy: a day does not lie ahead.
    """
    for field, day in (("review_on", review_on), ("high_until", high_until)):
        if day is not None and day <= at.date():
            raise DayGoneBy(field)
    if plan.level == "high" and high_until is None:
        raise DayGoneBy("high_until")
    said = {name: getattr(plan, name) for name in rules.CONTENTS}
    said |= {"review_on": review_on, "high_until": high_until}
    named = list(plan.recipients.filter(until_at__isnull=True))
    _answer_asks(plan=plan, answer="renewed", at=at)
    again = put_in_force(
        child=plan.child,
        contents=Contents(**said),
        owner=plan.owner_id,
        recipients=[
            Addressee(agency=one.agency_id, role=one.role, member=one.member_id) for one in named
        ],
        by=by,
        at=at,
    )
    audit.record(kind=events.PLAN_RENEWED, subject=f"plan:{again.pk}", by=by, at=at)
    return again


@transaction.atomic
def end_plan(*, plan: TriggerPlan, by: Actor, at: datetime, because: str = "") -> None:
    """Lift a trigger plan; it is kept, and its level is no floor any more."""
    _end(plan=plan, answer="lifted", by=by, at=at)
    audit.record(
        kind=events.PLAN_ENDED, subject=f"plan:{plan.pk}", by=by, at=at,
        payload={"because": because},
    )  # fmt: skip


def ask_owner(*, plan: TriggerPlan, by: Actor, at: datetime) -> bool:
    """Ask a plan's owner to renew it or lift it; return False where the same person asked already.

    The owner is told, and whoever manages plans at their agency.
    """
    waiting = plan.asks.filter(recorded_by=by.member_id, answered_at__isnull=True)
    if waiting.exists():
        return False
    asked = PlanAsk.objects.create(
        child_id=plan.child_id,
        plan=plan,
        asked_at=at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    promise(
        key=f"plan:{plan.pk}:ask:{asked.pk}",
        kind="plan_asked",
        subject=f"plan:{plan.pk}",
        from_agency=by.agency_id,
        to_agency=plan.owner_agency_id,
        to_role=FOLLOWS_UP.get(plan.owner_agency.kind, "missing_coordinator"),
        text="Somebody who works with your trigger plan asks you to renew it, or to lift it.",
        at=at,
        child=plan.child_id,
    )
    audit.record(kind=events.PLAN_ASKED, subject=f"plan:{plan.pk}", by=by, at=at)
    return True


def _end(*, plan: TriggerPlan, answer: str, by: Actor, at: datetime) -> None:
    TriggerPlan.objects.filter(pk=plan.pk, ended_at__isnull=True).update(
        ended_at=at, ended_by_id=by.member_id
    )
    _answer_asks(plan=plan, answer=answer, at=at)
    stand_down(subject=f"plan:{plan.pk}", at=at, kinds=(REVIEW_CLOCK,))


def _answer_asks(*, plan: TriggerPlan, answer: str, at: datetime) -> None:
    PlanAsk.objects.filter(plan=plan, answered_at__isnull=True).update(
        answer=answer, answered_at=at
    )

"""Asking the child again how it is under a long-term plan, and being told when nobody has."""

from datetime import date, datetime

from django.db import transaction

from whereabouts.engines.deadlines import length_of, london_date
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.support import events
from whereabouts.practice.support.models import ChildSays, SupportPlan

ASK_CLOCK = "child_says_due"


class WordsMissing(Exception):
    """A child who was not asked has a reason; who asked has a name; the day has come."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def set_ask_clock(*, plan: SupportPlan, at: datetime) -> None:
    """Let it be noticed where nobody asks the child for too long."""
    due_at = at + length_of(key="child_asked_again", at=at)
    set_timer(
        key=f"support:{plan.pk}:ask:{due_at.date().isoformat()}",
        kind=ASK_CLOCK,
        subject=f"support:{plan.pk}",
        agency=plan.owner_agency_id,
        at=at,
        due_at=due_at,
    )


@transaction.atomic
def keep_what_child_says(
    *,
    plan: SupportPlan,
    says: str,
    words: str,
    asked_by: str,
    asked_on: date,
    by: Actor,
    at: datetime,
) -> ChildSays:
    """Keep how it is by the child's own word on a day; the next asking has its clock.

    :raises WordsMissing: naming the field.
    """
    if says == "not_asked" and not words.strip():
        raise WordsMissing("words", "Say why the child was not asked.")
    if says != "not_asked" and not asked_by.strip():
        raise WordsMissing("asked_by", "Enter who asked the child.")
    if asked_on > london_date(instant=at):
        raise WordsMissing("asked_on", "That day has not come yet.")
    if asked_on < london_date(instant=plan.started_at):
        raise WordsMissing("asked_on", "The plan had not begun on that day.")
    made = ChildSays.objects.create(
        child_id=plan.child_id,
        plan=plan,
        asked_on=asked_on,
        says=says,
        words=words.strip(),
        asked_by=asked_by.strip(),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    stand_down(subject=f"support:{plan.pk}", at=at, kinds=(ASK_CLOCK,))
    set_ask_clock(plan=plan, at=at)
    audit.record(
        kind=events.CHILD_SAID, subject=f"support:{plan.pk}", by=by, at=at, payload={"says": says}
    )
    return made

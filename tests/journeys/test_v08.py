"""V08: nobody goes from missing to absent without something new, and follow-up never depends."""

import inspect
import re
from dataclasses import fields
from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.decide import DecisionRefused, Wish, decide
from whereabouts.journeys.propose_lower import propose_lower
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.review_episode import review_episode
from whereabouts.journeys.told import AdultNamed
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.supervision.models import Review
from whereabouts.records.episodes.models import LogEntry

pytestmark = pytest.mark.django_db
SUPPLIER = AdultNamed(name="Alex Sample", kind="supplier", fact="seeking_drugs")


def test_absent_without_citing_anything_new_is_refused_and_written_down(
    take_report, make_actor, decide_as, look, noon
):
    reference = take_report(adults=(SUPPLIER,))
    supervisor, inspector = make_actor("supervisor"), make_actor("duty_inspector")
    decide_as(supervisor, reference, level="high")
    with pytest.raises(DecisionRefused) as refused:
        decide_as(
            inspector, reference, category="absent", at=noon + timedelta(hours=1),
            override_reason="The night shift has few people, and it can wait until tomorrow.",
        )  # fmt: skip
    assert "B07" in {one.rule for one in refused.value.refusals}
    assert look(inspector, reference).category == "missing"
    with entered(actor=inspector, at=noon):
        assert LogEntry.objects.filter(kind="risk.refused").exists()


def test_citing_something_new_a_person_of_higher_rank_may_go_lower(
    take_report, make_actor, decide_as, look, noon
):
    reference = take_report()
    handler, inspector = make_actor("call_handler"), make_actor("duty_inspector")
    decide_as(handler, reference, level="high")
    later = noon + timedelta(minutes=30)
    key = answer_question(
        actor=handler, reference=reference, fact="contactable", value=True,
        said_by="the aunt", source_kind="carer", at=later,
    )  # fmt: skip
    with pytest.raises(DecisionRefused):
        decide_as(handler, reference, level="medium", at=later, cited=(key,))
    decide_as(inspector, reference, level="medium", at=later, cited=(key,))
    assert look(inspector, reference).level == "medium"


def test_the_follow_up_and_the_supplier_stand_whatever_the_category(take_report, make_actor, noon):
    take_report(adults=(SUPPLIER,))
    handler = make_actor("call_handler")
    with entered(actor=handler, at=noon):
        kinds = set(Task.objects.values_list("kind", flat=True))
    wanted = {"prevention_interview", "return_interview", "referral_decision"}
    assert {*wanted, "supplier_person_record"} <= kinds


def test_nobody_can_make_the_gap_between_reviews_longer_than_the_rules_say(
    take_report, make_actor, decide_as, noon
):
    reference, supervisor = take_report(adults=(SUPPLIER,)), make_actor("supervisor")
    decide_as(supervisor, reference, level="high")
    with entered(actor=supervisor, at=noon):
        due = {one.key: one.due_at - noon for one in Review.objects.filter(state="waiting")}
    assert due["review_first_high"] == timedelta(minutes=15)
    assert due["review_repeat_high"] == timedelta(hours=4)
    assert due["review_superintendent_high"] == timedelta(hours=12)


def test_no_step_lets_anybody_name_when_the_next_review_is(
    take_report, make_actor, decide_as, noon
):
    asked = {one for step in (decide, propose_lower, review_episode) for one in _asked(step)}
    assert asked & {"actor", "reference", "wish", "level", "at"}
    assert not {one for one in asked if re.search("due|next|until|hours|review", one)}
    reference, supervisor = take_report(adults=(SUPPLIER,)), make_actor("supervisor")
    decide_as(supervisor, reference, level="high")
    later = noon + timedelta(hours=4)
    review_episode(
        actor=make_actor("duty_inspector"), reference=reference, at=later,
        wish=Wish(category="missing", level="high", rationale="The supplier is not found yet."),
    )  # fmt: skip
    with entered(actor=supervisor, at=later):
        waits = Review.objects.filter(state="waiting", key="review_repeat_high")
        assert {one.due_at for one in waits} == {later + timedelta(hours=4)}


def _asked(step):
    """Return what a journey asks of whoever takes it, and what a wish may say."""
    return {*inspect.signature(step).parameters, *(one.name for one in fields(Wish))}


def test_back_after_a_night_away_everything_is_still_owed(take_report, make_actor, decide_as, noon):
    reference, supervisor = take_report(adults=(SUPPLIER,)), make_actor("supervisor")
    decide_as(supervisor, reference, level="high")
    back = noon + timedelta(hours=22)
    record_back(actor=supervisor, reference=reference, back_at=back, at=back)
    with entered(actor=supervisor, at=noon):
        waits = set(
            Task.objects.filter(state__in=("open", "accepted")).values_list("kind", flat=True)
        )
        assert not Review.objects.filter(state="waiting").exists()
    wanted = {"prevention_interview", "return_interview", "referral_decision"}
    assert {*wanted, "supplier_person_record"} <= waits

"""V08: nobody goes from missing to absent without something new, and follow-up never depends."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.decide import DecisionRefused
from whereabouts.journeys.told import AdultNamed
from whereabouts.practice.investigation.models import Task
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

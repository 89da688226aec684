"""V13: a flagged child who may leave the country is HIGH, and coming back alone ends nothing."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.clock import fire
from whereabouts.journeys.decide import DecisionRefused
from whereabouts.journeys.record_back import record_back
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.supervision.models import Review
from whereabouts.records.episodes.models import LogEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaving(make_child, take_report):
    """Exploitation on record, and signs that the child may leave the country."""
    child = make_child(flags=[("cse", "confirmed")])
    return take_report(child=child, facts={"travel_abroad": True, "seeking_drugs": True})


def test_high_stands_at_once_with_the_ports_alerted_and_an_inspector_to_look(
    leaving, make_actor, look, noon
):
    supervisor = make_actor("supervisor")
    assert look(supervisor, leaving).level == "high"
    with entered(actor=supervisor, at=noon):
        alert = Task.objects.get(kind="port_alert")
        first = Review.objects.get(key="review_first_high")
    assert alert.due_at == noon + timedelta(minutes=15)
    assert (first.rank, first.due_at) == ("inspector", noon + timedelta(minutes=15))


def test_medium_takes_a_supervisors_name_and_is_looked_at_again_all_the_same(
    leaving, make_actor, decide_as, noon
):
    with pytest.raises(DecisionRefused) as refused:
        decide_as(make_actor("call_handler"), leaving, level="medium")
    assert "SUPERVISOR" in {one.rule for one in refused.value.refusals}
    supervisor = make_actor("supervisor")
    decide_as(supervisor, leaving, level="medium", at=noon + timedelta(minutes=2))
    with entered(actor=supervisor, at=noon):
        assert Review.objects.get(key="review_first_medium").state == "waiting"


def test_nobody_of_rank_looking_is_seen_and_said(leaving, make_actor, noon):
    fire(at=noon + timedelta(minutes=16))
    with entered(actor=make_actor("supervisor"), at=noon):
        assert LogEntry.objects.filter(kind="alarm.review_due").exists()


def test_coming_back_alone_ends_no_follow_up(leaving, make_actor, noon):
    supervisor, back = make_actor("supervisor"), noon + timedelta(hours=6)
    record_back(actor=supervisor, reference=leaving, back_at=back, at=back)
    with entered(actor=supervisor, at=noon):
        waits = set(
            Task.objects.filter(state__in=("open", "accepted")).values_list("kind", flat=True)
        )
    assert {"prevention_interview", "return_interview", "referral_decision"} <= waits

"""V13: a flagged child who may leave the country is HIGH, and coming back alone ends nothing."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import NotVisible, entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.sharing import sharing_page
from whereabouts.journeys.clock import fire
from whereabouts.journeys.decide import DecisionRefused
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.tell_partners import tell_what_we_know
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.risk.models import Assessment
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


def test_signs_of_leaving_the_country_are_enough_by_themselves(take_report, make_actor, look, noon):
    reference = take_report(facts={"travel_abroad": True})
    assert look(make_actor("supervisor"), reference).level == "high"
    with entered(actor=make_actor("supervisor"), at=noon):
        result = Assessment.objects.get().result
        alert = Task.objects.get(kind="port_alert")
    assert {"RF06"} <= {row["rule"] for row in result["fired"]}
    assert "carriers" in alert.detail  # ships, trains and airlines, too


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


def test_nobody_sent_within_the_levels_time_is_told_to_the_inspector(leaving, make_actor, noon):
    inspector = make_actor("duty_inspector")
    with entered(actor=inspector, at=noon):
        due = Task.objects.get(kind="deployment_clock").due_at
    fire(at=due + timedelta(minutes=1))
    with entered(actor=inspector, at=noon):
        told = Message.objects.get(kind="first_attendance")
    assert (told.to_role, told.loudness) == ("duty_inspector", "interrupt")


def test_what_the_agencies_know_stands_in_one_view_and_no_stranger_reads_it(cities, noon):
    """Two forces, two authorities, a home: what one tells is before whoever decides."""
    cities.move.place(days=-10)
    reference = cities.report(facts={"travel_abroad": True})
    tell_what_we_know(
        actor=cities.move.placing, child_id=cities.child.pk, kind="knows", at=noon,
        words="Her passport is not in the drawer.",
    )  # fmt: skip
    for actor in (cities.south("call_handler"), cities.north("call_handler")):
        told = sharing_page(actor=actor, at=noon, child_id=cities.child.pk)
        assert "Her passport is not in the drawer." in str(told)
    (alert,) = cities.tasks(reference, "port_alert")
    assert alert.due_at <= noon + timedelta(minutes=15)
    stranger = cities.everybody_else()[2]
    with pytest.raises(NotVisible):
        sharing_page(actor=stranger, at=noon, child_id=cities.child.pk)


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

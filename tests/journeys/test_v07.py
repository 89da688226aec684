"""V07: a foster carer's challenge is answered by somebody else, or the duty inspector hears."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.answer_challenge import DecidedByYou, answer_challenge
from whereabouts.journeys.challenge_grade import challenge_grade
from whereabouts.journeys.clock import fire
from whereabouts.journeys.decide import DecisionRefused
from whereabouts.journeys.settle_task import settle_task
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.supervision.models import Challenge
from whereabouts.records.episodes.models import LogEntry
from whereabouts.records.people.models import RelatedPerson

pytestmark = pytest.mark.django_db
WORDS = "She never stays out after school, and she left without her coat."
ANSWER = "I read the log and rang the school: nobody there has seen her since noon."


@pytest.fixture
def exploited(make_child):
    """A child with exploitation confirmed and a dependency on record."""
    return make_child(flags=[("cse", "confirmed"), ("substance_dependent", "confirmed")])


def test_absent_is_refused_by_name(exploited, take_report, make_actor, decide_as, look):
    reference = take_report(child=exploited)
    with pytest.raises(DecisionRefused) as refused:
        decide_as(make_actor("call_handler"), reference, category="absent")
    assert {"RF03", "RF08"} <= {one.rule for one in refused.value.refusals}
    assert look(make_actor("call_handler"), reference).category == "missing"


def test_a_challenge_becomes_a_task_with_the_packs_half_hour(
    exploited, take_report, make_actor, noon
):
    handler = make_actor("call_handler")
    reference = take_report(child=exploited)
    key = challenge_grade(
        actor=handler, reference=reference, made_by_kind="carer", words=WORDS, at=noon
    )
    with entered(actor=handler, at=noon):
        made = Challenge.objects.get(pk=key)
        task = Task.objects.get(kind="challenge_answer", episode=made.episode)
    assert made.due_at == noon + timedelta(minutes=30)
    assert (task.to_role, task.due_at) == ("supervisor", made.due_at)


def test_whoever_decided_may_not_answer(exploited, take_report, make_actor, decide_as, noon):
    supervisor = make_actor("supervisor")
    reference = take_report(child=exploited)
    decide_as(supervisor, reference, level="high")
    key = challenge_grade(
        actor=supervisor, reference=reference, made_by_kind="carer", words=WORDS,
        at=noon + timedelta(minutes=1),
    )  # fmt: skip
    later = noon + timedelta(minutes=2)
    with pytest.raises(DecidedByYou):
        answer_challenge(actor=supervisor, challenge_id=key, words=ANSWER, at=later)
    told = answer_challenge(
        actor=make_actor("duty_inspector"), challenge_id=key, words=ANSWER, at=later
    )
    assert "You were heard" in told
    with entered(actor=supervisor, at=later):
        assert Challenge.objects.get(pk=key).state == "answered"
        assert Task.objects.get(kind="challenge_answer").state == "done"


def test_unanswered_after_half_an_hour_the_duty_inspector_is_alerted_once(
    exploited, take_report, make_actor, noon
):
    handler = make_actor("call_handler")
    reference = take_report(child=exploited)
    challenge_grade(actor=handler, reference=reference, made_by_kind="carer", words=WORDS, at=noon)
    alerts = {"kind": "challenge_due", "to_role": "duty_inspector", "loudness": "list"}
    fire(at=noon + timedelta(minutes=29))
    with entered(actor=handler, at=noon):
        assert not Message.objects.filter(**alerts).exists()
    fire(at=noon + timedelta(minutes=31))
    fire(at=noon + timedelta(minutes=32))
    with entered(actor=handler, at=noon):
        assert Message.objects.filter(**alerts).count() == 1


def test_an_answer_in_time_alerts_nobody(exploited, take_report, make_actor, noon):
    handler = make_actor("call_handler")
    reference = take_report(child=exploited)
    key = challenge_grade(
        actor=handler, reference=reference, made_by_kind="carer", words=WORDS, at=noon
    )
    answer_challenge(
        actor=make_actor("supervisor"), challenge_id=key, words=ANSWER,
        at=noon + timedelta(minutes=10),
    )  # fmt: skip
    fire(at=noon + timedelta(minutes=31))
    with entered(actor=handler, at=noon):
        assert not Message.objects.filter(kind="challenge_due").exists()


def test_a_challenge_left_unanswered_is_one_alarm_and_not_two(
    exploited, take_report, make_actor, noon
):
    handler = make_actor("call_handler")
    reference = take_report(child=exploited)
    challenge_grade(actor=handler, reference=reference, made_by_kind="carer", words=WORDS, at=noon)
    fire(at=noon + timedelta(minutes=31))
    with entered(actor=handler, at=noon):
        late = LogEntry.objects.filter(detail__task="Answer a challenge to the grade")
        assert not late.exists()
        assert LogEntry.objects.filter(kind="alarm.challenge_due").count() == 1


def test_where_an_inspector_decided_the_superintendent_hears_too(
    exploited, take_report, make_actor, decide_as, noon
):
    inspector = make_actor("duty_inspector")
    reference = take_report(child=exploited)
    decide_as(inspector, reference, level="high")
    key = challenge_grade(
        actor=inspector, reference=reference, made_by_kind="relative", words=WORDS, at=noon
    )
    with pytest.raises(DecidedByYou):
        answer_challenge(actor=inspector, challenge_id=key, words=ANSWER, at=noon)
    fire(at=noon + timedelta(minutes=31))
    with entered(actor=inspector, at=noon):
        told = Message.objects.filter(kind="challenge_due").values_list("to_role", flat=True)
        assert sorted(told) == ["duty_inspector", "superintendent"]


@pytest.mark.parametrize("kind", ["reporter", "carer", "relative", "child", "partner"])
def test_anybody_around_the_child_may_disagree_and_is_told_no_more_than_they_may_be(
    exploited, take_report, make_actor, noon, kind
):
    handler, supervisor = make_actor("call_handler"), make_actor("supervisor")
    reference = take_report(child=exploited)
    key = challenge_grade(
        actor=handler, reference=reference, made_by_kind=kind, words=WORDS, at=noon
    )
    told = answer_challenge(
        actor=supervisor, challenge_id=key, words=ANSWER, at=noon + timedelta(minutes=5)
    )
    assert "You were heard" in told
    for secret in (ANSWER, "exploit", "medium", "high"):
        assert secret not in told


@pytest.mark.parametrize("standing", ["", "safe", "nothing"])
def test_that_the_carer_is_told_is_somebodys_task_with_a_clock(
    exploited, take_report, make_actor, look, noon, standing
):
    handler, supervisor = make_actor("call_handler"), make_actor("supervisor")
    reference = take_report(child=exploited)
    person = None
    if standing:
        with entered(actor=handler, at=noon):
            person = RelatedPerson.objects.create(
                child_id=look(handler, reference).child_id, name="Pat Example", told=standing,
                relation="foster_carer", owner_agency_id=handler.agency_id, recorded_at=noon,
                recorded_by_id=handler.member_id,
            ).pk  # fmt: skip
    key = challenge_grade(
        actor=handler, reference=reference, made_by_kind="carer", words=WORDS, person_id=person,
        at=noon,
    )  # fmt: skip
    answered = noon + timedelta(minutes=5)
    answer_challenge(actor=supervisor, challenge_id=key, words=ANSWER, at=answered)
    with entered(actor=handler, at=noon):
        asked = Task.objects.filter(kind="challenger_told")
        if standing == "nothing":  # nobody seeks out whoever may hear nothing
            assert not asked.exists()
            return
        task = asked.get()
        assert (task.to_role, task.due_at) == ("supervisor", answered + timedelta(minutes=30))
        assert "Example" not in task.detail
    fire(at=answered + timedelta(minutes=31), most=1000)
    with entered(actor=handler, at=noon):
        assert LogEntry.objects.filter(kind="alarm.task_due", detail__task=task.title).exists()
    settle_task(actor=supervisor, task_id=task.pk, result="Rang; she was glad.", at=answered)
    with entered(actor=handler, at=noon):
        assert asked.get().state == "done"

"""The clock: whom each alarm reaches, once, in the agency's own scope and history."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.actions import fire_due, set_timer
from whereabouts.foundations.timers.kinds import KINDS
from whereabouts.foundations.timers.models import Heartbeat, Timer
from whereabouts.insight.lookups.sentences import sentences
from whereabouts.journeys.acknowledge_notice import acknowledge_notice
from whereabouts.journeys.ask_enquiry import ask_enquiry
from whereabouts.journeys.clock import CLOCKS, HANDLERS, fire, moment
from whereabouts.journeys.use_emergency_access import use_emergency_access
from whereabouts.practice.return_home.models import StandDown
from whereabouts.practice.supervision.actions.alarms import ringing_together
from whereabouts.records.episodes.models import LogEntry

pytestmark = pytest.mark.django_db
NEARLY = timedelta(milliseconds=50)  # between two readings of the machine's one clock


def after(noon, minutes):
    return noon + timedelta(minutes=minutes)


def roles_told(actor, noon, **wanted):
    with entered(actor=actor, at=noon):
        return sorted(Message.objects.filter(**wanted).values_list("to_role", flat=True))


def test_every_kind_of_timer_has_a_handler():
    assert set(HANDLERS) == set(KINDS)


# Rounds and beats: what they make has its own sentence, and their running out is no alarm.
NO_ALARM = {
    "heartbeat", "heartbeat_silent", "oversight_round", "pack_round", "figures_round", "desk_due",
}  # fmt: skip
# What is no episode's: the sentence that its running out leaves.
SAID_ELSEWHERE = {
    "sharing_ends": "sharing.ran_out",
    "agreement_ends": "sharing.agreement_ending",
    "request_due": "governance.request_late",
    "retention_erase": "governance.erased",
    "data_breach_due": "governance.breach_late",
    "data_breach_soon": "governance.breach_soon",
    "escalation_due": "escalation.climbed",
    "adult_linked": "adult.shared_told",
    "others_unasked": "adult.others_unasked",
    "adult_without_action": "adult.nothing_done",
    "adult_keep_due": "adult.keep_due",
    "warning_unreceived": "adult.warning_unreceived",
    "warning_notice_review": "warning_notice.review_late",
    "warning_notice_lapses": "warning_notice.lapsed",
    "breach_unvisited": "warning_notice.unvisited",
    "community_unseen": "community.unseen",
}


def test_every_alarm_has_its_sentence():
    said = {SAID_ELSEWHERE.get(kind, f"alarm.{kind}") for kind in KINDS if kind not in NO_ALARM}
    assert said <= set(sentences())
    assert NO_ALARM | set(SAID_ELSEWHERE) <= set(KINDS)


def test_undecided_reaches_the_duty_inspector_once_with_a_line_and_an_audit_entry(
    take_report, make_actor, noon
):
    take_report()
    inspector = make_actor("duty_inspector")
    assert fire(at=after(noon, 14)) == 0
    fire(at=after(noon, 16))
    fire(at=after(noon, 17))
    assert roles_told(inspector, noon, kind="undecided") == ["duty_inspector"]
    with entered(actor=inspector, at=noon):
        assert LogEntry.objects.filter(kind="alarm.undecided").count() == 1
        assert AuditEntry.objects.filter(kind="alarm.undecided").count() == 1


def test_a_decision_in_time_alerts_nobody(take_report, make_actor, decide_as, noon):
    reference, supervisor = take_report(), make_actor("supervisor")
    decide_as(supervisor, reference, level="medium", at=after(noon, 5))
    fire(at=after(noon, 16))
    assert roles_told(supervisor, noon, kind="undecided") == []


def test_an_overdue_task_reaches_who_stands_above_its_role(take_report, make_actor, noon):
    reference, handler = take_report(), make_actor("call_handler")
    ask_enquiry(
        actor=handler, reference=reference, title="Look at the bus station", at=noon,
        to_role="response_officer", due_at=after(noon, 3),
    )  # fmt: skip
    fire(at=after(noon, 4))
    assert roles_told(handler, noon, kind="task_due") == ["supervisor"]


def test_an_overdue_task_of_another_agency_reaches_the_force_that_answers_too(
    take_report, make_actor, noon
):
    reference, handler = take_report(), make_actor("call_handler")
    worker = make_actor("social_worker")
    ask_enquiry(
        actor=handler, reference=reference, title="Ring the placement", at=noon,
        to_role="social_worker", to_agency=worker.agency_id, due_at=after(noon, 3),
    )  # fmt: skip
    fire(at=after(noon, 4))
    assert roles_told(worker, noon, kind="task_due", to_agency=worker.agency_id) == [
        "out_of_hours_worker"
    ]
    assert roles_told(handler, noon, kind="task_due", to_agency=handler.agency_id) == [
        "duty_inspector"
    ]


def test_clocks_that_run_out_together_are_one_notice_and_not_a_storm(take_report, make_actor, noon):
    reference, handler = take_report(), make_actor("call_handler")
    for number in range(12):
        ask_enquiry(
            actor=handler, reference=reference, title=f"Ask neighbour {number}", at=noon,
            to_role="response_officer", due_at=after(noon, 3),
        )  # fmt: skip
    assert fire(at=after(noon, 4)) == 12
    assert roles_told(handler, noon, kind="task_due") == ["supervisor"]
    with entered(actor=handler, at=noon):
        assert LogEntry.objects.filter(kind="alarm.task_due").count() == 12


def test_an_unread_notice_climbs_from_inspector_to_superintendent_and_no_further(
    take_report, make_actor, noon
):
    take_report()
    inspector = make_actor("duty_inspector")
    for minutes in (16, 32, 48, 64):
        fire(at=after(noon, minutes))
    with entered(actor=inspector, at=noon):
        notice = Message.objects.get(kind="new_episode", to_role="duty_inspector")
        climbs = AuditEntry.objects.filter(
            kind="alarm.notice_unacknowledged", subject=f"message:{notice.pk}"
        )
        assert climbs.count() == 1
    assert (notice.climbed_to, notice.loudness) == ("superintendent", "list")


def test_a_notice_read_in_time_does_not_climb(take_report, make_actor, noon):
    take_report()
    inspector = make_actor("duty_inspector")
    with entered(actor=inspector, at=noon):
        notice = Message.objects.get(kind="new_episode", to_role="duty_inspector")
    acknowledge_notice(actor=inspector, key=notice.pk, at=after(noon, 2))
    fire(at=after(noon, 16))
    with entered(actor=inspector, at=noon):
        assert Message.objects.get(pk=notice.pk).climbed_to == ""


def test_a_notice_that_was_withdrawn_does_not_climb(take_report, make_actor, noon):
    take_report()
    inspector = make_actor("duty_inspector")
    with entered(actor=inspector, at=noon):
        Message.objects.update(withdrawn_at=noon)
    fire(at=after(noon, 16))
    with entered(actor=inspector, at=noon):
        assert not Message.objects.exclude(climbed_to="").exists()


def test_something_new_that_nobody_looks_at_reaches_the_duty_inspector(
    take_report, make_actor, decide_as, noon
):
    from whereabouts.journeys.answer_question import answer_question

    reference, handler = take_report(), make_actor("call_handler")
    decide_as(make_actor("supervisor"), reference, level="medium", at=after(noon, 1))
    answer_question(
        actor=handler, reference=reference, fact="suicide_concern", value=True,
        said_by="a friend", source_kind="reporter", at=after(noon, 5),
    )  # fmt: skip
    fire(at=after(noon, 21))
    assert roles_told(handler, noon, kind="reassess_due") == ["duty_inspector"]


def test_what_is_not_stood_down_and_a_gate_not_asked_alarm(take_report, make_actor, look, noon):
    reference, handler = take_report(), make_actor("call_handler")
    episode = look(handler, reference)
    with entered(actor=handler, at=noon):
        StandDown.objects.create(
            child_id=episode.child_id, episode=episode, system="ports",
            owner_agency_id=handler.agency_id, recorded_at=noon, recorded_by_id=handler.member_id,
        )  # fmt: skip
    for kind in ("stand_down_left", "gate_after_return"):
        set_timer(
            key=f"{kind}:{episode.pk}", kind=kind, subject=f"episode:{episode.pk}",
            agency=handler.agency_id, at=noon, due_at=after(noon, 1),
        )  # fmt: skip
    fire(at=after(noon, 2))
    assert roles_told(handler, noon, kind="stand_down_left") == ["duty_inspector"]
    assert roles_told(handler, noon, kind="gate_after_return") == ["duty_inspector"]


def test_an_unreviewed_emergency_access_reaches_the_owners_information_governance(
    take_report, make_actor, noon
):
    reference, handler = take_report(), make_actor("call_handler")
    elsewhere = make_actor("duty_inspector", agency="Elsewhere Police")
    use_emergency_access(actor=elsewhere, reference=reference, reason="On a roof.", at=noon)
    wanted = {"kind": "emergency_review", "to_agency": handler.agency_id}
    fire(at=after(noon, 23 * 60), most=1000)
    assert roles_told(handler, noon, **wanted) == []
    fire(at=after(noon, 25 * 60), most=1000)
    assert roles_told(handler, noon, **wanted) == ["information_governance"]


def test_a_handler_that_fails_steps_back_is_counted_and_the_others_go_on(
    take_report, make_actor, make_agency, noon
):
    take_report()
    inspector = make_actor("duty_inspector")
    set_timer(
        key="broken", kind="undecided", subject="episode:00000000-0000-0000-0000-000000000000",
        agency=inspector.agency_id, at=noon, due_at=noon,
    )  # fmt: skip
    fire(at=after(noon, 16))
    broken = Timer.objects.get(key="broken")
    assert (broken.state, broken.tries, broken.fault) == ("waiting", 1, "NothingBehind")
    assert broken.due_at == noon
    assert broken.next_try_at > after(noon, 16)
    assert roles_told(inspector, noon, kind="undecided") == ["duty_inspector"]


def written(actor, noon):
    """What the clock wrote: history, notices with what they are gathered with, and timers."""
    with entered(actor=actor, at=noon):
        lines = LogEntry.objects.filter(kind__startswith="alarm.")
        keys = {str(pk): key for pk, key in Timer.objects.values_list("pk", "key")}
        notices = Message.objects.values_list(
            "key", "kind", "to_role", "climbed_to", "loudness", "gathered_with__key"
        )
        return (
            sorted((one.kind, str(one.episode_id), keys[one.detail["timer"]]) for one in lines),
            sorted((row[0], row) for row in notices),
            sorted(Timer.objects.values_list("key", "state")),
        )


@pytest.mark.parametrize("minutes", [20, 45, 180, 24 * 60 + 5])
def test_alarms_that_are_written_together_are_as_if_each_had_been_alone(
    take_report, make_actor, noon, minutes
):
    inspector = make_actor("duty_inspector")
    for number in range(4):
        facts = {"self_harm": "current"} if number % 2 else {}
        take_report(
            idempotency_key=f"k{number}", names=f"Testa Sampleton{'abcd'[number]}", facts=facts
        )
    found = []
    for together in (1, 20):
        with transaction.atomic():
            for at in (after(noon, minutes), after(noon, minutes + 16)):
                fire_due(
                    handlers=HANDLERS, at=at, most=1000, together=together, around=ringing_together
                )
            found.append(written(inspector, noon))
            transaction.set_rollback(True)
    alone, together = found
    assert alone == together
    assert alone[0]


def test_what_falls_due_together_takes_few_statements(
    take_report, make_actor, noon, django_assert_max_num_queries
):
    take_report()
    agency = make_actor("duty_inspector").agency_id
    subject = Timer.objects.get(kind="undecided").subject
    Timer.objects.all().update(state="stood_down", settled_at=noon)
    for number in range(20):
        set_timer(
            key=f"k{number}", kind="undecided", subject=subject, agency=agency, at=noon, due_at=noon
        )
    with django_assert_max_num_queries(70):
        assert fire(at=noon, most=20) == 20


def test_the_worker_says_that_it_came_round_and_how_late_it_is(take_report, noon):
    take_report()
    fire(at=after(noon, 20), most=0)
    beat = Heartbeat.objects.get(name="worker")
    assert beat.beat_at == after(noon, 20)
    assert beat.lag_seconds >= 300


@pytest.mark.parametrize("seconds", [-315_360_000, -86_400, -3, 3, 3_600, 86_400])
def test_a_worker_whose_clock_is_wrong_is_no_earlier_or_later_and_says_so(seconds):
    now = timezone.now()
    found = moment(own=now + timedelta(seconds=seconds))
    # Neither before it was asked nor after it answered, however long that took.
    passed = timezone.now() - now
    assert -NEARLY < found - now < passed + NEARLY
    said = Heartbeat.objects.get(name=CLOCKS)
    assert -NEARLY < timedelta(seconds=seconds - said.lag_seconds) < passed + NEARLY
    assert -NEARLY < said.beat_at - now < passed + NEARLY


def test_a_worker_whose_clock_is_nearly_right_says_nothing_and_is_no_earlier():
    for seconds in (-1, 0, 1):
        now = timezone.now()
        found = moment(own=now + timedelta(seconds=seconds))
        assert -NEARLY < found - now < timezone.now() - now + NEARLY
    assert not Heartbeat.objects.filter(name=CLOCKS).exists()


def test_a_clock_that_is_ahead_fires_nothing_early_and_one_that_is_behind_misses_nothing(
    take_report, make_actor
):
    now = timezone.now()
    agency = make_actor("duty_inspector").agency_id
    for key, due in (("due", -1), ("not_due", 60)):
        set_timer(
            key=key, kind="heartbeat", subject="report:none", agency=agency,
            at=now - timedelta(hours=1), due_at=now + timedelta(seconds=due),
        )  # fmt: skip
    for seconds in (7_200, -7_200):
        fire(at=moment(own=now + timedelta(seconds=seconds)))
    assert Timer.objects.get(key="due").state == "fired"
    assert Timer.objects.get(key="not_due").state == "waiting"

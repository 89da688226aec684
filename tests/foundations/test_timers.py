"""Timers fire once, together, in spite of each other's faults; and what is due is found at once."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.actions import (
    fire_due,
    set_timer,
    stand_down,
    stand_down_all,
)
from whereabouts.foundations.timers.models import Timer
from whereabouts.foundations.timers.queries import by_kind, lag_of_fired, lag_seconds
from whereabouts.journeys.clock import fire

MINUTE = timedelta(minutes=1)


@pytest.fixture
def set_some(make_agency, noon):
    """Return a setter of a number of timers that are due at noon."""

    def some(number, *, kind="made_up", due_at=None, agency=None):
        agency = agency or make_agency()
        for place in range(number):
            set_timer(
                key=f"{kind}:{place}", kind=kind, subject=f"{kind}:{place}", agency=agency.pk,
                at=noon - MINUTE, due_at=due_at or noon,
            )  # fmt: skip

    return some


def states():
    return dict(Timer.objects.values_list("key", "state"))


@pytest.mark.django_db
def test_a_few_that_are_claimed_together_each_fire_once(set_some, noon):
    set_some(45)
    seen = []
    handlers = {"made_up": lambda timer, at: seen.append(timer.key)}
    assert fire_due(handlers=handlers, at=noon - timedelta(microseconds=1)) == 0
    assert fire_due(handlers=handlers, at=noon) == 45
    assert fire_due(handlers=handlers, at=noon) == 0
    assert sorted(seen) == sorted(set(seen))
    assert set(states().values()) == {"fired"}


@pytest.mark.django_db
def test_no_more_are_claimed_than_were_asked_for(set_some, noon):
    set_some(9)
    assert fire_due(handlers={"made_up": lambda timer, at: None}, at=noon, most=5) == 5
    assert Timer.objects.filter(state="waiting").count() == 4


@pytest.mark.django_db
def test_one_that_fails_undoes_its_own_work_and_nobody_elses(set_some, make_agency, noon):
    set_some(5)

    def handle(timer, at):
        set_timer(
            key=f"after:{timer.key}", kind="after", subject="after", agency=make_agency().pk,
            at=at, due_at=at + MINUTE,
        )  # fmt: skip
        if timer.key == "made_up:2":
            raise ValueError("a child's name must not be kept")

    assert fire_due(handlers={"made_up": handle}, at=noon) == 4
    assert states() == {
        **{f"made_up:{n}": "waiting" if n == 2 else "fired" for n in range(5)},
        **{f"after:made_up:{n}": "waiting" for n in range(5) if n != 2},
    }
    failed = Timer.objects.get(key="made_up:2")
    assert (failed.tries, failed.fault, failed.due_at) == (1, "ValueError", noon)
    assert failed.next_try_at == noon + timedelta(seconds=5)


@pytest.mark.django_db
def test_a_failing_one_is_tried_again_ever_more_slowly_and_fires_when_it_can(set_some, noon):
    set_some(1)
    at, steps = noon, []

    def fails(timer, at):
        raise LookupError

    for _ in range(9):
        fire_due(handlers={"made_up": fails}, at=at)
        tried = Timer.objects.get()
        steps.append((tried.next_try_at - at).total_seconds())
        at = tried.next_try_at
    assert steps == [5, 10, 20, 40, 80, 160, 320, 600, 600]
    assert fire_due(handlers={"made_up": lambda timer, at: None}, at=at) == 1
    assert Timer.objects.get().due_at == noon


@pytest.mark.django_db
def test_one_that_another_of_the_same_batch_stood_down_does_not_fire(set_some, noon):
    set_some(2)
    seen = []

    def handle(timer, at):
        seen.append(timer.key)
        stand_down(subject="made_up:1", at=at)

    assert fire_due(handlers={"made_up": handle}, at=noon) == 1
    assert (seen, states()["made_up:1"]) == (["made_up:0"], "stood_down")


@pytest.mark.django_db
def test_several_subjects_are_stood_down_at_once_and_no_other(set_some, noon):
    set_some(3)
    assert stand_down_all(subjects=[], at=noon) == 0
    assert stand_down_all(subjects=["made_up:0", "made_up:2"], at=noon) == 2
    assert stand_down_all(subjects=["made_up:0"], at=noon) == 0
    assert states() == {
        "made_up:0": "stood_down", "made_up:1": "waiting", "made_up:2": "stood_down",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_kind_that_nobody_handles_steps_back_and_is_seen(set_some, noon):
    set_some(1, kind="of_a_later_version")
    assert fire_due(handlers={}, at=noon) == 0
    (line,) = by_kind(agency=Timer.objects.get().owner_agency_id, at=noon)
    assert (line.kind, line.waiting, line.late, line.failing) == ("of_a_later_version", 1, 1, 1)


@pytest.mark.usefixtures("committed")
def test_what_only_the_commit_finds_out_costs_the_culprit_alone(set_some, noon):
    set_some(6)

    def handle(timer, at):
        if timer.key == "made_up:3":
            with connection.cursor() as cursor:
                # A key that is checked last: nothing is wrong until the commit.
                cursor.execute(
                    "UPDATE timers_timer SET owner_agency_id = gen_random_uuid() WHERE id = %s",
                    [timer.pk],
                )

    assert fire_due(handlers={"made_up": handle}, at=noon) == 5
    assert {key for key, state in states().items() if state == "waiting"} == {"made_up:3"}
    assert Timer.objects.get(key="made_up:3").fault == "IntegrityError"


@pytest.mark.usefixtures("committed")
def test_two_workers_at_once_share_what_is_due(set_some, noon):
    set_some(30)
    seen, first_has_some = [], threading.Barrier(2, timeout=60)

    def handle(timer, at):
        seen.append(timer.key)
        if threading.current_thread().name.startswith("w") and len(seen) < 3:
            first_has_some.wait()

    def work():
        try:
            fire_due(handlers={"made_up": handle}, at=noon, together=3)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, name=f"w{n}") for n in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    assert len(seen) == len(set(seen)) == 30


@pytest.mark.django_db
def test_a_database_that_is_away_is_said_and_not_taken_for_a_fault_of_the_timer(
    set_some, noon, monkeypatch
):
    set_some(2)

    def away(*_, **__):
        raise OperationalError("gone")

    monkeypatch.setattr(Timer.objects, "select_for_update", away)
    with pytest.raises(OperationalError):
        fire_due(handlers={}, at=noon)
    assert set(Timer.objects.values_list("tries", flat=True)) == {0}


@pytest.mark.django_db
def test_lag_counts_what_is_due_and_what_fails_and_not_what_waits(set_some, noon):
    assert lag_seconds(at=noon) == 0.0
    set_some(3, due_at=noon + MINUTE)
    assert lag_seconds(at=noon + MINUTE) == 0.0
    assert lag_seconds(at=noon + 2 * MINUTE) == 60.0
    Timer.objects.filter(key="made_up:0").update(tries=3, next_try_at=noon + 9 * MINUTE)
    Timer.objects.exclude(key="made_up:0").update(state="stood_down", settled_at=noon)
    assert lag_seconds(at=noon + 3 * MINUTE) == 120.0


@pytest.mark.django_db
def test_what_is_made_slowly_may_wait_an_hour_for_its_turn_and_hides_nothing(set_some, noon):
    set_some(2, kind="pack_round")
    assert lag_seconds(at=noon + 59 * MINUTE) == 0.0
    assert lag_seconds(at=noon + 61 * MINUTE) == 61 * 60.0
    set_some(1, due_at=noon + 30 * MINUTE)
    assert lag_seconds(at=noon + 40 * MINUTE) == 10 * 60.0
    Timer.objects.filter(key="pack_round:0").update(tries=1)
    assert lag_seconds(at=noon + 41 * MINUTE) == 41 * 60.0


@pytest.mark.django_db
def test_the_lag_of_what_fired_is_in_shares_and_late_entry_is_late_only_once_entered(
    set_some, noon
):
    set_some(100, due_at=noon - timedelta(hours=5))
    for place, timer in enumerate(Timer.objects.order_by("id")):
        Timer.objects.filter(pk=timer.pk).update(
            state="fired", settled_at=timer.set_at + timedelta(seconds=place + 1)
        )
    lag = lag_of_fired(since=noon - MINUTE)
    assert (lag.fired, lag.p50, lag.most) == (100, 50.5, 100.0)
    assert lag.p99 == pytest.approx(99.01)
    none = lag_of_fired(since=noon + 5 * MINUTE)
    assert (none.fired, none.p50) == (0, None)


@pytest.mark.django_db
def test_what_is_due_is_found_without_reading_what_waits(make_agency, noon):
    """Long ago, so that rows which other tests took back are not read on the way to these."""
    agency = make_agency()
    noon = noon - timedelta(days=36_500)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO timers_timer (id, key, kind, subject, owner_agency_id, set_at, due_at,"
            " next_try_at, state, tries, fault, because, calendar)"
            " SELECT gen_random_uuid(), 'k' || n, 'made_up', 's' || n, %s, %s,"
            " %s + n * interval '1 s', %s + n * interval '1 s', 'waiting', 0, '', '', ''"
            " FROM generate_series(1, 20000) n",
            [agency.pk, noon, noon, noon],
        )
        cursor.execute("ANALYZE timers_timer")
        due = Timer.objects.filter(state="waiting", next_try_at__lte=noon + 5 * MINUTE)
        plan = due.order_by("next_try_at", "id")[:20].explain(analyze=True, buffers=True)
        assert "timers_by_next_try" in plan
        carried_out, _, _ = plan.partition("Planning:")  # which reads the catalogue, at first more
        read = [int(hits) for hits in re.findall(r"hit=(\d+)", carried_out)]
        assert 0 < max(read) < 60
        late = Timer.objects.filter(state="waiting", tries__gt=0, due_at__lte=noon + 5 * MINUTE)
        assert "timers_failing" in late.order_by("due_at")[:1].explain()
        fired = Timer.objects.filter(state="fired", settled_at__gte=noon)
        assert "timers_fired" in fired.order_by("settled_at").explain()


@pytest.mark.django_db
def test_whoever_answers_is_told_once_of_a_timer_that_keeps_failing(
    make_actor, make_agency, set_some, noon
):
    inspector = make_actor("duty_inspector")
    set_some(1, kind="task_due", agency=make_agency())
    at = noon
    for tried in range(1, 8):
        fire(at=at)
        at = Timer.objects.get(kind="task_due").next_try_at
        with entered(actor=inspector, at=noon):
            told = sorted(
                Message.objects.filter(kind="timer_failing").values_list("to_role", flat=True)
            )
        assert told == ([] if tried < 5 else ["duty_inspector", "information_governance"])
    assert Timer.objects.get(kind="task_due").told_failing_at is not None


@pytest.mark.django_db
def test_a_failing_timer_of_an_agency_without_a_clock_stops_nobody(make_agency, set_some, noon):
    from whereabouts.foundations.agencies.models import Member

    agency = make_agency()
    Member.objects.filter(agency=agency).update(username="nobody")
    set_some(1, kind="task_due", agency=agency)
    Timer.objects.update(tries=5)
    fire(at=noon + 30 * MINUTE)
    assert Timer.objects.get().told_failing_at is not None
    assert by_kind(agency=agency.pk, at=noon + 30 * MINUTE)[0].failing == 1

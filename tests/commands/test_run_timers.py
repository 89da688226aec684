"""The worker as a process: stopped cleanly, killed at the worst moment, never twice."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import AuditBatch
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Heartbeat, Timer
from whereabouts.interfaces.commands.management.commands.run_timers import NAMED
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.records.episodes.models import LogEntry

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("committed")]

# The worker as it is, but that it dies by its own hand after handling and before committing.
DIES_BEFORE_COMMIT = """
import os, signal
import django
django.setup()
from django.utils import timezone
from whereabouts.foundations.timers import actions
from whereabouts.journeys import clock

def die(timer, at):
    clock.HANDLERS[timer.kind](timer, at)
    os.kill(os.getpid(), signal.SIGKILL)

actions.fire_due(handlers={kind: die for kind in clock.HANDLERS}, at=timezone.now())
"""


def address(alias):
    one = settings.DATABASES[alias]
    host = f"?host={one['HOST']}" if one["HOST"].startswith("/") else ""
    server = "" if host else f"{one['HOST']}:{one['PORT']}"
    return f"postgresql://{one['USER']}@{server}/{one['NAME']}{host}"


def environment():
    return {
        **os.environ,
        "WHEREABOUTS_DATABASE_URL": address("default"),
        "WHEREABOUTS_OWNER_DATABASE_URL": address("owner"),
        "DJANGO_SETTINGS_MODULE": "whereabouts.config.settings",
    }


def python(*arguments, **more):
    return subprocess.Popen(
        [sys.executable, *arguments], env=environment(), cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more,
    )  # fmt: skip


@pytest.fixture
def overdue(make_actor):
    """A report of an hour ago that nobody has decided; only that one timer is due."""
    handler = make_actor("call_handler")
    before = timezone.now() - timedelta(hours=1)
    report_missing(
        actor=handler, at=before,
        told=Told(idempotency_key="k", happened_at=before, names="Testa Sampleton"),
    )  # fmt: skip
    Timer.objects.exclude(kind="undecided").update(state="stood_down", settled_at=before)
    return handler


def alarms(actor):
    with entered(actor=actor, at=timezone.now()):
        return (
            LogEntry.objects.filter(kind="alarm.undecided").count(),
            Message.objects.filter(kind="undecided").count(),
        )


def test_killed_between_handling_and_commit_it_fires_exactly_once_afterwards(overdue):
    for _ in range(3):
        killed = python("-c", DIES_BEFORE_COMMIT)
        killed.communicate(timeout=60)
        assert killed.returncode == -signal.SIGKILL
        assert alarms(overdue) == (0, 0)
    for _ in range(2):
        once = python("-m", "whereabouts.manage", "run_timers", "--once")
        _, said = once.communicate(timeout=60)
        assert once.returncode == 0, said
    assert alarms(overdue) == (1, 1)


def test_several_workers_at_once_fire_each_timer_once(overdue):
    several = [python("-m", "whereabouts.manage", "run_timers", "--once") for _ in range(3)]
    for one in several:
        one.communicate(timeout=60)
        assert one.returncode == 0
    assert alarms(overdue) == (1, 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_stops_cleanly(overdue, number):
    worker = python("-m", "whereabouts.manage", "run_timers")
    for _ in range(300):
        if Heartbeat.objects.exists():
            break
        time.sleep(0.1)
    assert alarms(overdue) == (1, 1)
    worker.send_signal(number)
    _, said = worker.communicate(timeout=20)
    assert worker.returncode == 0, said


# The same, but that it dies in the middle of several that it claimed and marked together.
DIES_IN_THE_MIDDLE = DIES_BEFORE_COMMIT.replace(
    "    os.kill(os.getpid(), signal.SIGKILL)\n",
    "    done.append(timer.pk)\n    if len(done) == 3:\n        os.kill(os.getpid(), signal.SIGKILL)\n",
).replace("def die(", "done = []\n\ndef die(")


@pytest.fixture
def several_overdue(overdue):
    """Four more of the same episode's clock, each of its own."""
    (timer,) = Timer.objects.filter(kind="undecided")
    for number in range(4):
        Timer.objects.create(
            key=f"{timer.key}:{number}", kind=timer.kind, subject=timer.subject,
            owner_agency=timer.owner_agency, set_at=timer.set_at, due_at=timer.due_at,
            next_try_at=timer.due_at,
        )  # fmt: skip
    return overdue


def test_killed_in_the_middle_of_several_none_is_lost_and_none_fires_twice(several_overdue):
    killed = python("-c", DIES_IN_THE_MIDDLE)
    _, said = killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL, said
    assert alarms(several_overdue) == (0, 0)
    assert Timer.objects.filter(kind="undecided", state="waiting").count() == 5
    for _ in range(2):
        once = python("-m", "whereabouts.manage", "run_timers", "--once")
        _, said = once.communicate(timeout=60)
        assert once.returncode == 0, said
    lines, notices = alarms(several_overdue)
    assert (lines, notices) == (5, 5)
    assert not Timer.objects.filter(kind="undecided", state="waiting").exists()


def test_one_beside_fires_and_leaves_everything_else_to_the_other(overdue):
    beside = python("-m", "whereabouts.manage", "run_timers", "--beside")
    for _ in range(300):
        if alarms(overdue) == (1, 1):
            break
        time.sleep(0.1)
    time.sleep(1.0)
    beside.send_signal(signal.SIGTERM)
    _, said = beside.communicate(timeout=20)
    assert beside.returncode == 0, said
    assert alarms(overdue) == (1, 1)
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"worker"}
    assert not AuditBatch.objects.exists()


def those_with_lines():
    """Return the processes that have a line to the database as workers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT application_name FROM pg_stat_activity"
            " WHERE application_name LIKE %s AND datname = current_database()", [f"{NAMED}%"],
        )  # fmt: skip
        return {int(name.removeprefix(NAMED)) for (name,) in cursor.fetchall()}


def until(condition, tries=300):
    for _ in range(tries):
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come about")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="parents look whether they live")
def test_kept_two_work_fire_again_at_once_when_killed_and_stop_cleanly(several_overdue):
    parent = python("-m", "whereabouts.manage", "run_timers", "--kept")
    until(lambda: alarms(several_overdue) == (5, 5))
    both = until(lambda: len(found := those_with_lines()) == 2 and found)
    assert parent.pid not in both
    time.sleep(1.0)
    for worker in both:
        os.kill(worker, signal.SIGKILL)
    since = timezone.now()
    (timer,) = Timer.objects.filter(key__endswith=":0")
    Timer.objects.create(
        key=f"{timer.key}:later", kind=timer.kind, subject=timer.subject, set_at=since,
        owner_agency=timer.owner_agency, due_at=since, next_try_at=since,
    )  # fmt: skip
    until(lambda: alarms(several_overdue) == (6, 6))
    fired = Timer.objects.get(key__endswith=":later")
    assert fired.settled_at - since < timedelta(seconds=5)  # a moment, on a busy machine
    until(lambda: len(those_with_lines() - both) == 2)
    parent.send_signal(signal.SIGTERM)
    _, said = parent.communicate(timeout=20)
    assert parent.returncode == 0, said
    assert b"The worker ended" in said
    assert b"The worker beside ended" in said
    until(lambda: not those_with_lines())

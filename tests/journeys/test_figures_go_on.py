"""The figures of a year are made part by part: stopped and gone on, no part is made twice."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.audit.models import Look
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.every_row import from_database
from whereabouts.insight.lookups.published import PARTS, make_figures, mark_of, read_year
from whereabouts.journeys.clock import publishing
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.oversight.models import KeptFigures, PublishedFigures

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
IN_THE_YEAR = datetime(2026, 2, 3, 12, 0, tzinfo=UTC)
ENDS = 2026

# The worker as it is, but that it dies by its own hand in the middle of the third part.
DIES_IN_THE_MIDDLE = """
import os, signal
import django
django.setup()
from django.utils import timezone
from whereabouts.journeys.clock import fire, publishing

real = publishing.make_part

def make_part(*, source, part, ends):
    made = real(source=source, part=part, ends=ends)
    if part == "care":
        os.kill(os.getpid(), signal.SIGKILL)
    return made

publishing.make_part = make_part
while True:
    fire(at=timezone.now(), most=20)
"""


@pytest.fixture
def unit(db, make_actor):
    return make_actor("national_analyst")


@pytest.fixture
def reported(make_actor):
    handler = make_actor("call_handler")

    def report(number, at=IN_THE_YEAR):
        report_missing(
            actor=handler, at=at + timedelta(hours=number),
            told=Told(
                idempotency_key=f"k{number}", happened_at=at + timedelta(hours=number),
                names=f"Testa Sampleton{number}",
            ),
        )  # fmt: skip

    for number in range(2):
        report(number)
    Timer.objects.update(state="stood_down", settled_at=IN_THE_YEAR)
    return report


def step(unit, at):
    """Fire the round's timer as the worker would; return whether the next one is due soon."""
    timer = Timer.objects.get(kind=publishing.FIGURES, owner_agency=unit.agency_id, state="waiting")
    publishing.HANDLERS[publishing.FIGURES](timer, at)
    Timer.objects.filter(pk=timer.pk).update(state="fired", settled_at=at)
    waiting = Timer.objects.get(
        kind=publishing.FIGURES, owner_agency=unit.agency_id, state="waiting"
    )
    return waiting.due_at - at <= publishing.STEP


def kept(unit, at=NOON):
    with entered(actor=unit, at=at):
        return list(KeptFigures.objects.order_by("recorded_at", "id").values_list("part", "pk"))


def published(unit, at=NOON):
    with entered(actor=unit, at=at):
        return [one.content for one in PublishedFigures.objects.order_by("recorded_at", "id")]


def test_each_part_is_a_step_and_all_are_published_after_the_last(unit, reported):
    publishing.begin(at=NOON)
    names = []
    for number in range(1, len(PARTS) + 1):
        assert published(unit) == []
        more = step(unit, NOON + timedelta(seconds=number))
        names.append([part for part, _ in kept(unit)])
        assert more == (number < len(PARTS))
    assert names == [list(PARTS)[: number + 1] for number in range(len(PARTS))]
    assert published(unit) == [make_figures(ends=ENDS, at=NOON)]


def test_a_round_reads_once_and_writes_down_one_look(unit, reported):
    publishing.begin(at=NOON)
    number = 1
    while step(unit, NOON + timedelta(seconds=number)):
        number += 1
    with entered(actor=unit, at=NOON):
        assert PublishedFigures.objects.count() == 1
    force = Agency.objects.get(kind="police_force")
    with entered(actor=system_actor(agency=force.pk, at=NOON), at=NOON):
        assert Look.objects.filter(page="counting of episodes").count() == 1


def test_a_worker_that_begins_in_the_middle_makes_no_part_again(unit, reported, monkeypatch):
    publishing.begin(at=NOON)
    for number in (1, 2):
        step(unit, NOON + timedelta(seconds=number))
    before = kept(unit)
    made = []
    real = publishing.make_part

    def make_part(*, source, part, ends):
        made.append(part)
        return real(source=source, part=part, ends=ends)

    monkeypatch.setattr(publishing, "make_part", make_part)
    publishing._READ.clear()  # what another process had in hand
    while step(unit, NOON + timedelta(minutes=len(made) + 1)):
        continue
    assert made == list(PARTS)[2:]
    assert kept(unit)[:2] == before
    assert published(unit) == [make_figures(ends=ENDS, at=NOON)]


def test_a_year_is_revised_once_when_its_time_has_come_and_never_for_one_child_more(
    unit, reported, monkeypatch
):
    april, october = (datetime(2026, month, 2, 3, tzinfo=UTC) for month in (4, 10))
    for number in range(2, 10):
        reported(number)
    Timer.objects.update(state="stood_down", settled_at=NOON)
    publishing.begin(at=april)
    while step(unit, april + timedelta(seconds=len(kept(unit, april)) + 1)):
        continue
    made = []
    real = publishing.make_part

    def make_part(*, source, part, ends):
        made.append(part)
        return real(source=source, part=part, ends=ends)

    monkeypatch.setattr(publishing, "make_part", make_part)
    assert not step(unit, april + timedelta(days=60))
    assert made == [], "Nobody is read and looked at in between."

    reported(10)
    Timer.objects.exclude(kind=publishing.FIGURES).update(state="stood_down", settled_at=NOON)
    while step(unit, october + timedelta(seconds=len(made))):
        continue
    assert made == list(PARTS)
    assert len(published(unit)) == 1, "One child more is one row more in an exact count."

    for number in range(11, 20):
        reported(number)
    Timer.objects.exclude(kind=publishing.FIGURES).update(state="stood_down", settled_at=NOON)
    november = october + timedelta(days=31)
    made.clear()
    while step(unit, november + timedelta(seconds=len(made))):
        continue
    first, revised = published(unit)
    assert first != revised
    made.clear()
    assert not step(unit, november + timedelta(days=31))
    assert (made, len(published(unit))) == ([], 2)


def test_a_mark_tells_rows_definitions_and_the_day_and_nothing_of_another_year(unit, reported):
    source = read_year(ends=ENDS, at=NOON)

    def marks(of, at=NOON):
        return {part: mark_of(source=of, part=part, ends=ENDS, at=at) for part in PARTS}

    first = marks(source)
    assert len(set(first.values())) == len(PARTS)
    assert marks(read_year(ends=ENDS, at=NOON)) == first
    tomorrow = marks(source, NOON + timedelta(days=1))
    assert {part for part in PARTS if tomorrow[part] != first[part]} == {"care"}
    reported(7, at=IN_THE_YEAR - timedelta(days=365))
    assert marks(read_year(ends=ENDS, at=NOON)) == first
    reported(8)
    changed = marks(read_year(ends=ENDS, at=NOON))
    assert all(changed[part] != first[part] for part in PARTS)


def test_a_year_read_alone_counts_as_it_does_among_all_of_them(unit, reported):
    reported(9, at=IN_THE_YEAR - timedelta(days=365))
    reported(10, at=IN_THE_YEAR + timedelta(days=100))
    whole, alone = from_database(at=NOON), from_database(at=NOON, ends=ENDS)
    assert len(whole.rows) == len(alone.rows) + 2
    year = whole.rows.of_year(ends=ENDS)
    for name in ("reported_at", "returned_at", "kind", "age", "call"):
        assert (getattr(year, name) == getattr(alone.rows, name)).all()


@pytest.mark.slow
@pytest.mark.usefixtures("committed")
def test_killed_in_the_middle_of_a_part_it_goes_on_after_the_last_that_was_kept(
    make_actor, reported
):
    unit, now = make_actor("national_analyst"), timezone.now()
    publishing.begin(at=now - timedelta(minutes=1))
    Timer.objects.exclude(kind=publishing.FIGURES).update(state="stood_down", settled_at=now)
    for _ in range(2):
        killed = python("-c", DIES_IN_THE_MIDDLE)
        killed.communicate(timeout=120)
        assert killed.returncode == -signal.SIGKILL
        assert [part for part, _ in kept(unit, timezone.now())] == ["counts", "reconciliation"]
        before = kept(unit, timezone.now())
        assert published(unit, timezone.now()) == []
    for _ in range(6):
        assert python("-m", "whereabouts.manage", "run_timers", "--once").wait(timeout=120) == 0
        if published(unit, timezone.now()):
            break
    after = kept(unit, timezone.now())
    assert after[:2] == before
    assert [part for part, _ in after] == list(PARTS)
    assert published(unit, timezone.now()) == [make_figures(ends=ENDS, at=timezone.now())]


def python(*arguments):
    return subprocess.Popen(
        [sys.executable, *arguments], env=environment(), cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def environment():
    return {
        **os.environ,
        "WHEREABOUTS_DATABASE_URL": address("default"),
        "WHEREABOUTS_OWNER_DATABASE_URL": address("owner"),
        "DJANGO_SETTINGS_MODULE": "whereabouts.config.settings",
    }


def address(alias):
    one = settings.DATABASES[alias]
    host = f"?host={one['HOST']}" if one["HOST"].startswith("/") else ""
    server = "" if host else f"{one['HOST']}:{one['PORT']}"
    return f"postgresql://{one['USER']}@{server}/{one['NAME']}{host}"

"""An agency's packs are made one after another: stopped and gone on, none is made twice."""

import signal
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from tests.journeys.test_figures_go_on import python
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.audit.models import Look
from whereabouts.foundations.timers.actions import fire_due
from whereabouts.foundations.timers.models import Timer
from whereabouts.foundations.timers.queries import under_way
from whereabouts.insight.figures.pack_shapes import measures
from whereabouts.insight.figures.pack_times import time_of_packs
from whereabouts.insight.lookups.pack_making import make_contents
from whereabouts.interfaces.commands.pruning import prune_parts
from whereabouts.journeys.clock import publishing
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.oversight.models import KeptFigures, MadePack

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
KINDS = ["pack", "profile", "effort"]

# The worker as it is, but that it dies by its own hand in the middle of the second pack.
DIES_IN_THE_MIDDLE = """
import os, signal
import django
django.setup()
from django.utils import timezone
from whereabouts.journeys.clock import fire, publishing

real = publishing.make_pack

def make_pack(*, reading, kind):
    made = real(reading=reading, kind=kind)
    if kind == "profile":
        os.kill(os.getpid(), signal.SIGKILL)
    return made

publishing.make_pack = make_pack
while True:
    fire(at=timezone.now(), most=20)
"""


class Stopped(Exception):
    """The worker was stopped."""


@pytest.fixture
def inspector(make_actor):
    publishing._READ_FOR_PACKS.clear()
    return make_actor("duty_inspector")


@pytest.fixture
def had(inspector, make_actor):
    """Return what lets the force have had so many more reports in the packs' twelve months."""
    handler, numbers = make_actor("call_handler"), iter(range(100))

    def more(many):
        for _ in range(many):
            number = next(numbers)
            at = datetime(2026, 3, 1, 20, tzinfo=UTC) + timedelta(days=3 * number)
            report_missing(
                actor=handler, at=at,
                told=Told(
                    idempotency_key=f"k{number}", happened_at=at,
                    names=f"Testa Sampleton{number}",
                ),
            )  # fmt: skip
        Timer.objects.exclude(kind=publishing.PACKS).update(state="stood_down", settled_at=NOON)

    more(3)
    return more


@pytest.fixture
def made(monkeypatch):
    """Return which packs were made, each as often as it was."""
    kinds, real = [], publishing.make_pack

    def make_pack(*, reading, kind):
        kinds.append(kind)
        return real(reading=reading, kind=kind)

    monkeypatch.setattr(publishing, "make_pack", make_pack)
    return kinds


def step(actor, at):
    """Fire the round's timer as the worker would; return whether the next one is due now."""
    timer = Timer.objects.get(kind=publishing.PACKS, owner_agency=actor.agency_id, state="waiting")
    with transaction.atomic():
        publishing.HANDLERS[publishing.PACKS](timer, at)
    Timer.objects.filter(pk=timer.pk).update(state="fired", settled_at=at)
    waiting = Timer.objects.get(
        kind=publishing.PACKS, owner_agency=actor.agency_id, state="waiting"
    )
    return waiting.due_at <= at + publishing.STEP


def packs(actor, at=NOON):
    with entered(actor=actor, at=at):
        return {one.kind: one.content for one in MadePack.objects.all()}


def parts(actor, at=NOON):
    with entered(actor=actor, at=at):
        found = KeptFigures.objects.order_by("recorded_at", "id").values_list("part", flat=True)
        return [part.partition("-")[0] for part in found]


def in_one(actor, at=NOON):
    """Return what an unbroken making gives."""
    clock = system_actor(agency=actor.agency_id, at=at)
    with entered(actor=clock, at=at):
        first = time_of_packs(last=None, today=at.date(), by=measures(on=at.date()))
        return make_contents(by=clock, time_of=first, at=at)


def looks(actor, at=NOON):
    with entered(actor=actor, at=at):
        return Look.objects.filter(page="making of the pack").count()


@pytest.mark.django_db
def test_each_pack_is_a_step_and_all_are_kept_for_good_after_the_last(inspector, had, made):
    publishing.begin(at=NOON)
    for number in (1, 2, 3):
        assert packs(inspector) == {}
        assert step(inspector, NOON + timedelta(seconds=10 * number)) == (number < 3)
        assert parts(inspector) == KINDS[:number]
    assert made == KINDS
    assert looks(inspector) == 1
    assert packs(inspector) == in_one(inspector)
    with entered(actor=inspector, at=NOON):
        assert {one.recorded_at for one in MadePack.objects.all()} == {
            NOON + timedelta(seconds=10)
        }, "They are as at the one reading that all of them are of."


@pytest.mark.django_db
@pytest.mark.parametrize("after", [1, 2])
def test_a_worker_that_begins_after_any_step_makes_only_the_rest(inspector, had, made, after):
    publishing.begin(at=NOON)
    for number in range(after):
        step(inspector, NOON + timedelta(seconds=10 + number))
    publishing._READ_FOR_PACKS.clear()  # what another process had in hand
    while step(inspector, NOON + timedelta(minutes=len(made))):
        continue
    assert made == KINDS
    assert packs(inspector) == in_one(inspector)


@pytest.mark.django_db
@pytest.mark.parametrize("dying", KINDS)
def test_stopped_in_the_middle_of_any_pack_nothing_of_it_is_kept(
    inspector, had, made, dying, monkeypatch
):
    publishing.begin(at=NOON)
    counting = publishing.make_pack

    def stops(*, reading, kind):
        if kind == dying:
            raise Stopped
        return counting(reading=reading, kind=kind)

    with monkeypatch.context() as patched:
        patched.setattr(publishing, "make_pack", stops)
        with pytest.raises(Stopped):
            all_steps(inspector, made, NOON)
    assert parts(inspector) == KINDS[: KINDS.index(dying)]
    assert packs(inspector) == {}
    all_steps(inspector, made, NOON + timedelta(minutes=1))
    assert made == KINDS
    assert packs(inspector) == in_one(inspector)


def all_steps(actor, made, at):
    while step(actor, at + timedelta(seconds=10 + len(made))):
        continue


@pytest.mark.django_db
def test_what_was_made_of_facts_that_changed_meanwhile_is_made_anew_of_the_new_ones(
    inspector, had, made
):
    publishing.begin(at=NOON)
    for number in range(2):
        step(inspector, NOON + timedelta(seconds=10 + number))
    old = in_one(inspector)
    publishing._READ_FOR_PACKS.clear()
    had(2)
    while step(inspector, NOON + timedelta(minutes=len(made))):
        continue
    assert made == [*KINDS[:2], *KINDS]
    assert packs(inspector) == in_one(inspector)
    assert packs(inspector)["pack"] != old["pack"]


@pytest.mark.django_db
def test_what_is_kept_for_good_is_not_even_read_for_again(inspector, had, made):
    publishing.begin(at=NOON)
    while step(inspector, NOON + timedelta(minutes=len(made))):
        continue
    timer = Timer.objects.get(kind=publishing.PACKS, state="waiting")
    publishing.HANDLERS[publishing.PACKS](timer, NOON + timedelta(hours=1))
    assert (made, looks(inspector)) == (KINDS, 1)


@pytest.mark.django_db
def test_parts_of_packs_are_their_agencys_alone(inspector, had, make_actor, make_agency):
    publishing.begin(at=NOON)
    step(inspector, NOON + timedelta(seconds=10))
    outsider = make_actor(
        "duty_inspector", agency=make_agency(kind="police", name="Southmoor Police"), name="far"
    )
    assert parts(outsider) == []
    assert parts(inspector) == ["pack"]


@pytest.mark.django_db
def test_slow_steps_come_after_every_deadline_and_one_at_a_time(inspector):
    fired = []
    Timer.objects.update(state="stood_down", settled_at=NOON)
    for number, kind in enumerate(["pack_round", "pack_round", "task_due", "task_due"]):
        Timer.objects.create(
            key=f"k{number}", kind=kind, subject="s", owner_agency_id=inspector.agency_id,
            set_at=NOON, due_at=NOON + timedelta(seconds=number),
            next_try_at=NOON + timedelta(seconds=number),
        )  # fmt: skip
    handlers = dict.fromkeys(
        ["pack_round", "task_due"], lambda timer, at: fired.append((timer.kind, timer.key))
    )
    later = NOON + timedelta(minutes=1)
    assert fire_due(handlers=handlers, at=later, slow=["pack_round"]) == 3
    assert fired == [("task_due", "k2"), ("task_due", "k3"), ("pack_round", "k0")]
    assert fire_due(handlers=handlers, at=later, most=2, slow=["pack_round"]) == 1
    assert fired[-1] == ("pack_round", "k1")
    assert fire_due(handlers=handlers, at=later, slow=["pack_round"]) == 0


@pytest.mark.django_db
def test_an_operator_sees_how_far_the_packs_are_and_how_long_the_rest_takes(
    inspector, had, make_agency, make_actor
):
    make_agency(kind="police_force", name="Southmoor Police")
    publishing.begin(at=NOON)
    Timer.objects.exclude(kind=publishing.PACKS).update(state="stood_down", settled_at=NOON)
    begun = NOON + timedelta(minutes=1)
    number = Timer.objects.filter(kind=publishing.PACKS).count()
    (before,) = under_way(at=begun, kinds=["pack_round", "figures_round"])
    assert (before.done, before.of, before.left_seconds) == (0, number, None)
    step(inspector, begun)
    while step(inspector, begun + timedelta(seconds=30)):
        continue
    (now,) = under_way(at=begun + timedelta(seconds=30), kinds=["pack_round", "figures_round"])
    assert (now.done, now.of, now.steps, now.since) == (1, number, 3, begun)
    assert now.left_seconds == 30 * (number - 1)

    left = Timer.objects.filter(kind=publishing.PACKS, state="waiting")
    left.exclude(owner_agency=inspector.agency_id).update(state="stood_down", settled_at=NOON)
    assert under_way(at=begun + timedelta(minutes=1), kinds=["pack_round"]) == []


@pytest.mark.slow
@pytest.mark.usefixtures("committed")
def test_killed_in_the_middle_of_a_pack_it_goes_on_after_the_last_and_old_parts_go(inspector, had):
    now = timezone.now()
    publishing.begin(at=now - timedelta(minutes=1))
    Timer.objects.exclude(kind=publishing.PACKS).update(state="stood_down", settled_at=now)
    for _ in range(2):
        killed = python("-c", DIES_IN_THE_MIDDLE)
        try:
            killed.wait(timeout=60)
        finally:
            killed.kill()
        assert killed.returncode == -signal.SIGKILL
        assert parts(inspector, timezone.now()) == ["pack"]
        assert packs(inspector, timezone.now()) == {}
    for _ in range(6):
        assert python("-m", "whereabouts.manage", "run_timers", "--once").wait(timeout=120) == 0
        if packs(inspector, timezone.now()):
            break
    at = timezone.now()
    assert parts(inspector, at) == KINDS
    assert packs(inspector, at) == in_one(inspector, at)
    assert prune_parts(at=at + timedelta(days=2)) == 0, "They are the newest of their kind."
    assert prune_parts(at=at + timedelta(days=41)) == len(KINDS)
    assert parts(inspector, at) == []
    assert sorted(packs(inspector, at)) == sorted(KINDS)

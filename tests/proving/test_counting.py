"""The harness counts what is wrong: a harness that could not fail would prove nothing."""

import json
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.outbox.models import Delivery, Message
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock import fire
from whereabouts.journeys.report_missing import report_missing
from whereabouts.proving import runs, tally
from whereabouts.proving.counts import COUNTS
from whereabouts.proving.ledger import Ledger
from whereabouts.proving.main import _rounds, _summary, main
from whereabouts.proving.names import name_of
from whereabouts.proving.setting import DEADLINE_KIND, deadlines, endpoint, force
from whereabouts.proving.telling import told
from whereabouts.proving.workers import too_late

pytestmark = pytest.mark.django_db
GOOD = {"lost": 0, "doubled": 0, "half": 0, "missed": 0, "deadlines_doubled": 0, "early": 0}


@pytest.fixture
def taken():
    """One report, and the ledger of whoever sent it."""
    _, handler = force()
    at = timezone.now()
    receipt = report_missing(
        actor=actor_of(member=handler, at=at), told=told(key="one", at=at), at=at
    )
    return {"asked": {"one": ""}, "acknowledged": {"one": receipt.as_json()}, "changed": []}


def counted(ledger, **more):
    found = tally.compare(ledger=ledger, grace_seconds=5, **more)
    return {name: found[name] for name in GOOD}


def test_a_report_that_is_there_as_it_was_acknowledged_is_not_lost(taken):
    assert counted(taken) == GOOD


def test_one_that_is_not_there_or_is_there_otherwise_is_lost(taken):
    taken["acknowledged"]["two"] = {"episode": "E-0000-0000-0"}
    assert counted(taken)["lost"] == 1
    taken["acknowledged"]["one"] = {**taken["acknowledged"]["one"], "incomplete": True}
    assert counted(taken)["lost"] == 2


def test_another_answer_to_the_same_key_is_a_double():
    ledger = Ledger()
    for receipt in ("a", "a", "b"):
        ledger.answer(key="one", receipt=receipt)
    assert (ledger.acknowledged, ledger.changed) == ({"one": "a"}, ["one"])


def test_deadlines_are_counted_as_missed_early_or_fired(taken):
    deadlines(count=4, seconds=2, seed=1)
    assert counted(taken) == GOOD
    late = Timer.objects.filter(key__startswith="proving:")
    late.update(due_at=timezone.now() - timedelta(minutes=1), next_try_at=timezone.now())
    assert counted(taken)["missed"] == 4
    fire(at=timezone.now())
    assert counted(taken) == GOOD
    # A handler that ran before its time, and a timer marked as fired that did nothing.
    late.filter(key="proving:1:0").update(due_at=timezone.now() + timedelta(hours=1))
    assert counted(taken)["early"] == 1
    one = late.get(key="proving:1:1")
    set_timer(
        key="proving:1:none", kind=DEADLINE_KIND, subject=one.subject, at=one.set_at,
        agency=one.owner_agency_id, due_at=one.set_at,
    )  # fmt: skip
    Timer.objects.filter(key="proving:1:none").update(state="fired", settled_at=timezone.now())
    assert counted(taken)["missed"] == 1


def test_what_a_worker_fires_whose_clock_is_ahead_is_early_by_the_databases(taken):
    deadlines(count=4, seconds=2, seed=1)
    Timer.objects.filter(key__startswith="proving:").update(
        due_at=timezone.now() + timedelta(minutes=30), next_try_at=timezone.now()
    )
    fire(at=timezone.now() + timedelta(hours=1))
    assert counted(taken)["early"] == 4


@pytest.fixture
def sent_on(taken):
    """Four deadlines of one run that fired, each notice of which is on its way to a receiver."""
    endpoint(address="http://127.0.0.1:9/")
    deadlines(count=4, seconds=2, seed=1, aside=True)
    Timer.objects.filter(key__startswith="proving:1:").update(
        due_at=timezone.now() - timedelta(seconds=1), next_try_at=timezone.now()
    )
    fire(at=timezone.now())
    Delivery.objects.update(state="delivered", settled_at=timezone.now())
    handler = actor_of(member=force()[1], at=timezone.now())
    with entered(actor=handler, at=timezone.now()):
        of_deadlines = visible(Message).filter(kind=DEADLINE_KIND)
        found = Delivery.objects.filter(message__in=of_deadlines).values_list("pk", flat=True)
        return {**taken, "seed": 1, "received": dict.fromkeys(map(str, found), 1)}


def out(ledger):
    found = tally.compare(ledger=ledger, grace_seconds=5)
    shown = ("messages", "messages_lost", "messages_doubled", "messages_repeated")
    return tuple(found[name] for name in shown)


def test_a_notice_that_was_received_is_neither_lost_nor_doubled(sent_on):
    assert out(sent_on) == (4, 0, 0, 0)


def test_one_that_never_came_is_lost(sent_on):
    sent_on["received"].popitem()
    assert out(sent_on) == (4, 1, 0, 0)


def test_the_same_key_again_is_a_repetition_and_no_double(sent_on):
    key, _ = sent_on["received"].popitem()
    assert out({**sent_on, "received": {**sent_on["received"], key: 3}}) == (4, 0, 0, 2)


def test_what_was_sent_and_is_not_there_is_a_double(sent_on):
    undone = {**sent_on["received"], "0190aaaa-0000-7000-8000-000000000000": 1}
    assert out({**sent_on, "received": undone}) == (4, 0, 1, 0)


def test_what_is_still_on_its_way_is_counted(sent_on):
    Delivery.objects.filter(pk=next(iter(sent_on["received"]))).update(
        state="waiting", settled_at=None
    )
    assert tally.compare(ledger=sent_on, grace_seconds=5)["messages_waiting"] == 1


def test_the_deadlines_of_another_run_are_not_counted_with_this_one(sent_on):
    deadlines(count=3, seconds=2, seed=2)
    assert tally.compare(ledger=sent_on, grace_seconds=5)["deadlines"] == 4
    del sent_on["seed"], sent_on["received"]
    assert tally.compare(ledger=sent_on, grace_seconds=5)["deadlines"] == 7


def test_set_aside_deadlines_begin_to_fall_due_once_all_of_them_are_set(taken):
    due = deadlines(count=20, seconds=5, seed=1, aside=True)
    now = timezone.now()
    there = Timer.objects.filter(key__startswith="proving:").order_by("due_at")
    assert [due["first"], due["last"]] == [
        there.first().due_at.isoformat(),
        there.last().due_at.isoformat(),
    ]
    assert now < there.first().due_at < there.last().due_at < now + timedelta(seconds=6)
    assert not there.exclude(next_try_at=F("due_at")).exists()


@pytest.mark.parametrize(
    ("p99", "most", "broken"),
    [(2.0, 8.0, 0), (0.1, 0.2, 0), (2.1, 8.0, 1), (0.5, 8.1, 1), (9.0, 9.0, 2)],
)
def test_too_late_is_over_two_seconds_at_p99_or_five_over_a_restart_at_most(p99, most, broken):
    found = {"lag_seconds": {"p99": p99}, "lag_most_seconds": most, "back_seconds_most": 3.0}
    assert too_late(found=found) == broken


def test_where_nothing_fired_nothing_was_late_since_it_was_missed():
    found = {"lag_seconds": {}, "lag_most_seconds": None, "back_seconds_most": 0.0}
    assert too_late(found=found) == 0


def test_every_key_has_a_name_of_its_own_and_the_same_again():
    names = {name_of(key=f"key-{number}") for number in range(5_000)}
    assert len(names) == 5_000
    assert name_of(key="key-7") in names


def test_a_release_has_the_counts_that_quality_asks_for_in_rounds_of_their_own_seeds():
    release = COUNTS["release"]
    assert (release.web_kills, release.worker_kills) == (1_000, 1_000)
    assert (release.database_kills, release.deadlines, release.schedules) == (200, 100_000, 500)
    assert (release.clock_jumps, release.restore_points) == (500, 50)
    assert (release.lone_kills, release.lone_deadlines) == (1_000, 100_000)
    names = [name for name, _ in _rounds(counts=release, seed=3, only=None, most=100)]
    assert len(names) == len(set(names)) == 1 + 20 + 20 + 25 + 4
    everyday = COUNTS["everyday"]
    assert (everyday.web_kills, everyday.worker_kills, everyday.database_kills) == (50, 50, 50)
    assert (everyday.deadlines, everyday.schedules) == (10_000, 20)
    assert (everyday.lone_kills, everyday.lone_deadlines) == (50, 10_000)


def test_a_release_may_be_tried_with_fewer_rounds_or_a_share_of_every_count():
    release = COUNTS["release"]
    names = [name for name, _ in _rounds(counts=release, seed=3, only=None, most=2)]
    assert len(names) == 1 + 2 + 2 + 2 + 4
    tried = release.share(of=0.01)
    assert (tried.web_kills, tried.database_kills, tried.deadlines) == (10, 2, 1_000)
    assert (tried.schedules, tried.schedule_seconds, tried.restore_points) == (5, 10, 1)
    assert release.share(of=1.0) == release
    short = [name for name, _ in _rounds(counts=tried, seed=3, only=None, most=100)]
    assert len(short) == 1 + 1 + 1 + 1 + 4


@pytest.mark.parametrize("more", [["--share", "0"], ["--share", "1.5"], ["--rounds", "0"]])
def test_a_share_of_nothing_is_wrong_use(more, capsys):
    assert main(["release", *more]) == 2
    assert "share" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", runs.BAD)
def test_anything_wrong_anywhere_is_not_held(wrong):
    rounds = [{"name": "one", "run": "kills", **GOOD}]
    summary = {"results": rounds, "counts": "briefly", "seed": 1, "unfinished": False}
    assert _summary(**summary)["held"]
    rounds.append({"name": "two", "run": "kills", **GOOD, wrong: 1})
    found = _summary(**summary)
    assert not found["held"]
    assert json.dumps(found)


@pytest.mark.parametrize(
    "short",
    [{"failed": "it did not come up"}, {"kills": {"web": 2}, "kills_wanted": {"web": 3}}],
)
def test_what_was_not_done_is_not_held(short):
    one = {"name": "one", "run": "kills", **GOOD, **short}
    assert not _summary(results=[one], counts="briefly", seed=1, unfinished=False)["held"]
    assert not _summary(results=[], counts="briefly", seed=1, unfinished=True)["held"]

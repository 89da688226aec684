"""What comes round beside the deadlines: in its time, without keeping them waiting; and pruning."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.timers.models import Heartbeat, Timer
from whereabouts.interfaces.commands.pruning import prune_heartbeats
from whereabouts.interfaces.commands.rounds import Round, come_round, rounds
from whereabouts.journeys.clock import fire
from whereabouts.journeys.clock.heartbeat import BACK, send_heartbeat, take_heartbeats_back
from whereabouts.journeys.report_missing import Told, report_missing

MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_each_comes_round_in_its_own_time(noon, settings):
    settings.HEARTBEAT = False
    seen = []
    every = [
        Round(name="often", every=MINUTE, do=lambda at: seen.append("often")),
        Round(name="seldom", every=3 * MINUTE, do=lambda at: seen.append("seldom")),
        Round(name="not here", every=MINUTE, do=lambda at: seen.append("never"), wanted=False),
    ]
    for half_minutes in range(8):
        come_round(all_rounds=every, at=noon + half_minutes * MINUTE / 2)
    assert (seen.count("often"), seen.count("seldom"), seen.count("never")) == (4, 2, 0)


@pytest.mark.django_db
def test_one_that_fails_is_named_by_its_kind_alone_and_the_others_go_on(noon, settings):
    settings.HEARTBEAT = False
    seen = []

    def fails(at):
        raise ValueError("Testa Sampleton")

    every = [
        Round(name="broken", every=MINUTE, do=fails),
        Round(name="whole", every=MINUTE, do=seen.append),
    ]
    assert come_round(all_rounds=every, at=noon) == ["broken: ValueError"]
    assert seen == [noon]
    assert come_round(all_rounds=every, at=noon + MINUTE) == ["broken: ValueError"]


@pytest.mark.django_db
def test_a_database_that_is_away_is_not_taken_for_a_fault_of_the_round(noon, settings, monkeypatch):
    from django.db import connections

    settings.HEARTBEAT = False

    def away(at):
        raise OperationalError

    monkeypatch.setattr(connections["default"], "is_usable", lambda: False)
    with pytest.raises(OperationalError):
        come_round(all_rounds=[Round(name="r", every=MINUTE, do=away)], at=noon)


def test_a_demonstration_has_neither_heartbeat_nor_snapshots(settings):
    settings.HEARTBEAT, settings.DEMO = False, True
    always = {"forget changes", "owners", "prune parts", "rounds", "seal", "tidy"}
    assert {one.name for one in rounds() if one.wanted} == always
    settings.HEARTBEAT, settings.DEMO = True, False
    assert {one.name for one in rounds() if one.wanted} >= {"heartbeat", "snapshot"}


@pytest.mark.usefixtures("committed")
def test_the_worker_sends_the_heartbeat_and_takes_it_back(noon, settings, tmp_path):
    settings.HEARTBEAT, settings.STATE_DIR = True, tmp_path
    every = rounds()
    assert come_round(all_rounds=every, at=noon) == []
    fire(at=noon + timedelta(seconds=1))
    assert come_round(all_rounds=every, at=noon + timedelta(seconds=2)) == []
    assert Heartbeat.objects.get(name=BACK).lag_seconds == 2.0
    assert Heartbeat.objects.filter(name="snapshot").exists()


@pytest.mark.usefixtures("committed")
def test_pruning_removes_the_heartbeats_old_rows_and_nobody_elses(make_actor, noon):
    told = Told(idempotency_key="k", happened_at=noon, names="Testa Sampleton")
    real = report_missing(actor=make_actor("call_handler"), told=told, at=noon)
    for number in range(3):
        at = noon + number * MINUTE
        send_heartbeat(at=at)
        fire(at=at, most=1000)
        take_heartbeats_back(at=at)
    later = noon + timedelta(days=1, minutes=1, seconds=30)
    real_before = Timer.objects.exclude(owner_agency__kind="synthetic").count()
    lines = AuditEntry.objects.using("owner").count()
    from whereabouts.records.reports.models import Report

    assert prune_heartbeats(at=noon + timedelta(hours=23)) == 0
    assert prune_heartbeats(at=later) > 10
    kept = Report.objects.using("owner")
    assert kept.filter(owner_agency__kind="synthetic").count() == 1
    assert kept.filter(reference=real.report).exists()
    assert Timer.objects.exclude(owner_agency__kind="synthetic").count() == real_before
    # What is sealed stays.
    assert AuditEntry.objects.using("owner").count() == lines
    send_heartbeat(at=later)
    assert prune_heartbeats(at=later) == 0

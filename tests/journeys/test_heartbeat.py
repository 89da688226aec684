"""The heartbeat: a made-up report goes round, nobody else meets it, and its silence is heard."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.fencing import our_models
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import ROLES, Permission, permitted
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.foundations.agencies.queries import synthetic_agencies, system_actor
from whereabouts.foundations.agencies.rules import AGENCY_KINDS
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Heartbeat, Timer
from whereabouts.foundations.timers.queries import by_kind, failing_elsewhere, lag_of_fired
from whereabouts.insight.lookups import choices
from whereabouts.insight.lookups.board import board_counts
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.insight.lookups.search import find_children
from whereabouts.journeys.clock import fire
from whereabouts.journeys.clock.heartbeat import (
    BACK,
    SENT,
    send_heartbeat,
    take_heartbeats_back,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.reports.models import Report

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def go_round(at, rounds=1):
    for number in range(rounds):
        send_heartbeat(at=at + number * MINUTE)
        fire(at=at + number * MINUTE + timedelta(seconds=1))
        take_heartbeats_back(at=at + number * MINUTE + timedelta(seconds=2))


def heart(at):
    return system_actor(agency=synthetic_agencies()[0], at=at)


def test_report_deadline_and_message_go_round_and_the_time_it_took_is_kept(noon):
    go_round(noon)
    back = Heartbeat.objects.get(name=BACK)
    assert (back.beat_at, back.lag_seconds) == (noon + timedelta(seconds=2), 2.0)
    assert Heartbeat.objects.get(name=SENT).beat_at == noon
    with entered(actor=heart(noon), at=noon):
        assert Message.objects.get(kind="heartbeat").acknowledged_at is not None
    assert Timer.objects.get(kind="heartbeat").state == "fired"
    assert Timer.objects.get(kind="heartbeat_silent").state == "stood_down"


def test_many_rounds_are_one_made_up_child_and_one_episode(noon):
    go_round(noon, rounds=3)
    with entered(actor=heart(noon), at=noon):
        assert Report.objects.count() == 3
        assert Episode.objects.count() == 1
    assert Agency.objects.filter(kind="synthetic").count() == 1
    assert not Member.objects.filter(agency__kind="synthetic", is_active=True).exists()


def test_without_a_worker_that_handles_it_every_force_is_told_once_that_it_is_silent(
    make_agency, make_actor, noon
):
    other = make_actor("duty_inspector", agency=make_agency("Southmoor Police"))
    inspector, worker = make_actor("duty_inspector"), make_actor("social_worker")
    send_heartbeat(at=noon)
    send_heartbeat(at=noon + MINUTE)
    Timer.objects.filter(kind="heartbeat").update(next_try_at=noon + timedelta(hours=1), tries=1)
    fire(at=noon + timedelta(minutes=2, seconds=59))
    assert notices_to_me(actor=inspector, at=noon) == []
    fire(at=noon + timedelta(minutes=5))
    for told in (inspector, other):
        (notice,) = notices_to_me(actor=told, at=noon)
        assert (notice.kind, notice.loudness) == ("heartbeat_silent", "interrupt")
    assert notices_to_me(actor=worker, at=noon) == []


def test_nobody_else_sees_a_row_of_it_in_any_table(make_actor, noon):
    cast = [make_actor(role) for role in ROLES]
    go_round(noon, rounds=2)
    synthetic = set(synthetic_agencies())
    fenced = [
        model for model in our_models()
        if hasattr(model, "fence") and "owner_agency" in {f.name for f in model._meta.fields}
        and model is not Timer
    ]  # fmt: skip
    for actor in cast:
        with entered(actor=actor, at=noon + 3 * MINUTE):
            for model in fenced:
                assert not visible(model).filter(owner_agency__in=synthetic).exists(), model


def test_it_gives_no_other_agency_anything_to_do_or_to_read(make_actor, make_agency, noon):
    make_actor("duty_inspector"), make_actor("social_worker")
    make_agency("Rail Police", "transport_police")
    go_round(noon, rounds=2)
    fire(at=noon + timedelta(hours=5), most=1000)
    synthetic = synthetic_agencies()
    with entered(actor=heart(noon), at=noon + timedelta(hours=6)):
        from whereabouts.practice.investigation.models import Task

        assert Task.objects.exists()
        assert not Task.objects.exclude(assigned_agency__in=synthetic).exists()
        assert not Message.objects.exclude(to_agency__in=synthetic).exists()
    assert not Timer.objects.exclude(owner_agency__in=synthetic).exists()


def test_no_board_no_search_no_figure_and_no_list_counts_it(make_actor, noon):
    make_actor("call_handler")
    go_round(noon, rounds=2)
    later = noon + 3 * MINUTE
    for role in ROLES:
        actor = make_actor(role)
        if permitted(roles=actor.roles, permission=Permission.BOARD_LOOK):
            assert board_counts(actor=actor, at=later).open == 0
        if permitted(roles=actor.roles, permission=Permission.CHILD_SEARCH):
            found = find_children(actor=actor, at=later, names="Heartbeat")
            assert not found.hits
    without = synthetic_agencies()
    assert by_kind(agency=actor.agency_id, at=later) == []
    assert failing_elsewhere(agency=actor.agency_id, without=without) == 0
    assert lag_of_fired(since=noon, without=without).fired == 0
    assert lag_of_fired(since=noon).fired == 2
    every = tuple(kind for kind, _ in AGENCY_KINDS)
    listed = choices.agencies_of_kind(actor=make_actor("call_handler"), at=later, kinds=every)
    assert "Heartbeat" not in {name for _, name in listed}

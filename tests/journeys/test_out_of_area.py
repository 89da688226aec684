"""A placement out of area: notice with risk and plan, acknowledged by each, red when it is not."""

from dataclasses import replace
from datetime import time

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journeys.homes_cast import DAY, GIVEN, HOUR, MINUTE, make_move
from whereabouts.engines.deadlines import london_instant
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.acknowledge_notice import acknowledge_notices
from whereabouts.journeys.acknowledge_placement import (
    AlreadyAcknowledged,
    NotGiven,
    acknowledge_placement,
    take_on_placement,
)
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.clock import fire
from whereabouts.journeys.end_a_placement import NotYourPlacement, end_a_placement
from whereabouts.journeys.give_placement_notice import (
    AlreadyGiven,
    NotComplete,
    NotYourNotice,
    give_placement_notice,
)
from whereabouts.journeys.link_adult_of_concern import link_adult_of_concern
from whereabouts.journeys.note_placement_notice import note_placement_notice
from whereabouts.practice.plans.models import PlanRecipient, Profile
from whereabouts.records.placements.models import Acknowledgement, PlacementNotice, Visit

pytestmark = pytest.mark.django_db
PARTS = ("host_authority", "host_police", "receiving_home")
RED = "placement_unacknowledged"


@pytest.fixture
def move(make_actor, make_agency, make_child, noon):
    return make_move(
        make_actor=make_actor, make_agency=make_agency, make_child=make_child, noon=noon
    )


def on_their_way(move, at, actor=None):
    return link_adult_of_concern(
        actor=actor or move.before, child_id=move.child.pk, kind="associate", at=at,
        strength="suspected", source="PC Example", name="Adam Placeholder", near_now=True,
    )  # fmt: skip


# --- wanted from the moment it is known -----------------------------------------------


def test_planning_it_asks_the_authority_the_police_and_the_home_there_at_once(move, noon):
    placement = move.place(days=7)
    for part in PARTS:
        asked = move.asked(part)
        assert asked.due_at == london_instant(on=(noon + 8 * DAY).date(), wall=time(0))
        (notice,) = move.told(move.of(part), "placement_told")
        assert "Sampleton" not in notice.text
        assert "Fern" not in notice.text
    with entered(actor=move.placing, at=noon):
        wanted = PlacementNotice.objects.get(placement=placement)
    assert (wanted.emergency, wanted.given_at) == (False, None)
    assert wanted.due_at == london_instant(on=(noon + 7 * DAY).date(), wall=time(0))


def test_in_an_emergency_the_law_gives_five_working_days_and_the_parts_some_hours(move, noon):
    move.place(days=0, arrives_at=noon + HOUR)
    with entered(actor=move.placing, at=noon):
        wanted = PlacementNotice.objects.get()
    # NOON is a Friday: the fifth working day is the next one, at five.
    assert wanted.emergency
    assert wanted.due_at == london_instant(on=(noon + 7 * DAY).date(), wall=time(17))
    assert move.asked("host_police").due_at == noon + 5 * HOUR


def test_a_placement_in_the_authority_s_own_area_asks_nobody(move, noon):
    add_placement(
        actor=move.placing, child_id=move.child.pk, living_at="foster", started_on=noon.date(),
        responsible_authority=move.placing.agency_id, host_authority=move.placing.agency_id,
        at=noon,
    )  # fmt: skip
    with entered(actor=move.placing, at=noon):
        assert not PlacementNotice.objects.exists()
        assert not Acknowledgement.objects.exists()


# --- given with risk and plan ---------------------------------------------------------


@pytest.mark.parametrize(
    ("left_out", "field"),
    [
        ({"risks": ()}, "risks"),
        ({"risk_pack": " "}, "risk_pack"),
        ({"plan": ""}, "plan"),
        ({"why_suitable": ""}, "why_suitable"),
        ({"director": ""}, "director"),
        ({"approved_on": None}, "approved_on"),
        ({"at_a_distance": None}, "at_a_distance"),
    ],
)
def test_a_notice_that_lacks_something_is_refused_by_field(move, noon, left_out, field):
    placement = move.place()
    whole = replace(GIVEN, approved_on=noon.date())
    with pytest.raises(NotComplete) as refused:
        give_placement_notice(
            actor=move.placing, placement_id=placement, given=replace(whole, **left_out), at=noon
        )
    assert set(refused.value.missing) == {field}


def test_it_carries_risk_and_plan_to_whoever_takes_the_child_in(move, noon):
    placement = move.place()
    move.give(placement)
    for actor in (move.host, move.police, move.home, move.manager):
        with entered(actor=actor, at=noon):
            notice = PlacementNotice.objects.get(placement=placement)
        assert notice.risk_pack == GIVEN.risk_pack
        assert notice.director == "A Director Example"
    assert not Timer.objects.filter(kind="placement_notice", state="waiting").exists()
    with pytest.raises(AlreadyGiven):
        move.give(placement)


def test_nearer_no_director_is_asked(move, noon):
    placement = move.place()
    near = replace(GIVEN, at_a_distance=False, director="", approved_on=None)
    give_placement_notice(actor=move.placing, placement_id=placement, given=near, at=noon)
    with entered(actor=move.placing, at=noon):
        assert PlacementNotice.objects.get().at_a_distance is False


def test_only_the_authority_responsible_gives_it(move, noon):
    placement = move.place()
    with pytest.raises(NotYourNotice):
        give_placement_notice(actor=move.host, placement_id=placement, given=GIVEN, at=noon)
    with pytest.raises(NotPermitted):
        give_placement_notice(actor=move.police, placement_id=placement, given=GIVEN, at=noon)


def test_the_database_refuses_a_notice_without_risk_or_approval(move, noon):
    move.place()
    for lacking in (
        {"risk_pack": "", "plan": "x", "why_suitable": "x", "at_a_distance": False},
        {"risk_pack": "x", "plan": "x", "why_suitable": "x", "at_a_distance": True},
    ):
        with (
            entered(actor=move.placing, at=noon),
            pytest.raises(IntegrityError),
            transaction.atomic(),
        ):
            PlacementNotice.objects.update(
                given_at=noon, given_by_id=move.placing.member_id, **lacking
            )


def test_noted_as_given_elsewhere_everybody_must_still_acknowledge(move, noon):
    placement = move.place()
    note_placement_notice(
        actor=move.placing, placement_id=placement, to_whom="The office, by letter", at=noon
    )
    with entered(actor=move.placing, at=noon):
        notice = PlacementNotice.objects.get()
        assert (notice.given_at, notice.noted) == (noon, "The office, by letter")
    assert move.asked("host_police").acknowledged_at is None
    move.acknowledge("host_police")


# --- acknowledged by each -------------------------------------------------------------


def test_nobody_acknowledges_what_was_not_given(move):
    move.place()
    with pytest.raises(NotGiven):
        move.acknowledge("host_police")


def test_somebody_takes_it_on_and_acknowledges_once(move, noon):
    move.give(move.place())
    asked = move.asked("host_police")
    take_on_placement(actor=move.police, acknowledgement_id=asked.pk, at=noon)
    assert move.asked("host_police").owner_id == move.police.member_id
    move.acknowledge("host_police", at=noon + MINUTE)
    done = move.asked("host_police")
    assert (done.acknowledged_at, done.acknowledged_by_id) == (
        noon + MINUTE, move.police.member_id,
    )  # fmt: skip
    with pytest.raises(AlreadyAcknowledged):
        move.acknowledge("host_police")


def test_no_agency_acknowledges_for_another(move, noon):
    move.give(move.place())
    asked = move.asked("host_police")
    for actor in (move.host, move.home, move.manager):
        with pytest.raises(NotVisible):
            acknowledge_placement(actor=actor, acknowledgement_id=asked.pk, at=noon)
    with pytest.raises(NotPermitted):
        acknowledge_placement(
            actor=move.make_actor("response_officer"), acknowledgement_id=asked.pk, at=noon
        )


def test_when_all_have_the_clock_stands_down_and_the_authority_hears_of_it(move, noon):
    placement = move.place()
    move.give(placement)
    for part in PARTS:
        move.acknowledge(part)
    assert not Timer.objects.filter(kind=RED, state="waiting").exists()
    texts = [one.text for one in move.told(move.placing, "placement_told")]
    assert texts == ["Everybody has acknowledged a placement of yours out of area."]
    fire(at=noon + 9 * DAY)
    assert move.told(move.placing, RED) == []


# --- red ------------------------------------------------------------------------------


def test_v25_the_arrival_passes_without_police_and_home_and_both_authorities_are_interrupted(
    move, noon
):
    move.give(move.place(days=1))
    move.acknowledge("host_authority")
    after = noon + 2 * DAY
    fire(at=after)
    for actor in (move.placing, move.host):
        (red,) = move.told(actor, RED, at=after)
        assert red.loudness == "interrupt"
    assert {one.to_role for one in move.told(move.police, RED, at=after)} == {"duty_inspector"}
    assert move.told(move.home, RED, at=after)
    assert move.asked("host_authority").red_at is None
    assert move.asked("host_police").red_at == after
    with entered(actor=move.placing, at=after):
        assert AuditEntry.objects.filter(kind="placement_notice.red").count() == 1


def test_it_is_said_again_each_day_until_everybody_has_acknowledged(move, noon):
    move.give(move.place(days=1))
    for days in (2, 3, 4):
        fire(at=noon + days * DAY + MINUTE * days)
    assert len(move.told(move.placing, RED, at=noon + 5 * DAY)) == 3
    for part in PARTS:
        move.acknowledge(part, at=noon + 4 * DAY + HOUR)
    fire(at=noon + 6 * DAY)
    assert len(move.told(move.placing, RED, at=noon + 6 * DAY)) == 3
    late = move.asked("host_police", at=noon + 6 * DAY)
    assert late.red_at is not None, "that it was red once stays"


def test_red_is_not_for_a_placement_that_was_entered_late_alone_it_is_for_every_one(move, noon):
    move.place(days=-30)
    fire(at=noon + MINUTE)
    assert move.told(move.placing, RED, at=noon + MINUTE)


# --- the end --------------------------------------------------------------------------


def test_its_end_is_told_and_acknowledged_by_who_hosted_though_they_see_the_child_no_more(
    move, noon
):
    placement = move.place(days=0, at=noon)
    move.give(placement)
    later = noon + 10 * DAY
    end_a_placement(
        actor=move.placing, placement_id=placement, because="CARPL", ended_on=later.date(), at=later
    )
    with entered(actor=move.placing, at=later):
        start = Acknowledgement.objects.filter(about="start")
        assert {one.withdrawn_at for one in start} == {later}
        assert set(Acknowledgement.objects.filter(about="end").values_list("part", flat=True)) == {
            "host_authority", "host_police",
        }  # fmt: skip
    after = later + 3 * DAY
    with entered(actor=move.police, at=after):
        assert not PlacementNotice.objects.exists()
    move.acknowledge("host_police", about="end", at=after)
    move.acknowledge("host_authority", about="end", at=after)
    fire(at=later + 30 * DAY)
    assert move.told(move.placing, RED, at=later + 30 * DAY) == []


def test_an_end_that_nobody_acknowledges_goes_red_after_ten_working_days(move, noon):
    placement = move.place(days=0)
    later = noon + 3 * DAY
    end_a_placement(
        actor=move.placing, placement_id=placement, because="CARPL", ended_on=later.date(), at=later
    )
    fire(at=later + 13 * DAY)
    assert move.told(move.placing, RED, at=later + 13 * DAY) == []
    fire(at=later + 15 * DAY)
    (red,) = move.told(move.placing, RED, at=later + 15 * DAY)
    assert "ended" in red.text


def test_only_who_answers_for_it_ends_it(move, noon):
    placement = move.place(days=0)
    with pytest.raises(NotYourPlacement):
        end_a_placement(
            actor=move.host, placement_id=placement, because="CARPL", ended_on=noon.date(), at=noon
        )
    with pytest.raises(NotPermitted):
        end_a_placement(
            actor=move.home, placement_id=placement, because="CARPL", ended_on=noon.date(), at=noon
        )


def test_a_move_on_ends_the_one_before_properly(move, make_agency, noon):
    move.give(move.place(days=0))
    move.place(days=5, at=noon + DAY)
    with entered(actor=move.placing, at=noon + DAY):
        ends = Acknowledgement.objects.filter(about="end")
        assert {one.on for one in ends} == {(noon + 6 * DAY).date()}


# --- adults on their way --------------------------------------------------------------


def test_an_alert_reaches_the_home_and_the_police_where_she_comes_to_before_she_is_there(
    move, noon
):
    move.place(days=2)
    on_their_way(move, noon + MINUTE)
    for actor in (move.home, move.inspector):
        (alert,) = move.told(actor, "adult_approaching", at=noon + MINUTE)
        assert alert.loudness == "interrupt"
        assert alert.promised_at == noon + MINUTE


def test_an_alert_from_before_the_move_goes_with_her(move, noon):
    on_their_way(move, noon - 3 * DAY)
    assert move.told(move.home, "adult_approaching") == []
    add_placement(
        actor=move.before, child_id=move.child.pk, living_at="childrens_home", at=noon,
        started_on=(noon + DAY).date(), home=move.home.agency_id,
        responsible_authority=move.placing.agency_id, host_authority=move.host.agency_id,
    )  # fmt: skip
    assert move.told(move.home, "adult_approaching")
    assert move.told(move.inspector, "adult_approaching")


def test_it_goes_red_when_she_arrives_and_nobody_there_has_read_it(move, noon):
    move.place(days=1)
    on_their_way(move, noon + MINUTE)
    after = noon + 2 * DAY
    fire(at=after)
    for actor in (move.placing, move.host, move.inspector, move.home):
        red = move.told(actor, "alert_unread_on_arrival", at=after)
        assert red, actor.name
        assert {one.loudness for one in red} <= {"interrupt"}
    with entered(actor=move.placing, at=after):
        assert PlacementNotice.objects.get().alert_red_at == after


def test_read_by_the_home_and_the_police_it_does_not_go_red(move, noon):
    move.place(days=1)
    on_their_way(move, noon + MINUTE)
    for actor in (move.home, move.inspector):
        keys = [one.pk for one in move.told(actor, "adult_approaching", at=noon + MINUTE)]
        acknowledge_notices(actor=actor, keys=keys, at=noon + 2 * MINUTE)
    fire(at=noon + 2 * DAY)
    assert move.told(move.placing, "alert_unread_on_arrival", at=noon + 2 * DAY) == []


# --- what goes with her ---------------------------------------------------------------


def test_her_plan_and_what_is_known_of_her_move_with_her(move, make_actor, noon):
    from whereabouts.journeys.fill_profile import fill_profile
    from whereabouts.practice.plans.actions import agree_plan
    from whereabouts.records.people.gate import child_for

    with entered(actor=move.before, at=noon):
        agree_plan(
            child=child_for(move.before, child_id=move.child.pk), level="high", at=noon,
            category="missing", review_on=(noon + 60 * DAY).date(), because="Agreed.",
            by=move.before, first_actions=[],
        )  # fmt: skip
    fill_profile(
        actor=move.placing, child_id=move.child.pk, form="philomena", at=noon,
        answers={"calming": "Ask once, then wait."},
    )  # fmt: skip
    move.place(days=1)
    with entered(actor=move.home, at=noon):
        assert Profile.objects.get().answers == {"calming": "Ask once, then wait."}
        assert PlanRecipient.objects.filter(agency=move.home.agency_id, until_at=None).exists()
    assert move.told(move.home, "plan_travelled")
    assert move.told(move.police, "plan_travelled")


def test_v26_the_named_officer_is_asked_to_visit_within_a_week(move, noon):
    setting = move.register()
    move.place(days=1)
    (asked,) = move.told(move.police, "visit_wanted")
    assert asked.to_member_id == move.police.member_id
    with entered(actor=move.police, at=noon):
        visit = Visit.objects.get(setting=setting)
        assert visit.due_at == london_instant(on=(noon + 2 * DAY).date(), wall=time(0)) + 7 * DAY
    fire(at=noon + 10 * DAY)
    roles = {one.to_role for one in move.told(move.police, "arrival_visit_due", noon + 10 * DAY)}
    assert roles == {"missing_coordinator", "duty_inspector"}


# --- outsiders ------------------------------------------------------------------------


def test_outsiders_see_nothing_of_it_and_do_nothing(move, outsider, make_actor, noon):
    placement = move.place()
    move.give(placement)
    key = move.asked("host_police").pk
    stranger = make_actor("missing_coordinator", agency="Elsewhere Police")
    for actor in (outsider, stranger):
        with entered(actor=actor, at=noon):
            assert not PlacementNotice.objects.exists()
            assert not Acknowledgement.objects.exists()
        with pytest.raises(NotVisible):
            acknowledge_placement(actor=actor, acknowledgement_id=key, at=noon)
    with pytest.raises(NotVisible):
        give_placement_notice(actor=outsider, placement_id=placement, given=GIVEN, at=noon)
    with pytest.raises(NotVisible):
        end_a_placement(
            actor=outsider, placement_id=placement, because="CARPL", ended_on=noon.date(), at=noon
        )


# --- no placement passes its date unacknowledged and unseen ---------------------------

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("acknowledge"), st.sampled_from(PARTS)),
        st.tuples(st.just("wait"), st.integers(1, 40)),
        st.tuples(st.just("give"), st.just("")),
        st.tuples(st.just("move"), st.integers(-2, 3)),
        st.tuples(st.just("end"), st.integers(0, 2)),
    ),
    max_size=9,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, days=st.integers(-3, 3), hours=st.one_of(st.none(), st.integers(1, 60)))
def test_no_placement_passes_its_date_unacknowledged_and_unseen(
    make_actor, make_agency, make_child, noon, steps, days, hours
):
    """Whatever is done in whatever order: what is past its date and not acknowledged was told."""
    with transaction.atomic():
        move = make_move(
            make_actor=make_actor, make_agency=make_agency, make_child=make_child, noon=noon
        )
        at = noon
        arrives = None if hours is None else noon + hours * HOUR
        placements = [move.place(days=days, at=at, arrives_at=arrives)]
        for what, said in steps:
            at += MINUTE
            try:
                if what == "give":
                    move.give(placements[-1], at=at)
                elif what == "acknowledge":
                    _acknowledge(move, placements[-1], said, at)
                elif what == "move":
                    placements.append(move.place(days=said, at=at))
                elif what == "end":
                    end_a_placement(
                        actor=move.placing, placement_id=placements[-1], at=at,
                        ended_on=(at + said * DAY).date(), because="OTHER",
                    )  # fmt: skip
                else:
                    at += said * HOUR
                    _fire_all(at)
            except Exception as refused:  # what is refused changes nothing; which is tried above
                if type(refused).__module__.split(".")[0] != "whereabouts":
                    raise
        _fire_all(at)
        with entered(actor=move.placing, at=at):
            silent = list(
                Acknowledgement.objects.filter(
                    acknowledged_at=None, withdrawn_at=None, due_at__lte=at
                )
            )
        for one in silent:
            assert one.red_at is not None, "nobody has seen that this went past its date"
            for actor in (move.placing, move.host):
                told = move.told(actor, RED, at=at)
                assert any(str(one.placement_id) in notice.subject for notice in told)
        transaction.set_rollback(True)


def _fire_all(at):
    while fire(at=at, most=500):
        pass


def _acknowledge(move, placement, part, at):
    actor = move.of(part)
    with entered(actor=actor, at=at):
        asked = Acknowledgement.objects.get(placement=placement, part=part, about="start")
    acknowledge_placement(actor=actor, acknowledgement_id=asked.pk, at=at)

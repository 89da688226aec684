"""Placements: told by telephone, found without a notice, how far, and what homes can take."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.journeys.homes_cast import DAY, GIVEN, HOUR, make_move
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.models import Area
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.insight.lookups.capacity import own_capacity
from whereabouts.insight.lookups.desk_parts import sections_of
from whereabouts.insight.lookups.out_of_area import notice_page, out_of_area
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.clock import fire
from whereabouts.journeys.clock.desks import begin
from whereabouts.journeys.give_placement_notice import give_placement_notice
from whereabouts.journeys.keep_register import NotInTheseIslands, put_on_register
from whereabouts.journeys.ring_about_placement import (
    AlreadyAcknowledged,
    NothingSaid,
    NotYet,
    told_by_telephone,
)
from whereabouts.journeys.say_capacity import NoCapacity, say_capacity
from whereabouts.records.placements.models import (
    Acknowledgement,
    Capacity,
    Placement,
    PlacementNotice,
    TelephoneTold,
)

pytestmark = pytest.mark.django_db
# Two made-up homes, about a hundred and sixty kilometres apart.
NEAR, FAR = (Decimal("51.50000"), Decimal("-0.10000")), (Decimal("52.50000"), Decimal("-1.90000"))


@pytest.fixture
def move(make_actor, make_agency, make_child, noon):
    return make_move(
        make_actor=make_actor, make_agency=make_agency, make_child=make_child, noon=noon
    )


def ring(move, *, by=None, part="host_police", at=None, **more):
    asked = move.asked(part, at=move.noon)
    given = {"told_to": "Sgt Example, control room", "told_at": at or move.noon, **more}
    return told_by_telephone(
        actor=by or move.placing, acknowledgement_id=asked.pk, at=at or move.noon, **given
    )


# --- by telephone ---------------------------------------------------------------------


def test_a_call_is_kept_with_whom_and_when_and_acknowledges_nothing(move, noon):
    placement = move.place(days=0, arrives_at=noon + HOUR)
    move.give(placement)
    ring(move)
    later = noon + 24 * HOUR
    page = notice_page(actor=move.placing, at=later, placement_id=placement)
    (police,) = [one for one in page.line.parts if one.agency == "Northmoor Police"]
    assert police.rung == (("Sgt Example, control room", noon, move.placing.name),)
    assert (police.acknowledged_at, police.colour) == (None, "red")
    assert page.line.red
    (count,) = out_of_area(actor=move.placing, at=later).counts
    assert (count.host_police, count.police_rung) == ("0", "1")
    # The agency's own word is the one that counts; the call is no more beside it.
    move.acknowledge("host_police", at=later)
    (count,) = out_of_area(actor=move.placing, at=later).counts
    assert (count.host_police, count.police_rung) == ("1", "0")
    with entered(actor=move.police, at=later):
        assert TelephoneTold.objects.count() == 1  # whoever was rung sees what is said of it
    with pytest.raises(AlreadyAcknowledged):
        told_by_telephone(
            actor=move.placing, at=later, told_to="x", told_at=noon, acknowledgement_id=police.key
        )


@pytest.mark.parametrize(
    ("more", "fault"), [({"told_to": " "}, NothingSaid), ({"told_at": 1}, NotYet)]
)
def test_a_call_has_a_name_and_a_time_that_has_passed(move, noon, more, fault):
    move.place(days=0)
    if "told_at" in more:
        more = {"told_at": noon + HOUR}
    with pytest.raises(fault):
        ring(move, **more)


def test_only_the_authority_that_gives_the_notice_writes_a_call_down(move, outsider, noon):
    move.place(days=0)
    for actor in (move.host, move.home):
        with pytest.raises(NotVisible):
            ring(move, by=actor)
    for actor in (move.police, outsider):
        with pytest.raises((NotPermitted, NotVisible)):
            ring(move, by=actor)
    with entered(actor=outsider, at=noon):
        assert TelephoneTold.objects.count() == 0


# --- found without a notice -----------------------------------------------------------


def loaded(move, *, days=30, **more):
    """A placement as a file of many rows brings it: the row, and nobody told."""
    return Placement.objects.create(
        child=move.child, living_at="childrens_home", looked_after=True, home_id=move.home.agency_id,
        responsible_authority_id=move.placing.agency_id, host_authority_id=move.host.agency_id,
        host_force_id=move.police.agency_id, out_of_area=True,
        started_on=(move.noon - timedelta(days=days)).date(),
        owner_agency_id=move.placing.agency_id, recorded_at=move.noon,
        recorded_by_id=move.placing.member_id, **more,
    )  # fmt: skip


def test_a_placement_that_came_in_a_file_is_red_at_once_and_alarms_in_the_morning(move, noon):
    with entered(actor=move.placing, at=noon):
        placement = loaded(move)
    page = out_of_area(actor=move.placing, at=noon)
    assert [one.placement_id for one in page.unnoticed] == [placement.pk]
    assert page.red == 1
    (count,) = page.counts
    assert (count.placed, count.given, count.red) == ("1", "0", "1")
    begin(at=noon)
    fire(at=noon + DAY, most=1000)
    fire(at=noon + DAY + HOUR, most=1000)
    with entered(actor=move.placing, at=noon + DAY):
        notice = PlacementNotice.objects.get(placement=placement)
        assert notice.given_at is None
        assert set(Acknowledgement.objects.values_list("part", flat=True)) == {
            "host_authority", "host_police", "receiving_home",
        }  # fmt: skip
        assert Acknowledgement.objects.filter(red_at__isnull=True).count() == 0
    assert move.told(move.placing, "placement_unacknowledged", at=noon + DAY)
    after = out_of_area(actor=move.placing, at=noon + 2 * DAY)
    assert after.unnoticed == ()
    assert [one.red for one in after.placements] == [True]


@pytest.mark.parametrize("more", [{"ended": True}, {"near": True}, {"days": -10}])
def test_what_is_over_or_in_the_area_or_to_come_wants_no_notice_now(move, noon, more):
    with entered(actor=move.placing, at=noon):
        made = loaded(move, days=more.get("days", 30))
        if "ended" in more:
            Placement.objects.filter(pk=made.pk).update(ended_on=noon.date() - DAY)
        if "near" in more:
            Placement.objects.filter(pk=made.pk).update(out_of_area=False)
    assert out_of_area(actor=move.placing, at=noon).unnoticed == ()


# --- how far --------------------------------------------------------------------------


def test_how_far_is_worked_out_where_the_register_knows_both_homes(
    move, make_agency, make_actor, noon
):
    before = make_agency("Oak House", "home")
    council = make_agency("Southmere Council", "authority")
    Area.objects.create(authority_id=council.pk, force=make_agency("Southmere Police"))
    put_on_register(
        actor=move.before, agency=before.pk, kind="childrens_home", authority=council.pk,
        force=move.before.agency_id, latitude=NEAR[0], longitude=NEAR[1], at=noon,
    )  # fmt: skip
    put_on_register(
        actor=move.police, agency=move.home.agency_id, kind="childrens_home",
        authority=move.host.agency_id, force=move.police.agency_id, latitude=FAR[0],
        longitude=FAR[1], at=noon,
    )  # fmt: skip
    add_placement(
        actor=move.placing, child_id=move.child.pk, living_at="childrens_home", at=noon,
        started_on=(noon - 90 * DAY).date(), home=before.pk, host_authority=council.pk,
        responsible_authority=move.placing.agency_id,
    )  # fmt: skip
    placement = move.place(days=7)
    give_placement_notice(
        actor=move.placing, placement_id=placement, at=noon,
        given=replace(GIVEN, approved_on=noon.date(), distance_km=3),
    )  # fmt: skip
    page = notice_page(actor=move.placing, at=noon, placement_id=placement)
    assert 160 <= page.distance_km <= 170  # and not what was typed
    assert page.distance_by == "Worked out from the register"


def test_where_it_is_not_known_the_distance_is_as_typed_and_says_so(move, noon):
    placement = move.place(days=7)
    move.give(placement)
    page = notice_page(actor=move.placing, at=noon, placement_id=placement)
    assert (page.distance_km, page.distance_by) == (180, "As typed")


@pytest.mark.parametrize("lies", [{"latitude": NEAR[0]}, {"latitude": 5, "longitude": 5}])
def test_where_a_home_lies_is_two_numbers_in_these_islands(move, noon, lies):
    with pytest.raises(NotInTheseIslands):
        put_on_register(
            actor=move.police, agency=move.home.agency_id, kind="childrens_home", at=noon,
            authority=move.host.agency_id, force=move.police.agency_id, **lies,
        )  # fmt: skip


# --- what homes can take --------------------------------------------------------------


def said(move, by, at, **more):
    given = {"kind": "places", "free": 1, "of": 4, "until_on": (at + 7 * DAY).date(), **more}
    return say_capacity(actor=by, at=at, **given)


def desk(actor, at):
    clock = system_actor(agency=actor.agency_id, at=at)
    with entered(actor=clock, at=at):
        sections = sections_of(kind="authority", agency=actor.agency_id, at=at)
    return next(one for one in sections if one["key"] == "providers")["lines"]


def test_what_a_home_can_take_stands_on_the_desks_of_those_it_concerns(move, outsider, noon):
    move.register()
    move.place(days=0)
    said(move, move.home, noon)
    said(move, move.home, noon + HOUR, free=0, words="From Monday two.")
    for actor in (move.host, move.placing):
        (line,) = desk(actor, noon + 2 * HOUR)
        assert "Fern House: places for children, 0 free of 4" in line["words"]
    assert desk(move.placing, noon + 8 * DAY) == []  # past its day it says nothing of today
    (own,) = own_capacity(actor=move.home, at=noon + 2 * HOUR)
    assert (own.free, own.of, own.words) == (0, 4, "From Monday two.")
    with entered(actor=move.home, at=noon + HOUR):
        assert Capacity.objects.count() == 2  # added, never changed
    for actor in (move.before, outsider):
        with entered(actor=actor, at=noon + HOUR):
            assert Capacity.objects.count() == 0
    with pytest.raises(NotPermitted):
        said(move, move.placing, noon)


@pytest.mark.parametrize(
    ("wrong", "field"), [({"kind": "beds"}, "kind"), ({"free": 5}, "free"), ({"until_on": 1}, "until_on")]
)  # fmt: skip
def test_what_cannot_be_is_refused_by_field(move, noon, wrong, field):
    if field == "until_on":
        wrong = {"until_on": (noon - DAY).date()}
    with pytest.raises(NoCapacity) as refused:
        said(move, move.home, noon, **wrong)
    assert refused.value.field == field

"""How far from home a child was found: where both are known, and never nought for want of it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.web.conftest import make_episode
from whereabouts.foundations.access.scope import entered
from whereabouts.insight.lookups.facts import facts
from whereabouts.insight.lookups.known_places import known_places
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.keep_beats import NotInTheseIslands, make_beat, name_hot_spot
from whereabouts.journeys.keep_register import put_on_register
from whereabouts.records.people.models import ChildAddress

__all__ = ["make_episode"]

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# One degree of latitude is 111.2 km.
FERN, ARCADE = ("52.00000", "-1.00000"), ("52.10000", "-1.00000")


@pytest.fixture
def coordinator(make_actor):
    return make_actor("missing_coordinator")


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def council(make_agency):
    return make_agency("Aldermere Council", "authority")


@pytest.fixture
def registered(coordinator, council, make_agency, noon):
    """Return a maker of homes on the register, each where it lies."""

    def make(name, lies_at=FERN, address=""):
        home = make_agency(name, "home")
        put_on_register(
            actor=coordinator, agency=home.pk, kind="childrens_home", authority=council.pk,
            force=coordinator.agency_id, at=noon, address=address,
            latitude=Decimal(lies_at[0]) if lies_at else None,
            longitude=Decimal(lies_at[1]) if lies_at else None,
        )  # fmt: skip
        return home

    return make


@pytest.fixture
def spot(inspector, noon):
    """Return a maker of hot spots, each where it lies."""

    def make(place, lies_at=ARCADE):
        beat = make_beat(actor=inspector, name=f"{place} {lies_at}", places=["ZZ1"], at=noon)
        return name_hot_spot(
            actor=inspector, beat_id=beat, place=place, why="Children are met here.",
            until_on=(noon + 30 * DAY).date(), at=noon, latitude=Decimal(lies_at[0]),
            longitude=Decimal(lies_at[1]) if lies_at[1] else None,
        )  # fmt: skip

    return make


@pytest.fixture
def found(coordinator, make_episode, noon):
    """Return how far a child was found who lived in a home, or at an address."""

    def far(where, *, home=None, address="", **more):
        episode = make_episode(
            coordinator, 1, found_place=where, due_in=None, reported_at=noon - DAY, **more
        )
        if home is not None:
            add_placement(
                actor=coordinator, child_id=episode.child_id, living_at="childrens_home",
                home=home.pk, started_on=(noon - 9 * DAY).date(), looked_after=True, at=noon,
            )  # fmt: skip
            with entered(actor=coordinator, at=noon):
                episode.placement_id = episode.child.placements.get().pk
                episode.save(update_fields=["placement"])
        if address:
            with entered(actor=coordinator, at=noon):
                ChildAddress.objects.create(
                    child=episode.child, kind="home", line=address, recorded_at=noon,
                    owner_agency_id=coordinator.agency_id, recorded_by_id=coordinator.member_id,
                )  # fmt: skip
        with entered(actor=coordinator, at=noon):
            made = facts(agency=coordinator.agency_id, since=noon - 30 * DAY, until=noon)
        (one,) = made.episodes
        return one.distance_km

    return far


def test_from_a_registered_home_to_a_hot_spot(registered, spot, found):
    spot("The Made-up Arcade")
    km = found("the made-up  arcade", home=registered("Fern House"))
    assert km == pytest.approx(11.12, abs=0.01)


def test_from_one_home_to_another_and_by_the_whole_postcode(registered, found):
    registered("Oak Lodge", lies_at=("52.50000", "-1.00000"), address="2 Oak Way ZZ2 2ZZ")
    km = found("behind the shops, zz2 2zz", home=registered("Fern House"))
    assert km == pytest.approx(55.6, abs=0.1)


def test_from_a_childs_own_home_where_a_known_place_has_its_postcode(registered, spot, found):
    registered("Fern House", address="1 Fern Way ZZ1 1ZZ")
    spot("The arcade")
    km = found("The arcade", address="7 Fern Way, ZZ1 1ZZ", living_at="home")
    assert km == pytest.approx(11.12, abs=0.01)


@pytest.mark.parametrize("where", ["", "The arcade", "ZZ9 9ZZ"])
def test_where_nobody_knows_it_is_not_nought(registered, found, where):
    assert found(where, home=registered("Fern House")) is None


def test_a_home_whose_place_nobody_gave_is_not_guessed(registered, spot, found):
    spot("The arcade")
    assert found("The arcade", home=registered("Fern House", lies_at=None)) is None


def test_a_child_in_a_placement_is_not_measured_from_the_family_home(registered, spot, found):
    registered("Oak Lodge", address="2 Oak Way ZZ2 2ZZ")
    spot("The arcade")
    km = found(
        "The arcade", home=registered("Fern House", lies_at=None), address="1 Oak Way ZZ2 2ZZ"
    )
    assert km is None


def test_two_places_of_one_name_that_lie_apart_are_neither(spot, coordinator, noon):
    spot("The arcade")
    spot("The arcade", lies_at=("53.00000", "-1.00000"))
    spot("The park")
    spot("The park", lies_at=("52.10100", "-1.00000"))
    with entered(actor=coordinator, at=noon):
        known = known_places()
    assert known.of(text="The arcade") is None
    assert known.of(text="the PARK") is not None


def test_a_hot_spot_lies_somewhere_or_nobody_says_where(spot):
    with pytest.raises(NotInTheseIslands, match="both"):
        spot("The arcade", lies_at=("52.0", None))
    with pytest.raises(NotInTheseIslands, match="elsewhere"):
        spot("The arcade", lies_at=("12.0", "-1.0"))


def test_another_forces_places_are_not_known_here(spot, outsider, noon):
    spot("The arcade")
    with entered(actor=outsider, at=noon):
        assert known_places().of(text="The arcade") is None

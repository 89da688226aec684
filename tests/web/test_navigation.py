"""The bar is short for whoever has much to do, whole for whoever has little; all is on the home page."""

import pytest

from whereabouts.foundations.access.permissions import NOBODYS_ROLES, ROLES, permitted
from whereabouts.interfaces.web.navigation import (
    GROUPS,
    IN_THE_BAR,
    PLACES,
    address,
    places_by_group,
    places_for,
)

PEOPLE = sorted(set(ROLES) - NOBODYS_ROLES)


def bar(role, path="/"):
    return [entry["text"] for entry in places_for(roles=frozenset({role}), path=path)]


def listed(role):
    return {
        entry["href"]
        for _, entries in places_by_group(roles=frozenset({role}))
        for entry in entries
    }


@pytest.mark.parametrize("role", PEOPLE)
def test_the_bar_is_one_line_and_loses_nothing(role):
    mine = [one for one in PLACES if permitted(roles=frozenset({role}), permission=one.needs)]
    shown = bar(role)
    assert len(shown) <= IN_THE_BAR
    assert ("More" in shown) == (len(mine) > IN_THE_BAR)
    assert listed(role) == {address(one.name) for one in mine if one.name != "home"}


@pytest.mark.parametrize("role", PEOPLE)
def test_nobody_is_shown_a_place_that_their_role_does_not_permit(role):
    held = ROLES[role]
    shown = listed(role)
    assert not {address(one.name) for one in PLACES if one.needs not in held} & shown


def test_whoever_answers_for_children_tonight_has_what_they_need_on_every_page():
    first = ["Home", "Board", "Notices", "Tasks", "Take a report", "Find a child"]
    for role in ("call_handler", "duty_inspector", "superintendent"):
        assert bar(role)[: len(first)] == first


def test_the_place_where_somebody_is_stands_in_the_bar():
    path = address("second-looks")
    assert "Second looks" not in bar("duty_inspector")
    shown = places_for(roles=frozenset({"duty_inspector"}), path=path)
    (here,) = [one for one in shown if one.get("active")]
    assert (here["text"], here["current"]) == ("Second looks", True)


def test_every_place_belongs_to_a_group_and_has_an_address():
    assert {one.group for one in PLACES} <= set(GROUPS)
    assert all(address(one.name) for one in PLACES)
    assert len({one.words for one in PLACES}) == len(PLACES)

"""Sharing ends when it says, a pack holds what its profile names, and no view is averaged."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.practice.sharing import rules
from whereabouts.practice.sharing.rules import (
    NotInForce,
    TellsTooMuch,
    TooLong,
    contents,
    ends_at,
    gateway_for,
    gateways_for,
    is_readable,
    profile_for,
    profiles_on,
    read_gateways,
    read_profiles,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
moments = st.datetimes(
    min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31), timezones=st.just(UTC)
)
maybe = st.none() | moments


@given(moments, moments, moments, maybe, maybe, maybe)
def test_at_no_moment_after_any_of_its_ends_is_anything_readable(
    at, from_at, until_at, ended_at, agreement_ends_at, withdrawn_at
):
    readable = is_readable(
        at=at, from_at=from_at, until_at=until_at, ended_at=ended_at,
        agreement_ends_at=agreement_ends_at, agreement_withdrawn_at=withdrawn_at,
    )  # fmt: skip
    ends = [one for one in (until_at, ended_at, agreement_ends_at, withdrawn_at) if one]
    assert readable == (from_at <= at < min(ends))


@given(moments, moments, st.lists(maybe, max_size=3))
def test_an_end_lies_ahead_and_within_every_limit_or_is_refused(wanted, at, limits):
    try:
        end = ends_at(wanted=wanted, at=at, limits=limits)
    except TooLong:
        assert wanted <= at or any(one is not None and wanted > one for one in limits)
    else:
        assert end == wanted > at
        assert all(one is None or end <= one for one in limits)


def test_a_gateway_is_for_its_kinds_countries_and_days():
    ids = {one.id for one in gateways_for(kind="police_force", country="england", on=TODAY)}
    assert {"ca1989-s47", "ca2004-s11", "cda1998-s115"} <= ids
    assert not {"ca1989-s17", "sswba2014-s130"} & ids
    welsh = {one.id for one in gateways_for(kind="authority", country="wales", on=TODAY)}
    assert "sswba2014-s130" in welsh
    assert "ca2004-s10" not in welsh
    with pytest.raises(NotInForce):
        gateway_for(gateway="ca1989-s17", kind="police_force", country="england", on=TODAY)


@pytest.mark.parametrize(("on", "holds"), [(date(2018, 5, 24), False), (date(2018, 5, 25), True)])
def test_a_gateway_begins_on_its_day(on, holds):
    found = gateways_for(kind="health", country="england", on=on)
    assert ("dpa2018-safeguarding" in {one.id for one in found}) is holds


def test_every_gateway_and_profile_names_its_source():
    with pytest.raises(NotInForce):
        read_gateways(
            text='[[gateways]]\nid="x"\nsince=2020-01-01\ntitle="X"\nkinds=["any"]\n'
            'countries=["england"]\nsource=""\nstatus=""'
        )
    body = (
        '[[profiles]]\nid="x"\nsince=2020-01-01\ntitle="X"\nfields=[{fields}]\ntyped=[]\n'
        'longest_hours=1\nsource="s"\nstatus="proposed"'
    )
    assert read_profiles(text=body.format(fields='"first_name"'))[0].fields == ("first_name",)
    for more in ('"address"', '"place"'):  # no pack may hold it; nobody says it
        with pytest.raises(NotInForce):
            read_profiles(text=body.format(fields=more))


def test_no_profile_lets_a_case_file_out():
    for one in profiles_on(on=TODAY):
        assert set(one.fields) <= set(rules.PACK_FIELDS)
        assert one.longest <= timedelta(hours=72)
    with pytest.raises(NotInForce):
        profile_for(profile="hot_spot", on=date(2016, 2, 29))


def packed(typed, **more):
    given = {
        "record": {
            "first_name": "Testa", "age_band": "About 14 to 15",
            "description": "Red hair, Sampleton's coat", "how_to_talk": "Slowly",
            "address": "1 Plain Road",
        },
        "names": {"Testa Sampleton", "Paula May"}, "wholes": {"1 Plain Road", "ZZ1 1ZZ"},
    }  # fmt: skip
    return contents(
        profile=profile_for(profile=more.pop("profile", "search"), on=TODAY),
        typed=typed,
        **{**given, **more},
    )


def test_a_pack_holds_the_fields_of_its_profile_and_nothing_else():
    found = packed({"place": "The canal", "whom_to_ring": "01632 960001", "look_for": "never"})
    assert found == {
        "first_name": "Testa", "age_band": "About 14 to 15", "description": "Red hair, …'s coat",
        "how_to_talk": "Slowly", "place": "The canal", "whom_to_ring": "01632 960001",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["Ask for sampleton", "Testa Sampleton", "at 1 plain road", "zz1 1zz", "ring May", "Paula"],
)
def test_what_is_typed_for_a_pack_names_nobody(words):
    with pytest.raises(TellsTooMuch) as refused:
        packed({"place": words})
    assert refused.value.field == "place"
    assert words not in str(refused.value)


def test_a_short_name_that_is_a_word_too_is_read_as_a_word():
    assert packed({"place": "You may wait at the canal"})["place"].startswith("You may")
    assert packed({"place": "Plain clothes"}, names=set(), wholes=set())["place"]


@given(st.integers(0, 17))
def test_an_age_in_a_pack_tells_no_birthday(age):
    low, high = (int(one) for one in rules.age_band(age=age).removeprefix("About ").split(" to "))
    assert low <= age <= high
    assert high - low == 1


def test_an_unknown_age_stays_unknown():
    assert rules.age_band(age=None) == "Not known"
    assert rules.first_name(full="") == ""
    assert rules.title_of(gateway="gone") == "gone"

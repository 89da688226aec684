"""A notice is never valid when the law says not: each rule, and every sequence that chance makes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereabouts.engines.notices import (
    BadLaw,
    Span,
    Standing,
    eligibility,
    lapses_at,
    law_in_force,
    reaches,
    read_law,
    why_lapsed,
)
from whereabouts.engines.notices.standing import LONDON, birthday

LAW = law_in_force()
UNDER_16, IN_CARE = LAW.route(route_id="under_16"), LAW.route(route_id="in_care")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FIFTEEN, SIXTEEN, SEVENTEEN = date(2011, 6, 1), date(2010, 6, 1), date(2009, 6, 1)


def care(code: str, *, since: datetime = NOON - timedelta(days=30), until=None) -> Span:
    return Span(code=code, begins=since, ends=until)


def asked(born, *spans, protection=(), latest=None):
    standing = Standing(
        born_earliest=born, born_latest=latest, care=spans, protection=tuple(protection)
    )
    return eligibility(standing=standing, law=LAW, at=NOON)


# --- who may be warned away from whom ----------------------------------------------------


def test_a_child_under_16_is_reached_wherever_they_live():
    found = asked(FIFTEEN)
    assert [one.id for one in found.routes] == ["under_16"]
    assert (found.may, found.basis, found.reason, found.alternatives) == (True, "", "", ())


@pytest.mark.parametrize("code", ["C1", "C2", "L1", "L2"])
def test_at_16_and_17_care_orders_emergency_protection_and_police_protection_reach(code):
    found = asked(SIXTEEN, care(code))
    assert [one.id for one in found.routes] == ["in_care"]
    assert found.basis == LAW.statuses[code]


def test_police_protection_reaches_beside_whatever_a_placement_says():
    held = Span(code="L1", begins=NOON - timedelta(hours=2), ends=NOON + timedelta(hours=70))
    assert asked(SEVENTEEN, care("V2"), protection=[held]).may
    over = Span(code="L1", begins=NOON - timedelta(hours=80), ends=NOON - timedelta(hours=8))
    assert not asked(SEVENTEEN, care("V2"), protection=[over]).may


@pytest.mark.parametrize("code", ["V2", "V3", "V4", "E1", "J1", "L3", "D1", ""])
def test_at_16_and_17_every_other_status_is_refused_with_what_else_can_be_done(code):
    found = asked(SIXTEEN, care(code))
    assert (found.may, found.reason) == (False, "sixteen_by_agreement")
    assert "section 49" in found.words
    assert any("sexual risk order" in one for one in found.alternatives)
    assert any("threshold" in one for one in found.alternatives)


def test_a_16_year_old_at_home_is_refused_and_an_adult_and_a_child_of_unknown_age():
    assert asked(SIXTEEN).reason == "sixteen_at_home"
    assert asked(date(2008, 11, 20)).reason == "adult"
    unknown = asked(None, care("C2"))
    assert (unknown.may, unknown.reason) == (False, "age_unknown")
    assert unknown.alternatives


def test_doubt_about_the_age_is_a_refusal_that_says_so():
    found = asked(date(2010, 1, 1), latest=date(2011, 12, 31))
    assert (found.may, found.reason) == (False, "age_uncertain")
    # Where an order stands the older age is reached as well: nothing is in doubt.
    assert asked(date(2010, 1, 1), care("C2"), latest=date(2011, 12, 31)).may
    assert asked(date(2008, 1, 1), care("C2"), latest=date(2009, 12, 31)).reason == "age_uncertain"


def test_of_several_placements_the_one_begun_last_says_the_status():
    earlier, later = care("C2"), care("V2", since=NOON - timedelta(days=2))
    assert not asked(SIXTEEN, earlier, later).may
    assert asked(SIXTEEN, care("V2"), care("C2", since=NOON - timedelta(days=2))).may
    same = NOON - timedelta(days=2)
    assert not asked(SIXTEEN, care("C2", since=same), care("V2", since=same)).may


def test_before_the_law_was_in_force_there_was_none():
    early = datetime(1984, 1, 1, tzinfo=UTC)
    standing = Standing(born_earliest=date(1975, 1, 1))
    assert eligibility(standing=standing, law=LAW, at=early).reason == "no_law"
    assert not reaches(route=IN_CARE, standing=standing, at=early)
    assert why_lapsed(route=UNDER_16, standing=standing, at=early) == "no_law"


# --- until when --------------------------------------------------------------------------


def test_it_lapses_on_the_16th_birthday_at_midnight_in_london():
    summer = Standing(born_earliest=date(2011, 6, 1))
    ends = lapses_at(route=UNDER_16, standing=summer, served_at=NOON)
    assert ends == datetime(2027, 5, 31, 23, 0, tzinfo=UTC)
    assert reaches(route=UNDER_16, standing=summer, at=ends - timedelta(seconds=1))
    assert why_lapsed(route=UNDER_16, standing=summer, at=ends) == "birthday"


def test_somebody_born_on_29_february_is_older_from_the_earlier_day():
    assert birthday(born=date(2012, 2, 29), years=16) == datetime(2028, 2, 29, tzinfo=LONDON)
    assert birthday(born=date(2008, 2, 29), years=18) == datetime(2026, 2, 28, tzinfo=LONDON)
    assert birthday(born=date(2000, 2, 29), years=100) == datetime(2100, 2, 28, tzinfo=LONDON)


def test_it_lapses_when_the_order_ends_and_does_not_come_back_with_the_next():
    ends = NOON + timedelta(days=10)
    again = care("C2", since=ends + timedelta(days=5))
    standing = Standing(born_earliest=SIXTEEN, care=(care("C2", until=ends), again))
    assert lapses_at(route=IN_CARE, standing=standing, served_at=NOON) == ends
    assert why_lapsed(route=IN_CARE, standing=standing, at=ends) == "legal_status"
    assert reaches(route=IN_CARE, standing=standing, at=again.begins)


def test_an_order_followed_without_a_gap_by_another_goes_on():
    ends = NOON + timedelta(days=10)
    standing = Standing(
        born_earliest=SIXTEEN, care=(care("C1", until=ends), care("C2", since=ends))
    )
    birthday_18 = birthday(born=SIXTEEN, years=18)
    assert lapses_at(route=IN_CARE, standing=standing, served_at=NOON) == birthday_18


def test_where_the_law_did_not_reach_at_service_it_never_held():
    standing = Standing(born_earliest=SIXTEEN, care=(care("V2"),))
    assert lapses_at(route=IN_CARE, standing=standing, served_at=NOON) == NOON
    assert lapses_at(route=UNDER_16, standing=Standing(born_earliest=None), served_at=NOON) == NOON
    assert (
        why_lapsed(route=IN_CARE, standing=Standing(born_earliest=None), at=NOON) == "age_unknown"
    )
    assert why_lapsed(route=UNDER_16, standing=Standing(born_earliest=FIFTEEN), at=NOON) == ""


def test_a_route_that_parliament_ends_takes_its_notices_with_it():
    from dataclasses import replace

    ended = replace(UNDER_16, until=date(2027, 1, 1))
    standing = Standing(born_earliest=FIFTEEN)
    assert lapses_at(route=ended, standing=standing, served_at=NOON) == datetime(
        2027, 1, 1, tzinfo=LONDON
    )


# --- every sequence ------------------------------------------------------------------------

HOURS = st.integers(min_value=-24 * 800, max_value=24 * 1200)
CODES = st.sampled_from(["C1", "C2", "V2", "V3", "E1", "L2", "", "J1"])


@st.composite
def spans(draw, codes=CODES, longest=24 * 900):
    begins = NOON + timedelta(hours=draw(HOURS))
    lasts = draw(st.one_of(st.none(), st.integers(min_value=1, max_value=longest)))
    ends = None if lasts is None else begins + timedelta(hours=lasts)
    return Span(code=draw(codes), begins=begins, ends=ends)


def law_says(route_id, born, placements, protections, at):
    """Say by itself, in another way, whether the law reaches the child: the test's own reading."""
    here = at.astimezone(LONDON)
    limit = 16 if route_id == "under_16" else 18
    years = here.year - born.year
    month, day = born.month, born.day
    if (month, day) == (2, 29) and here.year % 4:
        day = 28
    if (here.month, here.day) < (month, day):
        years -= 1
    if years >= limit:
        return False
    if route_id == "under_16":
        return True
    if any(one.begins <= at and (one.ends is None or one.ends > at) for one in protections):
        return True
    there = [one for one in placements if one.begins <= at and (one.ends is None or one.ends > at)]
    there.sort(key=lambda one: one.begins)
    if not there:
        return False
    last = [one.code for one in there if one.begins == there[-1].begins]
    return len(set(last)) == 1 and last[0] in {"C1", "C2", "L2", "L1"}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    route_id=st.sampled_from(["under_16", "in_care"]),
    born=st.dates(min_value=date(2007, 6, 1), max_value=date(2013, 1, 1)),
    placements=st.lists(spans(), max_size=6),
    protections=st.lists(spans(st.just("L1"), longest=72), max_size=2),
    served=HOURS,
    looks=st.lists(st.integers(min_value=0, max_value=24 * 1500), min_size=1, max_size=12),
)
def test_no_sequence_of_moves_orders_and_birthdays_leaves_a_notice_valid_when_the_law_says_not(
    route_id, born, placements, protections, served, looks
):
    route, served_at = LAW.route(route_id=route_id), NOON + timedelta(hours=served)
    standing = Standing(born_earliest=born, care=tuple(placements), protection=tuple(protections))
    ends = lapses_at(route=route, standing=standing, served_at=served_at)
    # Random moments, and the moments at which anything changes, with the ones beside them.
    moments = {served_at + timedelta(hours=one) for one in looks}
    for span in (*placements, *protections):
        for edge in (span.begins, span.ends):
            if edge is not None:
                moments |= {edge, edge - timedelta(seconds=1)}
    lawful = True
    for moment in sorted(one for one in moments | {served_at} if one >= served_at):
        lawful = lawful and law_says(route_id, born, placements, protections, moment)
        valid = ends is None or moment < ends
        assert not (valid and not lawful)
        if not valid:
            # It did not end for nothing: the law stopped reaching the child at that very moment.
            assert not law_says(route_id, born, placements, protections, ends)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(placements=st.lists(spans(), max_size=5), served=HOURS)
def test_whoever_has_no_date_of_birth_has_no_valid_notice(placements, served):
    served_at = NOON + timedelta(hours=served)
    standing = Standing(born_earliest=None, care=tuple(placements))
    for route in LAW.routes:
        assert lapses_at(route=route, standing=standing, served_at=served_at) == served_at


# --- the file -------------------------------------------------------------------------------

ROUTE = """
[[routes]]
id = "x"
since = 2020-01-01
under = 16
statuses = []
offence = "o"
section = "s"
source = "made up"
"""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ROUTE.replace('source = "made up"', ""), "source"),
        (ROUTE.replace("since = 2020-01-01", 'since = "soon"'), "first day"),
        (ROUTE.replace("under = 16", "under = 19"), "age"),
        (ROUTE + ROUTE, "one id"),
        (ROUTE.replace("statuses = []", 'statuses = ["C9"]'), "C9"),
        (
            ROUTE + '[[alternatives]]\nid = "a"\nwords = "w"\nfor = ["nobody"]\nsource = "s"\n',
            "a is",
        ),
        (ROUTE + '[[alternatives]]\nid = "a"\nwords = ""\nfor = []\nsource = "s"\n', "words"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_by_name(text, says):
    with pytest.raises(BadLaw, match=says):
        read_law(text=text)


def test_a_route_that_nobody_knows_is_refused_and_every_reason_has_words():
    with pytest.raises(BadLaw):
        LAW.route(route_id="made_up")
    assert {"age_unknown", "age_uncertain", "adult", "sixteen_at_home", "no_law"} <= set(
        LAW.reasons
    )
    assert read_law(text=ROUTE).route(route_id="x").in_force(on=date(2020, 1, 1))

"""Going out, replies and what may be said: never more than a standing allows, never lower."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.practice.investigation.rules import Weighed, as_signed, lacking_of, next_round
from whereabouts.practice.response.rules import (
    STANDINGS,
    Gone,
    NotInList,
    NotYet,
    check_choice,
    check_time,
    going_out,
    may_promise,
    sayable,
    sounds_in_danger,
    stage_of,
)
from whereabouts.practice.response.vocabulary import (
    GOING_OUT,
    KIND_WORDS,
    NOBODY_YET,
    SAFE_ANSWERS,
    SAYABLE,
    TONES,
)
from whereabouts.records.people.rules import TOLD_ORDER

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LEAST = {key: least for key, least, _, _ in SAYABLE}
moments = st.none() | st.just(NOON)
gone = st.builds(
    Gone, none_free=st.booleans(), deployed_at=moments, arrived_at=moments, child_seen_at=moments,
    stood_down_at=moments,
)  # fmt: skip


def test_standings_are_those_of_the_records():
    assert STANDINGS == TOLD_ORDER


@pytest.mark.parametrize(
    ("told", "found", "dead"), list(product(STANDINGS, (True, False), (True, False)))
)
def test_nothing_is_offered_beyond_a_standing(told, found, dead):
    offered = dict(sayable(told=told, found=found, dead=dead))
    assert all(STANDINGS.index(LEAST[key]) <= STANDINGS.index(told) for key in offered)
    if told == "nothing" or dead:
        assert offered == {}
        assert not may_promise(told=told, dead=dead)
    if not found:
        assert "is_safe" not in offered
        assert "where" not in offered


@pytest.mark.parametrize("found", [True, False])
def test_a_higher_standing_hears_all_that_a_lower_one_hears(found):
    heard = [set(sayable(told=told, found=found)) for told in STANDINGS]
    assert all(lower <= higher for lower, higher in pairwise(heard))
    assert heard[0] == set()
    assert len(heard[3]) > len(heard[1]) > 0


@given(told=st.text(max_size=12))
def test_a_standing_that_nobody_knows_hears_nothing(told):
    if told not in STANDINGS:
        assert sayable(told=told, found=True) == ()


@given(many=st.lists(gone, max_size=6), one=gone)
def test_one_more_unit_never_sets_going_out_back(many, one):
    order = list(GOING_OUT)
    before, after = going_out(gone=many), going_out(gone=[*many, one])
    assert order.index(after) >= order.index(before)


def test_how_far_going_out_came():
    assert going_out(gone=[]) == "nobody"
    assert stage_of(one=Gone(none_free=True)) == "none_free"
    assert stage_of(one=Gone()) == "asked"
    assert stage_of(one=Gone(deployed_at=NOON)) == "sent"
    assert stage_of(one=Gone(deployed_at=NOON, stood_down_at=NOON)) == "nobody"
    assert stage_of(one=Gone(deployed_at=NOON, arrived_at=NOON)) == "there"
    assert stage_of(one=Gone(arrived_at=NOON, stood_down_at=NOON)) == "there"
    assert {"nobody", "none_free", "asked"} == set(NOBODY_YET)


def test_what_sounds_like_danger_is_looked_at_and_nothing_else_is():
    wanted = {
        (tone, said)
        for (tone, _), (said, _) in product(TONES, SAFE_ANSWERS)
        if sounds_in_danger(tone=tone, safe_answer=said)
    }
    assert ("calm", "no") in wanted
    assert ("frightened", "yes") in wanted
    assert ("calm", "unclear") in wanted
    assert ("calm", "yes") not in wanted
    assert ("not_reached", "no_answer") not in wanted


def test_kind_words_blame_nobody_and_name_where_they_come_from():
    blaming = (
        "should",
        "why did",
        "worried sick",
        "wast",
        "cost",
        "police time",
        "naughty",
        "fault",
    )
    for _, words, source in KIND_WORDS:
        assert not [one for one in blaming if one in words.lower()]
        assert source


def test_a_time_ahead_and_a_word_not_in_the_list_are_refused():
    check_time(field="x", when=NOON, at=NOON)
    with pytest.raises(NotYet) as refused:
        check_time(field="x", when=NOON + timedelta(seconds=1), at=NOON)
    assert refused.value.field == "x"
    with pytest.raises(NotInList):
        check_choice(field="x", value="z", choices=[("a", "A")])


GOOD = {
    "decision": "public", "because": "hours count", "harm_weighed": "school sees it",
    "may_say": "Have you seen her?", "channels": ("press",),
}  # fmt: skip


@pytest.mark.parametrize("field", ["because", "harm_weighed", "may_say"])
def test_an_appeal_lacks_what_is_left_out(field):
    assert lacking_of(weighed=Weighed(**GOOD)) == ()
    assert lacking_of(weighed=Weighed(**{**GOOD, field: "  "})) == (field,)


def test_deciding_against_an_appeal_takes_reasons_and_no_words_for_the_public():
    kept = {**GOOD, "decision": "none", "may_say": "", "channels": ()}
    assert lacking_of(weighed=Weighed(**kept)) == ()
    assert lacking_of(weighed=Weighed(**{**kept, "because": ""})) == ("because",)
    assert lacking_of(weighed=Weighed(**{**GOOD, "decision": "shout"})) == ("decision",)
    assert lacking_of(weighed=Weighed(**{**GOOD, "channels": ("smoke",)})) == ("channels",)


def test_rounds_are_told_apart_and_stay_short():
    assert next_round(fact="") == "-again-2"
    assert next_round(fact="-again-2") == "-again-3"
    assert next_round(fact="line:x-again-9") == "line:x-again-10"
    assert len(next_round(fact="y" * 60)) <= 60


def test_a_sign_off_counts_the_lines_as_they_stood():
    lines = [("cctv", "done"), ("cctv", "open"), ("rail", "open")]
    assert as_signed(lines=lines) == {"cctv": {"done": 1, "open": 1}, "rail": {"open": 1}}

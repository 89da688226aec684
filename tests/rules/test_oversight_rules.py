"""Samples that can be recounted, rates with honest intervals, and agreement beyond chance."""

from collections import Counter
from itertools import permutations, product
from math import isclose
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.practice.oversight import rules
from whereabouts.records.episodes.rules import LEVEL_ORDER

ME, ANOTHER, THIRD = (UUID(int=number) for number in (1, 2, 3))
UNIT_A, UNIT_B = UUID(int=11), UUID(int=12)
LEVEL = st.sampled_from(LEVEL_ORDER)


@given(st.text(), st.text())
def test_a_key_keeps_its_place_whenever_it_is_asked_again(seed, key):
    place = rules.place_of(seed=seed, key=key)
    assert 0 <= place < 1
    assert place == rules.place_of(seed=seed, key=key)


@given(st.text(), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_draws_everything_that_a_smaller_one_does(key, one, other):
    small, large = sorted((one, other))
    if rules.is_drawn(seed="s", key=key, share=small):
        assert rules.is_drawn(seed="s", key=key, share=large)


def test_nobody_is_drawn_at_none_and_everybody_at_all():
    keys = [str(number) for number in range(500)]
    assert not any(rules.is_drawn(seed="s", key=key, share=0.0) for key in keys)
    assert all(rules.is_drawn(seed="s", key=key, share=1.0) for key in keys)


def test_the_share_drawn_is_the_share_asked_for():
    drawn = sum(rules.is_drawn(seed="s", key=str(number), share=0.25) for number in range(20_000))
    assert 4_750 <= drawn <= 5_250


def test_another_seed_draws_another_sample():
    def sample(seed):
        return {n for n in range(200) if rules.is_drawn(seed=seed, key=str(n), share=0.5)}

    assert sample("one") != sample("two")


SHARES = {
    "open": {"low": 0.25, "medium": 0.05},
    "agencies": {
        "northmoor": {
            "open": {"low": 0.5},
            "units": {"Room B": {"open": {"low": 0.9, "high": 0.0}}},
        }
    },
}


@pytest.mark.parametrize(
    ("agency", "unit", "level", "share"),
    [
        ("elsewhere", "Room B", "low", 0.25),
        ("northmoor", "Room A", "low", 0.5),
        ("northmoor", "Room B", "low", 0.9),
        ("northmoor", "Room B", "medium", 0.05),
        ("northmoor", "Room B", "high", 0.0),
        ("northmoor", "", "absent", 0.0),
    ],
)
def test_a_units_share_goes_before_its_forces_and_that_before_everybodys(
    agency, unit, level, share
):
    said = rules.share_of(shares=SHARES, standing="open", level=level, agency=agency, unit=unit)
    assert said == share


@pytest.mark.parametrize(
    ("unit", "deciders", "units", "on_duty", "may"),
    [
        (UNIT_B, {ANOTHER}, {UNIT_A}, set(), True),
        (UNIT_B, {ME, ANOTHER}, {UNIT_A}, set(), False),  # decided it
        (UNIT_B, {ANOTHER}, {UNIT_A}, {ME}, False),  # on that shift, if elsewhere
        (UNIT_A, {ANOTHER}, {UNIT_A}, set(), False),  # same unit, and no rota says other shift
        (UNIT_A, {ANOTHER}, {UNIT_A}, {THIRD}, True),  # same unit, another shift by the rota
        (UNIT_A, {ANOTHER}, {UNIT_A}, {ME, THIRD}, False),
        (None, {ANOTHER}, {UNIT_A}, set(), True),
        (None, {ANOTHER}, set(), {ME}, False),
    ],
)
def test_whoever_looks_again_is_of_another_unit_or_shift(unit, deciders, units, on_duty, may):
    allowed = rules.may_review(
        member=ME, unit=unit, deciders=deciders, units=units, on_duty_then=on_duty
    )
    assert allowed is may


@pytest.mark.parametrize(
    ("mine", "recorded", "finding"),
    [
        ("low", "absent", "higher"),
        ("high", "high", "agrees"),
        ("low", "medium", "lower"),
    ],
)
def test_a_finding_is_how_ones_level_compares(mine, recorded, finding):
    assert rules.finding_of(mine=mine, recorded=recorded, order=LEVEL_ORDER) == finding


@given(st.integers(1, 400), st.data())
def test_the_interval_holds_the_shares_that_could_have_given_this_count(n, data):
    part = data.draw(st.integers(0, n))
    got = rules.share_with_interval(part=part, n=n)
    assert 0 <= got.low <= part / n <= got.high <= 1
    # Written another way: Wilson's ends solve (p - share)² = z² p (1 - p) / n for p.
    for end in (got.low, got.high):
        if 0 < end < 1:
            left = (end - part / n) ** 2
            right = rules.Z**2 * end * (1 - end) / n
            assert isclose(left, right, rel_tol=1e-6, abs_tol=1e-9)


def test_of_nothing_nothing_is_said():
    got = rules.share_with_interval(part=0, n=0)
    assert (got.share, got.low, got.high) == (None, 0.0, 1.0)
    assert rules.cohen_kappa(pairs=[]) is None
    assert rules.fleiss_kappa(graded=[]) is None
    assert rules.fleiss_kappa(graded=[["low"]]) is None


@given(st.lists(st.tuples(LEVEL, LEVEL), min_size=1, max_size=30))
def test_cohens_kappa_equals_a_count_over_all_pairs(pairs):
    got = rules.cohen_kappa(pairs=pairs)
    observed = len([1 for one, other in pairs if one == other]) / len(pairs)
    crossed = list(product([one for one, _ in pairs], [other for _, other in pairs]))
    expected = len([1 for one, other in crossed if one == other]) / len(crossed)
    if expected == 1:
        assert got is None
    else:
        assert isclose(got, (observed - expected) / (1 - expected), abs_tol=1e-9)


@given(st.lists(st.lists(LEVEL, min_size=1, max_size=5), min_size=1, max_size=8))
def test_fleiss_kappa_equals_a_count_over_all_pairs_of_people(graded):
    got = rules.fleiss_kappa(graded=graded)
    cases = [case for case in graded if len(case) > 1]
    if not cases:
        assert got is None
        return
    agreement = []
    for case in cases:
        pairs = list(permutations(case, 2))
        agreement.append(sum(one == other for one, other in pairs) / len(pairs))
    observed = sum(agreement) / len(agreement)
    everybody = [grade for case in cases for grade in case]
    shares = [times / len(everybody) for times in Counter(everybody).values()]
    expected = sum(share * share for share in shares)
    if isclose(expected, 1):
        assert got is None
    else:
        assert isclose(got, (observed - expected) / (1 - expected), abs_tol=1e-9)


def test_full_agreement_is_one_and_full_disagreement_is_beneath_chance():
    assert rules.cohen_kappa(pairs=[("low", "low"), ("high", "high")]) == 1
    assert rules.cohen_kappa(pairs=[("low", "high"), ("high", "low")]) == -1
    assert rules.fleiss_kappa(graded=[["low"] * 3, ["high"] * 2]) == 1
    assert rules.fleiss_kappa(graded=[["low", "high"], ["high", "low"]]) == -1

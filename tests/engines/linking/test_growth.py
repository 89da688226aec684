"""A register that grows has few pairs for each record, and a pair costs what it cost before."""

from datetime import date, timedelta

import pytest

from whereabouts.engines.linking import candidate_pairs, register
from whereabouts.engines.matching import BirthRange, Candidate
from whereabouts.interfaces.commands.linking.growth import (
    MOST_PAIRS_A_RECORD,
    MOST_SLOWER,
    flat,
    grown,
)

KEYS_OF_A_RECORD, LARGEST = 12, 20


def crowded(number: int) -> list[Candidate]:
    """Return records that share all they hold with ever more others."""
    days = [date(2011, 1, 1) + timedelta(days=day) for day in range(30)]
    return [
        Candidate(
            names=((f"Test{'aeiou'[row % 5]}", f"Quil{'lmnrst'[row % 6]}"),),
            births=(BirthRange(days[row % 30], days[row % 30], "day"),),
            places=(f"{row % 40} Made-up Street",),
            phones=(f"07700900{row % 50:03d}",),
            identifiers=(("nhs", f"{row % 70}"),),
        )
        for row in range(number)
    ]


@pytest.mark.parametrize("size", [100, 400, 1_600, 6_400])
def test_no_crowd_gives_a_record_more_pairs_than_its_keys_allow(size: int) -> None:
    pairs = candidate_pairs(held=register(records=crowded(size)), largest_block=LARGEST)

    assert len(pairs.one) <= size * KEYS_OF_A_RECORD * (LARGEST - 1) / 2
    if size >= 1_600:
        assert len(pairs.one) == 0  # every key is everybody's
        assert sum(pairs.left_out.values()) >= size


def test_each_size_is_told_with_its_pairs_and_what_they_cost() -> None:
    found = grown(sizes=(800, 3_200), rounds=2, seed=5, most=500)

    assert [one["records"] for one in found] == [850, 3_400]
    for one in found:
        assert 0 < one["pairs_a_record"] <= MOST_PAIRS_A_RECORD
        assert 0 < one["scored"] <= min(one["pairs"], 500)
        assert one["true_pairs_found"] > 0.8
        assert one["nanoseconds_a_pair"] > 0


@pytest.mark.parametrize(
    ("cost", "pairs", "said"),
    [
        (100.0 * MOST_SLOWER, MOST_PAIRS_A_RECORD, True),
        (100.0 * MOST_SLOWER + 1, 1.0, False),
        (100.0, MOST_PAIRS_A_RECORD + 1, False),
    ],
)
def test_growth_is_flat_where_neither_pairs_nor_their_cost_grow(
    cost: float, pairs: float, said: bool
) -> None:
    first = {"nanoseconds_a_pair": 100.0, "pairs_a_record": 1.0}
    later = {"nanoseconds_a_pair": cost, "pairs_a_record": pairs}

    assert flat(found=[first, later]) is said

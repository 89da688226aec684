"""The whole system, started as it is run: parts killed, lines cut, and nothing acknowledged lost."""

import sys

import pytest

from whereabouts.proving import runs
from whereabouts.proving.counts import COUNTS
from whereabouts.proving.house import a_house

pytestmark = [
    pytest.mark.slow,
    pytest.mark.full,  # a minute and more, and the machine to itself
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc"),
]
BRIEFLY = COUNTS["briefly"]


def test_three_kills_of_every_part_and_three_bad_lines_lose_double_and_miss_nothing():
    with a_house() as house:
        kills = runs.kills(house=house, counts=BRIEFLY, seed=1, say=print)
        lines = runs.partitions(house=house, counts=BRIEFLY, seed=1, say=print)
    for found in (kills, lines):
        assert runs.bad(found=found) == {}, found
        assert found["acknowledged"] == found["asked"] > 0
    assert kills["kills"] == {"web": 3, "worker": 3, "database": 3}
    assert kills["fired"] == kills["deadlines"] == BRIEFLY.deadlines
    assert lines["schedules"] == 3

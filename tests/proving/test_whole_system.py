"""The whole system, started as it is run: parts killed, lines cut, and nothing acknowledged lost.

One system for all of it, since starting it is most of what it costs.
"""

import sys

import pytest

from whereabouts.proving import runs
from whereabouts.proving.counts import COUNTS
from whereabouts.proving.drill import drill
from whereabouts.proving.house import a_house
from whereabouts.proving.soundness import soundness
from whereabouts.proving.workers import workers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc"),
]
BRIEFLY = COUNTS["briefly"]


def test_kills_of_every_part_and_bad_lines_lose_nothing_and_a_copy_can_be_put_back(capsys):
    with a_house() as house:
        alone = workers(house=house, counts=BRIEFLY, seed=2, say=print)
        found = runs.kills(house=house, counts=BRIEFLY, seed=1, say=print, lines=True)
        kept = drill(house=house, seed=1, say=print)
        sound = soundness(house=house)
    assert runs.bad(found=alone) == {}, alone
    assert alone["kills"] == {"workers alone": BRIEFLY.lone_kills}
    assert alone["fired"] == alone["messages"] == BRIEFLY.lone_deadlines
    assert runs.bad(found=found) == {}, found
    assert found["acknowledged"] == found["asked"] > 0
    assert found["kills"] == {"web": 3, "worker": 3, "database": 3}
    assert found["fired"] == found["deadlines"] == BRIEFLY.deadlines
    assert found["schedules"] == 3
    assert runs.bad(found=kept) == {}, kept
    assert kept["acknowledged"] > 0
    assert kept["after_the_instant"] > 0
    assert sound["broken"] == 0, sound
    with capsys.disabled():
        print("\n  " + "\n  ".join(kept["said"]))

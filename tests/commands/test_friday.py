"""The busiest Friday interrupts nobody more often than a person can bear."""

import pytest

from whereabouts.interfaces.commands import busiest_friday as friday

pytestmark = [pytest.mark.slow, pytest.mark.full, pytest.mark.django_db]


# A third of the evening, and a third of what a person can bear; `bench friday` plays all of it.
SHARE = 3


def test_the_busiest_friday_interrupts_an_inspector_and_a_night_team_seldom(capsys):
    counted = friday.play(reports=friday.REPORTS // SHARE)
    with capsys.disabled():
        print(f"\na third of the busiest Friday: {counted}")
    assert counted["reports"] == friday.REPORTS // SHARE
    assert counted["levels"]["high"] >= 1
    to_inspector = counted["interrupts_to_an_inspector"]
    assert 0 < to_inspector <= friday.MOST_TO_AN_INSPECTOR / SHARE
    assert 0 < counted["interrupts_to_a_night_team"] <= friday.MOST_TO_A_NIGHT_TEAM / SHARE
    # What does not interrupt is not lost: it is on a list that somebody acknowledges at once.
    assert counted["heard"]["duty_inspector"]["list"] > 5 * to_inspector

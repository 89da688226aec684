"""The busiest Friday interrupts nobody more often than a person can bear."""

import pytest

from whereabouts.interfaces.commands import busiest_friday as friday

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_the_busiest_friday_interrupts_an_inspector_and_a_night_team_seldom(capsys):
    counted = friday.play()
    with capsys.disabled():
        print(f"\nthe busiest Friday: {counted}")
    assert counted["reports"] == friday.REPORTS
    assert counted["levels"]["high"] >= 3
    assert 0 < counted["interrupts_to_an_inspector"] <= friday.MOST_TO_AN_INSPECTOR
    assert 0 < counted["interrupts_to_a_night_team"] <= friday.MOST_TO_A_NIGHT_TEAM
    # What does not interrupt is not lost: it is on a list that somebody acknowledges at once.
    assert counted["heard"]["duty_inspector"]["list"] > 3 * friday.MOST_TO_AN_INSPECTOR

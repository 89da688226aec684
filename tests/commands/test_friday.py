"""The busiest Friday interrupts nobody more often than a person can bear, whatever the evening."""

import pytest

from whereabouts.interfaces.commands import busiest_friday as friday

SEEDS = range(1000)
# The known one; two with nine and ten at HIGH; and the two in which most is heard.
PLAYED = (2016, 110, 121, 124, 304)
FEW = 6


def test_no_evening_of_a_thousand_interrupts_anybody_more_often_than_they_can_bear(capsys):
    evenings = [friday.forecast(seed=seed) for seed in SEEDS]
    worst = max(evenings, key=lambda one: (one["interruptions"], one["notices"]))
    highest = max(evenings, key=lambda one: one["high"])
    by_night = max(one["night"] for one in evenings)
    with capsys.disabled():
        print(
            f"\nof {len(SEEDS)} Fridays the worst: {worst}; the most at HIGH: {highest};"
            f" the most to a team out of hours: {by_night}"
        )
    assert highest["high"] >= friday.MOST_REPORTS_AT_HIGH
    assert worst["interruptions"] <= friday.MOST_TO_AN_INSPECTOR
    assert by_night <= friday.MOST_TO_A_NIGHT_TEAM
    assert highest["high"] > friday.MOST_TO_A_NIGHT_TEAM
    # Grouping is what keeps it: as single interruptions many evenings would be unbearable.
    assert worst["notices"] > friday.MOST_TO_AN_INSPECTOR


@pytest.mark.slow
@pytest.mark.django_db
def test_the_system_interrupts_as_the_rules_say(capsys):
    counted = friday.play(reports=FEW)
    said = friday.forecast(reports=FEW)
    with capsys.disabled():
        print(f"\n{FEW} reports of a Friday: {counted}")
    assert counted["reports"] == FEW
    assert counted["levels"].get("high", 0) == said["high"]
    assert counted["notices_that_interrupt_an_inspector"] == said["notices"]
    assert counted["interrupts_to_an_inspector"] == said["interruptions"]
    assert counted["interrupts_to_a_night_team"] == said["night"]
    # What does not interrupt is not lost: it is on a list that somebody acknowledges at once.
    assert counted["heard"]["duty_inspector"]["list"] > 5 * FEW


@pytest.mark.slow
@pytest.mark.full
@pytest.mark.django_db
@pytest.mark.parametrize("seed", PLAYED)
def test_a_whole_evening_interrupts_an_inspector_and_a_night_team_seldom(seed, capsys):
    counted = friday.play(seed=seed)
    with capsys.disabled():
        print(f"\nFriday {seed}: {counted}")
    assert counted["reports"] == friday.REPORTS
    said = friday.forecast(seed=seed)
    assert counted["interrupts_to_an_inspector"] == said["interruptions"]
    assert counted["interrupts_to_a_night_team"] == said["night"]
    assert 0 < counted["interrupts_to_an_inspector"] <= friday.MOST_TO_AN_INSPECTOR
    assert 0 < counted["interrupts_to_a_night_team"] <= friday.MOST_TO_A_NIGHT_TEAM

"""What help did, on a force of a usual size: shown, with intervals, and never better than it was.

The made-up children are helped when they went missing most. Where help does nothing they go missing
less afterwards all the same; only what lies beside them tells that from help that does something.
"""

from datetime import timedelta
from random import Random

import pytest

from tests.insight.test_pack import BY, DAY, OURS, SINCE, UNTIL, about, an_episode, facts, lines
from whereabouts.insight.figures.facts import Helped, Talk
from whereabouts.insight.figures.pack import pack

CHILDREN, WINDOW = 900, timedelta(days=90)
FROM = SINCE - 100 * DAY
BEFORE, AFTER, SIMILAR, DIFFERENCE, BETWEEN = 1, 2, 4, 5, 6


def a_force(*, after):
    """Return a pack of a force in which help leaves so much of the episodes that would have come."""
    dice = Random(24)
    episodes, helped = [], []
    days = (UNTIL - FROM).days
    for number in range(CHILDREN):
        rate = dice.gammavariate(0.7, 1 / 55)  # a day: a few children go missing most
        moments = sorted(FROM + dice.random() * days * DAY for _ in range(int(rate * days)))
        at = None
        for moment in moments:
            lately = sum(moment - WINDOW < other <= moment for other in moments)
            inside = FROM + WINDOW < moment < UNTIL - WINDOW
            if lately >= 3 and inside and dice.random() < 0.3:
                at = moment + DAY / 24
                helped.append(Helped(person=f"c{number}", kind="Trigger plan", at=at))
                break
        for moment in moments:
            if at is not None and moment > at and dice.random() > after:
                continue
            held = moment + DAY
            episodes.append(
                an_episode(
                    f"c{number}", at=moment, back_at=moment + DAY / 2,
                    harm=dice.choice(["not_asked", "denied", "told"]),
                    prevention=Talk(due=True, held_at=held, childs_view=dice.random() < 0.5),
                )
            )  # fmt: skip
    return pack(facts=facts(episodes, helped), about=about(OURS), by=BY)


def as_number(text):
    return float(text.replace("−", "-"))


def interval(line):
    low, high = line[BETWEEN].split(" to ")
    return as_number(low), as_number(high)


@pytest.fixture(scope="module")
def nothing():
    return a_force(after=1.0)


@pytest.fixture(scope="module")
def half():
    return a_force(after=0.4)


def test_the_comparison_is_shown_and_none_of_it_is_hidden(nothing):
    line = lines(nothing, "help")["Trigger plan"]
    assert "c" not in line
    assert int(line[0]) >= 30
    assert int(line[0]) % 5 == 0


def test_children_chosen_at_their_worst_go_missing_less_though_help_did_nothing(nothing):
    line = lines(nothing, "help")["Trigger plan"]
    assert as_number(line[AFTER]) < as_number(line[BEFORE])
    # So do the similar, whom nobody helped: the difference from them may be nought.
    assert as_number(line[SIMILAR]) < as_number(line[BEFORE])
    low, high = interval(line)
    assert low <= 0 <= high


def test_help_that_does_something_stands_out_from_the_similar(half):
    line = lines(half, "help")["Trigger plan"]
    low, high = interval(line)
    assert low < as_number(line[DIFFERENCE]) < high < 0


def test_harm_and_the_childs_view_stand_beside_on_both_sides(nothing):
    harm = lines(nothing, "help-harm")
    view = lines(nothing, "help-voice")
    for side in ("Trigger plan: before", "Trigger plan: after"):
        assert all(cell.isdecimal() for cell in harm[side])
        assert view[side][2].isdecimal()  # a share, with its interval behind it
        assert " to " in view[side][3]

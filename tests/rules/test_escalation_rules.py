"""A ladder ends at the board, a matter begins above whoever raises it, and climbs one step."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.practice.escalation import rules
from whereabouts.practice.escalation.rules import (
    NoLadder,
    above,
    first_step,
    ladder_for,
    may_answer,
    read_ladders,
)

TODAY = date(2026, 11, 20)
POLICE = ladder_for(agency_kind="police_force", on=TODAY)
BOARD = len(POLICE.steps) - 1


@pytest.mark.parametrize(
    ("steps", "source"),
    [
        ('{ role = "a", hours = 1 }', "s"),  # no board
        ('{ role = "a", hours = 1, board = true }, { role = "b", hours = 1 }', "s"),
        ('{ role = "a", hours = 1 }, { role = "a", hours = 1, board = true }', "s"),
        ('{ role = "a", hours = 2 }, { role = "b", hours = 1, board = true }', "s"),
        ('{ role = "a", hours = 1, board = true }', ""),
    ],
)
def test_a_ladder_is_refused_that_ends_elsewhere_or_gives_less_time_higher_up(steps, source):
    text = (
        f'[[ladders]]\nkinds=["home"]\nsince=2020-01-01\nsteps=[{steps}]\nsource="{source}"\n'
        'status="proposed"'
    )
    with pytest.raises(NoLadder):
        read_ladders(text=text)


@pytest.mark.parametrize(("kind", "on"), [("home", TODAY), ("authority", date(2016, 2, 29))])
def test_an_agency_without_a_ladder_says_so(kind, on):
    with pytest.raises(NoLadder):
        ladder_for(agency_kind=kind, on=on)


@pytest.mark.parametrize(
    ("roles", "level"),
    [
        ((), 0), (("call_handler",), 0), (("supervisor",), 1), (("duty_inspector",), 2),
        (("superintendent",), 3), (("supervisor", "duty_inspector"), 2), (("board_member",), 3),
    ],
)  # fmt: skip
def test_a_matter_begins_above_whoever_raises_it(roles, level):
    assert first_step(ladder=POLICE, roles=roles) == level


@given(st.integers(0, 10), st.booleans())
def test_it_climbs_one_step_and_never_past_the_top(level, has_board):
    up = above(ladder=POLICE, level=level, has_board=has_board)
    top = BOARD if has_board else BOARD - 1
    assert up == (level + 1 if level < top else None)


def test_whoever_stands_higher_answers_as_well_and_the_board_only_its_own():
    assert may_answer(ladder=POLICE, level=0, roles=("superintendent",))
    assert not may_answer(ladder=POLICE, level=1, roles=("supervisor",))
    assert not may_answer(ladder=POLICE, level=0, roles=("board_member",))
    assert may_answer(ladder=POLICE, level=BOARD, roles=("board_member",))
    assert not may_answer(ladder=POLICE, level=BOARD, roles=("superintendent",))


def test_only_forces_and_authorities_have_ladders():
    assert rules.with_ladders() == {"police_force", "transport_police", "authority"}

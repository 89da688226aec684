"""A skill ends, a task wants one at most, and a gap is seen before anybody falls through it."""

from datetime import date
from uuid import uuid4

import pytest

from whereabouts.practice.investigation.vocabulary import TITLES
from whereabouts.practice.skills import rules
from whereabouts.practice.skills.rules import (
    NoSuchSkill,
    gaps,
    holds,
    lasts_until,
    read_skills,
    skill_called,
    skills_on,
    wanted_by,
)

TODAY = date(2026, 11, 20)


def test_every_task_that_wants_a_skill_is_one_that_there_is():
    known = set(TITLES) | {"see_again"}
    assert {kind for one in skills_on(on=TODAY) for kind in one.tasks} <= known


def test_a_task_wants_one_skill_or_none():
    wanted = wanted_by(kind="prevention_interview", on=TODAY)
    assert wanted is not None
    assert wanted.id == "child_interview"
    assert wanted_by(kind="cctv", on=TODAY) is None
    assert wanted_by(kind="prevention_interview", on=date(2016, 2, 29)) is None
    with pytest.raises(NoSuchSkill):
        skill_called(skill="juggling", on=TODAY)


@pytest.mark.parametrize(
    ("source", "months", "tasks"), [("", 1, '"a"'), ("s", 0, '"a"'), ("s", 1, ""), ("s", 1, '"b"')]
)
def test_a_skill_is_refused_without_source_or_task_or_with_anothers_task(source, months, tasks):
    whole = (
        '[[skills]]\nid="o"\nsince=2020-01-01\ntitle="O"\nlasts_months=1\ntasks=["b"]\n'
        'source="s"\nstatus="p"\n'
    )
    text = (
        f'{whole}[[skills]]\nid="x"\nsince=2020-01-01\ntitle="X"\nlasts_months={months}\n'
        f'tasks=[{tasks}]\nsource="{source}"\nstatus="p"'
    )
    with pytest.raises(NoSuchSkill):
        read_skills(text=text)


@pytest.mark.parametrize(
    ("gained", "months", "until"),
    [
        (date(2026, 1, 15), 24, date(2028, 1, 15)), (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)), (date(2026, 8, 31), 1, date(2026, 9, 30)),
    ],
)  # fmt: skip
def test_a_skill_lasts_so_many_months(gained, months, until):
    assert lasts_until(gained_on=gained, months=months) == until


@pytest.mark.parametrize(
    ("on", "has"),
    [
        (date(2026, 1, 9), False), (date(2026, 1, 10), True), (date(2026, 1, 19), True),
        (date(2026, 1, 20), False),
    ],
)  # fmt: skip
def test_a_skill_holds_from_its_day_until_its_end(on, has):
    day = date(2026, 1, 10)
    assert holds(gained_on=day, until_on=date(2026, 1, 20), ended_on=None, on=on) is has
    assert not holds(gained_on=day, until_on=date(2026, 1, 20), ended_on=day, on=on)


def test_what_nobody_has_or_was_done_without_is_a_gap_and_comes_first():
    one, other = uuid4(), uuid4()
    found = {
        gap.skill.id: gap.is_gap
        for gap in gaps(
            skills=skills_on(on=TODAY),
            holders={"child_interview": [one, other], "search": [one, other], "strategy": [one]},
            waiting={"return_interview": 9, "strategy_discussion": 1}, without={"search": 1},
        )
    }  # fmt: skip
    assert found == {
        "exploitation": True, "search": True, "strategy": True, "child_interview": False,
    }  # fmt: skip
    assert next(iter(found)) == "exploitation"
    assert rules.FEW == 2

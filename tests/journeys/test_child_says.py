"""What it is like by the child's own word under a long-term plan, asked again and dated (B27)."""

from datetime import timedelta

import pytest

from tests.journeys.planning_cast import DAY, Team
from tests.journeys.returning_cast import Night
from whereabouts.foundations.access.scope import NotPermitted, NotVisible
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.insight.lookups.support import support_page
from whereabouts.interfaces.web.support.chart import episodes_svg
from whereabouts.journeys.clock import fire
from whereabouts.journeys.keep_support_plan import (
    PlanSays,
    WordsMissing,
    ask_child_again,
    end_support_plan,
    start_support_plan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return a child with a long-term plan, and the people who work by it."""
    made = Team(make_actor=make_actor, make_agency=make_agency, noon=noon)
    start_support_plan(
        actor=made.worker, child_id=made.child_id, says=PlanSays(needs="A friend."), at=noon,
        review_on=(noon + 60 * DAY).date(),
    )  # fmt: skip
    return made


def ask(team, at, **more):
    given = {"says": "better", "words": "I have somebody to ring.", "asked_by": "Sam", **more}
    ask_child_again(
        actor=given.pop("actor", team.worker), child_id=team.child_id, at=at,
        **{"asked_on": at.date(), **given},
    )  # fmt: skip


def plan_of(team, at, actor=None):
    page = support_page(actor=actor or team.worker, child_id=team.child_id, at=at)
    (plan,) = page.plans
    return page, plan


def test_c16_c17_the_child_is_asked_again_and_each_answer_keeps_its_day(team, noon):
    ask(team, noon + 10 * DAY, says="worse", words="Nobody came.")
    ask(team, noon + 40 * DAY)
    _, plan = plan_of(team, noon + 40 * DAY)
    assert [(one.on, one.says) for one in plan.child_says] == [
        ((noon + 40 * DAY).date(), "Better"), ((noon + 10 * DAY).date(), "Worse"),
    ]  # fmt: skip
    assert plan.child_says[0].words == "I have somebody to ring."


def test_it_stands_beside_the_episodes_and_the_harm_in_the_chart_and_its_table(
    team, take_report, make_actor, make_agency, noon
):
    at = noon + 35 * DAY
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=at)
    night.reference = take_report(child=team.child, at=at)
    night.found(already_there=True)
    night.prevention(harms={"hurt": "disclosed"})
    ask(team, at + DAY, says="worse")
    page, _ = plan_of(team, at + 2 * DAY, actor=team.inspector)
    last = page.periods[-1]
    assert (last.count, last.harm, last.says) == (1, 1, "Worse")
    drawn = str(episodes_svg(periods=page.periods))
    assert "harm in 1, the child says: worse" in drawn
    assert drawn.count("The child says</th>") == 1
    assert ">harm 1</text>" in drawn
    assert ">worse</text>" in drawn


def test_nobody_has_asked_and_whoever_leads_the_plan_hears_of_it_again_and_again(team, noon):
    fire(at=noon + 29 * DAY)
    assert len(said(team, noon + 29 * DAY)) == 1
    fire(at=noon + 58 * DAY)
    assert len(said(team, noon + 58 * DAY)) == 2
    assert plan_of(team, noon + 58 * DAY)[1].ask_overdue
    ask(team, noon + 59 * DAY, says="not_said", words="")
    assert not plan_of(team, noon + 60 * DAY)[1].ask_overdue
    fire(at=noon + 80 * DAY)
    assert len(said(team, noon + 80 * DAY)) == 2


def said(team, at):
    return [one for one in notices_to_me(actor=team.worker, at=at) if one.kind == "child_says_due"]


def test_a_plan_that_ended_asks_nobody(team, noon):
    end_support_plan(
        actor=team.worker, child_id=team.child_id, ended_as="worked", words="-", at=noon + DAY
    )
    fire(at=noon + 60 * DAY)
    assert said(team, noon + 60 * DAY) == []
    with pytest.raises(NotVisible):
        ask(team, noon + 2 * DAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"says": "fine"}, "says"),
        ({"says": "not_asked", "words": " "}, "words"),
        ({"asked_by": " "}, "asked_by"),
        ({"asked_on": "tomorrow"}, "asked_on"),
        ({"asked_on": "before"}, "asked_on"),
    ],
)
def test_what_is_lacking_or_wrong_is_named(team, noon, wrong, field):
    days = {"tomorrow": noon + 6 * DAY, "before": noon - timedelta(days=1)}
    given = {name: days[value].date() if value in days else value for name, value in wrong.items()}
    with pytest.raises(WordsMissing) as refused:
        ask(team, noon + 5 * DAY, **given)
    assert refused.value.field == field
    assert plan_of(team, noon + 5 * DAY)[1].child_says == ()


def test_the_outsider_asks_nothing_and_a_handler_may_not(team, outsider, make_actor, noon):
    with pytest.raises(NotVisible):
        ask(team, noon, actor=outsider)
    with pytest.raises(NotPermitted):
        ask(team, noon, actor=make_actor("call_handler"))

"""A matter climbs from the front line to the board until it has an answer, and nobody loses it."""

from datetime import timedelta

import pytest

from tests.journeys.sharing_cast import HOUR, member_of
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.desks import desk_now
from whereabouts.insight.lookups.escalations import (
    ladder_choices,
    matter_raised,
    matter_to_answer,
    matters_raised,
    matters_to_answer,
)
from whereabouts.journeys import escalate as escalating
from whereabouts.journeys.clock import fire
from whereabouts.journeys.escalate import Matter
from whereabouts.practice.escalation.models import Climb, Escalation

pytestmark = pytest.mark.django_db
STUCK = Matter(kind="not_acted", words="Nobody rings back.", wanted="A meeting this week.")


@pytest.fixture
def board(make_agency, noon):
    return member_of(make_agency, noon, "Northmoor Partnership", "partnership", "board_member")


@pytest.fixture
def officer(make_actor):
    return make_actor("response_officer")


def take_up(actor, at, **more):
    return escalating.take_matter_up(actor=actor, matter=STUCK, at=at, **more)


def where(actor, key, at):
    found = matter_raised(actor=actor, at=at, escalation_id=key)
    return found.level, found.at_role, found.state_key


def test_without_answers_it_climbs_by_itself_to_the_board(officer, make_actor, board, noon):
    key = take_up(officer, noon)
    assert where(officer, key, noon) == (0, "Supervising sergeant", "open")
    at = noon
    for hours, stands in (
        (4, (1, "Duty inspector", "open")), (8, (2, "Superintendent", "open")),
        (48, (3, "Member of the safeguarding board", "open")),
    ):  # fmt: skip
        fire(at=at + hours * HOUR - timedelta(seconds=1))
        assert where(officer, key, at)[0] == stands[0] - 1
        at += hours * HOUR
        fire(at=at)
        assert where(officer, key, at) == stands
    steps = matter_raised(actor=officer, at=at, escalation_id=key).steps
    assert [one.why for one in steps] == ["Raised", *["Nobody answered in time"] * 3]
    (line,) = matters_to_answer(actor=board, at=at)
    assert (line.words, line.reference, line.may_answer) == ("Nobody rings back.", "", True)
    fire(at=at + 14 * 24 * HOUR)
    assert where(officer, key, at) == (3, "Member of the safeguarding board", "open")
    with entered(actor=board, at=at):
        assert Message.objects.filter(kind="escalation_to_answer").count() == 2


def test_an_answer_stops_the_clock_and_whoever_raised_it_settles_it(
    officer, make_actor, board, noon
):
    key = take_up(officer, noon)
    with pytest.raises(escalating.NoAnswerYet):
        escalating.settle_matter(actor=officer, escalation_id=key, at=noon)
    sergeant = make_actor("supervisor")
    escalating.answer_matter(
        actor=sergeant, escalation_id=key, words="I ring them today.", at=noon + HOUR
    )
    fire(at=noon + 100 * HOUR)
    found = matter_raised(actor=officer, at=noon, escalation_id=key)
    assert (found.level, found.state_key, found.answer) == (0, "answered", "I ring them today.")
    with entered(actor=officer, at=noon):
        (told,) = Message.objects.filter(kind="escalation_moved")
        assert told.to_member_id == officer.member_id
    escalating.settle_matter(actor=officer, escalation_id=key, at=noon + 2 * HOUR)
    assert where(officer, key, noon)[2] == "settled"
    assert matters_to_answer(actor=sergeant, at=noon) == []


def test_an_answer_that_is_not_enough_goes_one_step_up_with_what_was_said(
    officer, make_actor, board, noon
):
    key = take_up(officer, noon)
    with pytest.raises(escalating.NoAnswerYet):
        escalating.find_answer_lacking(actor=officer, escalation_id=key, because="x", at=noon)
    escalating.answer_matter(
        actor=make_actor("supervisor"), escalation_id=key, words="Later.", at=noon
    )
    with pytest.raises(escalating.SomethingMissing):
        escalating.find_answer_lacking(actor=officer, escalation_id=key, because=" ", at=noon)
    assert escalating.find_answer_lacking(
        actor=officer, escalation_id=key, because="No day is named.", at=noon
    )
    found = matter_raised(actor=officer, at=noon, escalation_id=key)
    assert (found.level, found.state_key, found.answer) == (1, "open", "")
    assert found.steps[-1].words == "Later.\nNo day is named."


def test_at_the_top_an_answer_that_is_not_enough_is_asked_for_again(make_actor, board, noon):
    superintendent = make_actor("superintendent")
    key = take_up(superintendent, noon)
    assert where(superintendent, key, noon)[0] == 3
    escalating.answer_matter(actor=board, escalation_id=key, words="Noted.", at=noon)
    climbed = escalating.find_answer_lacking(
        actor=superintendent, escalation_id=key, because="Noted is nothing.", at=noon
    )
    assert not climbed
    assert where(superintendent, key, noon) == (3, "Member of the safeguarding board", "open")


def test_without_a_board_it_stays_with_the_highest_there_is(officer, noon):
    key = take_up(officer, noon)
    for hours in (4, 12, 60, 108, 156):
        fire(at=noon + hours * HOUR)
    assert where(officer, key, noon) == (2, "Superintendent", "open")


def test_a_partner_takes_a_matter_to_a_force_and_follows_it(make_agency, make_actor, board, noon):
    school = member_of(make_agency, noon, "Hillside School", "education", "partner_worker")
    sergeant = make_actor("supervisor")
    with pytest.raises(escalating.NoLadder):
        take_up(school, noon)
    key = take_up(school, noon, to_agency=sergeant.agency_id)
    assert [one.agency for one in matters_to_answer(actor=sergeant, at=noon)] == ["Hillside School"]
    fire(at=noon + 4 * HOUR)
    assert where(school, key, noon + 4 * HOUR)[1] == "Duty inspector"
    # Who stands beneath answers no more; who stands above may answer at once.
    with pytest.raises(escalating.NotYours):
        escalating.answer_matter(actor=sergeant, escalation_id=key, words="Me.", at=noon)
    escalating.answer_matter(
        actor=make_actor("superintendent"), escalation_id=key, words="Monday.", at=noon
    )
    assert where(school, key, noon)[2] == "answered"
    kinds, agencies = ladder_choices(actor=school, at=noon)
    assert "Hillside School" not in dict(agencies).values()
    assert kinds


def test_nobody_answers_their_own_matter_and_nobody_twice(make_actor, board, noon):
    sergeant, inspector = make_actor("supervisor"), make_actor("duty_inspector")
    key = take_up(sergeant, noon)
    assert where(sergeant, key, noon)[0] == 1
    with pytest.raises(escalating.NotYours):
        escalating.answer_matter(actor=sergeant, escalation_id=key, words="Done.", at=noon)
    with pytest.raises(escalating.SomethingMissing):
        escalating.answer_matter(actor=inspector, escalation_id=key, words=" ", at=noon)
    escalating.answer_matter(actor=inspector, escalation_id=key, words="Done.", at=noon)
    with pytest.raises(escalating.AlreadyAnswered):
        escalating.answer_matter(actor=inspector, escalation_id=key, words="Again.", at=noon)


@pytest.mark.parametrize("field", ["kind", "words", "wanted"])
def test_a_matter_says_what_it_is_and_what_is_wanted(officer, noon, field):
    whole = {"kind": "other", "words": "W", "wanted": "X"}
    with pytest.raises(escalating.SomethingMissing) as refused:
        escalating.take_matter_up(actor=officer, matter=Matter(**{**whole, field: " "}), at=noon)
    assert refused.value.field == field


def test_it_may_be_about_an_episode_that_the_board_does_not_see(
    officer, make_actor, board, take_report, noon
):
    reference = take_report()
    key = take_up(make_actor("superintendent"), noon, reference=reference)
    shown = matter_to_answer(actor=board, at=noon, escalation_id=key)
    assert shown.reference == ""
    mine = matter_raised(actor=officer, at=noon, escalation_id=key)
    assert mine.reference == reference
    with pytest.raises(NotVisible):
        take_up(make_actor("response_officer", agency="Eastmoor Police"), noon, reference=reference)


def test_what_waits_stands_on_the_desk(officer, make_actor, noon):
    take_up(officer, noon)
    desk = desk_now(actor=make_actor("missing_coordinator"), at=noon)
    part = next(one for one in desk.parts if one.key == "matters")
    assert [one.words for one in part.lines] == ["A risk that nobody acts on: Supervising sergeant"]


def test_the_outsider_and_another_force_see_and_answer_nothing(
    officer, outsider, make_actor, board, noon
):
    key = take_up(officer, noon)
    other = make_actor("duty_inspector", agency="Eastmoor Police")
    for act in (
        lambda who: matter_raised(actor=who, at=noon, escalation_id=key),
        lambda who: matter_to_answer(actor=who, at=noon, escalation_id=key),
        lambda who: escalating.answer_matter(actor=who, escalation_id=key, words="x", at=noon),
        lambda who: escalating.settle_matter(actor=who, escalation_id=key, at=noon),
        lambda who: escalating.find_answer_lacking(
            actor=who, escalation_id=key, because="x", at=noon
        ),
    ):
        for who in (outsider, other):
            with pytest.raises(NotVisible):
                act(who)
        with pytest.raises((NotVisible, NotPermitted)):
            act(board)  # it has not climbed there
    for who in (outsider, other, board):
        with entered(actor=who, at=noon):
            assert Escalation.objects.count() == Climb.objects.count() == 0
    assert matters_raised(actor=other, at=noon) == []
    assert Agency.objects.filter(kind="partnership").count() == 1

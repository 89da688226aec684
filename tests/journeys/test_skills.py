"""Tasks say which skill they want; nothing waits for training, and what was done without is seen."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.insight.lookups.skills import skills_page
from whereabouts.journeys.accept_task import accept_task
from whereabouts.journeys.keep_skills import (
    AlreadyEnded,
    AlreadySaid,
    Incomplete,
    NoSuchSkill,
    end_skill,
    say_has_skill,
)
from whereabouts.journeys.locate_child import Found, locate_child
from whereabouts.journeys.record_back import record_back
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.skills.models import Fallback, MemberSkill

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def sergeant(make_actor):
    return make_actor("supervisor")


@pytest.fixture
def officer(make_actor):
    return make_actor("response_officer")


def say(actor, member, at, *, skill="child_interview", days=0, evidence="A course"):
    return say_has_skill(
        actor=actor, member_id=member.member_id, skill=skill, evidence=evidence, at=at,
        gained_on=(at - timedelta(days=days)).date(),
    )  # fmt: skip


def line(actor, at, skill="child_interview"):
    return next(one for one in skills_page(actor=actor, at=at).lines if one.skill == skill)


@pytest.fixture
def interview(take_report, officer, noon):
    """Return the prevention interview of a child who is back."""
    reference = take_report()
    locate_child(
        actor=officer, reference=reference, at=noon + MINUTE,
        found=Found(
            how="found", by_whom="police", found_at=noon + MINUTE, found_place="the arcade",
            where_now="in the car",
        ),
    )  # fmt: skip
    record_back(
        actor=officer, reference=reference, back_at=noon + 2 * MINUTE, at=noon + 2 * MINUTE,
        where_now="home", words="well",
    )  # fmt: skip
    with entered(actor=officer, at=noon):
        return Task.objects.get(episode__reference=reference, kind="prevention_interview").pk


def test_a_task_taken_without_its_skill_is_taken_and_counted(officer, sergeant, interview, noon):
    at = noon + 5 * MINUTE
    accept_task(actor=officer, task_id=interview, at=at)
    with entered(actor=officer, at=at):
        kept = Fallback.objects.get()
        assert Task.objects.get(pk=interview).owner_id == officer.member_id
    assert (kept.task_id, kept.skill, kept.holders) == (interview, "child_interview", 0)
    found = line(sergeant, at)
    assert (found.without, found.is_gap) == (1, True)
    assert line(sergeant, at + timedelta(days=29)).without == 0


def test_whoever_has_the_skill_leaves_no_fallback(officer, sergeant, interview, noon):
    say(sergeant, officer, noon)
    accept_task(actor=officer, task_id=interview, at=noon + 5 * MINUTE)
    with entered(actor=officer, at=noon):
        assert Fallback.objects.count() == 0


def test_a_skill_that_ended_counts_no_more(officer, sergeant, interview, noon):
    say(sergeant, officer, noon, days=3 * 366)
    assert line(sergeant, noon).holders == ()
    accept_task(actor=officer, task_id=interview, at=noon + 5 * MINUTE)
    with entered(actor=officer, at=noon):
        assert Fallback.objects.count() == 1


def test_who_has_a_skill_is_shown_until_it_ends_or_is_taken_off(officer, sergeant, noon):
    key = say(sergeant, officer, noon)
    (held,) = line(sergeant, noon).holders
    assert (held.key, held.name, held.ends_soon) == (key, "Response Officer Example", False)
    with pytest.raises(AlreadySaid):
        say(sergeant, officer, noon)
    with pytest.raises(Incomplete):
        end_skill(actor=sergeant, held_id=key, because=" ", at=noon)
    end_skill(actor=sergeant, held_id=key, because="Moved to another post.", at=noon)
    assert line(sergeant, noon).holders == ()
    with pytest.raises(AlreadyEnded):
        end_skill(actor=sergeant, held_id=key, because="Again.", at=noon)


def test_a_skill_is_of_the_list_on_a_day_that_has_come_and_shown_by_something(
    officer, sergeant, noon
):
    with pytest.raises(NoSuchSkill):
        say(sergeant, officer, noon, skill="juggling")
    with pytest.raises(Incomplete):
        say(sergeant, officer, noon, days=-1)
    with pytest.raises(Incomplete):
        say(sergeant, officer, noon, evidence=" ")


def test_what_waits_for_a_skill_that_few_have_is_a_gap(sergeant, interview, noon):
    found = line(sergeant, noon)
    assert found.waiting >= 1
    assert found.is_gap
    assert skills_page(actor=sergeant, at=noon).gaps >= 1


def test_another_agencys_skills_are_nobodys_business(officer, sergeant, make_actor, outsider, noon):
    key = say(sergeant, officer, noon)
    other = make_actor("supervisor", agency="Eastmoor Police")
    for who in (other, outsider):
        with pytest.raises(NotVisible):
            say(who, officer, noon, skill="search")
        with pytest.raises(NotVisible):
            end_skill(actor=who, held_id=key, because="x", at=noon)
        assert all(one.holders == () for one in skills_page(actor=who, at=noon).lines)
        with entered(actor=who, at=noon):
            assert MemberSkill.objects.count() == 0
    with pytest.raises(NotPermitted):
        say(officer, officer, noon)

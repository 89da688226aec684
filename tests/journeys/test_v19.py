"""V19: a boy of 15 and a woman of 24: a notice was served, and then nothing more was done."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.homes_cast import DAY
from whereabouts.foundations.access.scope import entered
from whereabouts.insight.lookups.support import support_page
from whereabouts.journeys import clock
from whereabouts.journeys.keep_support_plan import (
    NewAction,
    PlanSays,
    act_in_support_plan,
    start_support_plan,
)
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.told import AdultNamed
from whereabouts.journeys.warn_adult_away import (
    NoticeSays,
    Service,
    authorise_warning_notice,
    draft_warning_notice,
    serve_warning_notice,
)
from whereabouts.practice.adults.models import WarningNotice
from whereabouts.practice.investigation.models import Task
from whereabouts.records.people.actions import relate_to_child

pytestmark = pytest.mark.django_db
BIRTHDAY = datetime(2027, 2, 12, tzinfo=UTC)


@pytest.fixture
def boy(cities, make_child):
    """A boy of fifteen, in place of the girl of the other cases."""
    cities.move = replace(
        cities.move,
        child=make_child("Tester Sampleton", "12 February 2011", by=cities.south("supervisor")),
    )
    return cities.child


@pytest.fixture
def her(cities):
    """The woman of twenty-four."""
    return cities.adult(name="Grown Example")


@pytest.fixture
def notice(cities, boy, her, noon):
    """A notice that the southern force served on her, under 16 being the route."""
    cities.link(her, boy)
    key = draft_warning_notice(
        actor=cities.south("response_officer"), adult_id=her, child_id=boy.pk, at=noon,
        says=NoticeSays(
            route="under_16", consent_by="His mother", consent_words="I do not agree to it.",
            knowledge="Told his age at the door.", conditions="No contact, by any way.",
        ),
    )  # fmt: skip
    authorise_warning_notice(actor=cities.south("duty_inspector"), notice_id=key, at=noon)
    serve_warning_notice(
        actor=cities.south("response_officer"), notice_id=key, at=noon,
        service=Service(place="1 Made-up Way", how="in_person", acknowledged="signed"),
    )  # fmt: skip
    return key


def standing(cities, notice, at):
    with entered(actor=cities.south("duty_inspector"), at=at):
        return WarningNotice.objects.get(pk=notice).state


def test_a_boy_with_a_grown_woman_is_a_victim_as_a_girl_is(cities, boy, her, look):
    reference = cities.report(adults=(AdultNamed(adult=her, fact="with_adult_partner"),))
    assert look(cities.south("supervisor"), reference).level == "high"


def test_an_active_notice_is_followed_up_within_28_days(cities, notice, noon):
    clock.fire(at=noon + 27 * DAY)
    assert not cities.told(cities.south("supervisor"), "warning_notice_review")
    clock.fire(at=noon + 28 * DAY + timedelta(seconds=1))
    roles = {
        one.to_role for one in cities.told(cities.south("supervisor"), "warning_notice_review")
    }
    assert {"missing_coordinator", "offender_manager", "supervisor"} <= roles


def test_and_on_every_new_episode_in_either_force_that_has_to_do_with_him(
    cities, boy, notice, noon
):
    north = cities.north("call_handler")
    with entered(actor=cities.south("missing_coordinator"), at=noon):
        relate_to_child(child_id=boy.pk, agency=north.agency_id, kind="shared", at=noon)
    for days, by in ((1, None), (5, north), (9, None)):
        at = noon + days * DAY
        reference = cities.report(at=at, by=by)
        force = cities.north if by else cities.south
        with entered(actor=force("response_officer"), at=at):
            task = Task.objects.get(episode__reference=reference, kind="abduction_notice_followup")
        assert task.to_role == "response_officer", days
        assert task.due_at <= at + timedelta(hours=1), days
        back = at + timedelta(hours=6)
        record_back(actor=force("response_officer"), reference=reference, back_at=back, at=back)


def test_a_plan_whose_only_action_is_the_notice_is_shown_as_incomplete(cities, boy, notice, noon):
    worker, given = cities.move.placing, {"child_id": boy.pk, "at": noon}
    with entered(actor=cities.south("missing_coordinator"), at=noon):
        relate_to_child(child_id=boy.pk, agency=worker.agency_id, kind="responsible", at=noon)
    start_support_plan(
        actor=worker, review_on=(noon + 60 * DAY).date(), **given,
        says=PlanSays(
            needs="Somebody of his own.", risks="A grown woman.", childs_view="She is kind to me."
        ),
    )  # fmt: skip
    for kind, what, lacks in (
        (
            "notice",
            "An abduction warning notice, served",
            ("The only actions are meetings or notices: that is no help yet",),
        ),
        ("support", "A youth worker of his own, each week", ()),
    ):
        action = NewAction(kind=kind, what=what, who="A worker", due_on=(noon + 9 * DAY).date())
        act_in_support_plan(actor=worker, action=action, **given)
        (plan,) = support_page(actor=worker, **given).plans
        assert plan.lacks == lacks


def test_on_his_sixteenth_birthday_it_ends_by_itself_and_what_protects_him_now_is_asked(
    cities, notice
):
    clock.fire(at=BIRTHDAY - timedelta(minutes=1), most=500)
    assert standing(cities, notice, BIRTHDAY) == "served"
    clock.fire(at=BIRTHDAY + timedelta(seconds=1), most=500)
    assert standing(cities, notice, BIRTHDAY) == "lapsed"
    asked = cities.told(cities.south("offender_manager"), "warning_notice_lapses", BIRTHDAY)
    assert {"offender_manager", "missing_coordinator", "duty_inspector"} <= {
        one.to_role for one in asked
    }
    assert "What protects the child now?" in asked[0].text


def test_homes_providers_and_other_forces_see_neither_woman_nor_notice(cities, her, notice, noon):
    cities.nobody_else_sees(her)
    for actor in cities.everybody_else():
        with entered(actor=actor, at=noon):
            assert not WarningNotice.objects.exists()

"""The investigation plan: every channel with an owner (V02), rounds, sign-off, publicity."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.investigation_plan import plan_page
from whereabouts.journeys.add_sighting import add_sighting
from whereabouts.journeys.confirm_stand_down import AppealIsUp, confirm_stand_down
from whereabouts.journeys.decide_publicity import (
    DecisionIncomplete,
    NothingUp,
    StillUp,
    Weighed,
    decide_publicity,
    take_appeal_down,
)
from whereabouts.journeys.plan_investigation import (
    AskedAlready,
    NeedsWords,
    NoLongerMissing,
    NothingAsked,
    NotOurs,
    UnknownRole,
    add_line,
    sign_plan,
)
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.settle_task import HasItsOwnForm, settle_task
from whereabouts.practice.investigation.models import Publicity, SignOff, Task
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.actions import relate_to_child

pytestmark = pytest.mark.django_db
WEIGHED = Weighed(
    decision="public", because="Hours count: she is very vulnerable.",
    harm_weighed="Whoever exploits her sees it, too.", may_say="Have you seen Testa?",
    channels=("press", "social_media"),
)  # fmt: skip


@pytest.fixture
def officer(make_actor):
    return make_actor("response_officer")


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def vulnerable(make_child, take_report):
    """A very vulnerable girl, missing: exploitation confirmed, mental health active."""
    child = make_child(flags=[("cse", "confirmed"), ("mental_health", "confirmed")])
    return take_report(child=child)


def asked(actor, at, reference, **wanted):
    with entered(actor=actor, at=at):
        return list(
            Task.objects.filter(episode__reference=reference, **wanted).order_by("created_at")
        )


def go_home(officer, reference, at):
    record_back(
        actor=officer, reference=reference, back_at=at, at=at, where_now="at home", words=""
    )


def test_high_and_every_channel_with_an_owner_and_a_clock_within_the_minute(
    vulnerable, inspector, look, noon
):
    assert look(inspector, vulnerable).level == "high"
    wanted = {"cctv", "rail", "social_media", "publicity_decision", "phone_location", "bank"}
    found = {task.kind: task for task in asked(inspector, noon, vulnerable, kind__in=wanted)}
    assert set(found) == wanted
    for task in found.values():
        assert task.created_at - noon <= timedelta(minutes=1)
        assert task.to_role
        assert task.due_at > noon
    page = plan_page(actor=inspector, at=noon, reference=vulnerable)
    assert len(page.lines) >= 12
    assert page.not_asked == ()
    assert (page.ours, page.appeal, page.sign_offs) == (True, None, ())


def test_an_appeal_needs_the_harm_weighed_and_what_may_be_said(
    vulnerable, inspector, officer, noon
):
    with pytest.raises(NotPermitted):
        decide_publicity(actor=officer, reference=vulnerable, weighed=WEIGHED, at=noon)
    for lacking in ("because", "harm_weighed", "may_say"):
        half = Weighed(**{**WEIGHED.__dict__, lacking: " "})
        with pytest.raises(DecisionIncomplete) as refused:
            decide_publicity(actor=inspector, reference=vulnerable, weighed=half, at=noon)
        assert refused.value.fields == (lacking,)
    assert asked(inspector, noon, vulnerable, kind="publicity_decision")[0].state == "open"


def test_an_appeal_is_decided_by_name_up_once_and_taken_down_with_the_stand_down_list(
    vulnerable, inspector, officer, noon
):
    decide_publicity(actor=inspector, reference=vulnerable, weighed=WEIGHED, at=noon)
    assert asked(inspector, noon, vulnerable, kind="publicity_decision")[0].state == "done"
    page = plan_page(actor=officer, at=noon, reference=vulnerable)
    assert (page.appeal.by, page.appeal.may_say) == ("Duty Inspector Example", WEIGHED.may_say)
    with pytest.raises(StillUp):
        decide_publicity(actor=inspector, reference=vulnerable, weighed=WEIGHED, at=noon)
    later = noon + timedelta(hours=1)
    go_home(officer, vulnerable, later)
    with pytest.raises(NoLongerMissing):
        decide_publicity(actor=inspector, reference=vulnerable, weighed=WEIGHED, at=later)
    with pytest.raises(AppealIsUp):
        confirm_stand_down(
            actor=inspector, reference=vulnerable, system="appeals", not_used=True, at=later
        )
    confirm_stand_down(actor=inspector, reference=vulnerable, system="appeals", at=later)
    down = plan_page(actor=officer, at=later, reference=vulnerable)
    assert down.appeal is None
    assert down.publicity[0].taken_down_by == "Duty Inspector Example"
    with pytest.raises(NothingUp):
        take_appeal_down(actor=inspector, reference=vulnerable, words="all", at=later)


def test_taking_the_appeal_down_stands_it_down_too(vulnerable, inspector, officer, noon):
    decide_publicity(actor=inspector, reference=vulnerable, weighed=WEIGHED, at=noon)
    later = noon + timedelta(hours=1)
    go_home(officer, vulnerable, later)
    take_appeal_down(
        actor=inspector, reference=vulnerable, words="Press office, by telephone", at=later
    )
    with entered(actor=inspector, at=later):
        episode = Episode.objects.get(reference=vulnerable)
        assert episode.stand_downs.get(system="appeals").confirmed_at == later
        assert Publicity.objects.get().taken_down_words == "Press office, by telephone"


def test_a_line_that_was_done_comes_again_until_the_child_is_back(vulnerable, officer, noon):
    (first,) = asked(officer, noon, vulnerable, kind="social_media")
    later = noon + timedelta(minutes=30)
    settle_task(actor=officer, task_id=first.pk, result="Nothing new.", at=later)
    _, second = asked(officer, noon, vulnerable, kind="social_media")
    assert (second.state, second.due_at) == ("open", later + timedelta(hours=6))
    page = plan_page(actor=officer, at=later, reference=vulnerable)
    line = next(one for one in page.lines if one.kind == "social_media")
    assert (line.now.key, [one.result for one in line.rounds]) == (second.pk, ["Nothing new."])
    settle_task(actor=officer, task_id=second.pk, result="An old friend wrote.", at=later)
    assert len(asked(officer, noon, vulnerable, kind="social_media")) == 3
    go_home(officer, vulnerable, later)
    states = [task.state for task in asked(officer, later, vulnerable, kind="social_media")]
    assert states == ["done", "done", "not_done"]


def test_a_line_of_ones_own_has_an_owner_and_a_clock_and_is_asked_once(vulnerable, officer, noon):
    given = {
        "reference": vulnerable, "title": "Ask at the made-up skate park", "to_role": "response_officer",
        "due_at": noon + timedelta(hours=2), "at": noon,
    }  # fmt: skip
    for wrong, refusal in (({"title": " "}, NothingAsked), ({"to_role": "wizard"}, UnknownRole)):
        with pytest.raises(refusal):
            add_line(actor=officer, **{**given, **wrong})
    add_line(actor=officer, again_after_hours=4, **given)
    with pytest.raises(AskedAlready):
        add_line(actor=officer, **given)
    (line,) = asked(officer, noon, vulnerable, kind="line_of_enquiry")
    settle_task(actor=officer, task_id=line.pk, result="Nobody there.", at=noon)
    assert len(asked(officer, noon, vulnerable, kind="line_of_enquiry")) == 2
    go_home(officer, vulnerable, noon + timedelta(minutes=1))
    with pytest.raises(NoLongerMissing):
        add_line(actor=officer, **{**given, "title": "Ask again"})


def test_a_supervisor_signs_the_plan_or_says_what_it_lacks(vulnerable, officer, make_actor, noon):
    sergeant = make_actor("supervisor")
    (task,) = asked(officer, noon, vulnerable, kind="plan_sign_off")
    with pytest.raises(NotPermitted):
        sign_plan(actor=officer, reference=vulnerable, agreed=True, words="", at=noon)
    with pytest.raises(HasItsOwnForm):
        settle_task(actor=sergeant, task_id=task.pk, result="Fine.", at=noon)
    with pytest.raises(NeedsWords):
        sign_plan(actor=sergeant, reference=vulnerable, agreed=False, words=" ", at=noon)
    sign_plan(actor=sergeant, reference=vulnerable, agreed=False, words="No vehicle.", at=noon)
    assert asked(officer, noon, vulnerable, kind="plan_sign_off")[0].state == "open"
    sign_plan(actor=sergeant, reference=vulnerable, agreed=True, words="", at=noon)
    assert asked(officer, noon, vulnerable, kind="plan_sign_off")[0].state == "done"
    with entered(actor=sergeant, at=noon):
        assert Message.objects.filter(kind="plan_not_signed").count() == 1
        assert SignOff.objects.get(agreed=True).lines["cctv"] == {"open": 1}
    page = plan_page(actor=officer, at=noon, reference=vulnerable)
    assert {(one.agreed, one.words) for one in page.sign_offs} == {
        (True, ""), (False, "No vehicle."),
    }  # fmt: skip


def test_a_sighting_with_its_source_is_shown_in_the_next_episode(
    vulnerable, officer, take_report, make_actor, noon
):
    from whereabouts.insight.lookups.known import story_of

    add_sighting(
        actor=officer, reference=vulnerable, seen_at=noon, at=noon, place="the made-up arcade",
        seen_by="a guard", confidence="likely", source="cctv",
    )  # fmt: skip
    handler = make_actor("call_handler")
    with entered(actor=handler, at=noon):
        child = Episode.objects.get(reference=vulnerable).child_id
        (seen,) = story_of(actor=handler, at=noon, child_id=child).sightings
        assert (seen.place, seen.confidence, seen.source) == (
            "the made-up arcade", "Likely", "Camera",
        )  # fmt: skip
        assert seen.reference == vulnerable


def test_another_force_signs_and_decides_nothing(vulnerable, officer, make_actor, noon):
    partner = make_actor("superintendent", agency="Eastmoor Police")
    stranger = make_actor("superintendent", agency="Elsewhere Police")
    with entered(actor=officer, at=noon):
        child = Episode.objects.get(reference=vulnerable).child_id
        relate_to_child(child_id=child, agency=partner.agency_id, kind="shared", at=noon)
    for actor, refusal in ((partner, NotOurs), (stranger, NotVisible)):
        here = {"actor": actor, "reference": vulnerable, "at": noon}
        for attempt in (
            lambda here: sign_plan(agreed=True, words="", **here),
            lambda here: decide_publicity(weighed=WEIGHED, **here),
            lambda here: take_appeal_down(words="x", **here),
        ):
            with pytest.raises(refusal):
                attempt(here)
    with pytest.raises(NotVisible):
        plan_page(actor=stranger, at=noon, reference=vulnerable)
    with pytest.raises(NotVisible):
        add_line(
            actor=stranger,
            reference=vulnerable,
            title="x",
            to_role="supervisor",
            due_at=noon,
            at=noon,
        )

"""V05: family in another force: a task there at once, acknowledged, answered, and read here."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.attending import across_page
from whereabouts.insight.lookups.episode import episode_page
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.journeys.accept_task import accept_task
from whereabouts.journeys.add_related_person import add_related_person
from whereabouts.journeys.answer_across_border import (
    NeedsWords,
    NotAcross,
    NotForYou,
    NotInList,
    NotOutstanding,
    answer_across_border,
)
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.clock import fire
from whereabouts.journeys.settle_task import HasItsOwnForm, settle_task
from whereabouts.journeys.take_ownership import take_ownership
from whereabouts.journeys.update_child_details import Details, update_child_details
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.plans.actions import agree_plan
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.people import actions as people
from whereabouts.records.people.gate import child_for

pytestmark = pytest.mark.django_db
FAMILY = "12 Far Street, Southmere"


@pytest.fixture
def south(make_actor):
    return make_actor("duty_inspector", agency="Southmere Police")


@pytest.fixture
def north(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def child(make_child, make_actor, south, noon):
    """A girl in care whose family lives in the neighbouring force."""
    made, coordinator = make_child(), make_actor("missing_coordinator")
    with entered(actor=coordinator, at=noon):
        people.add_address(
            child=made, kind="family", line=FAMILY, force=south.agency_id, by=coordinator, at=noon
        )
    return made


@pytest.fixture
def missing(child, take_report):
    return take_report(child=child)


def across(actor, at, reference):
    with entered(actor=actor, at=at):
        return Task.objects.get(episode__reference=reference, kind="cross_force_task")


def test_the_neighbouring_force_is_asked_at_once_with_fifteen_minutes_to_acknowledge(
    missing, south, noon
):
    task = across(south, noon, missing)
    assert (task.assigned_agency_id, task.to_role) == (south.agency_id, "duty_inspector")
    assert task.due_at == noon + timedelta(minutes=15)
    assert FAMILY not in task.detail
    with entered(actor=south, at=noon):
        told = Message.objects.get(kind="cross_force_task", to_agency=south.agency_id)
        assert missing in told.text
        assert "Sampleton" not in told.text
    page = across_page(actor=south, at=noon, task_id=task.pk)
    assert (page.name, page.holder) == ("Testa Sampleton", "Northmoor Police")
    assert FAMILY in {one.line for one in page.addresses}


def test_the_acknowledgement_and_the_answer_flow_back_to_the_holder(missing, south, north, noon):
    task, soon = across(south, noon, missing), noon + timedelta(minutes=5)
    accept_task(actor=south, task_id=task.pk, at=soon)
    assert across(south, noon, missing).due_at == soon + timedelta(hours=1)
    shown = episode_page(actor=north, at=soon, reference=missing)
    theirs = next(one for one in shown.tasks if one.kind == "cross_force_task")
    assert (theirs.accepted_at, theirs.agency) == (soon, "Southmere Police")
    later = noon + timedelta(minutes=40)
    answer_across_border(
        actor=south, task_id=task.pk, outcome="seen_lately", words="The aunt saw her at ten.",
        at=later,
    )  # fmt: skip
    with entered(actor=north, at=later):
        said = LogEntry.objects.get(kind="border.answered")
        assert "The aunt saw her at ten." in said.words
        assert said.owner_agency_id == south.agency_id
        told = Message.objects.filter(to_agency=north.agency_id, kind="cross_force_task")
        assert {(one.to_role, one.loudness) for one in told} == {
            ("supervisor", "digest"), ("supervisor", "list"),
        }  # fmt: skip
    shown = episode_page(actor=north, at=later, reference=missing)
    assert any("The aunt saw her" in one.words for one in shown.log)
    with pytest.raises(NotOutstanding):
        answer_across_border(
            actor=south, task_id=task.pk, outcome="nobody_in", words="Again.", at=later
        )


def test_silence_tells_both_forces_and_an_acknowledgement_moves_the_clock(
    missing, south, north, noon
):
    fire(at=noon + timedelta(minutes=16))
    with entered(actor=north, at=noon):
        assert Message.objects.filter(kind="task_due", to_agency=north.agency_id).exists()
    with entered(actor=south, at=noon):
        late = Message.objects.filter(kind="task_due", to_agency=south.agency_id)
        assert {one.to_role for one in late} == {"superintendent"}
    task = across(south, noon, missing)
    accept_task(actor=south, task_id=task.pk, at=noon + timedelta(minutes=20))
    fire(at=noon + timedelta(minutes=79))
    with entered(actor=south, at=noon):
        assert LogEntry.objects.filter(kind="alarm.task_due", detail__task=task.title).count() == 1
    fire(at=noon + timedelta(minutes=81))
    with entered(actor=south, at=noon):
        assert LogEntry.objects.filter(kind="alarm.task_due", detail__task=task.title).count() == 2


def test_an_answer_is_an_acknowledgement_too_and_needs_its_words(missing, south, noon):
    task = across(south, noon, missing)
    given = {"actor": south, "task_id": task.pk, "at": noon}
    with pytest.raises(NotInList):
        answer_across_border(outcome="perhaps", words="x", **given)
    with pytest.raises(NeedsWords):
        answer_across_border(outcome="nobody_in", words=" ", **given)
    with pytest.raises(HasItsOwnForm):
        settle_task(result="Done.", **given)
    answer_across_border(outcome="not_looked", words="No car until two.", **given)
    task = across(south, noon, missing)
    assert (task.accepted_at, task.state, task.not_done_code) == (noon, "not_done", "lawful_reason")


def test_a_plan_of_another_force_asks_it_too_and_an_address_learnt_later_asks_then(
    make_child, make_actor, south, north, take_report, noon
):
    child, coordinator = make_child(), make_actor("missing_coordinator", agency="Southmere Police")
    with entered(actor=north, at=noon):
        people.relate_to_child(child_id=child.pk, agency=south.agency_id, kind="shared", at=noon)
    with entered(actor=coordinator, at=noon):
        agree_plan(
            child=child_for(coordinator, child_id=child.pk), level="high", category="missing",
            by=coordinator, at=noon, review_on=(noon + timedelta(days=9)).date(),
        )  # fmt: skip
    reference = take_report(child=child)
    assert "trigger plan" in across(south, noon, reference).detail
    west = make_actor("duty_inspector", agency="Westmere Police")
    with entered(actor=north, at=noon):
        people.add_address(
            child=child, kind="family", line="3 West Lane", force=west.agency_id, by=north, at=noon
        )
    answer_question(
        actor=north, reference=reference, fact="contactable", value=False, at=noon,
        said_by="the aunt", source_kind="carer",
    )  # fmt: skip
    with entered(actor=north, at=noon):
        tasks = Task.objects.filter(episode__reference=reference, kind="cross_force_task")
        assert {one.assigned_agency_id for one in tasks} == {south.agency_id, west.agency_id}


def test_only_the_force_that_was_asked_answers(missing, south, north, make_actor, noon):
    task = across(south, noon, missing)
    given = {"task_id": task.pk, "outcome": "nobody_in", "words": "x", "at": noon}
    with pytest.raises(NotForYou):
        answer_across_border(actor=north, **given)
    stranger = make_actor("duty_inspector", agency="Elsewhere Police")
    for attempt in (
        lambda: answer_across_border(actor=stranger, **given),
        lambda: across_page(actor=stranger, at=noon, task_id=task.pk),
        lambda: across_page(actor=north, at=noon, task_id=task.pk),
    ):
        with pytest.raises(NotVisible):
            attempt()
    with pytest.raises(NotPermitted):
        answer_across_border(actor=make_actor("social_worker"), **given)
    with entered(actor=north, at=noon):
        episode = Episode.objects.get(reference=missing)
        other = Task.objects.filter(episode=episode, assigned_agency=north.agency_id).first()
    with pytest.raises(NotAcross):
        answer_across_border(actor=north, **{**given, "task_id": other.pk})


# --- asked once a place, not once a force -------------------------------------------


def asked_of(south, noon, reference):
    with entered(actor=south, at=noon):
        found = Task.objects.filter(episode__reference=reference, kind="cross_force_task")
        return sorted(task.detail for task in found)


def test_another_address_there_is_another_task_and_the_same_one_is_not(
    missing, child, south, make_actor, noon
):
    coordinator, later = make_actor("missing_coordinator"), noon + timedelta(hours=2)
    assert asked_of(south, noon, missing) == ["In your area: an address (family)."]
    update_child_details(
        actor=coordinator, child_id=child.pk, at=later,
        details=Details(address="9 Other Lane", address_kind="frequents",
                        address_force=south.agency_id, source="made up"),
    )  # fmt: skip
    details = asked_of(south, noon, missing)
    assert len(details) == 2
    assert not any("Other Lane" in one for one in details)
    update_child_details(
        actor=coordinator, child_id=child.pk, at=later + timedelta(hours=1),
        details=Details(description="red hair"),
    )  # fmt: skip
    assert asked_of(south, noon, missing) == details


def test_a_relative_in_another_force_is_a_reason_to_ask_it(take_report, make_child, make_actor,
                                                           south, outsider, noon):  # fmt: skip
    child, coordinator = make_child(), make_actor("missing_coordinator")
    reference, later = take_report(child=child), noon + timedelta(minutes=20)
    add_related_person(
        actor=coordinator, child_id=child.pk, name="Paula Sampleton", relation="grandparent",
        at=later, address="3 Made-up Way", address_force=south.agency_id,
    )  # fmt: skip
    (task,) = asked_of(south, later, reference)
    assert "somebody around the child" in task
    assert "Paula" not in task
    assert "Made-up Way" not in task
    assert across(south, later, reference).due_at == noon + timedelta(minutes=35)
    assert asked_of(outsider, later, reference) == []


@pytest.mark.parametrize("role", ["call_handler", "duty_inspector"])
def test_whoever_owns_the_episode_reads_the_answer_whatever_their_role(
    missing, south, make_actor, noon, role
):
    owner = make_actor(role)
    take_ownership(actor=owner, reference=missing, at=noon)
    task = across(south, noon, missing)
    answer_across_border(
        actor=south, task_id=task.pk, outcome="not_there", words="Seen inside.", at=noon
    )
    read = notices_to_me(actor=owner, at=noon)
    assert any("the other force answered" in one.text for one in read)

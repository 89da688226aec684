"""Partners see exactly the children with a reason, and what they write is found under their name."""

from datetime import timedelta

import pytest

from tests.journeys.sharing_cast import HOUR, member_of, sees, share
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import Look
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.partners import our_children, partners_said, your_queue
from whereabouts.insight.lookups.sharing import sharing_page
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.ask_enquiry import ask_enquiry
from whereabouts.journeys.grade_for_agency import grade_for_agency
from whereabouts.journeys.tell_partners import NothingSaid, tell_what_we_know
from whereabouts.practice.partners.models import Grading
from whereabouts.practice.sharing.models import Entry
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.people import actions as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(make_actor):
    return make_actor("missing_coordinator")


@pytest.fixture
def school(make_agency, noon):
    return member_of(make_agency, noon, "Hillside School", "education", "partner_worker")


@pytest.fixture
def child(make_child):
    return make_child()


@pytest.fixture
def related(coordinator, noon):
    """Return a giver of a reason to see a child."""

    def give(child, actor, kind="shared", **more):
        with entered(actor=coordinator, at=noon):
            people.relate_to_child(
                child_id=child.pk, agency=actor.agency_id, kind=kind, at=noon, **more
            )

    return give


def tell(actor, child, at, words="She was in class at nine.", **more):
    return tell_what_we_know(
        actor=actor, child_id=child.pk, kind="knows", words=words, at=at, **more
    )


def test_an_agency_sees_exactly_the_children_with_a_reason(
    coordinator, school, make_child, related, noon
):
    ours, ended, never = make_child(), make_child("Sam Placeholder"), make_child("Alex Invented")
    related(ours, school, kind="allocated")
    related(ours, school, kind="shared", until_at=noon + HOUR)
    related(ended, school, until_at=noon + HOUR)
    assert {one.child_id for one in our_children(actor=school, at=noon).lines} == {
        ours.pk, ended.pk,
    }  # fmt: skip
    later = our_children(actor=school, at=noon + HOUR)
    (line,) = later.lines
    assert (line.child_id, line.name, line.reasons, line.until_at) == (
        ours.pk, "Testa Sampleton", ("Has a task for the child",), None,
    )  # fmt: skip
    assert later.counts == (("allocated", 1),)
    assert not sees(school, never, at=noon)


@pytest.mark.parametrize("kind", ["responsible", "host", "caring", "allocated", "shared"])
def test_each_reason_is_named_and_can_be_chosen(make_agency, child, related, noon, kind):
    council = member_of(make_agency, noon, "Elderby Council", "authority", "social_worker")
    related(child, council, kind=kind)
    assert dict(our_children(actor=council, at=noon).counts) == {kind: 1}
    assert len(our_children(actor=council, at=noon, why=kind).lines) == 1
    other = "host" if kind != "host" else "caring"
    assert our_children(actor=council, at=noon, why=other).lines == ()


def test_a_placement_makes_the_responsible_and_the_host_see_the_child_and_no_third(
    coordinator, make_agency, child, noon
):
    placing = member_of(make_agency, noon, "Elderby Council", "authority", "social_worker")
    host = member_of(make_agency, noon, "Farmere Council", "authority", "social_worker")
    third = member_of(make_agency, noon, "Thirdby Council", "authority", "social_worker")
    add_placement(
        actor=coordinator, child_id=child.pk, living_at="childrens_home", at=noon,
        started_on=noon.date(), looked_after=True, responsible_authority=placing.agency_id,
        host_authority=host.agency_id, place="Made-up House",
    )  # fmt: skip
    seen = {
        name: [one.reasons for one in our_children(actor=who, at=noon).lines]
        for name, who in (("placing", placing), ("host", host), ("third", third))
    }
    assert seen == {
        "placing": [("Responsible authority",)], "host": [("Host authority or force",)],
        "third": [],
    }  # fmt: skip


def test_a_missing_child_comes_first_and_the_list_is_a_look(
    school, coordinator, take_report, make_child, related, noon
):
    quiet = make_child("Abby Sample")
    related(quiet, school)
    missing = make_child("Zoe Sample")
    reference = take_report(child=missing)
    related(missing, school)
    found = our_children(actor=school, at=noon)
    assert [(one.name, one.reference) for one in found.lines] == [
        ("Zoe Sample", reference), ("Abby Sample", ""),
    ]  # fmt: skip
    with entered(actor=school, at=noon):
        assert set(Look.objects.get(page="our children").subjects) == {quiet.pk, missing.pk}


def test_the_queue_holds_what_was_asked_of_the_agency_overdue_first(
    school, coordinator, child, take_report, related, noon
):
    reference = take_report(child=child)
    related(child, school)
    for title, hours in (("Ask the form tutor", 5), ("Ask the school nurse", 1)):
        ask_enquiry(
            actor=coordinator, reference=reference, title=title, to_role="partner_worker",
            due_at=noon + hours * HOUR, at=noon, to_agency=school.agency_id,
        )  # fmt: skip
    found = your_queue(actor=school, at=noon + 2 * HOUR)
    assert [(one.words, one.overdue, one.page) for one in found.lines] == [
        ("Ask the school nurse", True, "task"), ("Ask the form tutor", False, "task"),
    ]  # fmt: skip
    assert found.overdue == 1


def test_the_queue_of_another_agency_holds_nothing_of_it(
    outsider, make_agency, coordinator, child, school, take_report, related, noon
):
    reference = take_report(child=child)
    related(child, school)
    ask_enquiry(
        actor=coordinator, reference=reference, title="Ask", to_role="partner_worker",
        due_at=noon + HOUR, at=noon, to_agency=school.agency_id,
    )  # fmt: skip
    clinic = member_of(make_agency, noon, "Brook Clinic", "health", "partner_worker")
    for who in (outsider, clinic):
        assert your_queue(actor=who, at=noon).lines == ()
        assert our_children(actor=who, at=noon).lines == ()


def test_what_a_partner_tells_stands_in_the_episode_and_the_control_room_hears(
    school, make_actor, child, take_report, related, look, noon
):
    reference = take_report(child=child)
    related(child, school)
    tell(school, child, noon, said_by="her form tutor", happened_at=noon - HOUR)
    handler = make_actor("call_handler")
    episode = look(handler, reference)
    with entered(actor=handler, at=noon):
        note = LogEntry.objects.get(episode=episode, words="She was in class at nine.")
        assert (note.owner_agency_id, note.happened_at) == (school.agency_id, noon - HOUR)
    with entered(actor=make_actor("supervisor"), at=noon):
        (told,) = Message.objects.filter(kind="partner_told")
    assert (told.to_role, told.subject) == ("supervisor", f"episode:{episode.pk}")
    assert "class" not in told.text


def test_the_control_room_finds_what_partners_told_by_a_word_and_by_who(
    school, make_actor, child, related, coordinator, noon
):
    related(child, school)
    tell(school, child, noon)
    tell(coordinator, child, noon, words="We note the class.")
    handler = make_actor("call_handler")
    (line,) = partners_said(actor=handler, at=noon, words="CLASS")
    assert (line.agency, line.by, line.name) == (
        "Hillside School", "Robin Hillside School", "Testa Sampleton",
    )  # fmt: skip
    assert partners_said(actor=handler, at=noon, words="swimming") == []
    assert len(partners_said(actor=handler, at=noon, agency_kind="education")) == 1
    assert partners_said(actor=handler, at=noon, agency_kind="health") == []


def test_without_an_episode_whoever_keeps_the_record_is_told(
    school, coordinator, child, related, noon
):
    related(child, school)
    tell(school, child, noon)
    with entered(actor=coordinator, at=noon):
        (told,) = Message.objects.filter(kind="partner_told")
    assert (told.to_role, told.subject) == ("missing_coordinator", f"child:{child.pk}")
    tell(coordinator, child, noon)  # nobody is told what they wrote
    with entered(actor=coordinator, at=noon):
        assert Message.objects.filter(kind="partner_told").count() == 1


def test_each_agencys_grading_stands_beside_the_others_and_moves_no_grade(
    school, coordinator, make_actor, child, take_report, related, look, noon
):
    reference = take_report(child=child)
    worker = make_actor("social_worker")
    for who in (school, worker):
        related(child, who)
    later = noon + timedelta(minutes=5)
    for who, level, because, at in (
        (school, "low", "Settled.", noon),
        (school, "high", "A car.", later),
        (worker, "low", "An aunt.", later),
    ):
        grade_for_agency(
            actor=who, child_id=child.pk, level=level, tool="own_judgement", because=because, at=at
        )
    shown = sharing_page(actor=coordinator, at=later, child_id=child.pk).gradings
    assert [(one.agency, one.level, one.decides) for one in shown.gradings] == [
        ("Northmoor Police", "medium", True), ("Aldermere Council", "low", False),
        ("Hillside School", "high", False),
    ]  # fmt: skip
    assert shown.differ
    assert shown.lower_than_a_partner
    assert look(coordinator, reference).level == "medium"
    with entered(actor=coordinator, at=later):
        assert Grading.objects.count() == 3  # added, never changed
        told = Message.objects.filter(kind__in=["partner_told", "partner_grades_higher"])
        assert sorted(told.values_list("kind", "to_role")) == [
            ("partner_grades_higher", "supervisor"),
            ("partner_told", "supervisor"), ("partner_told", "supervisor"),
        ]  # fmt: skip


def test_a_grading_of_a_child_who_is_not_missing_reaches_whoever_keeps_the_record(
    school, coordinator, child, related, noon
):
    related(child, school)
    grade_for_agency(
        actor=school, child_id=child.pk, level="high", tool="school", because="A car.", at=noon
    )
    with entered(actor=coordinator, at=noon):
        (told,) = Message.objects.filter(kind="partner_told")
    assert (told.to_role, told.subject) == ("missing_coordinator", f"child:{child.pk}")


@pytest.mark.parametrize(
    ("more", "field"),
    [({"kind": "rumour"}, "kind"), ({"words": " "}, "words"), ({"happened_at": 1}, "happened_at")],
)
def test_what_is_told_has_a_kind_words_and_a_time_that_has_passed(
    coordinator, child, noon, more, field
):
    if "happened_at" in more:
        more = {"happened_at": noon + HOUR}
    with pytest.raises(NothingSaid) as refused:
        tell_what_we_know(
            actor=coordinator,
            child_id=child.pk,
            at=noon,
            **{"kind": "knows", "words": "Something.", **more},
        )
    assert refused.value.field == field


def test_nobody_without_a_reason_tells_or_reads(
    outsider, make_actor, coordinator, school, child, related, noon
):
    related(child, school)
    tell(school, child, noon)
    stranger = make_actor("call_handler", agency="Eastmoor Police")
    for who in (outsider, stranger):
        for act in (
            lambda who: tell(who, child, noon),
            lambda who: grade_for_agency(
                actor=who, child_id=child.pk, level="low", tool="school", because="x", at=noon
            ),
            lambda who: sharing_page(actor=who, at=noon, child_id=child.pk),
        ):
            with pytest.raises(NotVisible):
                act(who)
        assert partners_said(actor=who, at=noon) == []
        with entered(actor=who, at=noon):
            assert Entry.objects.count() == 0
    for role in ("information_governance", "professional_standards", "board_member"):
        with pytest.raises(NotPermitted):
            tell(make_actor(role, agency="Northmoor Police"), child, noon)


def test_what_an_agency_told_stays_readable_to_it_and_nothing_else_after_its_reason_ends(
    coordinator, school, child, noon
):
    share(coordinator, child, school, at=noon)
    tell(school, child, noon)
    tell(coordinator, child, noon, words="Ours alone.")
    after = noon + 48 * HOUR
    with entered(actor=school, at=after):
        assert list(Entry.objects.values_list("words", flat=True)) == ["She was in class at nine."]
        assert Episode.objects.count() == 0
    with pytest.raises(NotVisible):
        tell(school, child, after)

"""V14: the inspector listened, pulled it together, and moved the boy to safety."""

from datetime import timedelta

import pytest

from tests.journeys.returning_cast import ANSWERS, Night
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys import clock
from whereabouts.journeys.add_placement import add_placement
from whereabouts.journeys.close_follow_up import FollowUpOpen
from whereabouts.journeys.decide_destination import SafetyQuestionsOpen, decide_destination
from whereabouts.journeys.propose_destination import propose_destination
from whereabouts.journeys.use_police_protection import (
    NotInList,
    end_police_protection,
    record_protection_step,
    use_police_protection,
)
from whereabouts.practice.return_home.models import Protection, Return
from whereabouts.practice.return_home.vocabulary import PROTECTION_STEPS

pytestmark = pytest.mark.django_db


@pytest.fixture
def night(make_actor, make_agency, noon, make_child):
    """Return the night of the fourth report within a fortnight of a placement's start."""
    child = make_child("Testo Sampleton", "12 March 2014")
    night = Night(
        make_actor=make_actor, make_agency=make_agency, noon=noon, child=child.pk, names="",
        born_text="", relation="home_worker", living_at="childrens_home",
    )  # fmt: skip
    add_placement(
        actor=night.missing_coordinator, child_id=child.pk, living_at="childrens_home",
        started_on=(noon - timedelta(days=3)).date(), looked_after=True, at=noon,
        home=night.home_worker.agency_id, responsible_authority=night.authority.pk,
        host_authority=night.authority.pk,
    )  # fmt: skip
    for _ in range(3):
        night.report()
        night.found(already_there=True)
        night.at += timedelta(days=1)
    return night.report()


def protect(night, **more):
    at = night.later()
    return use_police_protection(
        actor=night.duty_inspector, reference=night.reference, started_at=at, at=at,
        grounds="He would go back to whoever hurts him.", place="An emergency foster home",
        designated_officer="Inspector Examplewright", **more,
    )  # fmt: skip


def test_v14_three_before_this_in_a_fortnight_ask_for_a_review_of_the_placement(night):
    (review,) = night.tasks("placement_review")
    assert review.assigned_agency_id == night.authority.pk


def test_v14_the_third_in_a_fortnight_of_a_placement_s_start_is_enough_and_later_it_is_not(
    make_actor, make_agency, noon, make_child
):
    for days, name in ((3, "Testo Sampleton"), (15, "Sampo Testerton")):
        child = make_child(name, "12 March 2014")
        again = Night(
            make_actor=make_actor, make_agency=make_agency, noon=noon, child=child.pk, names="",
            born_text="", relation="home_worker", living_at="childrens_home",
        )  # fmt: skip
        add_placement(
            actor=again.missing_coordinator, child_id=child.pk, living_at="childrens_home",
            started_on=(noon - timedelta(days=days)).date(), looked_after=True, at=noon,
            home=again.home_worker.agency_id, responsible_authority=again.authority.pk,
            host_authority=again.authority.pk,
        )  # fmt: skip
        for number in range(2):
            again.report(idempotency_key=f"{name}-{number}")
            assert again.tasks("placement_review") == []
            again.found(already_there=True)
        again.report(idempotency_key=f"{name}-third")
        asked = [one.assigned_agency_id for one in again.tasks("placement_review")]
        assert asked == ([again.authority.pk] if days <= 14 else [])


def test_v14_nobody_decides_before_the_boy_was_asked_where_he_wants_to_be(night):
    night.found()
    propose_destination(
        actor=night.response_officer, reference=night.reference, kind="emergency",
        destination="Emergency carers", at=night.later(),
        answers={key: words for key, words in ANSWERS.items() if key != "child_view"},
    )  # fmt: skip
    given = {"actor": night.duty_inspector, "reference": night.reference, "agreed": True}
    with pytest.raises(SafetyQuestionsOpen) as refused:
        decide_destination(because="Safer there.", at=night.later(), **given)
    assert refused.value.questions == ("child_view",)


def test_v14_police_protection_counts_down_tells_both_authorities_and_wants_his_wishes(
    night, make_agency
):
    night.found()
    elsewhere = make_agency("Elderby Council", "authority")
    began = night.at
    ends_at = protect(night, found_in=elsewhere.pk)
    assert ends_at - began - timedelta(minutes=5) == timedelta(hours=72)
    with night.inside():
        told = set(
            Message.objects.filter(kind="police_protection").values_list("to_agency", "to_role")
        )
    wanted = {
        (agency.pk, role)
        for agency in (night.authority, elsewhere)
        for role in ("social_worker", "out_of_hours_worker")
    }
    assert told == wanted
    clock.fire(at=ends_at - timedelta(hours=1))
    with night.inside():
        assert Message.objects.filter(kind="protection_ending").exists()
    at = night.later()
    for step, _ in PROTECTION_STEPS:
        if step != "wishes":
            record_protection_step(
                actor=night.duty_inspector, reference=night.reference, step=step, words="Told.",
                done_at=at, at=at,
            )  # fmt: skip
    end_police_protection(
        actor=night.duty_inspector, reference=night.reference, ended_at=at,
        outcome="accommodated", at=at,
    )  # fmt: skip
    night.back()
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    assert "police_protection_workflow" in {one.kind for one in refused.value.left}


def test_v14_the_whole_of_it_runs_without_anybody_passing_a_bar(night):
    night.found()
    protect(night, found_in=night.authority.pk)
    propose_destination(
        actor=night.response_officer, reference=night.reference, kind="emergency",
        destination="Emergency carers", at=night.later(), said_by="the boy",
        answers={**ANSWERS, "child_view": "Anywhere but there."},
    )  # fmt: skip
    decide_destination(
        actor=night.duty_inspector, reference=night.reference, agreed=True,
        because="He said where he is safe.", told_child="Why, for how long, and who comes.",
        at=night.later(),
    )  # fmt: skip
    with night.inside():
        kept = Return.objects.get(episode__reference=night.reference)
        assert kept.safety["child_view"]["words"] == "Anywhere but there."
        assert kept.decided_by_id == night.duty_inspector.member_id
        assert Protection.objects.get().place == "An emergency foster home"


def test_v14_an_authority_that_is_none_is_refused_by_name(night):
    night.found()
    with pytest.raises(NotInList):
        protect(night, found_in=night.force.pk)

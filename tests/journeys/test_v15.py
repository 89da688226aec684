"""V15: running from his mother's violence, he is not taken back; the aunt, and a joint interview."""

import pytest

from tests.journeys.returning_cast import ANSWERS, Night
from whereabouts.journeys.close_follow_up import FollowUpOpen
from whereabouts.journeys.decide_destination import HomeRefused, decide_destination
from whereabouts.journeys.propose_destination import propose_destination
from whereabouts.journeys.record_disposition import record_disposition
from whereabouts.journeys.set_may_be_told import set_may_be_told
from whereabouts.practice.return_home.models import Return
from whereabouts.practice.return_home.vocabulary import DANGER
from whereabouts.records.people.actions import add_related_person

pytestmark = pytest.mark.django_db
RUNNING = {**ANSWERS, DANGER: "yes", "why_left": "His mother hits him.",
           "child_view": "With my aunt."}  # fmt: skip


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return the night of a boy whom his aunt reports, found and very distressed."""
    night = Night(
        make_actor=make_actor, make_agency=make_agency, noon=noon, names="Testo Sampleton",
        born_text="12 March 2014", reporter_name="Aunt Sampleton", relation="aunt_or_uncle",
        facts={"violence_at_home": True, "whereabouts_known": False},
    )  # fmt: skip
    night.report()
    night.found(condition="Very upset.", needs=("food",))
    return night


def propose(night, kind, where, **more):
    propose_destination(
        actor=night.response_officer, reference=night.reference, kind=kind, destination=where,
        answers=RUNNING, said_by="the boy", at=night.later(), **more,
    )  # fmt: skip


def decide(night, by, **more):
    decide_destination(
        actor=by, reference=night.reference, agreed=True, because="Decided.", at=night.later(),
        **more,
    )  # fmt: skip


def test_v15_home_is_refused_without_a_safeguarding_decision_and_the_crime_is_recorded(night):
    propose(night, "home", "Home")
    for by in (night.duty_inspector, night.social_worker):
        with pytest.raises(HomeRefused) as refused:
            decide(night, by)
        assert "violence" in refused.value.because
    with night.inside():
        assert Return.objects.get().destination_state == "proposed"
    assert {"crime_record", "strategy_discussion"} <= night.kinds("open")


def test_v15_with_the_aunt_who_may_be_told_he_goes_and_the_crime_stays_to_be_decided(night):
    with night.inside():
        aunt = add_related_person(
            child=night.episode().child, by=night.duty_inspector, at=night.at,
            name="Aunt Sampleton", relation="aunt_or_uncle",
        )  # fmt: skip
    set_may_be_told(
        actor=night.duty_inspector, child_id=night.episode().child_id, person_id=aunt.pk,
        told="all", because="Spoken with; the boy trusts her.", at=night.at,
    )  # fmt: skip
    propose(night, "relative", "The aunt's", person=aunt.pk)
    with pytest.raises(HomeRefused):
        decide(night, night.duty_inspector)
    decide(
        night, night.social_worker, safeguarding="Seen at home tonight; the boy is glad to go.",
        told_child="You stay with your aunt. Somebody comes tomorrow.",
    )  # fmt: skip
    night.back(where_now="The aunt's")
    night.prevention(
        harms={"hurt": "disclosed", "at_home": "disclosed", "sexual": "denied", "held": "denied"},
        held_by="PC Example, with Social Worker Sample",
    )  # fmt: skip
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    assert {"crime_record", "strategy_discussion"} <= {one.kind for one in refused.value.left}
    for task in night.tasks("crime_record", "strategy_discussion"):
        record_disposition(
            actor=night.supervisor,
            task_id=task.pk,
            words="Cruelty; 26/000002.",
            at=night.later(),
            enquiries="yes" if task.kind == "strategy_discussion" else "",
        )
    assert "crime_record" not in night.kinds("open", "accepted")


def test_v15_his_mother_is_not_asked_about_it_on_the_doorstep(night):
    propose(night, "home", "Home")
    night.back()
    night.prevention(beside=None, harms={"hurt": "disclosed"})
    assert "carer_asked" not in night.kinds("open")

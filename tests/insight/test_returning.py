"""The page of a return shows where the child is on the way, and what may be said to whom."""

import pytest

from tests.journeys.returning_cast import ANSWERS, Night
from whereabouts.foundations.access.gate import relate
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups.returning import return_page, what_may_be_said
from whereabouts.journeys.decide_destination import decide_destination
from whereabouts.journeys.locate_child import AdultSeen
from whereabouts.journeys.propose_destination import propose_destination
from whereabouts.journeys.record_found_dead import record_found_dead
from whereabouts.journeys.use_police_protection import use_police_protection
from whereabouts.practice.return_home.rules import ON_THE_PHONE_NOTHING
from whereabouts.practice.return_home.vocabulary import DANGER
from whereabouts.records.people.actions import add_address, add_related_person, set_may_be_told

pytestmark = pytest.mark.django_db


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night that begins with a report."""
    return Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()


def page(night, role="duty_inspector"):
    return return_page(actor=night.make_actor(role), reference=night.reference, at=night.at)


def said(night, relation="Mother"):
    every = what_may_be_said(
        actor=night.call_handler, reference=night.reference, at=night.at
    )  # fmt: skip
    return next(one for one in every if one.relation == relation)


def cared_for(night, told=None):
    """Return a worker of the home where the child lives, on record with a standing."""
    worker = night.home_worker
    with night.inside():
        child = night.episode().child
        relate(subjects=[child.pk], agency=worker.agency_id, kind="caring", at=night.at)
        person = add_related_person(
            child=child, by=night.duty_inspector, at=night.at, name="Fern House",
            relation="home_worker",
        )  # fmt: skip
        if told:
            set_may_be_told(
                person=person, told=told, because="They care for the child.", senior=True,
                by=night.duty_inspector, at=night.at,
            )  # fmt: skip
    return worker


def test_the_next_step_follows_the_child(night):
    assert page(night).next_step == "locate"
    night.found()
    assert page(night).next_step == "propose"
    propose_destination(
        actor=night.response_officer, reference=night.reference, kind="home", destination="Home",
        answers=ANSWERS, at=night.later(),
    )  # fmt: skip
    assert page(night).next_step == "decide"
    decide_destination(
        actor=night.duty_inspector, reference=night.reference, agreed=True, because="Safe.",
        at=night.later(),
    )  # fmt: skip
    assert page(night).next_step == "back"
    night.back()
    assert page(night).next_step == "see"
    night.seen()
    shown = page(night)
    assert shown.next_step == "follow_up"
    assert shown.left
    night.prevention()
    night.interview()
    night.fed_back()
    night.referral()
    night.stand_down()
    shown = page(night)
    assert (shown.next_step, shown.left) == ("close", ())
    assert shown.referrals == ("Sent to Aldermere Council: accepted",)
    assert all(one.confirmed_by for one in shown.systems)
    night.close()
    assert page(night).next_step == "nothing"


def test_the_questions_stand_beside_what_the_records_hold(night):
    night.authority.out_of_hours_phone = "01632 960999"
    night.authority.save()
    with night.inside():
        add_address(
            child=night.episode().child, by=night.duty_inspector, at=night.at, line="1 Made-up Lane",
            risk_history="Two calls about a quarrel.",
        )  # fmt: skip
    night.found(adults=(AdultSeen(name="Alex Sample"),))
    propose_destination(
        actor=night.response_officer, reference=night.reference, kind="home", destination="Home",
        answers={"child_view": "With my aunt.", DANGER: "yes"}, at=night.later(),
    )  # fmt: skip
    shown = page(night)
    assert shown.danger == "yes"
    assert "why_left" in shown.open_questions
    assert shown.bars
    assert {one.what for one in shown.risks} == {"1 Made-up Lane", "Alex Sample"}
    assert shown.contacts[0].phone == "01632 960999"
    assert [one.relation for one in shown.around] == ["Mother"]


def test_a_home_is_shown_neither_the_place_nor_what_the_child_said(night):
    cared_for(night)
    night.found(found_place="the made-up quay", where_now="the made-up station")
    propose_destination(
        actor=night.response_officer, reference=night.reference, kind="relative",
        destination="the aunt's", answers={"why_left": "I am afraid there."}, at=night.later(),
    )  # fmt: skip
    night.prevention(harms={"held": "disclosed"})
    shown = repr(page(night, "home_worker"))
    for secret in ("quay", "station", "aunt's", "afraid", "crime_record", "not free", "Said yes"):
        assert secret not in shown
    assert page(night, "home_worker").account.place_hidden is True


def test_a_home_that_may_be_told_all_or_wrote_it_down_itself_is_shown_the_place(night):
    worker = cared_for(night, told="all")
    night.found(found_place="the made-up quay")
    assert page(night, "home_worker").account.found_place == "the made-up quay"
    assert worker.agency_kind == "home"


def test_what_the_home_recorded_itself_it_may_read(night):
    from whereabouts.journeys.record_back import record_back

    worker = cared_for(night)
    at = night.later()
    record_back(actor=worker, reference=night.reference, back_at=at, where_now="Fern House", at=at)
    assert page(night, "home_worker").account.where_now == "Fern House"


def test_police_protection_is_shown_with_every_step(night):
    night.found()
    use_police_protection(
        actor=night.response_officer, reference=night.reference, started_at=night.at,
        grounds="Significant harm was likely.", designated_officer="Inspector Example", at=night.at,
    )  # fmt: skip
    shown = page(night).protection
    assert len(shown.steps) == 6
    assert [one.key for one in shown.steps if one.done] == ["designated_officer"]


def test_by_default_a_relative_is_told_that_the_child_is_safe_never_where(night):
    assert "working on it" in said(night).say
    night.found(found_place="the made-up quay")
    assert said(night).say == "The child is safe. I cannot say more on the phone."


@pytest.mark.parametrize("told", ["nothing", "safe", "plan", "all"])
def test_no_sentence_says_more_than_the_standing_allows(night, told):
    night.found(found_place="the made-up quay")
    with night.inside():
        person = night.episode().child.related_people.get()
        set_may_be_told(
            person=person, told=told, because="Decided.", by=night.duty_inspector, at=night.at,
            senior=True,
        )  # fmt: skip
    sentence = said(night).say
    assert "quay" not in sentence
    assert ("safe" in sentence) == (told != "nothing")
    assert ("where" in sentence) == (told == "all")


def test_a_reporter_who_is_nobody_of_ours_is_told_that_the_child_is_safe(
    make_actor, make_agency, noon
):
    night = Night(
        make_actor=make_actor, make_agency=make_agency, noon=noon, relation="public"
    ).report()
    night.found()
    every = what_may_be_said(actor=night.call_handler, reference=night.reference, at=night.at)
    assert [one.say for one in every] == ["The child is safe. I cannot say more on the phone."]


def test_under_a_concern_whoever_reported_is_told_nothing(make_actor, make_agency, noon):
    night = Night(
        make_actor=make_actor, make_agency=make_agency, noon=noon, relation="public",
        facts={"violence_at_home": True},
    ).report()  # fmt: skip
    night.found()
    every = what_may_be_said(actor=night.call_handler, reference=night.reference, at=night.at)
    assert [one.say for one in every] == [ON_THE_PHONE_NOTHING]


def test_after_a_death_everybody_is_told_the_same(night):
    record_found_dead(
        actor=night.duty_inspector, reference=night.reference, found_at=night.at,
        officer=night.supervisor.member_id, at=night.at,
    )  # fmt: skip
    assert said(night).say == ON_THE_PHONE_NOTHING
    assert page(night).officers


def test_a_look_at_a_return_is_recorded_and_the_outsider_sees_nothing(night, outsider):
    night.found(found_place="the made-up quay")
    page(night)
    with night.inside():
        look = Look.objects.get(page="return")
        assert look.subjects == [night.episode().child_id]
    for looked in (return_page, what_may_be_said):
        with pytest.raises(NotVisible):
            looked(actor=outsider, reference=night.reference, at=night.at)

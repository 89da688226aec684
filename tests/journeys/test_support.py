"""Help that lasts: long-term plans, the directory, offers, panels, and a plan that does not help."""

from datetime import timedelta

import pytest

from tests.journeys.planning_cast import DAY, Team
from tests.journeys.returning_cast import Night
from tests.journeys.test_returning import follow_up
from whereabouts.engines.repeats import patterns_in_force
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.insight.lookups.support import support_page
from whereabouts.journeys.answer_senior_review import (
    AlreadyAnswered,
    NotTheLead,
    ReasonMissing,
    answer_senior_review,
)
from whereabouts.journeys.attend import say_child_seen
from whereabouts.journeys.clock import fire
from whereabouts.journeys.close_follow_up import FollowUpOpen
from whereabouts.journeys.contact_child import AtContact, Talked, contact_child
from whereabouts.journeys.decide_panel import AlreadyDecided, DecisionMissing, decide_panel
from whereabouts.journeys.keep_directory import NothingOffered, list_service, take_service_out
from whereabouts.journeys.keep_support_plan import (
    AlreadyDone,
    DayGoneBy,
    NewAction,
    PlanSays,
    PlanStands,
    ResultMissing,
    act_in_support_plan,
    change_support_plan,
    end_support_plan,
    settle_support_action,
    start_support_plan,
)
from whereabouts.journeys.locate_child import AdultSeen, Found, locate_child
from whereabouts.journeys.offer_support import (
    NamedContactMissing,
    offer_at_contact,
    offer_support,
)
from whereabouts.journeys.propose_destination import answer_safety_questions
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.record_interview import Asked, Beside, NotInList
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.support.models import (
    PanelItem,
    PlanWords,
    SeniorReview,
    SupportOffer,
    SupportPlan,
)
from whereabouts.practice.support.queries import lacks_of, services_for
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.queries import addresses_of

pytestmark = pytest.mark.django_db
SAYS = PlanSays(needs="Somebody of her own.", risks="The man at the arcade.", childs_view="Ask me.")


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child in care."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


def told(actor, at, kind):
    return [one for one in notices_to_me(actor=actor, at=at) if one.kind == kind]


def start(team, at, **more):
    given = {"actor": team.worker, "says": SAYS, "review_on": (at + 90 * DAY).date(), **more}
    return start_support_plan(child_id=team.child_id, at=at, **given)


def act(team, at, **more):
    given = {
        "kind": "support", "what": "A youth worker each week", "who": "Youth worker Sample",
        "due_on": (at + 14 * DAY).date(), **more,
    }  # fmt: skip
    return act_in_support_plan(
        actor=team.worker, child_id=team.child_id, action=NewAction(**given), at=at
    )


def lacks(team, at):
    with entered(actor=team.worker, at=at):
        return lacks_of(plan=SupportPlan.objects.get(ended_at__isnull=True))


# --- the plan ----------------------------------------------------------------------------------


def test_a_plan_is_incomplete_until_somebody_does_something_by_a_day(team, noon):
    start(team, noon)
    assert lacks(team, noon) == ("actions",)
    act(team, noon, kind="meeting", what="A strategy meeting")
    assert lacks(team, noon) == ("only_meeting_or_notice",)
    act(team, noon, who="", due_on=None)
    assert lacks(team, noon) == ("owner", "due")


def test_v19_a_plan_whose_only_action_is_a_notice_shows_as_incomplete(team, noon):
    """V19: an abduction warning notice was served, and then nothing more was done."""
    start(team, noon)
    act(team, noon, kind="notice", what="An abduction warning notice, served")
    assert lacks(team, noon) == ("only_meeting_or_notice",)
    act(team, noon)
    assert lacks(team, noon) == ()


def test_the_words_are_added_and_what_was_said_before_is_kept(team, noon):
    start(team, noon)
    change_support_plan(
        actor=team.worker, child_id=team.child_id, at=noon + DAY,
        says=PlanSays(needs="A school place.", risks="None new.", why_no_view="Away on a visit."),
    )  # fmt: skip
    with entered(actor=team.worker, at=noon):
        kept = list(PlanWords.objects.order_by("written_at").values_list("needs", flat=True))
    assert kept == ["Somebody of her own.", "A school place."]


def test_an_agency_has_one_plan_for_a_child_at_a_time(team, noon):
    start(team, noon)
    with pytest.raises(PlanStands):
        start(team, noon)
    start(team, noon, actor=team.writer)  # another agency's own
    with pytest.raises(ResultMissing):
        end_support_plan(
            actor=team.worker, child_id=team.child_id, ended_as="worked", words=" ", at=noon
        )
    end_support_plan(
        actor=team.worker, child_id=team.child_id, ended_as="worked", words="A year at home.",
        at=noon + DAY,
    )  # fmt: skip
    start(team, noon + DAY)


def test_days_lie_ahead(team, noon):
    with pytest.raises(DayGoneBy):
        start(team, noon, review_on=noon.date())
    start(team, noon)
    with pytest.raises(DayGoneBy):
        act(team, noon, due_on=(noon - DAY).date())


def test_an_action_of_another_agency_is_told_and_late_it_rings_at_both(team, noon):
    start(team, noon)
    action = act(team, noon, agency=team.force.pk, due_on=(noon + 3 * DAY).date())
    assert len(told(team.writer, noon, "support_action")) == 1
    fire(at=noon + 5 * DAY)
    for actor in (team.writer, team.worker):
        assert len(told(actor, noon + 5 * DAY, "support_action_due")) == 1
    with pytest.raises(ResultMissing):
        settle_support_action(actor=team.writer, action_id=action, result=" ", at=noon + 5 * DAY)
    settle_support_action(actor=team.writer, action_id=action, result="Met.", at=noon + 5 * DAY)
    with pytest.raises(AlreadyDone):
        settle_support_action(actor=team.writer, action_id=action, result="x", at=noon + 5 * DAY)


def test_done_in_time_nothing_rings(team, noon):
    start(team, noon)
    action = act(team, noon)
    settle_support_action(actor=team.worker, action_id=action, result="Met twice.", at=noon + DAY)
    fire(at=noon + 30 * DAY)
    assert told(team.worker, noon + 30 * DAY, "support_action_due") == []


def test_the_outsider_sees_and_changes_no_plan(team, outsider, noon):
    start(team, noon)
    action = act(team, noon)
    for wrong in (
        lambda: start(team, noon, actor=outsider),
        lambda: change_support_plan(actor=outsider, child_id=team.child_id, says=SAYS, at=noon),
        lambda: settle_support_action(actor=outsider, action_id=action, result="x", at=noon),
        lambda: end_support_plan(
            actor=outsider, child_id=team.child_id, ended_as="worked", words="x", at=noon
        ),
        lambda: offer_support(
            actor=outsider, child_id=team.child_id, to_whom="child", answer="accepted",
            need="school", at=noon,
        ),
    ):  # fmt: skip
        with pytest.raises(NotVisible):
            wrong()
    with entered(actor=outsider, at=noon):
        assert not SupportPlan.objects.exists()
    with pytest.raises(NotVisible):  # a partner adds actions; the plan's own agency changes it
        change_support_plan(actor=team.writer, child_id=team.child_id, says=SAYS, at=noon)
    with pytest.raises(NotPermitted):
        start(team, noon, actor=team.carer)


# --- thresholds, panels -------------------------------------------------------------------------


def kinds(team, at):
    with entered(actor=team.inspector, at=at):
        return set(Task.objects.values_list("kind", flat=True))


def panels(team, at):
    with entered(actor=team.inspector, at=at):
        return list(PanelItem.objects.order_by("opened_at"))


def again(team, take_report, noon, *days):
    """Let the child be reported on these days before noon, each time back within the hour."""
    from tests.journeys.test_v08 import record_back

    for day in days:
        at = noon - day * DAY
        reference = take_report(child=team.child, at=at)
        record_back(
            actor=team.make_actor("response_officer"), reference=reference,
            back_at=at + timedelta(minutes=50), at=at + timedelta(minutes=50),
        )  # fmt: skip


def test_v23_at_thirteen_the_second_time_in_ninety_days_puts_the_child_before_a_panel(
    team, take_report, noon
):
    """V23: a girl of 13 went missing more than forty times before anybody met about her."""
    _born(team, "1 January 2013", noon)
    again(team, take_report, noon, 80)
    assert panels(team, noon) == []
    take_report(child=team.child)
    (item,) = panels(team, noon)
    assert item.thresholds == ["young_two_in_90_days"]
    assert {"strategy_meeting_request", "support_plan_required"} <= kinds(team, noon)


def test_at_fifteen_it_takes_three(team, take_report, noon):
    _born(team, "1 January 2011", noon)
    again(team, take_report, noon, 80)
    take_report(child=team.child)
    assert panels(team, noon) == []
    assert "support_plan_required" not in kinds(team, noon)


def _born(team, born, noon):
    from whereabouts.journeys.update_child_details import Details, update_child_details
    from whereabouts.records.people.models import ChildBirth

    with entered(actor=team.writer, at=noon):
        ChildBirth.objects.filter(child=team.child).update(believed=False)
    update_child_details(
        actor=team.writer, child_id=team.child_id, at=noon,
        details=Details(born=born, source="made up"),
    )  # fmt: skip


def test_a_child_waits_before_a_panel_once_and_it_ends_in_words(team, take_report, noon):
    again(team, take_report, noon, 50, 40, 30, 20)
    (item,) = panels(team, noon)
    decide = {"actor": team.writer, "item_id": item.pk, "acts": False, "at": noon}
    with pytest.raises(DecisionMissing):
        decide_panel(decision=" ", **decide)
    decide_panel(decision="A plan stands and helps; approved by the chair.", **decide)
    with pytest.raises(AlreadyDecided):
        decide_panel(decision="Again.", **decide)
    take_report(child=team.child)
    states = [one.state for one in panels(team, noon)]
    assert sorted(states) == ["no_action", "open"]


def test_a_panel_that_is_not_held_rings(team, take_report, noon):
    again(team, take_report, noon, 50, 40, 30)
    late = noon + 10 * DAY
    fire(at=late)
    assert told(team.writer, late, "panel_due")
    assert told(team.inspector, late, "panel_due")


def test_a_panel_is_its_agencys_own_to_decide(team, take_report, outsider, noon):
    again(team, take_report, noon, 50, 40, 30)
    (item,) = panels(team, noon)
    for actor in (outsider, team.worker):
        with pytest.raises(NotVisible):
            decide_panel(actor=actor, item_id=item.pk, acts=True, decision="x", at=noon)


def test_starting_a_plan_settles_what_asked_for_one(team, take_report, noon):
    again(team, take_report, noon, 50, 40, 30)
    start(team, noon)
    with entered(actor=team.worker, at=noon):
        states = set(Task.objects.filter(kind="support_plan_required").values_list("state"))
        assert states == {("done",)}
        assert "three_in_90_days" in SupportPlan.objects.get().thresholds
    again(team, take_report, noon + DAY, 0)
    with entered(actor=team.worker, at=noon):
        assert not Task.objects.filter(kind="support_plan_required", state="open").exists()


def test_v16_at_the_threshold_a_plan_that_nobody_starts_is_overdue(team, take_report, noon):
    """V16: numerous episodes, and nobody made a long-term plan."""
    again(team, take_report, noon, 50, 40, 30)
    with entered(actor=team.inspector, at=noon):
        asked = Task.objects.filter(kind="support_plan_required").order_by("due_at").first()
    assert asked.assigned_agency_id == team.council.pk
    fire(at=asked.due_at)
    assert told(
        team.make_actor("out_of_hours_worker", agency=team.council), asked.due_at, "task_due"
    )


# --- asking for help ----------------------------------------------------------------------------


def call(team, take_report, at, relation="mother"):
    return take_report(child=team.child, at=at, relation=relation, reporter_name="Paula")


def owed_facts(team, at):
    """Return for whom an offer is owed to those who asked again: "child", or "" for the family."""
    with entered(actor=team.worker, at=at):
        waiting = Task.objects.filter(kind="help_seeking_offer", state__in=("open", "accepted"))
        return list(waiting.values_list("fact", flat=True))


def test_v17_three_calls_by_the_mother_are_a_request_for_help(team, take_report, noon):
    """V17: a mother called police and social care again and again, and nobody made a plan."""
    for day in (60, 30):
        call(team, take_report, noon - day * DAY)
    assert "help_seeking_offer" not in kinds(team, noon)
    call(team, take_report, noon)
    assert {"help_seeking_offer", "strategy_meeting_request"} <= kinds(team, noon)
    offer = {
        "actor": team.worker, "child_id": team.child_id, "to_whom": "parent", "need": "family",
        "answer": "accepted", "at": noon,
    }  # fmt: skip
    with pytest.raises(NamedContactMissing):
        offer_support(**offer)
    offer_support(named_contact="Support worker Sample, 01632 960009", **offer)
    with entered(actor=team.worker, at=noon):
        kept = SupportOffer.objects.get()
        assert (kept.help_seeking, kept.answer) == (True, "accepted")
        assert set(
            Task.objects.filter(kind="help_seeking_offer").values_list("state", flat=True)
        ) == {"done"}


def test_c03_a_child_who_has_rung_again_and_again_is_owed_an_offer_of_their_own(
    team, take_report, noon
):
    """C03: a girl of 14 had rung 999 several times because of violence at home; nobody came."""
    for day in (60, 30, 0):
        call(team, take_report, noon - day * DAY, relation="the_child")
    assert "help_seeking_offer" in kinds(team, noon)
    given = {"actor": team.worker, "child_id": team.child_id, "answer": "accepted", "at": noon}
    offer_support(to_whom="parent", need="family", named_contact="Sam", **given)
    assert "child" in owed_facts(team, noon)
    with pytest.raises(NamedContactMissing):
        offer_support(to_whom="child", need="violence_at_home", **given)
    offer_support(to_whom="child", need="violence_at_home", named_contact="Sam", **given)
    assert owed_facts(team, noon) == []


def test_an_offer_in_a_conversation_is_kept_and_somebody_by_name_is_still_owed(
    make_actor, make_agency, noon
):
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    with night.inside():
        child = night.episode().child_id
    for number in (1, 2):
        night.report(idempotency_key=f"again-{number}", child=child)
    night.found(already_there=True)
    accepted = AtContact(answer="accepted", words="The family worker.", to_whom="parent")
    asked = Asked(source="parent", answers={"hurt": "denied"}, said_by="Paula Sampleton")
    night.prevention(beside=Beside(carer=asked, carer_support=accepted))
    assert ("prevention", "parent", "accepted") in offers(night)
    with entered(actor=night.social_worker, at=night.at):
        waiting = Task.objects.filter(kind="help_seeking_offer", state="open")
        assert waiting.exists()


def test_an_offer_to_the_child_is_none_to_the_family_that_has_asked(team, take_report, noon):
    for day in (60, 30, 0):
        call(team, take_report, noon - day * DAY)
    offer_support(
        actor=team.worker, child_id=team.child_id, to_whom="child", need="school",
        answer="accepted", at=noon,
    )  # fmt: skip
    assert owed_facts(team, noon) == [""]


def return_now(team, at):
    """Let the child be back an hour after a call."""
    back_at = at + timedelta(hours=1)
    with entered(actor=team.inspector, at=at):
        (reference,) = Episode.objects.filter(state="open").values_list("reference", flat=True)
    record_back(
        actor=team.make_actor("response_officer"), reference=reference, back_at=back_at, at=back_at
    )


def test_b47_each_episode_of_a_family_that_goes_on_asking_owes_an_offer_once(
    team, take_report, noon
):
    for day in (60, 30):
        call(team, take_report, noon - day * DAY)
        return_now(team, noon - day * DAY)
    given = {
        "actor": team.worker, "child_id": team.child_id, "to_whom": "parent", "need": "family",
        "answer": "accepted", "named_contact": "Sam",
    }  # fmt: skip
    call(team, take_report, noon)
    assert owed_facts(team, noon) == [""]
    offer_support(at=noon, **given)
    call(team, take_report, noon + timedelta(hours=1))
    assert owed_facts(team, noon + timedelta(hours=1)) == []
    return_now(team, noon + timedelta(hours=1))
    call(team, take_report, noon + DAY)
    assert owed_facts(team, noon + DAY) == [""]


def test_three_calls_by_three_people_are_not_one_family_asking_again(team, take_report, noon):
    for day, relation in ((2, "mother"), (1, "father"), (0, "foster_carer")):
        call(team, take_report, noon - day * DAY, relation=relation)
    with entered(actor=team.inspector, at=noon):
        asked = Task.objects.filter(kind="help_seeking_offer", because="B47")
        assert not asked.exists()


def test_calls_by_the_public_are_no_family_asking(team, take_report, noon):
    for day in (2, 1, 0):
        call(team, take_report, noon - day * DAY, relation="public")
    assert "help_seeking_offer" not in kinds(team, noon)


def test_an_offer_says_what_it_is_and_an_offer_to_the_child_needs_no_contact(team, noon):
    given = {"actor": team.carer, "child_id": team.child_id, "to_whom": "child", "at": noon}
    with pytest.raises(NothingOffered):
        offer_support(answer="declined", **given)
    offer_support(answer="declined", words="A talk with somebody else.", **given)


def test_an_offer_stands_with_the_episode_that_is_not_followed_up(team, take_report, look, noon):
    given = {
        "actor": team.worker, "child_id": team.child_id, "to_whom": "child", "need": "school",
        "answer": "thinking",
    }  # fmt: skip
    offer_support(at=noon, **given)
    reference = take_report(child=team.child)
    offer_support(at=noon + DAY, **given)
    with entered(actor=team.worker, at=noon):
        kept = [one.episode_id for one in SupportOffer.objects.order_by("offered_at")]
    assert kept == [None, look(team.worker, reference).pk]


# --- the directory ------------------------------------------------------------------------------


def test_the_directory_is_found_by_area_and_need_by_everybody(team, outsider, noon):
    listed = {"actor": team.worker, "at": noon}
    here = list_service(
        name="Lantern Youth", needs=["exploitation"], authority=team.council.pk, **listed
    )
    list_service(name="Helpline Example", needs=["exploitation", "school"], **listed)
    list_service(name="Elsewhere Youth", needs=["school"], authority=outsider.agency_id, **listed)
    with entered(actor=outsider, at=noon):
        names = [one.name for one in services_for(authority=team.council.pk, need="exploitation")]
        assert names == ["Lantern Youth", "Helpline Example"]
        assert [one.name for one in services_for(authority=team.council.pk, need="school")] == [
            "Helpline Example"
        ]
        assert len(services_for(authority=None)) == 3
    with pytest.raises(NotVisible):
        take_service_out(actor=outsider, service_id=here, at=noon)
    take_service_out(actor=team.worker, service_id=here, at=noon)
    with entered(actor=outsider, at=noon):
        assert len(services_for(authority=None)) == 2
    with pytest.raises(NotVisible):  # what is taken out is offered no more
        offer_support(
            actor=team.carer, child_id=team.child_id, to_whom="child", answer="accepted",
            service=here, at=noon,
        )  # fmt: skip


@pytest.mark.parametrize(("name", "needs"), [(" ", ["school"]), ("Lantern", []), ("L", ["magic"])])
def test_a_service_has_a_name_and_a_need(team, noon, name, needs):
    with pytest.raises(NothingOffered):
        list_service(actor=team.worker, name=name, needs=needs, at=noon)


# --- no improvement -----------------------------------------------------------------------------


def senior_reviews(team, at):
    with entered(actor=team.worker, at=at):
        return list(SeniorReview.objects.order_by("asked_at"))


def test_v24_ninety_days_in_force_and_no_fewer_episodes_asks_for_a_senior(
    team, take_report, make_member, noon
):
    """V24: information was shared and regularly reviewed, yet she went on going missing."""
    again(team, take_report, noon, 60)
    start(team, noon)
    again(team, take_report, noon + 60 * DAY, 30, 0)
    fire(at=noon + 90 * DAY)
    (review,) = senior_reviews(team, noon + 90 * DAY)
    assert (review.before, review.after, review.days) == (1, 2, 90)
    (notice,) = told(team.worker, noon + 90 * DAY, "senior_review")
    assert "Sampleton" not in notice.text
    answer = {"review_id": review.pk, "answer": "contact_and_placement", "at": noon + 91 * DAY}
    with pytest.raises(NotTheLead):
        answer_senior_review(actor=team.worker, words="x", **answer)
    senior = _another_worker(team, make_member, noon)
    with pytest.raises(ReasonMissing):
        answer_senior_review(actor=senior, words=" ", **answer)
    answer_senior_review(actor=senior, words="Contact with her mother is agreed anew.", **answer)
    with pytest.raises(AlreadyAnswered):
        answer_senior_review(actor=senior, words="Again.", **answer)


def _another_worker(team, make_member, noon):
    from whereabouts.foundations.agencies.queries import actor_of

    return actor_of(
        member=make_member("social_worker", agency=team.council, name="senior@aldermere"), at=noon
    )


@pytest.mark.parametrize(("after", "asked"), [((), False), ((30,), False), ((40, 20, 5), True)])
def test_fewer_than_before_is_an_improvement_and_nobody_is_asked(
    team, take_report, noon, after, asked
):
    again(team, take_report, noon, 60, 20)
    start(team, noon)
    again(team, take_report, noon + 60 * DAY, *after)
    fire(at=noon + 90 * DAY)
    assert bool(senior_reviews(team, noon + 90 * DAY)) is asked


def test_it_is_looked_at_again_each_month_and_asked_for_once_while_unanswered(
    team, take_report, noon
):
    start(team, noon)
    again(team, take_report, noon + 120 * DAY, 60, 40, 20, 1)
    for day in (90, 120, 150):
        fire(at=noon + day * DAY)
    assert len(senior_reviews(team, noon + 150 * DAY)) == 1
    assert len(told(team.worker, noon + 150 * DAY, "senior_review")) == 2  # asked, and late


def test_a_plan_that_ended_is_not_looked_at(team, take_report, noon):
    start(team, noon)
    end_support_plan(
        actor=team.worker, child_id=team.child_id, ended_as="other", words="Moved.", at=noon + DAY
    )
    again(team, take_report, noon + 60 * DAY, 30, 0)
    fire(at=noon + 90 * DAY)
    assert senior_reviews(team, noon + 90 * DAY) == []


def test_a_senior_review_is_not_for_another_agency(team, take_report, outsider, make_actor, noon):
    start(team, noon)
    again(team, take_report, noon + 60 * DAY, 30, 0)
    fire(at=noon + 90 * DAY)
    (review,) = senior_reviews(team, noon + 90 * DAY)
    answer = {"review_id": review.pk, "answer": "goes_on", "words": "x", "at": noon + 91 * DAY}
    for actor in (outsider, make_actor("superintendent")):
        with pytest.raises(NotVisible):
            answer_senior_review(actor=actor, **answer)
    with pytest.raises(NotPermitted):
        answer_senior_review(actor=team.inspector, **answer)


# --- help at every contact ----------------------------------------------------------------------


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night on which a child is missing, and comes back."""
    return Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()


def offers(night):
    with entered(actor=night.supervisor, at=night.at):
        found = SupportOffer.objects.order_by("offered_at", "pk")
        return [(one.said_in, one.to_whom, one.answer) for one in found]


def test_b44_at_every_contact_it_is_said_whether_help_was_offered(night):
    """B44: at the door, in a message and in both conversations, each with what they said."""
    offer_at_contact(
        actor=night.response_officer, reference=night.reference, said_in="attending",
        to_whom="parent", answer="accepted", words="The family's worker comes.", at=night.at,
    )  # fmt: skip
    contact_child(
        actor=night.response_officer, reference=night.reference, at=night.later(),
        talked=Talked(
            how="text", towards="to_child", happened_at=night.at, tone="calm", safe_answer="yes",
            made_by="PC Example",
        ),
        support=AtContact(answer="declined", words="Somebody to talk to."),
    )  # fmt: skip
    night.found()
    night.back()
    night.prevention(
        beside=Beside(support=AtContact(answer="not_offered", words="She was asleep."))
    )
    night.interview(beside=Beside(support=AtContact(answer="thinking", words="A youth worker.")))
    assert offers(night) == [
        ("attending", "parent", "accepted"),
        ("contact", "child", "declined"),
        ("prevention", "child", "not_offered"),
        ("return", "child", "thinking"),
    ]


@pytest.mark.parametrize("answer", ["not_offered", "declined", "accepted"])
def test_what_was_offered_or_why_nothing_was_is_said(night, answer):
    with pytest.raises(NothingOffered):
        offer_at_contact(
            actor=night.response_officer, reference=night.reference, said_in="attending",
            to_whom="child", answer=answer, words=" ", at=night.at,
        )  # fmt: skip
    assert offers(night) == []


def test_not_offered_leaves_what_a_family_is_owed(team, take_report, noon):
    for day in (60, 30, 0):
        call(team, take_report, noon - day * DAY)
    offer_support(
        actor=team.worker, child_id=team.child_id, to_whom="parent", answer="not_offered",
        words="Nobody was at home.", at=noon,
    )  # fmt: skip
    with entered(actor=team.worker, at=noon):
        owed = Task.objects.filter(kind="help_seeking_offer").values_list("state", flat=True)
        assert "done" not in set(owed)


def test_an_outsider_writes_no_offer(night, outsider):
    with pytest.raises(NotVisible):
        offer_at_contact(
            actor=outsider, reference=night.reference, said_in="attending", to_whom="child",
            answer="declined", words="x", at=night.at,
        )  # fmt: skip


# --- where the child goes ------------------------------------------------------------------------


def left(team, take_report, at, **said):
    reference = take_report(child=team.child, at=at)
    officer = team.make_actor("response_officer")
    given = {"how": "found", "by_whom": "police", "found_at": at, "found_place": "12 Made Up Road",
             "already_there": True}  # fmt: skip
    locate_child(
        actor=officer, reference=reference, at=at, adults=said.pop("adults", ()),
        found=Found(**given, found_with=said.pop("found_with", "")),
    )  # fmt: skip
    if said:
        answer_safety_questions(
            actor=officer, reference=reference, answers=said, said_by="the child", at=at
        )
    return reference


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({"why_left": "She went to see her mother."}, True),
        ({"why_left": "Contact with parent."}, True),
        ({"found_with": "Her mother, at the flat."}, True),
        ({"why_left": "Her mother hit her."}, False),
        ({"why_left": "It was too loud.", "why_left_code": "parent"}, True),
        ({"why_left": "Contact with parent.", "why_left_code": "harm"}, False),
    ],
)
def test_v24_contact_with_a_parent_twice_suggests_a_look_at_contact_and_placement(
    team, take_report, noon, said, shown
):
    """V24: quickly found with her estranged mother, and she kept going."""
    contact = "review the contact arrangements, and whether the placement"
    for number, day in enumerate((20, 10), start=1):
        left(team, take_report, noon - day * DAY, **said)
        page = support_page(actor=team.worker, child_id=team.child_id, at=noon)
        assert any(contact in one for one in page.suggestions) is (shown and number == 2)


def test_v24_what_the_child_says_in_both_conversations_counts_as_a_reason_once_an_episode(
    team, make_actor, make_agency, take_report, noon
):
    for number, day in enumerate((20, 10), start=1):
        made = Night(make_actor=make_actor, make_agency=make_agency, noon=noon - day * DAY)
        made.reference = take_report(child=team.child, at=made.at)
        made.found(already_there=True)
        made.prevention(reasons=("parent", "quarrel"))
        made.interview(reasons=("parent",))
        page = support_page(actor=team.inspector, child_id=team.child_id, at=made.at)
        assert any("review the contact" in one for one in page.suggestions) is (number == 2)
    with pytest.raises(NotInList) as refused:
        made.interview(reasons=("because",))
    assert refused.value.field == "reasons"


def test_v17_where_the_child_was_found_is_kept_and_who_lives_there_is_asked(
    team, take_report, noon
):
    """V17: found before in a house with older men."""
    reference = left(
        team, take_report, noon, adults=(AdultSeen(detail="Two older men, names not known."),)
    )
    with entered(actor=team.inspector, at=noon):
        kept = [one for one in addresses_of(child_ids=[team.child_id]) if one.kind == "found_at"]
        asked = Task.objects.get(kind="place_enquiry")
    assert [one.line for one in kept] == ["12 Made Up Road"]
    assert reference in kept[0].source
    assert asked.due_at <= noon + timedelta(hours=4)


def test_every_pattern_in_force_has_what_it_is_looked_for_in(team, noon):
    ids = {one.id for one in patterns_in_force(on=noon.date())}
    assert ids == {"found_with_a_parent", "left_to_see_a_parent"}


# --- help is owed at every contact ----------------------------------------------------------------


def owed(night):
    return [one.fact.split("-")[0] for one in night.tasks("support_offer") if one.state == "open"]


def offer(night, to_whom="child", answer="declined", **more):
    offer_at_contact(
        actor=night.response_officer, reference=night.reference, said_in="attending",
        to_whom=to_whom, answer=answer, at=night.later(), **{"words": "A youth worker.", **more},
    )  # fmt: skip


def message(night, **more):
    contact_child(
        actor=night.response_officer, reference=night.reference, at=night.later(),
        talked=Talked(
            how="text", happened_at=night.at, safe_answer="yes", made_by="PC Example",
            **{"towards": "to_child", "tone": "calm", **more},
        ),
    )  # fmt: skip


def test_b44_a_message_the_door_and_the_return_each_leave_an_offer_owed_until_it_is_made(night):
    message(night, tone="not_reached")
    assert owed(night) == [], "a try that nobody answered is no contact"
    for contact in (
        lambda: message(night, towards="from_child"),
        lambda: say_child_seen(
            actor=night.response_officer, reference=night.reference, seen_at=night.at, at=night.at
        ),
        lambda: night.found(already_there=True),
        night.seen,
    ):
        contact()
        contact_owes = owed(night)
        assert contact_owes == ["child"]
        offer(night)
        assert owed(night) == []


def test_b44_a_reason_settles_it_as_well_and_what_a_parent_was_offered_does_not(night):
    message(night)
    offer(night, to_whom="parent")
    assert owed(night) == ["child"]
    with pytest.raises(NothingOffered):
        offer(night, answer="not_offered", words=" ")
    offer(night, answer="not_offered", words="She wanted to sleep.")
    assert owed(night) == []


def test_a_message_after_the_end_owes_an_offer_once_and_opens_the_follow_up(night):
    night.found()
    night.back()
    follow_up(night)
    night.close()
    message(night, tone="not_reached")
    assert night.episode().state == "closed", "a try that nobody answered is no contact"
    for _ in range(2):
        message(night, towards="from_child", tone="upset")
    assert owed(night) == ["child"]
    assert night.episode().state == "seen"
    assert [one.kind for one in left_open(night)] == ["support_offer"]
    offer(night)
    night.close()
    assert night.episode().state == "closed"


def test_danger_that_a_child_writes_of_after_the_return_interrupts_as_before_it(night):
    night.found()
    night.back()
    message(night, towards="from_child", tone="frightened")
    heard = [
        one for one in notices_to_me(actor=night.duty_inspector, at=night.at)
        if one.kind == "child_in_danger"
    ]  # fmt: skip
    assert len(heard) == 1


def test_b44_an_offer_that_is_owed_keeps_the_follow_up_open(night):
    night.found(already_there=True)
    assert "support_offer" in {one.kind for one in left_open(night)}
    night.prevention()
    assert owed(night) == [], "the conversation ended with an offer"
    assert "support_offer" not in {one.kind for one in left_open(night)}


def left_open(night):
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    return refused.value.left


def test_c14_whoever_is_asked_beside_the_child_is_owed_an_offer_once(night):
    """C14: a mother and a daughter, and nobody offered either of them anything."""
    night.found(already_there=True)
    asked = Beside(carer=Asked(source="parent", answers={"hurt": "denied"}))
    night.prevention(beside=asked)
    assert owed(night) == ["family"]
    offer(night, to_whom="parent", answer="accepted")
    night.interview(beside=asked)
    assert owed(night) == []


def test_a_conversation_that_ends_without_an_offer_leaves_it_owed(night):
    night.found(already_there=True)
    offer(night)
    night.prevention(beside=Beside(), offered="")
    assert owed(night) == ["child"]


def test_an_offer_that_nobody_makes_rings(night):
    message(night)
    fire(at=night.at + timedelta(hours=25))
    assert told(night.supervisor, night.at + timedelta(hours=25), "task_due")

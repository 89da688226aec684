"""A trigger plan from the first word to the end: written, approved, used, renewed, lifted (B04)."""

from datetime import timedelta

import pytest

from tests.journeys.planning_cast import DAY, Team
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.journeys.approve_plan import (
    DraftSettled,
    NotYoursToApprove,
    WhyNot,
    approve_plan,
)
from whereabouts.journeys.ask_to_renew_or_lift import ask_to_renew_or_lift
from whereabouts.journeys.clock import fire
from whereabouts.journeys.decide import DecisionRefused
from whereabouts.journeys.draft_plan import DayGoneBy, PlanLacks, send_plan
from whereabouts.journeys.fill_profile import UnknownField, UnknownForm, fill_profile
from whereabouts.journeys.lift_plan import ReasonMissing, lift_plan
from whereabouts.journeys.renew_plan import renew_plan
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.plans.models import (
    PlanApproval,
    PlanAsk,
    PlanDraft,
    PlanRecipient,
    Profile,
    TriggerPlan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child in care."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


def plans(actor, at):
    with entered(actor=actor, at=at):
        return list(TriggerPlan.objects.order_by("version"))


def told(actor, at, kind):
    return [one for one in notices_to_me(actor=actor, at=at) if one.kind == kind]


# --- writing and approving --------------------------------------------------------------------


def test_a_draft_binds_nobody_and_the_last_approval_puts_it_in_force(team, take_report, look, noon):
    draft = team.draft()
    send_plan(actor=team.writer, draft_id=draft, at=noon)
    assert plans(team.writer, noon) == []
    assert approve_plan(actor=team.inspector, draft_id=draft, agreed=True, at=noon) is False
    assert plans(team.writer, noon) == []
    assert approve_plan(actor=team.worker, draft_id=draft, agreed=True, at=noon) is True
    (plan,) = plans(team.writer, noon)
    # The plan of whoever wrote it, whoever agreed last.
    assert (plan.version, plan.owner_agency_id) == (1, team.force.pk)
    assert plan.owner_id == team.writer.member_id
    assert plan.childs_view == "Ask me first, and do not ring my mum."
    reference = take_report(child=team.child)
    assert look(team.inspector, reference).level == "high"


def test_each_agency_asked_is_told_and_its_answer_has_a_name(team, noon):
    draft = team.draft()
    send_plan(actor=team.writer, draft_id=draft, at=noon)
    for actor in (team.inspector, team.worker):
        assert len(told(actor, noon, "plan_approval")) == 1
    approve_plan(actor=team.worker, draft_id=draft, agreed=True, words="Agreed.", at=noon)
    with entered(actor=team.writer, at=noon):
        answered = PlanApproval.objects.get(agency=team.council)
        assert (answered.agreed, answered.answered_by_id) == (True, team.worker.member_id)
        assert PlanApproval.objects.get(agency=team.force).agreed is None


def test_whoever_wrote_it_does_not_approve_it_and_nobody_approves_twice(team, noon):
    draft = team.draft()
    send_plan(actor=team.writer, draft_id=draft, at=noon)
    with pytest.raises(NotYoursToApprove):
        approve_plan(actor=team.writer, draft_id=draft, agreed=True, at=noon)
    approve_plan(actor=team.inspector, draft_id=draft, agreed=True, at=noon)
    with pytest.raises(NotYoursToApprove):
        approve_plan(actor=team.inspector, draft_id=draft, agreed=True, at=noon)


def test_an_agency_that_does_not_agree_says_why_and_it_goes_back_to_the_writer(team, noon):
    draft = team.draft()
    send_plan(actor=team.writer, draft_id=draft, at=noon)
    with pytest.raises(WhyNot):
        approve_plan(actor=team.worker, draft_id=draft, agreed=False, at=noon)
    approve_plan(
        actor=team.worker, draft_id=draft, agreed=False, words="The aunt has moved.", at=noon
    )
    assert len(told(team.writer, noon, "plan_not_approved")) == 1
    with pytest.raises(DraftSettled):
        approve_plan(actor=team.inspector, draft_id=draft, agreed=True, at=noon)
    assert plans(team.writer, noon) == []
    team.agree()
    assert len(plans(team.writer, noon)) == 1


@pytest.mark.parametrize(
    "left_out",
    ["first_actions", "locate_now", "who_does_what", "prevent", "childs_view", "high_when"],
)
def test_what_a_plan_must_say_it_says_before_anybody_approves(team, noon, left_out):
    draft = team.draft(**{left_out: () if left_out == "first_actions" else " "})
    with pytest.raises(PlanLacks) as refused:
        send_plan(actor=team.writer, draft_id=draft, at=noon)
    assert refused.value.lacks == (left_out,)
    assert "Sampleton" not in str(refused.value)


def test_high_says_when_it_ends(team, noon):
    draft = team.draft(high_until=None)
    with pytest.raises(PlanLacks) as refused:
        send_plan(actor=team.writer, draft_id=draft, at=noon)
    assert refused.value.lacks == ("high_until",)
    with pytest.raises(DayGoneBy):
        team.draft(high_until=noon.date())
    medium = team.draft(level="medium", high_until=None, high_when="")
    send_plan(actor=team.writer, draft_id=medium, at=noon)


def test_saved_again_a_draft_is_a_new_row_and_the_first_is_kept(team, noon):
    first, second = team.draft(), team.draft(locate_now="The skate park.")
    with entered(actor=team.writer, at=noon):
        states = dict(PlanDraft.objects.values_list("pk", "state"))
    assert states == {first: "set_aside", second: "writing"}
    with pytest.raises(DraftSettled):
        send_plan(actor=team.writer, draft_id=first, at=noon)


def test_a_new_version_ends_the_one_before_and_keeps_it(team, noon):
    team.agree()
    team.agree(at=noon + DAY, locate_now="The skate park.")
    first, second = plans(team.writer, noon + DAY)
    assert (first.version, second.version) == (1, 2)
    assert first.ended_at == noon + DAY
    assert first.locate_now == "The arcade, then the aunt's flat."
    assert second.ended_at is None


def test_an_approval_that_nobody_gives_is_chased(team, noon):
    draft = team.draft()
    send_plan(actor=team.writer, draft_id=draft, at=noon)
    approve_plan(actor=team.inspector, draft_id=draft, agreed=True, at=noon)
    fire(at=noon + 5 * DAY)
    assert len(told(team.worker, noon + 5 * DAY, "plan_approval_due")) == 1
    assert len(told(team.writer, noon + 5 * DAY, "plan_approval_due")) == 1
    assert told(team.inspector, noon + 5 * DAY, "plan_approval_due") == []


def test_the_outsider_sees_no_draft_and_a_carer_may_not_approve(team, outsider, noon):
    draft = team.draft()
    send_plan(actor=team.writer, draft_id=draft, at=noon)
    for wrong in (
        lambda: approve_plan(actor=outsider, draft_id=draft, agreed=True, at=noon),
        lambda: send_plan(actor=outsider, draft_id=draft, at=noon),
        lambda: team.draft(by=outsider),
        lambda: ask_to_renew_or_lift(actor=outsider, child_id=team.child_id, at=noon),
    ):
        with pytest.raises((NotVisible, NotPermitted)):
            wrong()
    with pytest.raises(NotPermitted):
        approve_plan(actor=team.carer, draft_id=draft, agreed=True, at=noon)


def test_the_authority_does_not_send_what_the_police_wrote(team, noon):
    draft = team.draft()
    with pytest.raises(NotVisible):
        send_plan(actor=team.worker, draft_id=draft, at=noon)


# --- used -------------------------------------------------------------------------------------


def test_reported_its_first_actions_are_tasks_with_owners_and_clocks(team, take_report, noon):
    team.agree()
    take_report(child=team.child)
    with entered(actor=team.inspector, at=noon):
        asked = list(
            Task.objects.filter(kind="plan_actions").order_by("due_at").values_list(
                "title", "to_role", "due_at"
            )
        )  # fmt: skip
    assert asked[0] == ("Ring the aunt", "call_handler", noon + timedelta(minutes=15))
    assert asked[1][:2] == ("Look at the arcade", "response_officer")
    assert len(told(team.carer, noon, "plan_in_use")) == 1


def test_a_draft_that_waits_is_no_floor_and_asks_for_nothing(team, take_report, look, noon):
    draft = team.draft()
    send_plan(actor=team.writer, draft_id=draft, at=noon)
    reference = take_report(child=team.child)
    assert look(team.inspector, reference).level != "high"
    with entered(actor=team.inspector, at=noon):
        assert not Task.objects.filter(kind="plan_actions").exists()


# --- past its day ------------------------------------------------------------------------------


def test_past_its_day_it_binds_and_the_owner_and_their_manager_hear_each_week(
    team, take_report, decide_as, noon
):
    team.agree()
    late = noon + 61 * DAY  # HIGH ended before the review was due
    fire(at=late)
    for actor in (team.writer, team.inspector):
        (notice,) = told(actor, late, "plan_review_due")
        assert "binds" in notice.text
        assert "Sampleton" not in notice.text
    reference = take_report(child=team.child, at=late)
    with pytest.raises(DecisionRefused) as refused:
        decide_as(team.make_actor("supervisor"), reference, level="medium", at=late)
    assert "RF02" in {one.rule for one in refused.value.refusals}
    fire(at=late + 7 * DAY)
    assert len(told(team.inspector, late + 7 * DAY, "plan_review_due")) == 2


def test_renewed_before_its_day_nobody_is_told(team, noon):
    team.agree()
    renew_plan(
        actor=team.writer, child_id=team.child_id, review_on=(noon + 200 * DAY).date(),
        high_until=(noon + 150 * DAY).date(), at=noon + 30 * DAY,
    )  # fmt: skip
    fire(at=noon + 100 * DAY)
    assert told(team.inspector, noon + 100 * DAY, "plan_review_due") == []
    first, second = plans(team.writer, noon)
    assert (first.ended_at is None, second.version) == (False, 2)
    assert second.first_actions == first.first_actions
    with entered(actor=team.writer, at=noon):
        named = PlanRecipient.objects.filter(plan=second).values_list("agency", flat=True)
        assert list(named) == [team.home.pk]


def test_high_is_not_renewed_without_an_end_that_lies_ahead(team, noon):
    team.agree()
    for high_until in (None, noon.date()):
        with pytest.raises(DayGoneBy) as refused:
            renew_plan(
                actor=team.writer, child_id=team.child_id, high_until=high_until, at=noon,
                review_on=(noon + 200 * DAY).date(),
            )  # fmt: skip
        assert refused.value.field == "high_until"


def test_only_the_agency_whose_plan_it_is_changes_it(team, noon):
    team.agree()
    with pytest.raises(NotVisible):
        lift_plan(actor=team.worker, child_id=team.child_id, because="It helped.", at=noon)
    with pytest.raises(NotVisible):
        renew_plan(
            actor=team.worker, child_id=team.child_id, review_on=(noon + 9 * DAY).date(), at=noon
        )


def test_lifted_with_a_reason_it_is_no_floor(team, take_report, look, noon):
    team.agree()
    with pytest.raises(ReasonMissing):
        lift_plan(actor=team.writer, child_id=team.child_id, because=" ", at=noon)
    lift_plan(actor=team.writer, child_id=team.child_id, because="The man is gone.", at=noon)
    reference = take_report(child=team.child, at=noon + DAY)
    assert look(team.inspector, reference, at=noon + DAY).level != "high"
    fire(at=noon + 100 * DAY)
    assert told(team.inspector, noon + 100 * DAY, "plan_review_due") == []


def test_one_tap_asks_the_owner_once_and_renewing_answers(team, noon):
    team.agree()
    assert ask_to_renew_or_lift(actor=team.carer, child_id=team.child_id, at=noon) is True
    assert ask_to_renew_or_lift(actor=team.carer, child_id=team.child_id, at=noon) is False
    assert ask_to_renew_or_lift(actor=team.worker, child_id=team.child_id, at=noon) is True
    assert len(told(team.writer, noon, "plan_asked")) == 2
    renew_plan(
        actor=team.writer, child_id=team.child_id, review_on=(noon + 200 * DAY).date(),
        high_until=(noon + 150 * DAY).date(), at=noon + DAY,
    )  # fmt: skip
    with entered(actor=team.writer, at=noon):
        assert set(PlanAsk.objects.values_list("answer", flat=True)) == {"renewed"}


# --- it goes with the child ---------------------------------------------------------------------


def test_when_the_child_moves_the_new_home_and_police_are_told_and_the_old_no_more(
    team, take_report, make_agency, make_actor, noon
):
    from whereabouts.foundations.agencies.models import Area

    team.agree()
    force = make_agency("Eastmoor Police", "police_force")
    council, home = make_agency("Elderby Council", "authority"), make_agency("Oak Lodge", "home")
    Area.objects.create(authority=council, force=force)
    later = noon + 10 * DAY
    team.place(home=home, authority=council, at=later)
    carer = make_actor("home_worker", agency=home)
    there = make_actor("missing_coordinator", agency=force)
    for actor in (carer, there, make_actor("duty_inspector", agency=force)):
        assert len(told(actor, later, "plan_travelled")) == 1
    assert "look at the plan again" in told(team.writer, later, "plan_travelled")[0].text
    assert told(team.carer, later, "plan_travelled") == []
    take_report(child=team.child, at=later)
    assert len(told(carer, later, "plan_in_use")) == 1
    assert len(told(there, later, "plan_in_use")) == 1
    assert told(team.carer, later, "plan_in_use") == []
    with entered(actor=team.writer, at=later):
        ended = PlanRecipient.objects.get(agency=team.home)
        assert ended.until_at == later  # kept: who was told until when


def test_without_a_plan_nothing_travels(team, make_agency, noon):
    other = make_agency("Oak Lodge", "home")
    team.place(home=other, authority=team.council, at=noon + DAY)
    with entered(actor=team.writer, at=noon):
        assert not Message.objects.filter(kind="plan_travelled").exists()


# --- what is known beforehand -------------------------------------------------------------------


def test_the_carer_fills_in_what_is_known_and_it_is_added_never_overwritten(team, noon):
    for words in ("Brown hair.", "Red hair since Friday."):
        fill_profile(
            actor=team.carer, child_id=team.child_id, form="philomena", at=noon,
            answers={"looks": words, "marks": " "}, described_on=noon.date(), discussed=True,
        )  # fmt: skip
    with entered(actor=team.writer, at=noon):
        kept = list(Profile.objects.order_by("filled_at", "pk").values_list("answers", flat=True))
    assert kept == [{"looks": "Brown hair."}, {"looks": "Red hair since Friday."}]


def test_the_welsh_form_has_a_field_that_the_other_has_not(team, noon):
    given = {"childs_agreement": "Yes, if I am asked first."}
    fill_profile(
        actor=team.carer, child_id=team.child_id, form="child_information", answers=given, at=noon
    )
    with pytest.raises(UnknownField):
        fill_profile(
            actor=team.carer, child_id=team.child_id, form="philomena", answers=given, at=noon
        )
    with pytest.raises(UnknownForm):
        fill_profile(actor=team.carer, child_id=team.child_id, form="another", answers={}, at=noon)


def test_a_profile_is_not_for_outsiders_nor_for_call_handlers_to_fill(
    team, outsider, make_actor, noon
):
    for actor in (outsider, make_actor("call_handler")):
        with pytest.raises((NotVisible, NotPermitted)):
            fill_profile(actor=actor, child_id=team.child_id, form="philomena", answers={}, at=noon)

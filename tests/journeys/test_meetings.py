"""Meetings that act: agendas from thresholds, owned actions, a signed reason, receipts, clocks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.journeys.planning_cast import DAY, Team
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.journeys.call_meeting import (
    AlreadyOnAgenda,
    MeetingClosed,
    NoChair,
    NotThatKind,
    call_panel,
    call_strategy_discussion,
    invite_to_meeting,
    make_agenda,
    put_child_on_agenda,
)
from whereabouts.journeys.clock import fire
from whereabouts.journeys.decide_in_meeting import (
    AlreadyDecided,
    ChairAlone,
    EnquiriesUnsaid,
    NobodyActs,
    NotEverybodyDecided,
    NotEverybodyThere,
    NotHeldYet,
    OwnerMissing,
    ReasonMissing,
    agree_action,
    close_meeting,
    decide_on_child,
    note_presence,
    refer_onward,
    sign_no_action,
)
from whereabouts.journeys.own_together import (
    AlreadySettled,
    DayGoneBy,
    NotTakenOn,
    ResultMissing,
    TakenOnAlready,
    agree_joint_task,
    settle_meeting_action,
    take_on_meeting_action,
)
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.meetings.models import Action, Item, Meeting
from whereabouts.practice.support.models import PanelItem
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child in care."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


@pytest.fixture
def chair(team):
    """Return the superintendent who chairs the force's panel."""
    return team.make_actor("superintendent")


def told(actor, at, kind):
    return [one for one in notices_to_me(actor=actor, at=at) if one.kind == kind]


def panel(team, chair, at, **more):
    given = {"actor": team.writer, "held_at": at, "chair": chair.member_id, "at": at}
    return call_panel(**{**given, **more})


def items(actor, at, meeting):
    with entered(actor=actor, at=at):
        return list(Item.objects.filter(meeting=meeting).order_by("place"))


def act(team, item, at, **more):
    agreed = {
        "actor": team.writer, "item_id": item.pk, "what": "A youth worker sees her each week",
        "agency": team.council.pk, "who": "Worker Example", "due_on": (at + 7 * DAY).date(),
        "at": at,
    }  # fmt: skip
    return agree_action(**{**agreed, **more})


def before_the_panel(team, take_report, at, **more):
    """Let a child wait before the force's panel since a report was graded so."""
    reference = take_report(child=team.child, at=at, facts={"cse_flag": "confirmed"}, **more)
    with entered(actor=team.writer, at=at):
        Episode.objects.filter(reference=reference).update(level="high")
    return reference


# --- the agenda ---------------------------------------------------------------------------------


def test_i04_an_agenda_is_made_of_whoever_a_threshold_puts_before_the_panel(
    team, chair, take_report, noon
):
    """I04: a panel for repeat cases and for high-risk ones, though it be the first time."""
    before_the_panel(team, take_report, noon)
    meeting = panel(team, chair, noon)
    (item,) = items(team.writer, noon, meeting)
    assert item.child_id == team.child_id
    assert "graded_high" in item.thresholds
    with entered(actor=team.writer, at=noon):
        assert PanelItem.objects.get().state == "open"


def test_two_at_thirteen_bring_a_child_onto_the_agenda_and_one_episode_at_low_does_not(
    team, chair, make_child, take_report, noon
):
    young = make_child("Tessie Sampleton", "1 January 2014")
    other = make_child("Tilda Sampleton", "1 January 2010")
    for child, days in ((young, 60), (young, 1), (other, 50), (other, 1)):
        at = noon - days * DAY
        take_report(child=child, at=at)
        with entered(actor=team.writer, at=at):
            Episode.objects.filter(child=child).update(
                level="low", seriousness="some", state="closed", closed_at=at
            )
    found = items(team.writer, noon, panel(team, chair, noon))
    assert [one.child_id for one in found] == [young.pk]
    assert "young_two_in_90_days" in found[0].thresholds


def test_whoever_waits_since_is_added_once_and_a_child_is_put_on_by_hand(
    team, chair, make_child, take_report, noon
):
    meeting = panel(team, chair, noon, held_at=noon + 3 * DAY)
    assert items(team.writer, noon, meeting) == []
    before_the_panel(team, take_report, noon)
    assert make_agenda(actor=team.writer, meeting_id=meeting, at=noon) == 1
    assert make_agenda(actor=team.writer, meeting_id=meeting, at=noon) == 0
    other = make_child("Tilda Sampleton")
    put_child_on_agenda(actor=team.writer, meeting_id=meeting, child_id=other.pk, at=noon)
    with pytest.raises(AlreadyOnAgenda):
        put_child_on_agenda(actor=team.writer, meeting_id=meeting, child_id=other.pk, at=noon)
    found = items(team.writer, noon, meeting)
    assert [(one.place, one.thresholds) for one in found][1] == (2, ["asked_for"])


def test_a_chair_is_a_colleague_who_may_hold_a_meeting(team, noon):
    for wrong in (team.worker, team.make_actor("call_handler")):
        with pytest.raises(NoChair):
            panel(team, wrong, noon)
    with pytest.raises(NotPermitted):
        panel(team, team.inspector, noon, actor=team.carer)


def test_an_agency_sees_of_the_agenda_whom_it_may_see_and_nobody_else_sees_that_it_meets(
    team, chair, make_child, take_report, outsider, noon
):
    before_the_panel(team, take_report, noon)
    hidden = make_child("Tilda Sampleton")
    meeting = panel(team, chair, noon)
    put_child_on_agenda(actor=team.writer, meeting_id=meeting, child_id=hidden.pk, at=noon)
    assert items(team.worker, noon, meeting) == []  # related to one child, and not invited
    invite_to_meeting(
        actor=team.writer, meeting_id=meeting, agencies=[team.council.pk, outsider.agency_id],
        at=noon,
    )  # fmt: skip
    assert [one.child_id for one in items(team.worker, noon, meeting)] == [team.child_id]
    assert len(told(team.worker, noon, "meeting_invited")) == 1
    assert items(outsider, noon, meeting) == []
    with entered(actor=team.carer, at=noon):
        assert not Meeting.objects.exists()


# --- acting, or signing why not ------------------------------------------------------------------


def test_b46_a_meeting_closes_with_an_owned_dated_action_for_each_child(
    team, chair, take_report, noon
):
    """B46: a meeting that decides nothing is not over."""
    before_the_panel(team, take_report, noon)
    meeting = panel(team, chair, noon)
    (item,) = items(team.writer, noon, meeting)
    with pytest.raises(NotEverybodyDecided):
        close_meeting(actor=chair, meeting_id=meeting, at=noon)
    decide = {"actor": team.writer, "item_id": item.pk, "at": noon}
    with pytest.raises(NobodyActs):
        decide_on_child(decision="We keep an eye on her.", **decide)
    for wrong, refusal in (
        ({"who": " "}, OwnerMissing),
        ({"what": " "}, OwnerMissing),
        ({"due_on": (noon - DAY).date()}, DayGoneBy),
        ({"second_agency": team.council.pk, "second_who": "x"}, OwnerMissing),
    ):
        with pytest.raises(refusal):
            act(team, item, noon, **wrong)
    act(team, item, noon)
    with pytest.raises(ReasonMissing):
        decide_on_child(decision=" ", **decide)
    decide_on_child(decision="A worker of her own.", **decide)
    with pytest.raises(AlreadyDecided):
        act(team, item, noon)
    with pytest.raises(ChairAlone):
        close_meeting(actor=team.writer, meeting_id=meeting, at=noon)
    close_meeting(actor=chair, meeting_id=meeting, at=noon)
    with entered(actor=team.writer, at=noon):
        assert Meeting.objects.get().closed_by_id == chair.member_id
        assert PanelItem.objects.get().state == "decided"
    for late in (
        lambda: close_meeting(actor=chair, meeting_id=meeting, at=noon),
        lambda: make_agenda(actor=team.writer, meeting_id=meeting, at=noon),
    ):
        with pytest.raises(MeetingClosed):
            late()


def test_that_nothing_is_done_is_signed_by_the_chair_with_the_reason(
    team, chair, take_report, noon
):
    before_the_panel(team, take_report, noon)
    meeting = panel(team, chair, noon)
    (item,) = items(team.writer, noon, meeting)
    sign = {"item_id": item.pk, "at": noon}
    with pytest.raises(ChairAlone):
        sign_no_action(actor=team.writer, because="A plan stands.", **sign)
    with pytest.raises(ReasonMissing):
        sign_no_action(actor=chair, because=" ", **sign)
    sign_no_action(actor=chair, because="A plan stands and helps.", **sign)
    with pytest.raises(AlreadyDecided):
        sign_no_action(actor=chair, because="Again.", **sign)
    close_meeting(actor=chair, meeting_id=meeting, at=noon)
    with entered(actor=team.writer, at=noon):
        assert PanelItem.objects.get().state == "no_action"
        assert Item.objects.get().signed_by_id == chair.member_id


def test_the_database_refuses_a_meeting_that_closes_over_a_child_who_waits(
    team, chair, take_report, noon
):
    before_the_panel(team, take_report, noon)
    meeting = panel(team, chair, noon)
    empty = panel(team, chair, noon)
    closed = {"state": "closed", "closed_at": noon, "closed_by_id": chair.member_id}
    with entered(actor=team.writer, at=noon):
        for key in (meeting, empty):
            with pytest.raises(IntegrityError), transaction.atomic():
                Meeting.objects.filter(pk=key).update(**closed)
        item = Item.objects.get(meeting=meeting)
        for wrong in (
            {"outcome": "acts", "decision": "x"},
            {"outcome": "no_action", "no_action_because": "x"},
            {"outcome": "no_action", "signed_by_id": chair.member_id, "signed_at": noon},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Item.objects.filter(pk=item.pk).update(
                    decided_at=noon, decided_by_id=team.writer.member_id, **wrong
                )


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["act", "decide", "sign", "sign_as_other", "close", "close_raw", "child"]),
        st.integers(0, 2),
    ),
    max_size=14,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_no_order_of_steps_closes_a_meeting_without_an_action_or_a_signed_reason(
    team, chair, make_child, noon, steps
):
    refusals = (
        AlreadyDecided, AlreadyOnAgenda, ChairAlone, IntegrityError, MeetingClosed, NobodyActs,
        NotEverybodyDecided,
    )  # fmt: skip
    with transaction.atomic():
        meeting = panel(team, chair, noon)
        children = [make_child(f"Testa {number}") for number in range(3)]
        for step, which in steps:
            on = items(team.writer, noon, meeting)
            item = on[which] if which < len(on) else None
            try:
                with transaction.atomic():
                    if step == "child":
                        put_child_on_agenda(
                            actor=team.writer, meeting_id=meeting, child_id=children[which].pk,
                            at=noon,
                        )  # fmt: skip
                    elif step == "close":
                        close_meeting(actor=chair, meeting_id=meeting, at=noon)
                    elif step == "close_raw":
                        with entered(actor=chair, at=noon):
                            Meeting.objects.filter(pk=meeting).update(
                                state="closed", closed_at=noon, closed_by_id=chair.member_id
                            )
                    elif item is None:
                        continue
                    elif step == "act":
                        act(team, item, noon)
                    elif step == "decide":
                        decide_on_child(
                            actor=team.writer, item_id=item.pk, decision="Agreed.", at=noon
                        )
                    else:
                        by = chair if step == "sign" else team.inspector
                        sign_no_action(actor=by, item_id=item.pk, because="It helps.", at=noon)
            except refusals:
                continue
        with entered(actor=team.writer, at=noon):
            if Meeting.objects.get(pk=meeting).state == "closed":
                ended = list(Item.objects.filter(meeting=meeting))
                assert ended
                for one in ended:
                    owned = Action.objects.filter(item=one).exclude(first_who="").exists()
                    signed = bool(one.no_action_because) and one.signed_by_id == chair.member_id
                    assert (one.outcome == "acts" and owned) or (
                        one.outcome == "no_action" and signed
                    )
        transaction.set_rollback(True)


# --- owners, receipts, clocks --------------------------------------------------------------------


def test_a_joint_action_is_taken_on_by_both_and_settled_by_either_who_tells_the_other(team, noon):
    """I22: police and social care own one thing together."""
    action = agree_joint_task(
        actor=team.writer, child_id=team.child_id, what="See her together, at her aunt's",
        who="PC Example", with_agency=team.council.pk, with_who="Worker Example",
        due_on=(noon + 5 * DAY).date(), at=noon,
    )  # fmt: skip
    assert told(team.worker, noon, "meeting_action")
    take_on_meeting_action(actor=team.writer, action_id=action, at=noon)
    with pytest.raises(TakenOnAlready):
        take_on_meeting_action(actor=team.writer, action_id=action, at=noon)
    with pytest.raises(NotTakenOn):
        settle_meeting_action(actor=team.writer, action_id=action, done=True, result="x", at=noon)
    take_on_meeting_action(actor=team.worker, action_id=action, at=noon)
    with pytest.raises(ResultMissing):
        settle_meeting_action(actor=team.worker, action_id=action, done=True, result=" ", at=noon)
    settle_meeting_action(
        actor=team.worker, action_id=action, done=True, result="She spoke with both.", at=noon
    )
    assert told(team.writer, noon, "meeting_action_settled")
    with pytest.raises(AlreadySettled):
        settle_meeting_action(actor=team.writer, action_id=action, done=True, result="x", at=noon)
    fire(at=noon + 9 * DAY)
    assert told(team.writer, noon + 9 * DAY, "meeting_action_due") == []


def test_an_action_that_nobody_takes_on_and_nobody_settles_rings_at_every_owner(team, noon):
    agree_joint_task(
        actor=team.writer, child_id=team.child_id, what="See her together", who="PC Example",
        with_agency=team.council.pk, with_who="Worker Example", due_on=(noon + 5 * DAY).date(),
        at=noon,
    )  # fmt: skip
    late = noon + 7 * DAY
    fire(at=late)
    for actor in (team.writer, team.worker):
        assert told(actor, late, "meeting_action_unaccepted")
        assert told(actor, late, "meeting_action_due")


def test_a_referral_onward_lets_the_addressee_see_the_child_and_is_confirmed(
    team, chair, take_report, make_actor, make_agency, noon
):
    before_the_panel(team, take_report, noon)
    group = make_agency("Made-up Exploitation Group", "voluntary")
    theirs = make_actor("return_interviewer", agency=group, name="group@example")
    meeting = panel(team, chair, noon)
    (item,) = items(team.writer, noon, meeting)
    action = refer_onward(
        actor=team.writer, item_id=item.pk, to_agency=group.pk, because="A man of 30 waits for her.",
        due_on=(noon + 14 * DAY).date(), at=noon,
    )  # fmt: skip
    with entered(actor=theirs, at=noon):
        assert Child.objects.filter(pk=team.child_id).exists()
        assert Action.objects.get().kind == "referral"
    take_on_meeting_action(actor=theirs, action_id=action, at=noon)
    assert told(team.writer, noon, "meeting_action_accepted")
    decide_on_child(actor=team.writer, item_id=item.pk, decision="Referred.", at=noon)
    settle_meeting_action(
        actor=theirs, action_id=action, done=False, result="Too far from us; her own group has it.",
        at=noon,
    )  # fmt: skip
    with entered(actor=team.writer, at=noon):
        assert Action.objects.get().state == "not_done"


def test_an_owner_without_another_reason_sees_the_action_and_not_the_child(
    team, chair, take_report, outsider, noon
):
    before_the_panel(team, take_report, noon)
    (item,) = items(team.writer, noon, panel(team, chair, noon))
    action = act(team, item, noon, agency=outsider.agency_id)
    with entered(actor=outsider, at=noon):
        assert Action.objects.filter(pk=action).exists()
        assert not Child.objects.exists()
        assert not Item.objects.exists()
    settle_meeting_action(actor=outsider, action_id=action, done=True, result="Done.", at=noon)


def test_a_meeting_that_was_held_and_is_not_closed_rings_at_its_chair(
    team, chair, take_report, noon
):
    before_the_panel(team, take_report, noon)
    panel(team, chair, noon)
    late = noon + 3 * DAY
    fire(at=late)
    assert told(chair, late, "meeting_open")


# --- strategy discussions ------------------------------------------------------------------------


def discussion(team, reference, at, **more):
    asked = {
        "actor": team.worker, "reference": reference, "kind": "strategy", "held_at": at,
        "chair": team.worker.member_id, "invited": [team.force.pk], "at": at,
    }  # fmt: skip
    return call_strategy_discussion(**{**asked, **more})


@pytest.fixture
def harmed(team, take_report, noon):
    """Return an episode in which a strategy discussion is owed."""
    from whereabouts.practice.risk.returning import arrange_allegation

    reference = take_report(child=team.child, at=noon - timedelta(hours=3))
    with entered(actor=team.inspector, at=noon):
        episode = Episode.objects.get(reference=reference)
        arrange_allegation(episode=episode, about="told", because="B15", by=team.inspector, at=noon)
    return reference


def test_a_strategy_discussion_is_held_with_police_and_health_and_settles_its_task(
    team, harmed, make_agency, make_actor, noon
):
    health = make_agency("Made-up Health Board", "health")
    doctor = make_actor("social_worker", agency=health, name="doctor@example")
    meeting = discussion(team, harmed, noon)
    (item,) = items(team.worker, noon, meeting)
    assert item.task_id is not None
    decide = {"actor": team.worker, "item_id": item.pk, "decision": "Enquiries begin.", "at": noon}
    for wrong in ({}, {"enquiries": "not_yet"}, {"enquiries": "no"}):
        with pytest.raises(EnquiriesUnsaid):
            decide_on_child(**decide, **wrong)
    decide_on_child(enquiries="yes", **decide)
    with entered(actor=team.worker, at=noon):
        follows = Action.objects.get(kind="follows")
        assert (follows.first_agency_id, follows.because) == (team.council.pk, "conference")
        assert follows.due_on == (noon + 21 * DAY).date()  # 15 working days
        assert Task.objects.get(pk=item.task_id).state == "done"
    with pytest.raises(NotEverybodyThere) as refused:
        close_meeting(actor=team.worker, meeting_id=meeting, at=noon)
    assert refused.value.missing == ("police_force", "health")
    invite_to_meeting(actor=team.worker, meeting_id=meeting, agencies=[health.pk], at=noon)
    assert [one.child_id for one in items(doctor, noon, meeting)] == [team.child_id]
    for agency in (team.force, health):
        there = {"meeting_id": meeting, "agency": agency.pk, "presence": "attended", "at": noon}
        with pytest.raises(OwnerMissing):
            note_presence(actor=team.worker, **there)
        note_presence(actor=team.worker, who="Somebody Example", **there)
    close_meeting(actor=team.worker, meeting_id=meeting, at=noon)
    later = noon + 60 * DAY
    assert items(doctor, later, meeting) == []  # let in for the discussion, not for ever


def test_after_a_telephone_discussion_the_full_meeting_is_owed_within_five_working_days(
    team, harmed, noon
):
    meeting = discussion(team, harmed, noon, kind="strategy_call")
    (item,) = items(team.worker, noon, meeting)
    decide_on_child(
        actor=team.worker, item_id=item.pk, decision="Meet.", enquiries="not_yet", at=noon
    )
    with entered(actor=team.worker, at=noon):
        owed = Action.objects.get()
        assert (owed.because, owed.due_on) == ("full_meeting", (noon + 7 * DAY).date())
    close_meeting(actor=team.worker, meeting_id=meeting, at=noon)
    with pytest.raises(NotThatKind):
        discussion(team, harmed, noon, kind="panel")


def test_who_was_there_is_noted_once_a_meeting_is_held(team, harmed, noon):
    meeting = discussion(team, harmed, noon, held_at=noon + DAY)
    there = {
        "actor": team.worker, "meeting_id": meeting, "agency": team.force.pk, "who": "PC Example",
    }  # fmt: skip
    with pytest.raises(NotHeldYet):
        note_presence(presence="attended", at=noon, **there)
    note_presence(presence="apologies", at=noon, **there)
    note_presence(presence="attended", at=noon + DAY, **there)


def test_the_outsider_has_no_part_in_any_of_it(team, chair, take_report, harmed, outsider, noon):
    meeting = panel(team, chair, noon)
    put_child_on_agenda(
        actor=team.writer, meeting_id=meeting, child_id=team.child_id, at=noon
    ) if not items(team.writer, noon, meeting) else None
    (item,) = items(team.writer, noon, meeting)
    action = act(team, item, noon)
    for actor in (outsider, team.make_actor("missing_coordinator", agency="Southfell Police")):
        due = (noon + DAY).date()
        for wrong in (
            lambda who=actor: make_agenda(actor=who, meeting_id=meeting, at=noon),
            lambda who=actor: put_child_on_agenda(
                actor=who, meeting_id=meeting, child_id=team.child_id, at=noon
            ),
            lambda who=actor: invite_to_meeting(
                actor=who, meeting_id=meeting, agencies=[who.agency_id], at=noon
            ),
            lambda who=actor: discussion(team, harmed, noon, actor=who, chair=who.member_id),
            lambda who=actor: act(team, item, noon, actor=who),
            lambda who=actor, day=due: refer_onward(
                actor=who, item_id=item.pk, to_agency=team.council.pk, because="x", due_on=day,
                at=noon,
            ),
            lambda who=actor: decide_on_child(
                actor=who, item_id=item.pk, decision="x", at=noon
            ),
            lambda who=actor: sign_no_action(actor=who, item_id=item.pk, because="x", at=noon),
            lambda who=actor: note_presence(
                actor=who, meeting_id=meeting, agency=team.council.pk, presence="apologies", at=noon
            ),
            lambda who=actor: close_meeting(actor=who, meeting_id=meeting, at=noon),
            lambda who=actor: take_on_meeting_action(actor=who, action_id=action, at=noon),
            lambda who=actor: settle_meeting_action(
                actor=who, action_id=action, done=True, result="x", at=noon
            ),
            lambda who=actor, day=due: agree_joint_task(
                actor=who, child_id=team.child_id, what="x", who="x", with_agency=team.council.pk,
                with_who="x", due_on=day, at=noon,
            ),
        ):  # fmt: skip
            with pytest.raises(NotVisible):
                wrong()
        with entered(actor=actor, at=noon):
            for model in (Meeting, Item, Action):
                assert not model.objects.exists()

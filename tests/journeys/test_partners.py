"""Conferences, gradings side by side, late returns, the register, schools, prevention."""

from dataclasses import replace
from datetime import time

import pytest
from django.db import IntegrityError, transaction

from tests.journeys.homes_cast import DAY, HOUR, MINUTE, make_move
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.agree_late_return import (
    Agreed,
    AlreadySettled,
    EndsBeforeItBegins,
    NothingSaid,
    agree_late_return,
    end_late_return,
)
from whereabouts.journeys.ask_conference import (
    AlreadyAsked,
    NotAskedOfYou,
    answer_conference,
    ask_conference,
    hold_conference,
)
from whereabouts.journeys.clock import fire
from whereabouts.journeys.grade_for_agency import NotInList, grade_for_agency
from whereabouts.journeys.keep_prevention import NotYet, keep_prevention
from whereabouts.journeys.keep_register import (
    AlreadyRegistered,
    NotOfThatForce,
    NotThatKind,
    name_officer,
    put_on_register,
)
from whereabouts.journeys.report_absence import (
    Absent,
    NotOnRegister,
    read_absence,
    report_absence,
    settle_absence,
)
from whereabouts.journeys.visit_setting import keep_visit, raise_concern, settle_concern
from whereabouts.practice.partners.models import (
    Activity,
    Conference,
    Grading,
    LateReturn,
    SchoolAbsence,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.placements.models import Concern, NamedOfficer, Setting, Visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def move(make_actor, make_agency, make_child, noon):
    made = make_move(
        make_actor=make_actor, make_agency=make_agency, make_child=make_child, noon=noon
    )
    made.place(days=0)
    return made


@pytest.fixture
def agreed(noon):
    return Agreed(
        latest=time(21, 30), days="Friday", what="Football, and home by bus", until_on=(
            noon + 60 * DAY
        ).date(), agreed_with="Her social worker", from_on=noon.date(), childs_view="Fair.",
    )  # fmt: skip


# --- late returns ---------------------------------------------------------------------


def test_what_is_agreed_is_seen_by_everybody_with_a_part_and_lowers_nothing(
    move, agreed, take_report, make_actor, noon
):
    reference = take_report(child=move.child, actor=make_actor("call_handler"))
    with entered(actor=move.police, at=noon):
        before = Episode.objects.get(reference=reference).level
    agree_late_return(actor=move.home, child_id=move.child.pk, agreed=agreed, at=noon)
    for actor in (move.police, move.placing, move.manager):
        with entered(actor=actor, at=noon):
            assert LateReturn.objects.get().what == agreed.what
    with entered(actor=move.police, at=noon):
        assert Episode.objects.get(reference=reference).level == before


def test_agreed_anew_the_one_before_holds_no_more_and_an_end_says_why(move, agreed, noon):
    agree_late_return(actor=move.home, child_id=move.child.pk, agreed=agreed, at=noon)
    key = agree_late_return(
        actor=move.home, child_id=move.child.pk, at=noon, agreed=replace(agreed, latest=time(20))
    )
    with pytest.raises(NothingSaid):
        end_late_return(actor=move.home, late_return_id=key, because=" ", at=noon)
    end_late_return(actor=move.home, late_return_id=key, because="She moved up.", at=noon)
    with pytest.raises(AlreadySettled):
        end_late_return(actor=move.home, late_return_id=key, because="Again.", at=noon)
    with entered(actor=move.home, at=noon):
        assert LateReturn.objects.filter(ended_at__isnull=True).count() == 0
        assert LateReturn.objects.count() == 2


def test_what_is_not_whole_is_refused(move, agreed, noon):
    for bad, fault in (
        (replace(agreed, what=""), NothingSaid),
        (replace(agreed, agreed_with=" "), NothingSaid),
        (replace(agreed, until_on=(noon - DAY).date()), EndsBeforeItBegins),
    ):
        with pytest.raises(fault):
            agree_late_return(actor=move.home, child_id=move.child.pk, agreed=bad, at=noon)


# --- conferences ----------------------------------------------------------------------


def test_either_side_asks_in_one_step_and_the_other_agrees_on_a_day(move, noon):
    for asks, asked in ((move.home, move.police), (move.police, move.home)):
        key = ask_conference(
            actor=asks, child_id=move.child.pk, to_agency=asked.agency_id, at=noon,
            why="Three times in a week.",
        )  # fmt: skip
        with pytest.raises(AlreadyAsked):
            ask_conference(
                actor=asks, child_id=move.child.pk, to_agency=asked.agency_id, why="x", at=noon
            )
        assert move.told(asked, "conference_asked")
        with pytest.raises(NotAskedOfYou):
            answer_conference(
                actor=asks, conference_id=key, agreed=True, meets_at=noon + DAY, at=noon
            )
        answer_conference(actor=asked, conference_id=key, agreed=True, meets_at=noon + DAY, at=noon)
        assert move.told(asks, "conference_answered")
        hold_conference(
            actor=asks, conference_id=key, outcome="A worker of her own.", at=noon + DAY
        )
        with entered(actor=asked, at=noon + DAY):
            kept = Conference.objects.get(pk=key)
        assert (kept.state, kept.outcome) == ("held", "A worker of her own.")


def test_without_an_answer_both_sides_hear_of_it(move, noon):
    ask_conference(
        actor=move.home, child_id=move.child.pk, to_agency=move.police.agency_id, at=noon, why="x"
    )
    fire(at=noon + 3 * DAY)
    (told,) = move.told(move.inspector, "conference_due", noon + 3 * DAY)
    assert told.to_role == "duty_inspector"
    assert move.told(move.home, "conference_due", noon + 3 * DAY)


def test_declined_it_says_why_and_stays_declined(move, noon):
    key = ask_conference(
        actor=move.home, child_id=move.child.pk, to_agency=move.police.agency_id, at=noon, why="x"
    )
    with pytest.raises(NothingSaid):
        answer_conference(actor=move.police, conference_id=key, agreed=False, at=noon)
    answer_conference(
        actor=move.police, conference_id=key, agreed=False, because="Met on Monday.", at=noon
    )
    fire(at=noon + 3 * DAY)
    assert move.told(move.inspector, "conference_due", noon + 3 * DAY) == []
    with (
        entered(actor=move.home, at=noon),
        pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        Conference.objects.update(outcome="")


def test_nobody_is_asked_who_has_no_part_in_the_child_s_life(move, outsider, noon):
    with pytest.raises(NotVisible):
        ask_conference(
            actor=move.home, child_id=move.child.pk, to_agency=outsider.agency_id, why="x", at=noon
        )
    with pytest.raises(NotVisible):
        ask_conference(
            actor=outsider, child_id=move.child.pk, to_agency=move.home.agency_id, why="x", at=noon
        )


# --- gradings side by side ------------------------------------------------------------


def test_an_agency_s_grading_changes_nothing_and_a_higher_one_is_told(
    move, take_report, make_actor, decide_as, noon
):
    reference = take_report(child=move.child, actor=make_actor("call_handler"))
    with entered(actor=move.police, at=noon):
        before = Episode.objects.get(reference=reference).level
    given = {"child_id": move.child.pk, "tool": "own_judgement", "at": noon}
    grade_for_agency(actor=move.home, level="low", because="Calm of late.", **given)
    grade_for_agency(actor=move.placing, level="high", because="Men asked for her.", **given)
    with entered(actor=move.police, at=noon):
        assert Grading.objects.count() == 2
        assert Episode.objects.get(reference=reference).level == before
        higher = Message.objects.filter(kind="partner_grades_higher")
        assert higher.count() == (0 if before == "high" else 1)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [({"level": "grave"}, NotInList), ({"tool": "x"}, NotInList), ({"because": ""}, NothingSaid)],
)
def test_a_grading_that_is_not_whole_is_refused(move, noon, wrong, fault):
    given = {"level": "high", "tool": "own_judgement", "because": "Seen."} | wrong
    with pytest.raises(fault):
        grade_for_agency(actor=move.home, child_id=move.child.pk, at=noon, **given)


# --- the register ---------------------------------------------------------------------


def test_the_register_is_seen_by_the_home_its_provider_and_the_area_and_by_nobody_else(
    move, outsider, noon
):
    move.register()
    for actor in (move.home, move.manager, move.police, move.host):
        with entered(actor=actor, at=noon):
            assert Setting.objects.get().urn == "SC000000", actor.name
    for actor in (outsider, move.before, move.placing):
        with entered(actor=actor, at=noon):
            assert not Setting.objects.exists()
            assert not NamedOfficer.objects.exists()


def test_one_officer_is_named_at_a_time_and_of_the_force_there(move, make_actor, noon):
    setting = move.register()
    with pytest.raises(NotOfThatForce):
        name_officer(
            actor=move.police, setting_id=setting.pk, officer=move.before.member_id, at=noon
        )
    later = make_actor("response_officer")
    name_officer(
        actor=move.police, setting_id=setting.pk, officer=later.member_id, at=noon + MINUTE
    )
    with entered(actor=move.home, at=noon + MINUTE):
        standing = NamedOfficer.objects.get(until_at__isnull=True)
        assert standing.officer_id == later.member_id
        assert NamedOfficer.objects.count() == 2


def test_the_register_takes_homes_and_schools_once_and_nothing_else(move, noon):
    setting = move.register()
    given = {
        "actor": move.police, "kind": "childrens_home", "authority": move.host.agency_id,
        "force": move.police.agency_id, "at": noon,
    }  # fmt: skip
    with pytest.raises(AlreadyRegistered):
        put_on_register(agency=setting.agency_id, **given)
    with pytest.raises(NotThatKind):
        put_on_register(agency=move.placing.agency_id, **given)
    with pytest.raises(NotThatKind):
        put_on_register(
            agency=move.manager.agency_id, **{**given, "authority": move.police.agency_id}
        )
    with pytest.raises(NotVisible):
        put_on_register(agency=move.child.pk, **given)
    with pytest.raises(NotPermitted):
        put_on_register(agency=move.manager.agency_id, **{**given, "actor": move.home})


def test_a_visit_answers_the_one_that_was_asked_for(move, noon):
    setting = move.register()
    move.place(days=1)
    keep_visit(
        actor=move.police, setting_id=setting.pk, kind="arrival", visited_at=noon, at=noon,
        words="Talked at tea.", talked_with=2,
    )  # fmt: skip
    with entered(actor=move.home, at=noon):
        visit = Visit.objects.get()
        assert (visit.visited_at, visit.talked_with) == (noon, 2)
    fire(at=noon + 12 * DAY)
    assert move.told(move.police, "arrival_visit_due", noon + 12 * DAY) == []


def test_a_concern_of_the_home_s_reaches_the_officer_and_is_answered(move, outsider, noon):
    setting = move.register()
    key = raise_concern(
        actor=move.home, setting_id=setting.pk, kind="approached", child_id=move.child.pk,
        words="Two men in a grey car, three evenings.", at=noon,
    )  # fmt: skip
    (told,) = move.told(move.police, "concern_raised")
    assert told.to_member_id == move.police.member_id
    with pytest.raises(NotPermitted):
        settle_concern(actor=move.home, concern_id=key, outcome="x", at=noon)
    settle_concern(
        actor=move.police, concern_id=key, outcome="Both known; visited.", at=noon + HOUR
    )
    for actor in (move.home, move.host):
        with entered(actor=actor, at=noon + HOUR):
            assert Concern.objects.get().outcome == "Both known; visited."
    for actor in (outsider, move.placing):
        with entered(actor=actor, at=noon):
            assert not Concern.objects.exists()


# --- schools --------------------------------------------------------------------------


@pytest.fixture
def school(move, make_actor, make_agency, noon):
    worker = make_actor("school_worker")
    key = put_on_register(
        actor=move.police, agency=worker.agency_id, kind="school", authority=move.host.agency_id,
        force=move.police.agency_id, at=noon,
    )  # fmt: skip
    officer = make_actor("response_officer")
    name_officer(actor=move.police, setting_id=key, officer=officer.member_id, at=noon)
    return worker, officer


ABSENT = Absent(names="Tessie Placeholder", worry="first", absent_at=None, words="Not in class.")


def test_a_school_s_report_goes_to_its_officer_and_comes_back_with_what_was_done(
    move, school, noon
):
    worker, officer = school
    key = report_absence(actor=worker, absent=replace(ABSENT, absent_at=noon), at=noon)
    (told,) = move.told(move.police, "school_absence")
    assert told.to_member_id == officer.member_id
    assert "Placeholder" not in told.text
    read_absence(actor=officer, absence_id=key, at=noon + MINUTE)
    settle_absence(
        actor=officer, absence_id=key, outcome="seen", words="At home with a cold.", at=noon + HOUR
    )
    fire(at=noon + 2 * HOUR)
    assert move.told(move.inspector, "school_absence_unread", noon + 2 * HOUR) == []
    with entered(actor=worker, at=noon + HOUR):
        assert SchoolAbsence.objects.get().outcome_words == "At home with a cold."


def test_unread_it_climbs_and_fear_is_told_at_once(move, school, noon):
    worker, _ = school
    report_absence(actor=worker, absent=replace(ABSENT, absent_at=noon, worry="now"), at=noon)
    roles = {one.to_role: one.loudness for one in move.told(move.police, "school_absence")}
    assert roles["duty_inspector"] == "interrupt"
    fire(at=noon + 2 * HOUR)
    assert move.told(move.inspector, "school_absence_unread", noon + 2 * HOUR)


def test_a_school_that_is_not_on_the_register_is_told_to_ring(move, make_actor, noon):
    with pytest.raises(NotOnRegister):
        report_absence(
            actor=make_actor("school_worker"), absent=replace(ABSENT, absent_at=noon), at=noon
        )


def test_nobody_but_the_school_and_its_force_sees_the_report(move, school, outsider, noon):
    worker, _ = school
    key = report_absence(actor=worker, absent=replace(ABSENT, absent_at=noon), at=noon)
    elsewhere = move.make_actor("duty_inspector", agency="Southmere Police")
    for actor in (outsider, elsewhere, move.home, move.host):
        with entered(actor=actor, at=noon):
            assert not SchoolAbsence.objects.exists()
    with pytest.raises(NotVisible):
        settle_absence(actor=elsewhere, absence_id=key, outcome="seen", words="x", at=noon)
    with pytest.raises(NotPermitted):
        settle_absence(actor=worker, absence_id=key, outcome="seen", words="x", at=noon)


# --- prevention -----------------------------------------------------------------------


def test_what_was_taught_is_kept_with_audience_and_reach(move, school, noon):
    worker, officer = school
    keep_prevention(
        actor=officer, title="Who is your friend online", kind="lesson", audience="secondary",
        reached=28, on=noon.date(), at_agency=worker.agency_id, language="both", at=noon,
    )  # fmt: skip
    for actor in (worker, officer):
        with entered(actor=actor, at=noon):
            assert Activity.objects.get().reached == 28
    with entered(actor=move.home, at=noon):
        assert not Activity.objects.exists()
    with pytest.raises(NotYet):
        keep_prevention(
            actor=officer, title="x", kind="lesson", audience="public", reached=1, at=noon,
            on=(noon + DAY).date(),
        )  # fmt: skip

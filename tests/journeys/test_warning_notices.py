"""An abduction warning notice lives by the law: refused, served, reviewed, breached, lapsed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.journeys.adults_cast import Beat
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.warn_adult_away import (
    NotInForce,
    NotLawful,
    NotNow,
    OwnDraft,
    WordsMissing,
    authorise_warning_notice,
    decide_after_breach,
    fail_warning_notice,
    record_breach,
    review_warning_notice,
    visit_after_breach,
    withdraw_warning_notice,
)
from whereabouts.practice.adults.models import AdultAction, Breach, NoticeReview, WarningNotice
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.return_home.models import Protection
from whereabouts.practice.risk.lawful import notices_that_hold
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.queries import same_person_set
from whereabouts.records.placements.actions import end_placement
from whereabouts.records.placements.models import Placement

pytestmark = pytest.mark.django_db


@pytest.fixture
def beat(make_actor, noon):
    """Return a force at work."""
    return Beat(make_actor=make_actor, noon=noon)


def holding(beat, child, at):
    with entered(actor=beat.duty_inspector, at=at):
        same = same_person_set(child_id=child.pk)
        return [one.pk for one in notices_that_hold(children=same, at=at)]


def told(beat, kind):
    with entered(actor=beat.duty_inspector, at=beat.noon):
        return list(Message.objects.filter(kind=kind).order_by("to_role"))


# --- who may be warned ---------------------------------------------------------------------


def test_a_notice_is_drafted_authorised_by_somebody_else_and_served(beat, noon):
    child, adult = beat.child(), beat.enter()
    notice = beat.draft(adult, child)
    with pytest.raises(NotNow):
        beat.serve(notice)
    authorise_warning_notice(actor=beat.duty_inspector, notice_id=notice, at=noon)
    ends = beat.serve(notice)
    assert ends == datetime(2028, 3, 12, tzinfo=UTC)
    kept = beat.notice(notice)
    assert (kept.state, kept.served_how, kept.acknowledged) == ("served", "in_person", "signed")
    assert kept.reference.startswith("W")
    assert holding(beat, child, noon) == [notice]
    with entered(actor=beat.duty_inspector, at=noon):
        assert [one.kind for one in AdultAction.objects.filter(adult=adult)] == ["notice"]


def test_nobody_authorises_what_they_drafted(beat, noon):
    child, adult = beat.child(), beat.enter()
    notice = beat.draft(adult, child, by=beat.duty_inspector)
    with pytest.raises(OwnDraft):
        authorise_warning_notice(actor=beat.duty_inspector, notice_id=notice, at=noon)
    with pytest.raises(NotPermitted):
        authorise_warning_notice(actor=beat.response_officer, notice_id=notice, at=noon)
    authorise_warning_notice(actor=beat.superintendent, notice_id=notice, at=noon)


@pytest.mark.parametrize(
    ("born", "code", "reason"),
    [
        ("12 March 2010", "V2", "sixteen_by_agreement"),
        ("12 March 2010", None, "sixteen_at_home"),
        ("12 March 2008", "C2", "adult"),
        ("", "C2", "age_unknown"),
    ],
)
def test_where_the_law_says_no_it_is_refused_with_the_reason_and_alternatives(
    beat, born, code, reason
):
    child, adult = beat.child(born=born), beat.enter()
    if code:
        beat.place(child, code, started_on=date(2026, 1, 1))
    for route in ("under_16", "in_care"):
        with pytest.raises(NotLawful) as refused:
            beat.draft(adult, child, route=route)
        assert refused.value.reason == reason
        assert refused.value.alternatives
        assert str(refused.value)


def test_at_16_in_care_the_one_route_is_open_and_not_the_other(beat):
    child, adult = beat.child(born="12 March 2010"), beat.enter()
    beat.place(child, "C2", started_on=date(2026, 1, 1))
    with pytest.raises(NotLawful):
        beat.draft(adult, child)
    notice = beat.draft(adult, child, route="in_care")
    assert "full care order" in beat.notice(notice).basis


def test_a_boy_of_15_is_reached_as_a_girl_is(beat):
    """V19: a boy is a victim of exploitation as a girl is; he is under 16 and warned for."""
    child, adult = beat.child(born="12 March 2011"), beat.enter()
    assert beat.draft(adult, child)


def test_a_second_notice_while_one_stands_is_refused_and_one_after_it_is_not(beat, noon):
    child, adult = beat.child(), beat.enter()
    notice = beat.draft(adult, child)
    with pytest.raises(NotNow):
        beat.draft(adult, child)
    withdraw_warning_notice(
        actor=beat.duty_inspector, notice_id=notice, words="Drafted for the wrong man.", at=noon
    )
    assert beat.notice(notice).state == "withdrawn"
    assert beat.draft(adult, child)


# --- it holds no longer than the law -----------------------------------------------------------


def test_an_order_that_ends_ends_the_notice_before_any_clock_has_run(beat, noon):
    child, adult = beat.child(born="12 March 2010"), beat.enter()
    beat.place(child, "C2", started_on=date(2026, 1, 1))
    notice = beat.served(adult, child, route="in_care")
    assert holding(beat, child, noon + timedelta(days=40)) == [notice]
    later = noon + timedelta(days=10)
    with entered(actor=beat.missing_coordinator, at=later):
        placement = Placement.objects.get(child=child)
        end_placement(
            placement=placement, ended_on=later.date(), by=beat.missing_coordinator, at=later
        )
    assert beat.notice(notice, at=later).state == "served"  # no clock has run
    after = later + timedelta(days=1)
    assert holding(beat, child, after) == []
    with pytest.raises(NotInForce):
        review_warning_notice(
            actor=beat.response_officer, notice_id=notice, kind="due", finding="keeps",
            words="Nothing seen.", at=after,
        )  # fmt: skip


def test_a_move_to_accommodation_by_agreement_ends_it_and_the_next_order_does_not_revive_it(
    beat, noon
):
    child, adult = beat.child(born="12 March 2010"), beat.enter()
    beat.place(child, "C2", started_on=date(2026, 1, 1))
    notice = beat.served(adult, child, route="in_care")
    moved, again = noon + timedelta(days=5), noon + timedelta(days=9)
    beat.place(child, "V2", started_on=moved.date(), at=moved)
    assert holding(beat, child, moved + timedelta(hours=1)) == []
    beat.place(child, "C2", started_on=again.date(), at=again)
    assert holding(beat, child, again + timedelta(days=1)) == []
    assert notice


def test_the_birthday_lapses_it_says_why_and_asks_what_protects_the_child_now(beat, noon):
    child, adult = beat.child(born="25 November 2010"), beat.enter()
    notice = beat.served(adult, child)
    birthday = datetime(2026, 11, 25, tzinfo=UTC)
    assert holding(beat, child, birthday - timedelta(minutes=1)) == [notice]
    assert holding(beat, child, birthday) == []
    beat.tick(birthday)
    kept = beat.notice(notice, at=birthday)
    assert (kept.state, kept.lapsed_because, kept.ended_at) == ("lapsed", "birthday", birthday)
    messages = told(beat, "warning_notice_lapses")
    assert {one.to_role for one in messages} == {
        "offender_manager", "missing_coordinator", "duty_inspector",
    }  # fmt: skip
    assert "What protects the child now?" in messages[0].text


def test_police_protection_carries_a_notice_for_as_long_as_it_lasts(beat, take_report, noon):
    child, adult = beat.child(born="12 March 2010"), beat.enter()
    reference = take_report(child=child)
    with entered(actor=beat.response_officer, at=noon):
        Protection.objects.create(
            child=child, episode=Episode.objects.get(reference=reference), started_at=noon,
            ends_at=noon + timedelta(hours=72), grounds="Found in a flat with adults.",
            officer_id=beat.response_officer.member_id,
            owner_agency_id=beat.response_officer.agency_id, recorded_at=noon,
            recorded_by_id=beat.response_officer.member_id,
        )  # fmt: skip
    notice = beat.served(adult, child, route="in_care")
    assert beat.notice(notice).lapses_at == noon + timedelta(hours=72)
    assert holding(beat, child, noon + timedelta(hours=71)) == [notice]
    assert holding(beat, child, noon + timedelta(hours=72)) == []


def test_an_older_date_of_birth_ends_it_the_moment_it_is_believed(beat, noon):
    from whereabouts.records.people import actions as people

    child, adult = beat.child(born="12 March 2011"), beat.enter()
    beat.served(adult, child)
    with entered(actor=beat.missing_coordinator, at=noon):
        people.add_birth(
            child=child, text="12 March 2010", source="passport", by=beat.missing_coordinator,
            at=noon,
        )  # fmt: skip
    assert holding(beat, child, noon + timedelta(minutes=1)) == []


# --- reviews ------------------------------------------------------------------------------------


def review(beat, notice, at, **more):
    given = {"kind": "due", "finding": "keeps", "words": "Nothing was seen.", **more}
    review_warning_notice(actor=beat.response_officer, notice_id=notice, at=at, **given)


def test_after_28_days_without_a_review_three_roles_hear_and_a_review_starts_the_clock_anew(
    beat, noon
):
    child, adult = beat.child(), beat.enter()
    notice = beat.served(adult, child)
    review(beat, notice, noon + timedelta(days=20))
    beat.tick(noon + timedelta(days=28))
    assert told(beat, "warning_notice_review") == []
    beat.tick(noon + timedelta(days=48))
    assert [one.to_role for one in told(beat, "warning_notice_review")] == [
        "missing_coordinator", "offender_manager", "supervisor",
    ]  # fmt: skip
    with pytest.raises(WordsMissing):
        review(beat, notice, noon + timedelta(days=48), words=" ")
    with entered(actor=beat.duty_inspector, at=noon):
        assert NoticeReview.objects.count() == 1


def test_a_new_episode_makes_the_holders_address_a_first_action_and_the_review_is_of_it(
    beat, take_report, noon, look
):
    child, adult = beat.child(), beat.enter()
    beat.link(adult, child)
    notice = beat.served(adult, child)
    later = noon + timedelta(days=3)
    reference = take_report(child=child, at=later)
    with entered(actor=beat.duty_inspector, at=later):
        (task,) = Task.objects.filter(kind="abduction_notice_followup")
    assert (task.to_role, task.due_at) == ("response_officer", later + timedelta(hours=1))
    assert "Go to its holder's addresses first" in task.detail
    review(beat, notice, later, kind="episode", finding="contact", words="The light was on.")
    with entered(actor=beat.duty_inspector, at=later):
        made = NoticeReview.objects.get()
        assert made.episode.reference == reference


def test_without_a_notice_in_force_no_episode_asks_for_its_follow_up(beat, take_report, noon):
    child, adult = beat.child(), beat.enter()
    beat.link(adult, child)
    notice = beat.served(adult, child)
    withdraw_warning_notice(
        actor=beat.duty_inspector, notice_id=notice, words="Served on the wrong man.", at=noon
    )
    take_report(child=child, at=noon + timedelta(days=3))
    with entered(actor=beat.duty_inspector, at=noon):
        assert not Task.objects.filter(kind="abduction_notice_followup").exists()


# --- breach, visit, arrest decision ------------------------------------------------------------


def breach(beat, notice, at, **more):
    given = {"words": "Rang the child twice.", "source": "the child's phone", **more}
    return record_breach(actor=beat.response_officer, notice_id=notice, at=at, **given)


def test_v22_a_breach_is_visited_a_child_is_found_and_the_arrest_is_decided_on(beat, noon):
    """V22, Operation Sunrise: in contact with a victim; the visit found a girl of 14."""
    child, adult = beat.child(), beat.enter()
    notice = beat.served(adult, child)
    at = noon + timedelta(days=2)
    key = breach(beat, notice, at)
    with pytest.raises(NotNow):
        decide_after_breach(
            actor=beat.duty_inspector, breach_id=key, decision="arrested", words="-", at=at
        )
    with pytest.raises(WordsMissing):
        visit_after_breach(
            actor=beat.response_officer, breach_id=key, words="", children_found=0, at=at
        )
    visit_after_breach(
        actor=beat.response_officer, breach_id=key, words="A girl of 14 was in the back room.",
        children_found=1, at=at + timedelta(hours=1),
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        decide_after_breach(
            actor=beat.response_officer, breach_id=key, decision="arrested", words="-", at=at
        )
    decide_after_breach(
        actor=beat.duty_inspector, breach_id=key, decision="arrested",
        words="Found with another child.", at=at + timedelta(hours=2),
    )  # fmt: skip
    with pytest.raises(NotNow):
        decide_after_breach(
            actor=beat.duty_inspector, breach_id=key, decision="not_arrested", words="-",
            at=at + timedelta(hours=3),
        )  # fmt: skip
    with entered(actor=beat.duty_inspector, at=at + timedelta(hours=3)):
        assert {one.kind for one in AdultAction.objects.all()} == {"notice", "visit", "arrest"}
    beat.tick(at + timedelta(days=2))
    assert told(beat, "breach_unvisited") == []


def test_a_breach_that_nobody_visits_is_told_above_again_and_again(beat, noon):
    child, adult = beat.child(), beat.enter()
    notice = beat.served(adult, child)
    breach(beat, notice, noon)
    beat.tick(noon + timedelta(hours=24))
    assert [one.to_role for one in told(beat, "breach_unvisited")] == [
        "duty_inspector",
        "superintendent",
    ]
    beat.tick(noon + timedelta(hours=49))
    assert len(told(beat, "breach_unvisited")) == 4


def test_before_service_and_after_it_lapsed_there_is_no_breach(beat, noon):
    child, adult = beat.child(born="25 November 2010"), beat.enter()
    notice = beat.served(adult, child)
    with pytest.raises(NotInForce):
        breach(beat, notice, noon, breached_at=noon - timedelta(hours=1))
    after = datetime(2026, 11, 26, tzinfo=UTC)
    with pytest.raises(NotInForce):
        breach(beat, notice, after)
    # What happened while it stood is a breach still, however late it comes to light.
    assert breach(beat, notice, after, breached_at=noon + timedelta(days=1))


def test_a_notice_that_cannot_be_served_says_why_and_is_not_served_later(beat, noon):
    child, adult = beat.child(), beat.enter()
    notice = beat.draft(adult, child)
    authorise_warning_notice(actor=beat.duty_inspector, notice_id=notice, at=noon)
    with pytest.raises(WordsMissing):
        fail_warning_notice(actor=beat.response_officer, notice_id=notice, words=" ", at=noon)
    fail_warning_notice(
        actor=beat.response_officer, notice_id=notice, words="Moved away.", at=noon
    )  # fmt: skip
    with pytest.raises(NotNow):
        beat.serve(notice)


# --- who sees and who does not; what the database refuses -----------------------------------------


def test_the_outsider_another_force_and_the_home_see_nothing_of_it(
    beat, make_actor, outsider, noon
):
    child, adult = beat.child(), beat.enter()
    notice = beat.served(adult, child)
    far = make_actor("duty_inspector", agency="Southfell Police")
    home = make_actor("home_worker")
    for actor in (far, home, outsider):
        with entered(actor=actor, at=noon):
            assert not WarningNotice.objects.exists()
            assert not visible(WarningNotice).exists()
            assert not Breach.objects.exists()
    with pytest.raises(NotVisible):
        withdraw_warning_notice(actor=far, notice_id=notice, words="Not ours.", at=noon)
    for actor in (home, outsider):
        with pytest.raises(NotPermitted):
            record_breach(actor=actor, notice_id=notice, words="x", source="x", at=noon)


def test_a_force_with_a_part_in_the_child_reads_it_and_changes_nothing(beat, make_actor, noon):
    from whereabouts.records.people import actions as people

    child, adult = beat.child(), beat.enter()
    notice = beat.served(adult, child)
    far = make_actor("duty_inspector", agency="Southfell Police")
    with entered(actor=beat.missing_coordinator, at=noon):
        people.relate_to_child(child_id=child.pk, agency=far.agency_id, kind="shared", at=noon)
    with entered(actor=far, at=noon):
        assert visible(WarningNotice).get().pk == notice
    with pytest.raises(NotVisible):
        withdraw_warning_notice(actor=far, notice_id=notice, words="Not ours.", at=noon)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lapsed"},
        {"state": "withdrawn"},
        {"served_how": ""},
        {"authorised_by": None},
        {"state": "draft"},
    ],
)
def test_the_database_refuses_a_life_that_no_notice_has(beat, noon, values):
    child, adult = beat.child(), beat.enter()
    notice = beat.served(adult, child)
    with (
        pytest.raises(IntegrityError),
        entered(actor=beat.duty_inspector, at=noon),
        transaction.atomic(),
    ):
        WarningNotice.objects.filter(pk=notice).update(**values)

"""The demonstration's story: told through journeys, and something of it on every role's desk."""

import pytest
from django.utils import timezone

from whereabouts.foundations.access.scope import entered
from whereabouts.insight.lookups.adults import adult_page, register_page, warnings_page
from whereabouts.insight.lookups.briefing import beats_to_read, briefing
from whereabouts.insight.lookups.child import child_page
from whereabouts.insight.lookups.conversing import interview_queue
from whereabouts.insight.lookups.desks import desk_now, governance_now
from whereabouts.insight.lookups.meetings import meeting_page, meetings_now
from whereabouts.insight.lookups.our_home import our_home
from whereabouts.insight.lookups.schools import school_page
from whereabouts.interfaces.commands.demo.after import PROVIDER
from whereabouts.interfaces.commands.demo.known import NAME as KNOWN
from whereabouts.interfaces.commands.demo.known import make_known_child
from whereabouts.interfaces.commands.demo.nation import (
    FIRST_AUTHORITY,
    FIRST_FORCE,
    FIRST_HOME,
    FIRST_SCHOOL,
    found,
)
from whereabouts.interfaces.commands.demo.partners import keep_partners
from whereabouts.interfaces.commands.demo.story import COUNCIL, HOSPITAL, NAME
from whereabouts.interfaces.commands.demo.street import MAN
from whereabouts.interfaces.commands.demo.telling import tell_story
from whereabouts.practice.publicity.models import Appeal
from whereabouts.practice.risk.phrases import phrases_in
from whereabouts.practice.sharing.models import Slip
from whereabouts.records.episodes.models import LogEntry
from whereabouts.records.people.models import Adult

pytestmark = pytest.mark.slow
HER = " ".join(NAME)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """Tell the story once for all tests here, and take it away again."""
    from django.db import connections, transaction

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            at = timezone.now()
            nation = found(at=at)
            known = make_known_child(nation=nation, at=at)
            settings = keep_partners(nation=nation, child=known, at=at)
            yield tell_story(nation=nation, known=known, settings=settings, at=at)
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            connections["default"].close()


def who(told, role, of=FIRST_FORCE):
    return told.nation.actor(role, of=of, at=told.at)


def names_on(desk):
    return {line.name for part in desk.parts for line in part.lines}


def test_the_coordinators_and_the_authoritys_desk_hold_the_night(told):
    coordinator = desk_now(actor=who(told, "missing_coordinator"), at=told.at)
    assert HER in names_on(coordinator)
    authority = desk_now(actor=who(told, "social_worker", of=COUNCIL), at=told.at)
    assert HER in names_on(authority)


def test_information_governance_finds_emergency_access_to_review(told):
    desk = governance_now(actor=who(told, "information_governance"), at=told.at)
    assert "emergency" in {one.key for one in desk.parts if one.lines}


def test_the_home_sees_that_she_is_missing_and_what_it_was_warned_of(told):
    carer = who(told, "home_worker", of=FIRST_HOME)
    (home,) = our_home(actor=carer, at=told.at).homes
    assert HER in {one.name for one in home.children}
    (warning,) = warnings_page(actor=carer, at=told.at).warnings
    assert warning.received_at is not None
    assert MAN not in warning.look_for
    with entered(actor=carer, at=told.at):
        assert not Adult.objects.exists()


def test_the_school_reads_what_came_of_its_report_and_learns_of_no_record(told):
    page = school_page(actor=who(told, "school_worker", of=FIRST_SCHOOL), at=told.at)
    (hers,) = [one for one in page.reports if one.names == HER]
    assert hers.outcome_words
    assert hers.child_id is None


def test_the_beat_officer_is_briefed_on_her_the_hot_spot_and_the_man(told):
    officer = who(told, "response_officer")
    (own,) = [one for one in beats_to_read(actor=officer, at=told.at) if one.own]
    seen = briefing(actor=officer, at=told.at, beat_id=own.beat_id)
    assert told.child.pk in {one.child_id for one in (*seen.missing, *seen.worried)}
    assert seen.spots
    assert MAN in {one.name for one in seen.adults}


def test_the_chair_has_a_panel_ahead_with_both_girls_on_it(told):
    chair = who(told, "superintendent")
    (panel,) = [one for one in meetings_now(actor=chair, at=told.at).planned if one.ours]
    page = meeting_page(actor=chair, at=told.at, meeting_id=panel.meeting_id)
    assert {HER, KNOWN} <= {one.name for one in page.agenda}
    assert page.meeting.held_at > told.at


def test_health_is_invited_and_has_an_answer_to_give(told):
    nurse = who(told, "partner_worker", of=HOSPITAL)
    ahead = meetings_now(actor=nurse, at=told.at).planned
    (panel,) = [one for one in ahead if not one.ours]
    assert meeting_page(actor=nurse, at=told.at, meeting_id=panel.meeting_id).may_answer


def test_whoever_manages_offenders_has_a_breach_to_visit_and_two_forces_share_him(told):
    manager = who(told, "offender_manager")
    page = register_page(actor=manager, at=told.at)
    assert [one.reference for one in page.breaches]
    (him,) = [one for one in page.rows if one.name == MAN]
    seen = adult_page(actor=manager, adult_id=him.adult_id, at=told.at)
    assert seen.shared
    assert {one.name for one in seen.links} == {HER}


def test_both_authorities_and_both_forces_read_her_and_a_stranger_does_not(told):
    for role, of in (
        ("social_worker", COUNCIL), ("social_worker", FIRST_AUTHORITY),
        ("missing_coordinator", "eastvale"), ("duty_inspector", FIRST_FORCE),
    ):  # fmt: skip
        page = child_page(actor=who(told, role, of=of), at=told.at, child_id=told.child.pk)
        assert page.story.name == HER
        assert page.beside.not_at_school


def test_a_charity_is_asked_to_speak_with_her_and_reads_her_line_alone(told):
    lines = interview_queue(actor=who(told, "return_interviewer", of=PROVIDER), at=told.at)
    assert HER in {one.name for one in lines}


def test_the_public_is_asked_without_her_name_and_volunteers_learn_a_first_name(told):
    inspector = who(told, "duty_inspector")
    with entered(actor=inspector, at=told.at):
        (appeal,) = Appeal.objects.filter(episode__reference=told.tonight)
        assert not appeal.shown_name
        assert NAME[0] not in appeal.words
        slip = Slip.objects.select_related("sharing").get(sharing__child=told.child)
    assert slip.sharing.until_at > told.at
    assert NAME[1] not in str(slip.contents)


def test_no_word_of_it_blames_her(told):
    with entered(actor=who(told, "duty_inspector"), at=told.at):
        words = [one.words for one in LogEntry.objects.exclude(words="")]
    assert words
    assert not [one for one in words if phrases_in(text=one)]

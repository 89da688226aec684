"""V23: thirteen, more than forty times; nobody referred her, and nobody went near the adults."""

from datetime import timedelta

import pytest

from tests.journeys.homes_cast import DAY
from whereabouts.foundations.access.scope import entered
from whereabouts.insight.lookups.adults import register_page
from whereabouts.insight.lookups.child import child_page
from whereabouts.journeys.call_meeting import call_panel
from whereabouts.journeys.clock import fire
from whereabouts.journeys.clock.desks import begin
from whereabouts.journeys.close_follow_up import FollowUpOpen, close_follow_up
from whereabouts.journeys.keep_adult import act_on_adult, enter_adult
from whereabouts.journeys.link_adult_of_concern import link_adult_of_concern
from whereabouts.journeys.record_back import record_back
from whereabouts.practice.meetings.models import Item
from whereabouts.practice.support.models import PanelItem
from whereabouts.records.people.actions import relate_to_child

pytestmark = pytest.mark.django_db


@pytest.fixture
def young(cities, make_child, noon):
    """A girl of thirteen in place of the girl of the other cases, in the same hands."""
    child = make_child("Tilda Sampleton", "1 January 2013", by=cities.south("missing_coordinator"))
    with entered(actor=cities.south("missing_coordinator"), at=noon):
        relate_to_child(
            child_id=child.pk, agency=cities.move.placing.agency_id, kind="responsible", at=noon
        )
    return child


def away(cities, young, at):
    reference = cities.report(at=at, child=young.pk)
    back = at + timedelta(hours=3)
    record_back(actor=cities.south("response_officer"), reference=reference, back_at=back, at=back)
    return reference


def test_the_second_time_in_90_days_puts_her_before_a_panel_and_on_its_agenda(cities, young, noon):
    away(cities, young, noon - 80 * DAY)
    coordinator = cities.south("missing_coordinator")
    with entered(actor=coordinator, at=noon):
        assert not PanelItem.objects.exists()
    away(cities, young, noon - DAY)
    chair = cities.south("superintendent")
    meeting = call_panel(actor=coordinator, held_at=noon, chair=chair.member_id, at=noon)
    with entered(actor=coordinator, at=noon):
        (item,) = Item.objects.filter(meeting=meeting)
    assert item.child_id == young.pk
    assert "young_two_in_90_days" in item.thresholds


def test_a_referral_that_nobody_sent_keeps_the_follow_up_open_and_is_overdue(cities, young, noon):
    reference = away(cities, young, noon)
    with pytest.raises(FollowUpOpen) as refused:
        close_follow_up(
            actor=cities.south("missing_coordinator"), reference=reference, at=noon + DAY
        )
    assert "referral_decision" in {one.kind for one in refused.value.left}
    (task,) = cities.tasks(reference, "referral_decision")
    late = task.due_at + timedelta(minutes=1)
    fire(at=late, most=500)
    assert cities.told(cities.south("supervisor"), "task_due", late)


def backlog(cities, at):
    found = register_page(actor=cities.south("offender_manager"), at=at)
    return [one.name for one in found.without_action]


def test_an_adult_linked_with_a_child_and_no_action_in_14_days_is_on_the_list(cities, young, noon):
    """Entered on the register, or only linked by an officer at night: the list has both."""
    entered_one = cities.adult(name="Entered Adult")
    cities.link(entered_one, young)
    linked = link_adult_of_concern(
        actor=cities.south("response_officer"), child_id=young.pk, kind="associate",
        strength="suspected", source="a neighbour", name="Linked Adult", at=noon,
    )  # fmt: skip
    assert backlog(cities, noon + 13 * DAY) == []
    late = noon + 14 * DAY + timedelta(minutes=1)
    assert sorted(backlog(cities, late)) == ["Entered Adult", "Linked Adult"]
    for adult in (entered_one, linked):
        act_on_adult(
            actor=cities.south("offender_manager"), adult_id=adult, kind="visit",
            words="Seen at his door.", at=late,
        )  # fmt: skip
    assert backlog(cities, late + DAY) == []


def test_the_adult_who_is_only_linked_raises_an_alarm_too_once_until_something_is_done(
    cities, young, noon
):
    officer, manager = cities.south("response_officer"), cities.south("offender_manager")
    linked = link_adult_of_concern(
        actor=officer, child_id=young.pk, kind="associate", strength="suspected",
        source="a neighbour", name="Linked Adult", at=noon,
    )  # fmt: skip
    begin(at=noon)

    def told(days):
        fire(at=noon + days * DAY, most=1000)
        found = cities.told(manager, "adult_without_action", noon + days * DAY)
        return [one.to_role for one in found]

    assert told(13) == []
    assert told(15) == ["duty_inspector", "missing_coordinator", "offender_manager"]
    assert len(told(40)) == 3  # said once: it stands on the list until somebody acts
    act_on_adult(actor=manager, adult_id=linked, kind="visit", words="Seen.", at=noon + 41 * DAY)
    assert len(told(54)) == 3
    assert len(told(56)) == 6
    enter_adult(
        actor=manager, adult_id=linked, because="Seen with her again.", source="an officer",
        others="not_known", at=noon + 57 * DAY,
    )  # fmt: skip
    assert len(told(70)) == 6  # from here on the clock of the entry runs
    assert len(told(72)) == 9


def test_her_authority_reads_what_the_police_know_of_her_and_a_stranger_nothing(
    cities, young, noon
):
    away(cities, young, noon - DAY)
    worker = cities.move.placing
    seen = child_page(actor=worker, at=noon, child_id=young.pk)
    assert seen.story.episodes
    for actor in cities.everybody_else():
        with entered(actor=actor, at=noon):
            assert not PanelItem.objects.exists()

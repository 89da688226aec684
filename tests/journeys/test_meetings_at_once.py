"""Several at one meeting at once: however they race, it closes with an action or a signed reason."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from tests.journeys.planning_cast import DAY, Team
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.call_meeting import (
    MeetingClosed,
    call_panel,
    put_child_on_agenda,
)
from whereabouts.journeys.change_meeting import cancel_meeting
from whereabouts.journeys.decide_in_meeting import (
    AlreadyDecided,
    NobodyActs,
    NotEverybodyDecided,
    agree_action,
    close_meeting,
    decide_on_child,
    sign_no_action,
)
from whereabouts.practice.meetings.models import Action, Item, Meeting

pytestmark = pytest.mark.usefixtures("committed")
REFUSED = (AlreadyDecided, MeetingClosed, NobodyActs, NotEverybodyDecided)


def at_once(*steps):
    """Run the steps at the same moment, and return what each returned or was refused by."""
    barrier, ends = Barrier(len(steps)), [None] * len(steps)

    def run(place, step):
        barrier.wait(60)
        try:
            ends[place] = step() or "done"
        except REFUSED as refused:
            ends[place] = refused
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ends


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child in care."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


@pytest.fixture
def chair(team):
    """Return the superintendent who chairs."""
    return team.make_actor("superintendent")


@pytest.fixture
def panel(team, chair, noon):
    """Return a panel with one child on it, and the place."""
    meeting = call_panel(actor=team.writer, held_at=noon, chair=chair.member_id, at=noon)
    item = put_child_on_agenda(
        actor=team.writer, meeting_id=meeting, child_id=team.child_id, at=noon
    )
    return meeting, item


def acting(team, item, noon):
    agree_action(
        actor=team.writer, item_id=item, what="A worker", agency=team.council.pk, who="W. Example",
        due_on=(noon + DAY).date(), at=noon,
    )  # fmt: skip


def how_it_stands(team, noon, meeting):
    with entered(actor=team.writer, at=noon):
        state = Meeting.objects.get(pk=meeting).state
        items = list(Item.objects.filter(meeting=meeting))
        owned = set(Action.objects.exclude(first_who="").values_list("item", flat=True))
    for one in items:
        if state == "closed":
            assert (one.outcome == "acts" and one.pk in owned) or (
                one.outcome == "no_action" and one.no_action_because and one.signed_by_id
            )
        if state == "cancelled":
            assert one.outcome == "cancelled"
    return state, [one.outcome for one in items]


@pytest.mark.parametrize("round_number", range(3))
def test_one_decides_as_the_chair_signs_for_nothing_and_one_of_them_stands(
    round_number, team, chair, panel, noon
):
    meeting, item = panel
    acting(team, item, noon)
    ends = at_once(
        lambda: decide_on_child(actor=team.writer, item_id=item, decision="A worker.", at=noon),
        lambda: sign_no_action(actor=chair, item_id=item, because="It helps.", at=noon),
    )
    assert [isinstance(end, AlreadyDecided) for end in ends].count(True) == 1
    close_meeting(actor=chair, meeting_id=meeting, at=noon)
    assert how_it_stands(team, noon, meeting)[0] == "closed"


@pytest.mark.parametrize("round_number", range(3))
def test_closing_as_another_child_is_put_on_leaves_no_child_behind(
    round_number, team, chair, panel, make_child, noon
):
    meeting, item = panel
    sign_no_action(actor=chair, item_id=item, because="It helps.", at=noon)
    other = make_child("Tilda Sampleton")
    ends = at_once(
        lambda: close_meeting(actor=chair, meeting_id=meeting, at=noon),
        lambda: put_child_on_agenda(
            actor=team.writer, meeting_id=meeting, child_id=other.pk, at=noon
        ),
    )
    state, outcomes = how_it_stands(team, noon, meeting)
    assert (state, outcomes) in (
        ("closed", ["no_action"]), ("planned", ["no_action", "waiting"]),
    )  # fmt: skip
    assert [isinstance(end, REFUSED) for end in ends].count(True) == 1


@pytest.mark.parametrize("round_number", range(3))
def test_cancelling_as_somebody_decides_either_decides_or_cancels(
    round_number, team, chair, panel, noon
):
    meeting, item = panel
    acting(team, item, noon)
    ends = at_once(
        lambda: cancel_meeting(actor=team.writer, meeting_id=meeting, because="Snow.", at=noon),
        lambda: decide_on_child(actor=team.writer, item_id=item, decision="A worker.", at=noon),
    )
    assert [isinstance(end, REFUSED) for end in ends].count(True) == 1
    assert how_it_stands(team, noon, meeting) in (
        ("cancelled", ["cancelled"]), ("planned", ["acts"]),
    )  # fmt: skip


def test_two_close_it_and_it_is_closed_once(team, chair, panel, noon):
    meeting, item = panel
    sign_no_action(actor=chair, item_id=item, because="It helps.", at=noon)
    closing = [lambda: close_meeting(actor=chair, meeting_id=meeting, at=noon)] * 2
    ends = at_once(*closing)
    assert [isinstance(end, MeetingClosed) for end in ends].count(True) == 1

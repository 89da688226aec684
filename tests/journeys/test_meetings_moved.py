"""A meeting is moved or cancelled with a reason; whoever is invited hears, answers, and is let in."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.journeys.planning_cast import DAY, Team
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.insight.lookups.meetings import meeting_page, meetings_now
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.insight.lookups.sharing import sharing_page
from whereabouts.journeys.call_meeting import (
    MeetingClosed,
    call_panel,
    call_strategy_discussion,
    invite_to_meeting,
    put_child_on_agenda,
)
from whereabouts.journeys.change_meeting import (
    AlreadyAnswered,
    AlreadyDecided,
    NotAhead,
    OwnerMissing,
    ReasonMissing,
    answer_invitation,
    cancel_meeting,
    move_meeting,
)
from whereabouts.journeys.clock import fire
from whereabouts.journeys.decide_in_meeting import agree_action, close_meeting, decide_on_child
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.meetings.models import Invitation, Item, Meeting
from whereabouts.practice.risk.returning import arrange_allegation
from whereabouts.practice.sharing.models import Sharing
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child in care."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


@pytest.fixture
def health(make_agency, make_actor):
    """Return somebody of a health board who follows what partners are asked."""
    return make_actor("partner_worker", agency=make_agency("Made-up Health Board", "health"))


@pytest.fixture
def owed(team, take_report, noon):
    """Return an episode in which a strategy discussion is owed, and its task."""
    reference = take_report(child=team.child, at=noon - timedelta(hours=3))
    with entered(actor=team.inspector, at=noon):
        episode = Episode.objects.get(reference=reference)
        arrange_allegation(episode=episode, about="told", because="B15", by=team.inspector, at=noon)
        return reference, Task.objects.get(kind="strategy_discussion")


@pytest.fixture
def discussion(team, owed, health, noon):
    """Return a strategy discussion in two days, to which police and health are invited."""
    return call_strategy_discussion(
        actor=team.worker, reference=owed[0], kind="strategy", held_at=noon + 2 * DAY,
        chair=team.worker.member_id, invited=[team.force.pk, health.agency_id], at=noon,
    )  # fmt: skip


def told(actor, at, kind):
    return [one for one in notices_to_me(actor=actor, at=at) if one.kind == kind]


def move(team, meeting, at, **more):
    given = {"because": "The doctor is away.", "held_at": at + 5 * DAY, **more}
    move_meeting(actor=team.worker, meeting_id=meeting, at=at, **given)


def cancel(team, meeting, at, because="The child is in hospital."):
    cancel_meeting(actor=team.worker, meeting_id=meeting, because=because, at=at)


def row(actor, at, model, **wanted):
    with entered(actor=actor, at=at):
        return model.objects.get(**wanted)


# --- moved ------------------------------------------------------------------------------


def test_it_is_moved_with_a_reason_and_everybody_invited_hears_and_reads_it(
    team, discussion, health, noon
):
    move(team, discussion, noon)
    for actor in (team.writer, health):
        assert len(told(actor, noon, "meeting_moved")) == 1
        page = meeting_page(actor=actor, at=noon, meeting_id=discussion)
        assert (page.meeting.held_at, page.moved_from) == (noon + 5 * DAY, noon + 2 * DAY)
        assert page.moved_because == "The doctor is away."
    with entered(actor=team.worker, at=noon):
        assert AuditEntry.objects.filter(kind="meetings.moved").count() == 1


def test_without_a_reason_or_into_the_past_it_stays_where_it_is(team, discussion, noon):
    with pytest.raises(ReasonMissing):
        move(team, discussion, noon, because=" ")
    for wrong in (noon, noon - DAY):
        with pytest.raises(NotAhead):
            move(team, discussion, noon, held_at=wrong)
    assert row(team.worker, noon, Meeting).held_at == noon + 2 * DAY


def test_the_clock_of_what_asked_for_it_runs_on_however_often_it_is_moved(
    team, owed, discussion, noon
):
    due = owed[1].due_at
    for days in (5, 9):
        move(team, discussion, noon, held_at=noon + days * DAY)
    task = row(team.worker, noon, Task, pk=owed[1].pk)
    assert (task.state, task.due_at) == ("open", due)
    late = due + MINUTE
    fire(at=late, most=500)
    owing = meetings_now(actor=team.worker, at=late).owed
    assert [one.late for one in owing] == [True]


def test_not_closed_it_rings_after_the_time_to_which_it_was_moved_and_not_before(
    team, discussion, noon
):
    move(team, discussion, noon, held_at=noon + 9 * DAY)
    fire(at=noon + 5 * DAY, most=500)
    assert not told(team.worker, noon + 5 * DAY, "meeting_open")
    fire(at=noon + 12 * DAY, most=500)
    assert told(team.worker, noon + 12 * DAY, "meeting_open")


# --- cancelled --------------------------------------------------------------------------


def test_cancelled_it_says_why_to_everybody_and_decides_on_nobody(team, discussion, health, noon):
    with pytest.raises(ReasonMissing):
        cancel(team, discussion, noon, because=" ")
    cancel(team, discussion, noon)
    for actor in (team.writer, health):
        assert len(told(actor, noon, "meeting_cancelled")) == 1
        page = meeting_page(actor=actor, at=noon, meeting_id=discussion)
        assert page.cancelled_because == "The child is in hospital."
        assert not page.may_hold
    assert row(team.worker, noon, Item).outcome == "cancelled"
    for late in (
        lambda: cancel(team, discussion, noon),
        lambda: move(team, discussion, noon),
        lambda: close_meeting(actor=team.worker, meeting_id=discussion, at=noon),
        lambda: invite_to_meeting(
            actor=team.worker, meeting_id=discussion, agencies=[team.home.pk], at=noon
        ),
    ):
        with pytest.raises(MeetingClosed):
            late()


def test_the_task_that_asked_for_it_is_owed_still_and_what_was_shared_for_it_ends(
    team, owed, discussion, health, noon
):
    with entered(actor=health, at=noon):
        assert Child.objects.filter(pk=team.child_id).exists()
    cancel(team, discussion, noon + MINUTE)
    after = noon + 2 * MINUTE
    with entered(actor=health, at=after):
        assert not Child.objects.exists()
    task = row(team.worker, noon, Task, pk=owed[1].pk)
    assert (task.state, task.due_at) == ("open", owed[1].due_at)
    again = call_strategy_discussion(
        actor=team.worker, reference=owed[0], kind="strategy", held_at=noon + DAY,
        chair=team.worker.member_id, at=after,
    )  # fmt: skip
    assert row(team.worker, after, Item, meeting=again).task_id == owed[1].pk


def test_whoever_waited_for_a_panel_waits_again_and_one_that_decided_is_not_cancelled(
    team, make_child, noon
):
    chair = team.make_actor("superintendent")
    panels = [
        call_panel(actor=team.writer, held_at=noon, chair=chair.member_id, at=noon)
        for _ in range(2)
    ]
    other = make_child("Tilda Sampleton")
    for panel in panels:
        put_child_on_agenda(actor=team.writer, meeting_id=panel, child_id=other.pk, at=noon)
    item = row(team.writer, noon, Item, meeting=panels[0])
    agree_action(
        actor=team.writer, item_id=item.pk, what="A worker of her own", agency=team.council.pk,
        who="Worker Example", due_on=(noon + DAY).date(), at=noon,
    )  # fmt: skip
    decide_on_child(actor=team.writer, item_id=item.pk, decision="A worker.", at=noon)
    with pytest.raises(AlreadyDecided):
        cancel_meeting(actor=team.writer, meeting_id=panels[0], because="Snow.", at=noon)
    cancel_meeting(actor=team.writer, meeting_id=panels[1], because="Snow.", at=noon)
    third = call_panel(actor=team.writer, held_at=noon, chair=chair.member_id, at=noon)
    put_child_on_agenda(actor=team.writer, meeting_id=third, child_id=other.pk, at=noon)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Meeting, {"state": "cancelled"}),
        (Meeting, {"moved_from": NOON}),
        (Item, {"outcome": "waiting"}),
    ],
)
def test_the_database_refuses_what_no_meeting_may_become(team, discussion, noon, model, values):
    if model is Item:
        cancel(team, discussion, noon)
    with (
        pytest.raises(IntegrityError),
        entered(actor=team.worker, at=noon),
        transaction.atomic(),
    ):
        model.objects.update(**values)


def test_a_cancelled_meeting_is_not_planned_again(team, discussion, noon):
    cancel(team, discussion, noon)
    with (
        pytest.raises(IntegrityError),
        entered(actor=team.worker, at=noon),
        transaction.atomic(),
    ):
        Meeting.objects.update(
            state="planned", closed_at=None, closed_by=None, cancelled_because=""
        )


# --- let in, and answering ----------------------------------------------------------------


def test_the_childs_log_shows_by_which_law_each_was_let_in_for_what_and_until_when(
    team, discussion, health, noon
):
    shared = sharing_page(actor=team.worker, at=noon, child_id=team.child_id).shared
    assert len(shared) == 2
    with entered(actor=team.worker, at=noon):
        made = list(Sharing.objects.order_by("until_at"))
    assert {one.gateway for one in made} == {"ca1989-s47"}
    assert {one.until_at for one in made} == {noon + 30 * DAY}
    assert {one.to_agency_id for one in made} == {team.force.pk, health.agency_id}
    move(team, discussion, noon + MINUTE, held_at=noon + 9 * DAY)
    with entered(actor=health, at=noon + 36 * DAY):
        assert Child.objects.filter(pk=team.child_id).exists()
    with entered(actor=health, at=noon + 37 * DAY):
        assert not Child.objects.exists()


def test_a_child_put_on_later_is_let_be_seen_too(team, discussion, health, make_child, noon):
    brother = make_child("Tester Sampleton")
    with entered(actor=team.writer, at=noon):
        from whereabouts.records.people.actions import relate_to_child

        relate_to_child(child_id=brother.pk, agency=team.council.pk, kind="responsible", at=noon)
    put_child_on_agenda(actor=team.worker, meeting_id=discussion, child_id=brother.pk, at=noon)
    with entered(actor=health, at=noon):
        assert Child.objects.filter(pk=brother.pk).exists()


def test_health_is_told_reads_what_it_may_and_answers(team, discussion, health, noon):
    assert told(health, noon, "meeting_invited")
    (line,) = meeting_page(actor=health, at=noon, meeting_id=discussion).agenda
    assert line.child_id == team.child_id
    with pytest.raises(OwnerMissing):
        answer_invitation(actor=health, meeting_id=discussion, coming=True, at=noon)
    answer_invitation(actor=health, meeting_id=discussion, coming=True, who="Dr Example", at=noon)
    assert told(team.worker, noon, "meeting_answered")
    said = row(health, noon, Invitation, agency=health.agency_id)
    assert (said.presence, said.who) == ("coming", "Dr Example")
    move(team, discussion, noon + MINUTE)  # who could come then may not come now
    assert row(health, noon, Invitation, agency=health.agency_id).presence == "invited"
    answer_invitation(actor=health, meeting_id=discussion, coming=False, at=noon + 2 * MINUTE)
    with pytest.raises(AlreadyAnswered):
        answer_invitation(actor=health, meeting_id=discussion, coming=False, at=noon + 9 * DAY)


def test_the_outsider_moves_cancels_and_answers_nothing(team, discussion, health, outsider, noon):
    for actor in (outsider, team.make_actor("missing_coordinator", agency="Southfell Police")):
        for wrong in (
            lambda who=actor: move_meeting(
                actor=who, meeting_id=discussion, held_at=noon + DAY, because="x", at=noon
            ),
            lambda who=actor: cancel_meeting(
                actor=who, meeting_id=discussion, because="x", at=noon
            ),
            lambda who=actor: answer_invitation(
                actor=who, meeting_id=discussion, coming=False, at=noon
            ),
        ):  # fmt: skip
            with pytest.raises(NotVisible):
                wrong()
    with pytest.raises(NotPermitted):
        move_meeting(actor=health, meeting_id=discussion, held_at=noon + DAY, because="x", at=noon)
    with pytest.raises(NotVisible):  # invited, and another's meeting all the same
        cancel_meeting(actor=team.writer, meeting_id=discussion, because="x", at=noon)

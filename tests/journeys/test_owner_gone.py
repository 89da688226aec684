"""One owner at all times: whoever goes off duty or leaves leaves the episode unowned, and seen."""

from datetime import timedelta
from uuid import UUID

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import end_role, enrol, put_on_duty
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.board import Filters, board
from whereabouts.journeys.accept_shift import accept_shift
from whereabouts.journeys.clock import begin_rounds, fire
from whereabouts.journeys.clock.owners import see_owners
from whereabouts.journeys.take_ownership import take_ownership
from whereabouts.journeys.write_shift_list import write_shift_list
from whereabouts.practice.supervision.models import Review
from whereabouts.records.episodes.models import Episode, LogEntry

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def force(inspector):
    return Agency.objects.get(pk=inspector.agency_id)


@pytest.fixture
def incoming(force, noon):
    member = enrol(
        agency=force, username="next-inspector", display_name="Nadia Nextshift",
        roles=("duty_inspector",), at=noon - timedelta(days=900), rank="inspector",
    )  # fmt: skip
    return actor_of(member=member, at=noon)


@pytest.fixture
def owned(take_report, make_actor, noon):
    """An episode that a sergeant owns since noon: (reference, the sergeant)."""
    reference, sergeant = take_report(), make_actor("supervisor")
    take_ownership(actor=sergeant, reference=reference, at=noon)
    return reference, sergeant


def duty(force, actor, from_at, until_at):
    put_on_duty(
        agency=force, role="duty_inspector", from_at=from_at, until_at=until_at,
        member=Member.objects.get(pk=actor.member_id),
    )  # fmt: skip


def owner_of(actor, reference, at):
    with entered(actor=actor, at=at):
        return Episode.objects.get(reference=reference).owner_id


def told(actor, at):
    with entered(actor=actor, at=at):
        found = Message.objects.filter(kind="unowned").order_by("promised_at", "to_role")
        return [(one.to_role, one.promised_at) for one in found]


def test_an_owner_whose_duty_ends_leaves_it_unowned_with_the_clock_from_that_moment(
    owned, force, inspector, noon
):
    reference, sergeant = owned
    ends = noon + 2 * HOUR
    duty(force, sergeant, noon - HOUR, ends)
    assert see_owners(at=ends - MINUTE) == 0
    assert owner_of(inspector, reference, ends) == sergeant.member_id
    # Noticed ten minutes late: the half hour still runs from the end of the duty.
    seen = ends + 10 * MINUTE
    assert see_owners(at=seen) == 1
    shown = board(actor=inspector, at=seen, filters=Filters(unowned=True))
    assert [row.reference for row in shown.rows] == [reference]
    assert shown.counts.unowned == 1
    (clock,) = Timer.objects.filter(kind="unowned", state="waiting")
    assert clock.due_at == ends + 30 * MINUTE
    assert told(inspector, seen) == [("duty_inspector", seen)]
    fire(at=ends + 29 * MINUTE)
    assert len(told(inspector, seen)) == 1
    fire(at=ends + 30 * MINUTE)
    assert told(inspector, seen)[-1] == ("duty_inspector", ends + 30 * MINUTE)
    with entered(actor=inspector, at=noon):
        assert LogEntry.objects.get(kind="ownership.owner_gone").detail == {"because": "duty ended"}
    assert see_owners(at=seen + HOUR) == 0


def test_a_new_owner_ends_the_clock(owned, force, inspector, noon):
    reference, sergeant = owned
    duty(force, sergeant, noon - HOUR, noon + HOUR)
    see_owners(at=noon + HOUR)
    take_ownership(actor=inspector, reference=reference, at=noon + HOUR + 5 * MINUTE)
    assert not Timer.objects.filter(kind="unowned", state="waiting").exists()
    assert see_owners(at=noon + 3 * HOUR) == 0


def test_two_periods_in_a_row_are_one_duty_and_overtime_is_no_absence(
    owned, force, inspector, noon
):
    reference, sergeant = owned
    duty(force, sergeant, noon - HOUR, noon + HOUR)
    duty(force, sergeant, noon + HOUR, noon + 2 * HOUR)
    assert see_owners(at=noon + HOUR) == 0
    assert see_owners(at=noon + 2 * HOUR) == 1
    # Who takes it on after their duty ended works on: the rota has nothing to say of that.
    take_ownership(actor=sergeant, reference=reference, at=noon + 3 * HOUR)
    assert see_owners(at=noon + 4 * HOUR) == 0


@pytest.mark.parametrize("how", ["deactivated", "no role"])
def test_an_owner_who_leaves_leaves_it_unowned_from_when_it_is_seen(owned, inspector, noon, how):
    reference, sergeant = owned
    if how == "deactivated":
        Member.objects.filter(pk=sergeant.member_id).update(is_active=False)
    else:
        end_role(member=sergeant.member_id, role="supervisor", at=noon + MINUTE)
    seen = noon + 5 * MINUTE
    assert see_owners(at=seen) == 1
    assert owner_of(inspector, reference, seen) is None
    assert Timer.objects.get(kind="unowned", state="waiting").due_at == seen + 30 * MINUTE
    with entered(actor=inspector, at=noon):
        assert LogEntry.objects.get(kind="ownership.owner_gone").detail == {"because": how}


def test_the_shift_accepted_what_the_outgoing_inspector_owns_has_no_owner(
    take_report, owned, inspector, incoming, noon
):
    theirs, sergeant = owned
    mine = take_report(names="Sam Placeholder", born_text="1 May 2015")
    take_ownership(actor=inspector, reference=mine, at=noon)
    key = UUID(write_shift_list(actor=inspector, words="", at=noon + HOUR))
    assert owner_of(inspector, mine, noon) == inspector.member_id
    later = noon + HOUR + 5 * MINUTE
    accept_shift(actor=incoming, shift_id=key, at=later)
    assert owner_of(incoming, mine, later) is None
    assert owner_of(incoming, theirs, later) == sergeant.member_id
    assert Timer.objects.get(kind="unowned", state="waiting").due_at == later + 30 * MINUTE


def test_another_forces_owners_are_no_business_of_this_one(owned, inspector, make_actor, noon):
    reference, sergeant = owned
    other = make_actor("supervisor", agency="Eastmoor Police")
    Member.objects.filter(pk=other.member_id).update(is_active=False)
    assert see_owners(at=noon + HOUR) == 0
    assert owner_of(inspector, reference, noon) == sergeant.member_id


# --- the review at a change of duty ------------------------------------------------


def reviews(actor, at, state="waiting"):
    with entered(actor=actor, at=at):
        found = Review.objects.filter(key="review_duty_change_medium", state=state)
        return {one.episode.reference: one.due_at for one in found.select_related("episode")}


def hand_over(outgoing, incoming, at):
    key = UUID(write_shift_list(actor=outgoing, words="", at=at))
    accept_shift(actor=incoming, shift_id=key, at=at)


def test_each_change_of_duty_asks_for_a_look_at_every_medium_and_at_no_other(
    take_report, inspector, incoming, outsider, noon
):
    medium = take_report()
    high = take_report(names="Sam Placeholder", born_text="1 May 2015")
    with entered(actor=inspector, at=noon):
        Episode.objects.filter(reference=high).update(level="high")
    assert reviews(inspector, noon) == {}
    hand_over(inspector, incoming, noon + HOUR)
    assert reviews(inspector, noon) == {medium: noon + 3 * HOUR}
    assert reviews(outsider, noon) == {}
    # Not looked at before the next change: it keeps its time, and is one.
    hand_over(incoming, inspector, noon + 2 * HOUR)
    assert reviews(inspector, noon) == {medium: noon + 3 * HOUR}
    fire(at=noon + 3 * HOUR)
    with entered(actor=inspector, at=noon):
        texts = Message.objects.filter(kind="review_due", subject__startswith="episode:")
        assert "duty_inspector" in set(texts.values_list("to_role", flat=True))


def test_a_fresh_look_settles_it_and_the_next_change_asks_again(
    take_report, inspector, incoming, make_actor, accept_all, noon
):
    from whereabouts.journeys.review_episode import review_episode

    medium = take_report()
    hand_over(inspector, incoming, noon + HOUR)
    sergeant, at = make_actor("supervisor"), noon + HOUR + 20 * MINUTE
    review_episode(
        actor=sergeant, reference=medium, wish=accept_all(sergeant, medium, at=at), at=at
    )
    assert reviews(inspector, noon) == {}
    assert list(reviews(inspector, noon, state="done")) == [medium]
    hand_over(incoming, inspector, noon + 8 * HOUR)
    assert reviews(inspector, noon) == {medium: noon + 10 * HOUR}


def test_a_change_of_duty_that_nobody_accepts_asks_for_the_look_all_the_same_and_once(
    take_report, inspector, incoming, force, make_actor, accept_all, noon
):
    from whereabouts.journeys.review_episode import review_episode

    medium = take_report()
    change = noon + HOUR
    duty(force, inspector, noon - 8 * HOUR, change)
    duty(force, incoming, change, change + 8 * HOUR)
    begin_rounds(at=noon)
    fire(at=change + 29 * MINUTE, most=1000)
    assert reviews(inspector, noon) == {}
    seen = change + 45 * MINUTE
    fire(at=seen, most=1000)
    assert reviews(inspector, noon) == {medium: seen + 2 * HOUR}
    sergeant, at = make_actor("supervisor"), seen + 5 * MINUTE
    review_episode(
        actor=sergeant, reference=medium, wish=accept_all(sergeant, medium, at=at), at=at
    )
    # The next rounds find the same change: somebody has looked since.
    for count in (1, 2):
        fire(at=seen + count * 16 * MINUTE, most=1000)
    assert reviews(inspector, noon) == {}

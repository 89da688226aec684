"""Everything open is left by one duty inspector and taken on, by name, by the next."""

from datetime import timedelta
from uuid import UUID

import pytest

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.actions import enrol, put_on_duty
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.board import board
from whereabouts.insight.lookups.shift import shift_list, shift_now
from whereabouts.journeys.accept_shift import NoLongerOffered, YoursToLeave, accept_shift
from whereabouts.journeys.clock import begin_rounds, fire
from whereabouts.journeys.write_shift_list import write_shift_list
from whereabouts.practice.oversight.models import ShiftHandOver, ShiftLine
from whereabouts.practice.oversight.queries import shift_stands
from whereabouts.records.episodes.models import Episode

pytestmark = pytest.mark.django_db

HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture
def outgoing(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def force(outgoing):
    return Agency.objects.get(pk=outgoing.agency_id)


@pytest.fixture
def incoming(force, noon):
    member = enrol(
        agency=force, username="next-inspector", display_name="Nadia Nextshift",
        roles=("duty_inspector",), at=noon - timedelta(days=900), rank="inspector",
    )  # fmt: skip
    return actor_of(member=member, at=noon)


@pytest.fixture
def rota(force, outgoing, incoming, noon):
    """Put one inspector on duty until noon, and the next from noon on."""
    twelve = timedelta(hours=12)
    for who, from_at in ((outgoing, noon - twelve), (incoming, noon)):
        put_on_duty(
            agency=force, role="duty_inspector", from_at=from_at, until_at=from_at + twelve,
            member=Member.objects.get(pk=who.member_id),
        )  # fmt: skip


def write(actor, at, words="Ring the aunt at two."):
    return UUID(write_shift_list(actor=actor, words=words, at=at))


def stands(actor, force, at):
    with entered(actor=actor, at=at):
        return shift_stands(agency=force, at=at)


def told(actor, at, kind="shift_unaccepted"):
    with entered(actor=actor, at=at):
        return sorted(Message.objects.filter(kind=kind).values_list("to_role", flat=True))


def test_the_list_holds_every_open_episode_with_what_waits_in_it(
    take_report, decide_as, outgoing, noon
):
    reference = take_report()
    key = write(outgoing, noon)
    found = shift_list(actor=outgoing, at=noon, shift_id=key)
    (line,) = found.lines
    assert (line.reference, line.name) == (reference, "Testa Sampleton")
    assert (line.level, line.decided, line.owner, line.state) == ("medium", False, "", "open")
    assert line.due_at is not None
    assert line.unfinished > 0
    assert found.given.counts["unowned"] == found.given.counts["open"] == 1
    assert found.words == "Ring the aunt at two."
    now = shift_now(actor=outgoing, at=noon)
    assert (now.lines, now.stands.how) == (found.lines, "offered")


def test_the_list_stays_as_it_was_whatever_happens_since(take_report, outgoing, incoming, noon):
    first = take_report()
    key = write(outgoing, noon)
    before = shift_list(actor=outgoing, at=noon, shift_id=key).lines
    with entered(actor=outgoing, at=noon):
        Episode.objects.filter(reference=first).update(level="high")
    second = take_report(names="Sam Placeholder", born_text="1 May 2015", at=noon + HALF_AN_HOUR)
    later = noon + HALF_AN_HOUR * 2
    accept_shift(actor=incoming, shift_id=key, at=later, words="I ring her.")
    after = shift_list(actor=incoming, at=later, shift_id=key)
    assert after.lines == before
    assert (after.come, after.changed, after.gone) == ((second,), (first,), ())
    given = after.given
    assert (given.state, given.accepted_by, given.accepted_at) == (
        "accepted", "Nadia Nextshift", later,
    )  # fmt: skip
    assert after.answer_words == "I ring her."


def test_nobody_hands_a_shift_to_themself_or_takes_it_twice(outgoing, incoming, make_actor, noon):
    key = write(outgoing, noon)
    with pytest.raises(YoursToLeave):
        accept_shift(actor=outgoing, shift_id=key, at=noon)
    accept_shift(actor=incoming, shift_id=key, at=noon)
    with pytest.raises(NoLongerOffered):
        accept_shift(actor=make_actor("superintendent"), shift_id=key, at=noon)


def test_a_newer_list_takes_the_place_of_one_that_waits(outgoing, incoming, noon):
    first, second = write(outgoing, noon), write(outgoing, noon + HALF_AN_HOUR)
    with pytest.raises(NoLongerOffered):
        accept_shift(actor=incoming, shift_id=first, at=noon + HALF_AN_HOUR)
    accept_shift(actor=incoming, shift_id=second, at=noon + HALF_AN_HOUR)
    fire(at=noon + timedelta(hours=3))
    assert told(outgoing, noon) == []


def test_the_outsider_another_force_and_other_roles_see_no_list(
    take_report, outgoing, outsider, make_actor, noon
):
    take_report()
    key = write(outgoing, noon)
    other = make_actor("duty_inspector", agency="Eastmoor Police")
    with pytest.raises(NotVisible):
        shift_list(actor=other, at=noon, shift_id=key)
    with pytest.raises(NotVisible):
        accept_shift(actor=other, shift_id=key, at=noon)
    assert shift_now(actor=other, at=noon).lines == []
    for who in (outsider, make_actor("supervisor"), make_actor("social_worker")):
        for act in (
            lambda who: accept_shift(actor=who, shift_id=key, at=noon),
            lambda who: write_shift_list(actor=who, words="", at=noon),
            lambda who: shift_list(actor=who, at=noon, shift_id=key),
        ):
            with pytest.raises(NotPermitted):
                act(who)
    for who in (outsider, make_actor("social_worker"), other):
        with entered(actor=who, at=noon):
            assert ShiftHandOver.objects.count() == ShiftLine.objects.count() == 0


@pytest.mark.parametrize(("minutes", "alarmed"), [(29, False), (30, True)])
def test_a_list_nobody_accepts_alarms_at_its_time(outgoing, noon, minutes, alarmed):
    write(outgoing, noon)
    fire(at=noon + timedelta(minutes=minutes))
    expected = ["duty_inspector", "superintendent"] if alarmed else []
    assert told(outgoing, noon) == expected


def test_a_duty_change_that_nobody_accepts_is_on_the_board_and_then_alarms(
    rota, outgoing, incoming, force, noon
):
    at_change = stands(outgoing, force, noon)
    assert (at_change.how, at_change.since, at_change.late) == ("not accepted", noon, False)
    late = noon + HALF_AN_HOUR
    shown = board(actor=incoming, at=late).shift
    assert (shown.how, shown.late) == ("not accepted", True)
    begin_rounds(at=late)
    fire(at=late)
    fire(at=late + HALF_AN_HOUR)
    assert told(outgoing, noon) == ["duty_inspector", "superintendent"]  # once, not every round


def test_accepted_before_coming_on_duty_counts_for_that_duty(rota, outgoing, incoming, force, noon):
    early = noon - HALF_AN_HOUR
    accept_shift(actor=incoming, shift_id=write(outgoing, early), at=early)
    after = stands(outgoing, force, noon + HALF_AN_HOUR)
    assert (after.how, after.by) == ("accepted", "Nadia Nextshift")
    # Twelve hours on, the rota ends and names nobody.
    assert stands(outgoing, force, noon + timedelta(hours=13)).how == "nobody on duty"


def test_accepted_by_somebody_else_before_the_change_does_not_count(
    rota, outgoing, incoming, make_actor, force, noon
):
    early = noon - HALF_AN_HOUR
    accept_shift(actor=make_actor("superintendent"), shift_id=write(outgoing, early), at=early)
    assert stands(outgoing, force, noon).how == "not accepted"


def test_two_periods_of_one_inspector_are_one_duty(rota, outgoing, incoming, force, noon):
    accept_shift(actor=incoming, shift_id=write(outgoing, noon), at=noon)
    midnight = noon + timedelta(hours=12)
    put_on_duty(
        agency=force, role="duty_inspector", member=Member.objects.get(pk=incoming.member_id),
        from_at=midnight, until_at=midnight + timedelta(hours=4),
    )  # fmt: skip
    assert stands(outgoing, force, midnight + timedelta(hours=1)).how == "accepted"


def test_a_force_without_a_rota_or_list_has_no_shift_to_take_on(outgoing, make_actor, noon):
    assert board(actor=outgoing, at=noon).shift is None
    assert board(actor=make_actor("social_worker"), at=noon).shift is None


def test_reading_the_list_is_a_look_at_every_child_on_it(take_report, outgoing, noon):
    from whereabouts.foundations.audit.models import Look

    take_report()
    key = write(outgoing, noon)
    shift_list(actor=outgoing, at=noon, shift_id=key)
    with entered(actor=outgoing, at=noon):
        seen = Look.objects.get(page="shift list")
        assert seen.subjects == list(ShiftLine.objects.values_list("child", flat=True))

"""Going out, talking with the child, keeping the family told: guards, clocks, and the outsider."""

from datetime import timedelta
from uuid import uuid4

import pytest

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.actions import put_on_duty
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.foundations.outbox.models import Message
from whereabouts.foundations.timers.models import Timer
from whereabouts.insight.lookups.attending import attend_page
from whereabouts.insight.lookups.board import Filters, board
from whereabouts.insight.lookups.family import family_page
from whereabouts.insight.lookups.shift import shift_now
from whereabouts.insight.lookups.talking import talk_page
from whereabouts.journeys.add_related_person import add_related_person
from whereabouts.journeys.attend import AlreadySaid, NobodyThere, say_arrived, say_child_seen
from whereabouts.journeys.clock import fire
from whereabouts.journeys.contact_child import NextIsPast, NotInList, NotYet, Talked, contact_child
from whereabouts.journeys.keep_family_told import (
    AlreadyPromised,
    AlreadySettled,
    NeedsCode,
    NobodyNamed,
    NothingMayBeTold,
    NotSayable,
    ReasonNeeded,
    TooSoon,
    leave_family_untold,
    promise_family_news,
    tell_family,
)
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.send_somebody import (
    NoLongerMissing,
    NothingNamed,
    NotOutstanding,
    decide_nobody_goes,
    say_no_unit_free,
    say_sent,
    send_somebody,
    stand_unit_down,
)
from whereabouts.journeys.set_may_be_told import set_may_be_told
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.response.models import ChildContact, Deployment, FamilyUpdate
from whereabouts.practice.response.vocabulary import SAFE_ANSWERS, SAYABLE, TONES
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.people.models import RelatedPerson

pytestmark = pytest.mark.django_db
STANDS = ("level", "category", "recommended_level", "decided", "state", "seriousness", "immediacy")


@pytest.fixture
def officer(make_actor):
    return make_actor("response_officer")


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def missing(take_report):
    """An episode at medium, in which somebody has to go within the hour."""
    return take_report()


@pytest.fixture
def minutes(noon):
    return lambda number: noon + timedelta(minutes=number)


def states_of(actor, at, reference, kind):
    with entered(actor=actor, at=at):
        found = Task.objects.filter(episode__reference=reference, kind=kind)
        return list(found.order_by("created_at").values_list("state", flat=True))


def stands(actor, at, reference):
    with entered(actor=actor, at=at):
        return Episode.objects.filter(reference=reference).values(*STANDS).get()


def send(officer, missing, noon, **more):
    given = {"unit": "NM 21", "asked_at": noon, "at": noon}
    return send_somebody(actor=officer, reference=missing, **{**given, **more})


# --- going out ------------------------------------------------------------------------


def test_somebody_sent_there_and_the_child_seen_leave_their_times_and_names(
    officer, missing, noon, minutes
):
    unit = send(officer, missing, noon, sent_at=noon)
    say_arrived(
        actor=officer, reference=missing, deployment_id=unit, arrived_at=minutes(20), at=minutes(20)
    )
    assert states_of(officer, noon, missing, "deployment_clock") == ["done"]
    say_child_seen(
        actor=officer, reference=missing, deployment_id=unit, seen_at=minutes(25), at=minutes(25)
    )
    page = attend_page(actor=officer, at=minutes(30), reference=missing)
    (line,) = page.units
    assert (line.sent_at, line.arrived_at, line.child_seen_at) == (noon, minutes(20), minutes(25))
    assert line.child_seen_by == "Response Officer Example"
    assert (page.going_out, page.attendance, page.i_am_there) == ("child_seen", None, True)
    with entered(actor=officer, at=noon):
        kinds = LogEntry.objects.filter(kind__startswith="deployment.").order_by(
            "happened_at", "id"
        )
        assert [entry.kind.partition(".")[2] for entry in kinds] == [
            "asked", "sent", "arrived", "child_seen",
        ]  # fmt: skip
    # That the child was seen says nothing of how they were found.
    assert stands(officer, noon, missing)["state"] == "open"


def test_one_button_says_that_the_person_pressing_it_is_there(officer, missing, minutes):
    say_arrived(actor=officer, reference=missing, arrived_at=minutes(9), at=minutes(9))
    with pytest.raises(AlreadySaid):
        say_arrived(actor=officer, reference=missing, arrived_at=minutes(9), at=minutes(9))
    page = attend_page(actor=officer, at=minutes(10), reference=missing)
    assert [(one.unit, one.stage) for one in page.units] == [("Response Officer Example", "there")]


def test_seeing_the_child_is_being_there(officer, missing, minutes, noon):
    say_child_seen(actor=officer, reference=missing, seen_at=minutes(9), at=minutes(9))
    assert states_of(officer, noon, missing, "deployment_clock") == ["done"]
    with entered(actor=officer, at=noon):
        assert Message.objects.filter(kind="child_seen").exists()


def test_a_unit_that_is_not_there_has_not_seen_the_child(officer, missing, noon):
    unit = send(officer, missing, noon)
    with pytest.raises(NobodyThere):
        say_child_seen(actor=officer, reference=missing, deployment_id=unit, seen_at=noon, at=noon)


def test_a_unit_needs_a_name_and_no_unit_free_somebody_who_said_so(officer, missing, noon):
    with pytest.raises(NothingNamed):
        send(officer, missing, noon, unit=" ")
    with pytest.raises(NothingNamed):
        say_no_unit_free(actor=officer, reference=missing, said_by="", asked_at=noon, at=noon)
    with pytest.raises(Exception, match="not come yet"):
        send(officer, missing, noon, asked_at=noon + timedelta(minutes=1))


def test_no_unit_free_is_counted_told_and_lowers_nothing(officer, missing, noon, minutes):
    before = stands(officer, noon, missing)
    for number in (1, 2):
        say_no_unit_free(
            actor=officer, reference=missing, said_by="Sgt Example, control room",
            asked_at=minutes(number), at=minutes(number),
        )  # fmt: skip
    assert stands(officer, noon, missing) == before
    assert states_of(officer, noon, missing, "deployment_clock") == ["open"]
    page = attend_page(actor=officer, at=minutes(3), reference=missing)
    assert (page.going_out, page.none_free, page.nobody_yet) == ("none_free", 2, True)
    with entered(actor=officer, at=noon):
        told = Message.objects.filter(kind="no_unit_free")
        assert {(one.to_role, one.loudness) for one in told} == {("duty_inspector", "list")}


def test_nobody_there_in_time_interrupts_the_duty_inspector_once(officer, missing, noon, minutes):
    say_no_unit_free(
        actor=officer, reference=missing, said_by="the control room", asked_at=noon, at=noon
    )
    send(officer, missing, noon, sent_at=noon)
    fire(at=minutes(59))
    with entered(actor=officer, at=noon):
        assert not Message.objects.filter(kind="first_attendance").exists()
    fire(at=minutes(61))
    fire(at=minutes(62))
    with entered(actor=officer, at=noon):
        told = Message.objects.get(kind="first_attendance")
        assert (told.to_role, told.loudness) == ("duty_inspector", "interrupt")
        alarm = LogEntry.objects.get(kind="alarm.first_attendance")
        assert alarm.detail["task"] == "no unit free, 1 times; 1 in the force this shift"
        assert "Sampleton" not in told.text


def clock_of(officer, noon, reference):
    with entered(actor=officer, at=noon):
        return Task.objects.get(episode__reference=reference, kind="deployment_clock").due_at


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (10, 30),  # half an hour from the report
        (29, 30),
        (30, 60),  # that has run out: half an hour from now, which is what it was
        (45, 60),  # it would be later than what runs: never longer
    ],
)
def test_a_higher_grade_shortens_the_clock_that_runs_and_never_lengthens_it(
    officer, missing, decide_as, make_actor, noon, minutes, after, due
):
    assert clock_of(officer, noon, missing) == minutes(60)
    decide_as(make_actor("supervisor"), missing, level="high", at=minutes(after))
    assert clock_of(officer, noon, missing) == minutes(due)
    waiting = Timer.objects.filter(kind="first_attendance", state="waiting")
    assert [one.due_at for one in waiting] == [minutes(due)]


def test_a_lower_grade_leaves_the_clock_that_runs_as_it_is(
    officer, take_report, decide_as, make_actor, noon, minutes
):
    high = take_report(facts={"trafficking_concern": True, "suicide_concern": True})
    assert clock_of(officer, noon, high) == minutes(30)
    with entered(actor=officer, at=noon):
        Episode.objects.filter(reference=high).update(level="medium")
    say_no_unit_free(actor=officer, reference=high, said_by="Sgt Example", asked_at=noon, at=noon)
    assert clock_of(officer, noon, high) == minutes(30)


def test_no_unit_free_is_counted_over_the_force_and_the_shift(
    officer, inspector, outsider, take_report, missing, make_actor, noon, minutes
):
    other = take_report(names="Sam Placeholder", born_text="1 May 2015")
    for reference, number in ((missing, 1), (other, 2), (other, 3)):
        say_no_unit_free(
            actor=officer, reference=reference, said_by="the control room",
            asked_at=minutes(number), at=minutes(number),
        )  # fmt: skip
    counted = shift_now(actor=inspector, at=minutes(5)).none_free
    assert (counted.times, counted.episodes) == (3, 2)
    assert board(actor=officer, at=minutes(5)).none_free == counted
    # The next duty counts its own.
    put_on_duty(
        agency=Agency.objects.get(pk=inspector.agency_id), role="duty_inspector",
        member=Member.objects.get(pk=inspector.member_id), from_at=minutes(3),
        until_at=minutes(500),
    )  # fmt: skip
    counted = shift_now(actor=inspector, at=minutes(5)).none_free
    assert (counted.since, counted.times, counted.episodes) == (minutes(3), 1, 1)
    eastmoor = make_actor("duty_inspector", agency="Eastmoor Police")
    assert shift_now(actor=eastmoor, at=minutes(5)).none_free.times == 0
    assert board(actor=outsider, at=minutes(5)).none_free is None


def test_somebody_there_in_time_stands_the_alarm_down(officer, missing, noon, minutes):
    say_arrived(actor=officer, reference=missing, arrived_at=minutes(50), at=minutes(50))
    fire(at=minutes(61))
    with entered(actor=officer, at=noon):
        assert not Message.objects.filter(kind="first_attendance").exists()
        assert not Timer.objects.filter(kind="first_attendance", state="waiting").exists()


def test_a_unit_stood_down_leaves_nobody_sent(officer, missing, noon):
    unit = send(officer, missing, noon)
    say_sent(actor=officer, reference=missing, deployment_id=unit, sent_at=noon, at=noon)
    with pytest.raises(AlreadySaid):
        say_sent(actor=officer, reference=missing, deployment_id=unit, sent_at=noon, at=noon)
    stand_unit_down(actor=officer, reference=missing, deployment_id=unit, at=noon)
    with pytest.raises(AlreadySaid):
        stand_unit_down(actor=officer, reference=missing, deployment_id=unit, at=noon)
    with pytest.raises(AlreadySaid):
        say_arrived(actor=officer, reference=missing, deployment_id=unit, arrived_at=noon, at=noon)
    assert attend_page(actor=officer, at=noon, reference=missing).going_out == "nobody"


def test_that_nobody_goes_is_an_inspectors_to_decide_with_words(
    officer, inspector, missing, noon, minutes
):
    given = {"reference": missing, "code": "no_longer_possible", "words": "Seen by us.", "at": noon}
    with pytest.raises(NotPermitted):
        decide_nobody_goes(actor=officer, **given)
    with pytest.raises(NeedsCode):
        decide_nobody_goes(actor=inspector, **{**given, "words": ""})
    before = stands(officer, noon, missing)
    decide_nobody_goes(actor=inspector, **given)
    assert stands(officer, noon, missing) == before
    with pytest.raises(NotOutstanding):
        decide_nobody_goes(actor=inspector, **given)
    fire(at=minutes(61))
    with entered(actor=officer, at=noon):
        assert not Message.objects.filter(kind="first_attendance").exists()


def test_nobody_is_sent_to_look_for_a_child_who_is_back(officer, missing, noon, minutes):
    record_back(
        actor=officer, reference=missing, back_at=minutes(5), at=minutes(5), where_now="at home",
        words="",
    )  # fmt: skip
    with pytest.raises(NoLongerMissing):
        send(officer, missing, minutes(6), at=minutes(6))


def test_the_board_says_that_nobody_is_sent_until_somebody_is(
    officer, inspector, missing, noon, minutes
):
    def row(at):
        (found,) = board(actor=inspector, at=at).rows
        return found

    assert (row(noon).going_out, row(noon).nobody_sent) == ("nobody", True)
    say_no_unit_free(actor=officer, reference=missing, said_by="control", asked_at=noon, at=noon)
    assert (row(noon).going_out, row(noon).none_free) == ("none_free", 1)
    assert board(actor=inspector, at=noon).counts.nobody_sent == 1
    unit = send(officer, missing, noon, sent_at=noon)
    assert (row(noon).going_out, row(noon).nobody_sent) == ("sent", False)
    assert board(actor=inspector, at=noon, filters=Filters(nobody_sent=True)).rows == []
    say_arrived(
        actor=officer, reference=missing, deployment_id=unit, arrived_at=minutes(1), at=minutes(1)
    )
    assert row(minutes(2)).going_out == "there"


# --- talking with the child -----------------------------------------------------------


def talked(noon, **more):
    given = {
        "how": "text", "towards": "to_child", "happened_at": noon, "made_by": "PC Example",
        "tone": "calm", "safe_answer": "yes", "words": "im ok", "suggested": "safe",
    }  # fmt: skip
    return Talked(**{**given, **more})


def test_a_reply_never_lowers_a_grade(officer, inspector, missing, decide_as, noon):
    decide_as(inspector, missing, level="high")
    before = stands(officer, noon, missing)
    replies = [(tone, "yes") for tone, _ in TONES] + [("warm", said) for said, _ in SAFE_ANSWERS]
    for number, (tone, said) in enumerate(replies):
        contact_child(
            actor=officer, reference=missing, at=noon,
            talked=talked(
                noon, tone=tone, safe_answer=said,
                towards="from_child" if number % 2 else "to_child",
            ),
        )  # fmt: skip
    assert stands(officer, noon, missing) == before
    with entered(actor=officer, at=noon):
        assert ChildContact.objects.count() == len(replies)


@pytest.mark.parametrize("more", [{"safe_answer": "no"}, {"tone": "frightened"}])
def test_a_reply_that_sounds_like_danger_asks_somebody_to_look_again(
    officer, missing, noon, minutes, more
):
    contact_child(actor=officer, reference=missing, talked=talked(noon, **more), at=noon)
    with entered(actor=officer, at=noon):
        told = Message.objects.get(kind="child_in_danger")
        # Whatever the grade: a child who says so is not to wait in a list.
        assert (told.to_role, told.loudness) == ("duty_inspector", "interrupt")
        wait = Timer.objects.get(key__contains=":reassess:contact:")
        assert wait.due_at == minutes(15)


def test_a_try_is_the_task_done_and_the_next_is_somebodys(officer, missing, noon, minutes):
    contact_child(
        actor=officer, reference=missing, at=noon, next_at=minutes(90),
        next_role="response_officer", next_member=officer.member_id,
        talked=talked(noon, how="voicemail", tone="not_reached", safe_answer="no_answer",
                      next_by="PC Example, whom she answers"),
    )  # fmt: skip
    assert states_of(officer, noon, missing, "contact_child") == ["done", "open"]
    page = talk_page(actor=officer, at=noon, reference=missing)
    assert page.next_task.due_at == minutes(90)
    assert page.next_task.owner == "Response Officer Example"
    assert page.answered_by == ""
    contact_child(
        actor=officer, reference=missing, talked=talked(minutes(5)), at=minutes(5),
        next_at=minutes(95),
    )  # fmt: skip
    page = talk_page(actor=officer, at=minutes(6), reference=missing)
    assert page.answered_by == "PC Example"
    assert states_of(officer, noon, missing, "contact_child") == ["done", "done", "open"]


def test_a_try_is_refused_with_an_unknown_answer_or_a_time_that_is_wrong(officer, missing, noon):
    later, earlier = noon + timedelta(minutes=1), noon - timedelta(minutes=1)
    for wrong, refusal in (
        ({"talked": talked(noon, tone="sulky")}, NotInList),
        ({"talked": talked(noon, suggested="you_again")}, NotInList),
        ({"talked": talked(later)}, NotYet),
        ({"talked": talked(noon), "next_at": earlier}, NextIsPast),
    ):
        with pytest.raises(refusal):
            contact_child(actor=officer, reference=missing, at=noon, **wrong)
    with entered(actor=officer, at=noon):
        assert not ChildContact.objects.exists()


# --- the family -----------------------------------------------------------------------


@pytest.fixture
def mother(officer, missing, noon):
    with entered(actor=officer, at=noon):
        child = Episode.objects.get(reference=missing).child_id
    add_related_person(
        actor=officer, child_id=child, name="Mina Sampleton", relation="mother", language="Urdu",
        at=noon,
    )  # fmt: skip
    with entered(actor=officer, at=noon):
        return RelatedPerson.objects.get(child=child, name="Mina Sampleton").pk


def tell_as(actor, missing, person, told, at):
    with entered(actor=actor, at=at):
        child = Episode.objects.get(reference=missing).child_id
    set_may_be_told(
        actor=actor, child_id=child, person_id=person, told=told, because="Made up.", at=at
    )


def promise(officer, missing, mother, noon, **more):
    given = {"named": officer.member_id, "due_at": noon + timedelta(hours=2), "at": noon}
    return promise_family_news(
        actor=officer, reference=missing, person_id=mother, **{**given, **more}
    )


def test_news_is_promised_by_somebody_with_a_name_in_their_language(
    officer, missing, mother, noon, minutes
):
    promise(officer, missing, mother, noon)
    page = family_page(actor=officer, at=noon, reference=missing)
    line = next(one for one in page.family if one.key == mother)
    assert (line.promised.named, line.promised.language) == ("Response Officer Example", "Urdu")
    assert line.promised.due_at == minutes(120)
    with pytest.raises(AlreadyPromised):
        promise(officer, missing, mother, noon)
    with pytest.raises(TooSoon):
        promise(officer, missing, mother, noon, due_at=noon)
    with pytest.raises(NobodyNamed):
        promise(officer, missing, mother, noon, named=uuid4())


def test_nothing_is_promised_to_somebody_who_may_be_told_nothing(
    officer, inspector, missing, mother, noon
):
    tell_as(inspector, missing, mother, "nothing", noon)
    with pytest.raises(NothingMayBeTold):
        promise(officer, missing, mother, noon)
    page = family_page(actor=officer, at=noon, reference=missing)
    line = next(one for one in page.family if one.key == mother)
    assert (line.may_promise, line.sayable) == (False, ())


@pytest.mark.parametrize("told", ["safe", "plan", "all"])
def test_nobody_is_told_more_than_their_standing(
    officer, inspector, missing, mother, noon, minutes, told
):
    tell_as(inspector, missing, mother, told, noon)
    key = promise(officer, missing, mother, noon)
    page = family_page(actor=officer, at=noon, reference=missing)
    offered = {one for one, _ in next(p for p in page.family if p.key == mother).sayable}
    for more in {one[0] for one in SAYABLE} - offered:
        with pytest.raises(NotSayable):
            tell_family(
                actor=officer, reference=missing, update_id=key, said=[*offered, more], at=noon
            )
    with pytest.raises(NotSayable):
        tell_family(actor=officer, reference=missing, update_id=key, said=[], at=noon)
    following = tell_family(
        actor=officer, reference=missing, update_id=key, said=offered, at=minutes(30),
        their_words="Thank you.", next_at=minutes(200),
    )  # fmt: skip
    with entered(actor=officer, at=noon):
        kept = FamilyUpdate.objects.get(pk=key)
        assert (kept.standing, set(kept.said), kept.state) == (told, offered, "given")
        assert FamilyUpdate.objects.get(pk=following).due_at == minutes(200)
    with pytest.raises(AlreadySettled):
        tell_family(actor=officer, reference=missing, update_id=key, said=offered, at=minutes(31))


def test_a_family_that_waits_is_an_alarm_without_a_name(officer, missing, mother, noon, minutes):
    promise(officer, missing, mother, noon)
    fire(at=minutes(119))
    with entered(actor=officer, at=noon):
        assert not Message.objects.filter(kind="family_update_due").exists()
    fire(at=minutes(121))
    with entered(actor=officer, at=noon):
        told = Message.objects.filter(kind="family_update_due")
        assert {one.to_role for one in told} == {"response_officer", "supervisor"}
        assert {one.loudness for one in told} == {"list"}
        assert officer.member_id in {one.to_member_id for one in told}
        assert not any("Mina" in one.text for one in told)
        assert LogEntry.objects.filter(kind="alarm.family_update_due").count() == 1


def test_a_promise_ends_without_an_alarm_once_they_may_be_told_nothing(
    officer, inspector, missing, mother, noon, minutes
):
    key = promise(officer, missing, mother, noon)
    tell_as(inspector, missing, mother, "nothing", minutes(10))
    with pytest.raises(NothingMayBeTold):
        tell_family(actor=officer, reference=missing, update_id=key, said=["heard"], at=minutes(20))
    fire(at=minutes(121))
    with entered(actor=officer, at=noon):
        assert FamilyUpdate.objects.get(pk=key).state == "left"
        assert not Message.objects.filter(kind="family_update_due").exists()


def promises(officer, noon):
    with entered(actor=officer, at=noon):
        found = FamilyUpdate.objects.order_by("recorded_at", "due_at")
        return [(one.state, one.due_at, one.named_id, one.language) for one in found]


def test_while_the_child_is_missing_there_is_a_next_time_though_nobody_agreed_on_one(
    officer, missing, mother, noon, minutes
):
    key = promise(officer, missing, mother, noon)
    at = minutes(30)
    tell_family(actor=officer, reference=missing, update_id=key, said=["heard"], at=at)
    # By the pack: four hours at medium, from the same person in the same language.
    assert promises(officer, noon)[1:] == [
        ("promised", at + timedelta(hours=4), officer.member_id, "Urdu")
    ]


def test_whoever_wants_to_hear_no_more_is_promised_nothing_in_their_words(
    officer, missing, mother, noon, minutes
):
    key = promise(officer, missing, mother, noon)
    tell_family(
        actor=officer, reference=missing, update_id=key, said=["heard"], at=minutes(30),
        no_more="Ring me when she is there, not before.",
    )  # fmt: skip
    assert [state for state, *_ in promises(officer, noon)] == ["given"]
    with entered(actor=officer, at=noon):
        assert "not before" in LogEntry.objects.get(kind="family.no_more_news").words


@pytest.mark.parametrize(
    ("code", "back", "states"),
    [
        ("unable_to_contact", False, ["left", "promised"]),
        ("unable_to_contact", True, ["left"]),
        ("not_in_best_interests", False, ["left"]),
    ],
)
def test_whoever_could_not_be_reached_is_tried_again_while_the_child_is_missing(
    officer, missing, mother, noon, minutes, code, back, states
):
    key = promise(officer, missing, mother, noon)
    if back:
        record_back(actor=officer, reference=missing, back_at=minutes(5), at=minutes(5))
    leave_family_untold(
        actor=officer, reference=missing, update_id=key, code=code, because="No answer.",
        at=minutes(10),
    )  # fmt: skip
    assert [state for state, *_ in promises(officer, noon)] == states


def test_leaving_a_promise_takes_a_code_and_a_reason(officer, missing, mother, noon):
    key = promise(officer, missing, mother, noon)
    given = {"reference": missing, "update_id": key, "at": noon}
    with pytest.raises(NeedsCode):
        leave_family_untold(actor=officer, code="", because="Asleep.", **given)
    with pytest.raises(ReasonNeeded):
        leave_family_untold(actor=officer, code="unable_to_contact", because=" ", **given)
    with pytest.raises(NeedsCode):
        leave_family_untold(actor=officer, code="busy", because="Busy.", **given)
    leave_family_untold(actor=officer, code="unable_to_contact", because="No answer.", **given)
    with entered(actor=officer, at=noon):
        settled = Task.objects.filter(kind="family_update").exclude(state="open")
        assert [one.state for one in settled] == ["not_done"]


# --- the outsider ---------------------------------------------------------------------


def test_an_outsider_changes_nothing_and_cannot_tell_that_the_episode_exists(
    make_actor, officer, missing, mother, noon
):
    unit, key = send(officer, missing, noon), promise(officer, missing, mother, noon)
    stranger = make_actor("duty_inspector", agency="Elsewhere Police")
    here = {"actor": stranger, "reference": missing, "at": noon}
    tries = [
        lambda: send_somebody(unit="X", asked_at=noon, **here),
        lambda: say_no_unit_free(said_by="X", asked_at=noon, **here),
        lambda: say_sent(deployment_id=unit, sent_at=noon, **here),
        lambda: say_arrived(arrived_at=noon, **here),
        lambda: say_arrived(arrived_at=noon, deployment_id=unit, **here),
        lambda: say_child_seen(seen_at=noon, **here),
        lambda: stand_unit_down(deployment_id=unit, **here),
        lambda: decide_nobody_goes(code="lawful_reason", words="X", **here),
        lambda: contact_child(talked=talked(noon), **here),
        lambda: promise_family_news(
            person_id=mother, named=stranger.member_id, due_at=noon + timedelta(hours=1), **here
        ),
        lambda: tell_family(update_id=key, said=["heard"], **here),
        lambda: leave_family_untold(update_id=key, code="lawful_reason", because="X", **here),
        lambda: attend_page(**here),
        lambda: talk_page(**here),
        lambda: family_page(**here),
    ]
    for attempt in tries:
        with pytest.raises(NotVisible):
            attempt()
    with entered(actor=stranger, at=noon):
        for table in (Deployment, FamilyUpdate, ChildContact, RelatedPerson):
            assert not visible(table).exists()
    with entered(actor=officer, at=noon):
        assert Deployment.objects.count() == 1
        assert FamilyUpdate.objects.get().state == "promised"


def test_a_home_worker_sends_nobody(make_actor, missing, noon):
    with pytest.raises(NotPermitted):
        send_somebody(
            actor=make_actor("home_worker"), reference=missing, unit="X", asked_at=noon, at=noon
        )

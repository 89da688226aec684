"""The moment of return: other places, silence at night, needs, and who is referred nationally."""

from datetime import timedelta

import pytest

from tests.journeys.returning_cast import ANSWERS, Night
from whereabouts.engines.deadlines import due_at
from whereabouts.foundations.access.scope import NotPermitted, NotVisible
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.returning_moment import silences
from whereabouts.journeys import clock
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.ask_for_place import (
    AlreadyAnswered,
    NotInList,
    NotYet,
    Place,
    answer_about_place,
    ask_for_place,
)
from whereabouts.journeys.close_follow_up import FollowUpOpen
from whereabouts.journeys.decide_destination import HomeRefused, decide_destination
from whereabouts.journeys.leave_undone import leave_undone
from whereabouts.journeys.meet_need import meet_need
from whereabouts.journeys.propose_destination import answer_safety_questions, propose_destination
from whereabouts.journeys.record_disposition import record_disposition
from whereabouts.journeys.refer_nationally import (
    NotOutstanding,
    ReferenceMissing,
    Referred,
    decide_grounds,
    refer_nationally,
)
from whereabouts.practice.return_home.models import Alternative, NationalReferral, Return
from whereabouts.practice.risk.gather import facts_of
from whereabouts.records.episodes.models import LogEntry
from whereabouts.records.people import actions as people
from whereabouts.records.people import queries as known
from whereabouts.records.people.models import ChildBirth, Flag

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def night(make_actor, make_agency, noon):
    """Return a night on which the child was located and is not back yet."""
    night = Night(make_actor=make_actor, make_agency=make_agency, noon=noon).report()
    night.found()
    return night


def ask(night, *, by=None, **more):
    given = {
        "kind": "duty_team", "name": "The duty team", "phone": "01632 960100",
        "asked_at": night.at, "agency": night.authority.pk, **more,
    }  # fmt: skip
    return ask_for_place(
        actor=by or night.response_officer, reference=night.reference, place=Place(**given),
        at=night.at,
    )  # fmt: skip


def reply(night, key, answer="yes", *, by=None, **more):
    at = night.later()
    answer_about_place(
        actor=by or night.out_of_hours_worker, reference=night.reference, alternative_id=key,
        answer=answer, answered_at=more.pop("answered_at", at), at=at, **more,
    )  # fmt: skip


def told(night, kind):
    with night.inside():
        return {
            (one.to_role, one.to_agency_id)
            for one in Message.objects.filter(kind=kind).order_by("pk")
        }


def test_c07_silence_climbs_at_15_minutes_to_whoever_is_on_call_and_at_30_is_counted(night):
    """C07: at three in the morning nobody answers; somebody above is told, and it is counted."""
    key = ask(night)
    asked_at = night.at
    assert ("out_of_hours_worker", night.authority.pk) in told(night, "place_asked")
    clock.fire(at=asked_at + 14 * MINUTE)
    assert told(night, "place_silent") == set()
    clock.fire(at=asked_at + 15 * MINUTE)
    assert ("on_call_manager", night.authority.pk) in told(night, "place_silent")
    assert told(night, "place_gap") == set()
    clock.fire(at=asked_at + 30 * MINUTE)
    assert ("duty_inspector", night.force.pk) in told(night, "place_gap")
    with night.inside():
        place = Alternative.objects.get(pk=key)
        assert (place.climbed_at, place.gap_at) == (
            asked_at + 15 * MINUTE, asked_at + 30 * MINUTE,
        )  # fmt: skip
        assert LogEntry.objects.filter(kind="return.place_gap").count() == 1


def test_an_answer_in_time_ends_the_waiting_and_keeps_how_long_it_took(night):
    key = ask(night)
    reply(night, key, words="A bed with emergency carers.")
    clock.fire(at=night.at + timedelta(hours=1))
    assert told(night, "place_silent") == set()
    with night.inside():
        place = Alternative.objects.get(pk=key)
        assert (place.answer, place.answered_at - place.asked_at) == ("yes", 5 * MINUTE)
        assert (place.climbed_at, place.gap_at) == (None, None)
        line = LogEntry.objects.get(kind="return.place_answered")
        assert line.detail["minutes"] == 5


def test_not_yet_is_no_end_of_the_waiting(night):
    key = ask(night)
    reply(night, key, "later")
    clock.fire(at=night.at + timedelta(hours=1))
    with night.inside():
        assert Alternative.objects.get(pk=key).gap_at is not None
    reply(night, key, "no")
    with pytest.raises(AlreadyAnswered):
        reply(night, key, "yes")


def test_a_place_is_asked_of_somebody_by_name_at_a_time_that_has_come(night):
    with pytest.raises(NotInList):
        ask(night, kind="a cell")
    with pytest.raises(NotInList):
        ask(night, name="  ")
    with pytest.raises(NotYet):
        ask(night, asked_at=night.at + MINUTE)
    key = ask(night)
    with pytest.raises(NotInList):
        reply(night, key, "perhaps")
    with pytest.raises(NotYet):
        reply(night, key, answered_at=night.at - timedelta(days=1))


def test_the_outsider_neither_asks_nor_answers(night, outsider):
    key = ask(night)
    with pytest.raises(NotPermitted):
        ask(night, by=outsider)
    with pytest.raises(NotVisible):
        reply(night, key, by=outsider)


def test_c03_needs_are_seen_to_one_by_one_and_the_follow_up_waits_for_them(night):
    """C03: a child who had not eaten for a day; somebody asks, and somebody sees to it."""
    night.found(needs=("food", "sleep", "injury", "belongings"))
    assert "immediate_needs" in night.kinds("open")
    night.back()
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    assert "immediate_needs" in {one.kind for one in refused.value.left}
    night.needs_met("food", "sleep", "injury")
    assert "immediate_needs" in night.kinds("open")
    with pytest.raises(NotInList):
        night.needs_met("warmth")
    with pytest.raises(NotInList):
        meet_need(
            actor=night.response_officer, reference=night.reference, need="belongings",
            words=" ", at=night.later(),
        )  # fmt: skip
    night.needs_met("belongings")
    assert "immediate_needs" in night.kinds("done")
    with night.inside():
        assert set(Return.objects.get().needs_met) == {"food", "sleep", "injury", "belongings"}


def test_told_to_leave_goes_to_childrens_services_and_is_never_a_plain_return(night):
    propose_destination(
        actor=night.response_officer, reference=night.reference, kind="home", destination="Home",
        answers={**ANSWERS, "told_to_leave": "yes"}, at=night.later(),
    )  # fmt: skip
    assert "told_to_leave" in night.kinds("open")
    roles = {role for role, _ in told(night, "told_to_leave")}
    assert roles == {"social_worker", "out_of_hours_worker"}
    with pytest.raises(HomeRefused) as refused:
        decide_destination(
            actor=night.duty_inspector, reference=night.reference, agreed=True,
            because="It is home.", at=night.later(),
        )  # fmt: skip
    assert refused.value.because == ("told_to_leave",)
    night.back()
    with pytest.raises(FollowUpOpen) as still:
        night.close()
    assert "told_to_leave" in {one.kind for one in still.value.left}
    (task,) = night.tasks("told_to_leave")
    record_disposition(
        actor=night.social_worker, task_id=task.pk, words="With the aunt; accommodated.",
        at=night.later(),
    )  # fmt: skip
    assert "told_to_leave" in night.kinds("done")


def test_a_child_who_is_home_already_and_was_told_to_leave_has_not_passed_the_gate(night):
    night.found(already_there=True)
    night.seen()
    answer_safety_questions(
        actor=night.response_officer, reference=night.reference,
        answers={**ANSWERS, "told_to_leave": "yes"}, at=night.later(),
    )  # fmt: skip
    assert "return_safety_gate" in night.kinds("open")
    with pytest.raises(NotInList):
        answer_safety_questions(
            actor=night.response_officer, reference=night.reference,
            answers={"told_to_leave": "perhaps"}, at=night.later(),
        )  # fmt: skip


def test_what_the_child_was_told_of_the_decision_is_kept_with_it(night):
    """C04: “you're coming home” is no explanation."""
    propose_destination(
        actor=night.response_officer, reference=night.reference, kind="relative",
        destination="The aunt's", answers=ANSWERS, at=night.later(),
    )  # fmt: skip
    decide_destination(
        actor=night.duty_inspector, reference=night.reference, agreed=True, because="Wanted.",
        told_child="The aunt has a bed, and nobody is cross.", at=night.later(),
    )  # fmt: skip
    with night.inside():
        assert Return.objects.get().told_child.startswith("The aunt")


def say(night, fact, value=True):
    answer_question(
        actor=night.response_officer, reference=night.reference, fact=fact, value=value,
        said_by="the child", source_kind="child", at=night.later(),
    )  # fmt: skip


def refer(night, by=None, **more):
    at = night.later()
    given = {"referred_at": at, "reference": "MSU-1234", **more}
    refer_nationally(
        actor=by or night.supervisor, reference=night.reference, referred=Referred(**given), at=at
    )


@pytest.mark.parametrize("fact", ["trafficking_concern", "unaccompanied"])
def test_a_child_who_may_be_trafficked_or_is_alone_is_referred_with_a_reference(night, fact):
    say(night, fact)
    night.back()
    assert "national_referral" in night.kinds("open")
    with pytest.raises(FollowUpOpen) as refused:
        night.close()
    assert "national_referral" in {one.kind for one in refused.value.left}
    with pytest.raises(ReferenceMissing):
        refer(night, reference=" ")
    refer(night, exploitation=("labour",), interpreter="A made-up interpreter")
    assert "national_referral" in night.kinds("done")
    with night.inside():
        kept = NationalReferral.objects.get()
        assert (kept.reference, kept.exploitation) == ("MSU-1234", ["labour"])
        assert Flag.objects.filter(kind="trafficking", state="active").exists()
    with pytest.raises(NotOutstanding):
        refer(night)


def test_a_child_alone_has_an_interpreter_asked_for(night):
    say(night, "unaccompanied")
    night.back()
    assert "interpreter" in night.kinds()


def test_what_is_said_after_the_return_asks_for_the_referral_too(night):
    night.back()
    assert "national_referral" not in night.kinds()
    say(night, "trafficking_concern")
    assert "national_referral" in night.kinds("open")


def test_nobody_waits_for_a_rule_to_refer_a_child(night):
    refer(night)
    assert "national_referral" in night.kinds("done")


def test_a_disputed_age_never_lowers_protection(night):
    """Somebody says that the child is older: the youngest that may be still stands."""
    say(night, "trafficking_concern")
    refer(night, age_disputed=True, age_words="Said to be twenty by an officer at the port.")
    with night.inside("missing_coordinator"):
        child = night.episode().child
        before = known.age_on(child_ids=[child.pk], on=night.at.date())
        people.update_child(
            child=child, born_text="12 March 2004", by=night.missing_coordinator, at=night.at
        )
        assert known.age_on(child_ids=[child.pk], on=night.at.date()) == before < 18
    episode = night.episode()
    assert episode.level in ("medium", "high")
    assert episode.category == "missing"


def test_a_child_whose_own_date_of_birth_is_not_believed_is_as_old_as_they_say_while_disputed(
    night,
):
    with night.inside("missing_coordinator"):
        child = night.episode().child
        ChildBirth.objects.filter(child=child).update(believed=False)
    say(night, "trafficking_concern")
    refer(night)
    assert age_by_the_rules(night) is None
    with night.inside("supervisor"):
        NationalReferral.objects.filter(child=child).update(age_disputed=True)
    assert age_by_the_rules(night) == 14


def age_by_the_rules(night):
    episode = night.episode()
    with night.inside():
        return facts_of(episode=episode, at=night.at)[0].get("age_years")


def test_the_grounds_have_clocks_and_days_and_a_no_takes_nothing_away(night):
    say(night, "trafficking_concern")
    refer(night)
    (task,) = night.tasks("reasonable_grounds")
    assert task.due_at == due_at(from_at=night.at, length=5, unit="working_days")
    level = night.episode().level
    decide(night, "reasonable", "positive", advocate="A made-up guardian")
    assert "reasonable_grounds" in night.kinds("done")
    assert "conclusive_grounds" in night.kinds("open")
    with pytest.raises(NotInList):
        decide(night, "reasonable", "negative")
    decide(night, "conclusive", "negative")
    assert "conclusive_grounds" in night.kinds("done")
    with night.inside():
        kept = NationalReferral.objects.get()
    assert (kept.reasonable, kept.conclusive) == ("positive", "negative")
    assert kept.reasonable_on == kept.conclusive_on == night.at.date()
    assert kept.advocate == "A made-up guardian"
    assert night.episode().level == level
    with night.inside("missing_coordinator"):
        children = [night.episode().child_id]
        assert "trafficking" in {
            one.kind for one in known.flags_of(child_ids=children, at=night.at)
        }


def test_a_decision_outside_the_lists_or_before_the_referral_or_by_whoever_may_not_is_refused(
    night, outsider
):
    with pytest.raises(NotOutstanding):
        decide(night, "reasonable", "positive")
    refer(night)
    for more, refusal in (
        ({"grounds": "no such"}, NotInList),
        ({"decided": "perhaps"}, NotInList),
        ({"decided_on": night.at.date() + timedelta(days=2)}, NotYet),
        ({"decided_on": night.at.date() - timedelta(days=2)}, NotYet),
        ({"by": night.response_officer}, NotPermitted),
        ({"by": outsider}, NotVisible),
    ):
        with pytest.raises(refusal):
            decide(night, **{"grounds": "reasonable", "decided": "positive", **more})


def decide(night, grounds, decided, *, by=None, **more):
    at = night.later()
    given = {"decided_on": at.date(), **more}
    decide_grounds(
        actor=by or night.supervisor, reference=night.reference, grounds=grounds,
        decided=decided, at=at, **given,
    )  # fmt: skip


def test_a_referral_outside_the_lists_or_by_whoever_may_not_is_refused(night, outsider):
    with pytest.raises(NotInList):
        refer(night, exploitation=("magic",))
    with pytest.raises(NotYet):
        refer(night, referred_at=night.at + timedelta(days=1))
    with pytest.raises(NotPermitted):
        refer(night, by=night.response_officer)
    with pytest.raises(NotVisible):
        refer(night, by=outsider)


def test_left_undone_it_takes_a_code_and_somebody_who_could_have_done_it(night):
    night.found(needs=("food",))
    say(night, "trafficking_concern")
    night.back()
    with pytest.raises(NotPermitted):
        leave_undone(
            actor=night.response_officer, reference=night.reference, kind="national_referral",
            code="lawful_reason", words="-", at=night.later(),
        )  # fmt: skip
    leave_undone(
        actor=night.response_officer, reference=night.reference, kind="immediate_needs",
        code="child_declined", words="Offered twice; not hungry.", at=night.later(),
    )  # fmt: skip
    assert "immediate_needs" in night.kinds("not_done")


def test_silence_interrupts_whoever_is_on_call_whatever_the_level_and_nobody_else(night):
    assert night.episode().level != "high"
    ask(night)
    asked_at = night.at
    clock.fire(at=asked_at + 15 * MINUTE)
    clock.fire(at=asked_at + 30 * MINUTE)
    with night.inside():
        loud = {
            (one.to_role, one.loudness)
            for one in Message.objects.filter(kind__in=["place_silent", "place_asked", "place_gap"])
        }
    assert loud == {
        ("on_call_manager", "interrupt"), ("out_of_hours_worker", "list"),
        ("social_worker", "list"), ("duty_inspector", "list"),
    }  # fmt: skip


def test_what_interrupts_a_manager_within_half_an_hour_is_one_interruption(night):
    ask(night)
    ask(night, name="A second place")
    clock.fire(at=night.at + 20 * MINUTE)
    with night.inside():
        heard = Message.objects.filter(kind="place_silent", loudness="interrupt")
        assert heard.count() == 2
        assert heard.filter(gathered_with__isnull=True).count() == 1


def test_an_authority_sees_its_own_silence_counted_and_no_other_s(night, make_actor, outsider):
    ask(night)
    clock.fire(at=night.at + 30 * MINUTE)
    at = night.later(60)
    (own,) = silences(actor=night.on_call_manager, at=at)
    assert (own.agency, own.asked, own.climbed, own.gaps) == (night.authority.name, 1, 1, 1)
    assert silences(actor=night.duty_inspector, at=at) == (own,)
    with pytest.raises(NotPermitted):
        silences(actor=night.home_worker, at=at)
    assert silences(actor=outsider, at=at) == ()

"""Signs of exploitation on record, and lowerings that are refused, leave something to look at."""

from datetime import timedelta
from uuid import uuid4

import pytest

from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.insight.lookups.cue_to_flag import cue_to_flag, days_between
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.clock import fire
from whereabouts.journeys.decide import DecisionRefused, Wish, decide
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.investigation.models import Task
from whereabouts.records.people.actions import settle_flag_proposal
from whereabouts.records.people.models import Flag

pytestmark = pytest.mark.django_db
SIGN = "exploitation_cue_in_history"


@pytest.fixture
def episode(make_actor, noon):
    told = Told(
        idempotency_key="call-1",
        happened_at=noon,
        names="Testa Sampleton",
        born_text="12 March 2012",
        reporter_name="Paula Sampleton",
        relation="mother",
    )
    return report_missing(actor=make_actor("call_handler"), told=told, at=noon).episode


def say(actor, episode, at, fact=SIGN, value=True):
    return answer_question(
        actor=actor, reference=episode, fact=fact, value=value, said_by="Records",
        source_kind="records", at=at,
    )  # fmt: skip


def flags(actor, at):
    with entered(actor=actor, at=at):
        return list(Flag.objects.order_by("recorded_at"))


def kinds(actor, at):
    with entered(actor=actor, at=at):
        return list(Task.objects.values_list("kind", flat=True))


def test_a_sign_without_a_flag_is_proposed_as_one_and_given_to_somebody(make_actor, noon, episode):
    handler = make_actor("call_handler")
    assert flags(handler, noon) == []
    say(handler, episode, noon)
    (proposed,) = flags(handler, noon)
    assert (proposed.kind, proposed.strength, proposed.state) == ("cse", "suspected", "proposed")
    assert "flag_proposal_CSE" in kinds(handler, noon)


def test_a_sign_said_twice_is_one_proposal(make_actor, noon, episode):
    handler = make_actor("call_handler")
    say(handler, episode, noon)
    say(handler, episode, noon + timedelta(minutes=1), "found_with_adult_of_concern_before")
    assert len(flags(handler, noon)) == 1


def test_what_was_declined_comes_back_only_with_a_new_sign(make_actor, noon, episode):
    handler, coordinator = make_actor("call_handler"), make_actor("missing_coordinator")
    say(handler, episode, noon)
    later = noon + timedelta(minutes=5)
    with entered(actor=coordinator, at=later):
        settle_flag_proposal(
            flag=Flag.objects.get(), accepted=False, because="Looked at", by=coordinator, at=later
        )
    say(handler, episode, later + timedelta(minutes=1), "out_of_character")
    assert len(flags(handler, later)) == 1
    say(handler, episode, later + timedelta(minutes=2))
    assert [flag.state for flag in flags(handler, later)] == ["declined", "proposed"]


def test_no_sign_proposes_nothing(make_actor, noon, episode):
    handler = make_actor("call_handler")
    say(handler, episode, noon, value=False)
    assert flags(handler, noon) == []


def test_a_refused_lowering_is_the_inspectors_to_look_at_once(make_actor, noon, episode):
    handler = make_actor("call_handler")
    why = "Decided on the answers given and the records read tonight."
    wish = Wish(category="missing", level="medium", rationale=why)
    decide(actor=handler, reference=episode, wish=wish, at=noon)
    lower = Wish(category="missing", level="low", rationale=why)
    for minute in (1, 2):
        with pytest.raises(DecisionRefused):
            decide(
                actor=handler, reference=episode, wish=lower, at=noon + timedelta(minutes=minute)
            )
    assert kinds(handler, noon).count("downgrade_block") == 1


def test_a_first_decision_that_is_refused_is_no_lowering(make_actor, noon, episode):
    handler = make_actor("call_handler")
    with pytest.raises(DecisionRefused):
        decide(
            actor=handler, reference=episode, wish=Wish(category="missing", level="low"), at=noon
        )
    assert "downgrade_block" not in kinds(handler, noon)


def test_v16_a_proposal_that_nobody_settles_goes_up_after_seven_days_and_again(
    make_actor, noon, episode
):
    """V16: a flag was raised at the latest episode only, after a long history."""
    say(make_actor("call_handler"), episode, noon)
    inspector = make_actor("duty_inspector")
    fire(at=noon + timedelta(days=7) - timedelta(minutes=1), most=1000)
    assert told(inspector, noon + timedelta(days=7)) == []
    for number, days in enumerate((7, 14), start=1):
        fire(at=noon + timedelta(days=days), most=1000)
        assert len(told(inspector, noon + timedelta(days=days))) == number


def test_a_settled_proposal_goes_nowhere(make_actor, noon, episode):
    say(make_actor("call_handler"), episode, noon)
    coordinator = make_actor("missing_coordinator")
    (flag,) = flags(coordinator, noon)
    with entered(actor=coordinator, at=noon):
        settle_flag_proposal(flag=flag, accepted=True, because="Seen.", by=coordinator, at=noon)
    fire(at=noon + timedelta(days=8), most=1000)
    assert told(make_actor("duty_inspector"), noon + timedelta(days=8)) == []


def test_v16_the_days_from_the_first_sign_to_a_flag_are_counted(make_actor, noon, episode):
    inspector = make_actor("duty_inspector")
    before = cue_to_flag(actor=inspector, at=noon)
    assert (before.signs, before.median_days) == (0, None)
    say(make_actor("call_handler"), episode, noon)
    waiting = cue_to_flag(actor=inspector, at=noon + timedelta(days=2))
    assert (waiting.signs, waiting.flagged, waiting.unflagged) == (1, 0, 1)
    coordinator = make_actor("missing_coordinator")
    (flag,) = flags(coordinator, noon)
    with entered(actor=coordinator, at=noon):
        settle_flag_proposal(
            flag=flag, accepted=True, because="Seen.", by=coordinator,
            at=noon + timedelta(days=5),
        )  # fmt: skip
    still = cue_to_flag(actor=inspector, at=noon + timedelta(days=4))
    assert (still.flagged, still.unflagged) == (0, 1), "a proposal protects nobody yet"
    found = cue_to_flag(actor=inspector, at=noon + timedelta(days=6))
    assert (found.flagged, found.unflagged, found.longest_days) == (1, 0, 5)


def test_a_flag_long_after_the_sign_shows_its_days_and_one_before_it_none(noon):
    late, early, never = uuid4(), uuid4(), uuid4()
    found = days_between(
        first={late: noon, early: noon, never: noon},
        raised=[(late, noon + timedelta(days=40)), (early, noon - timedelta(days=3))],
    )
    assert (found.signs, found.unflagged) == (3, 1)
    assert (found.median_days, found.longest_days) == (20, 40)


def test_the_outsider_counts_no_signs_of_others(make_actor, outsider, noon, episode):
    say(make_actor("call_handler"), episode, noon)
    with pytest.raises(NotPermitted):
        cue_to_flag(actor=outsider, at=noon)


def told(actor, at):
    return [one for one in notices_to_me(actor=actor, at=at) if one.kind == "flag_unsettled"]

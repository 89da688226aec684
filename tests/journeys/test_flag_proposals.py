"""Signs of exploitation on record, and lowerings that are refused, leave something to look at."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.answer_question import answer_question
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

"""The guards: who may go lower and on what, and how long the lowest category may stand."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.answer_proposal import answer_proposal
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.clock import fire
from whereabouts.journeys.decide import DecisionRefused
from whereabouts.journeys.propose_lower import propose_lower
from whereabouts.journeys.review_episode import review_episode
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.risk.models import Assertion, Decision
from whereabouts.practice.supervision.models import Review
from whereabouts.records.episodes.models import LogEntry

pytestmark = pytest.mark.django_db
BECAUSE = "The aunt confirmed by video that the child eats at her table with the cousins."
# Everything that could forbid the lowest category is answered: nothing does.
CALM = {
    "whereabouts_known": False, "with_adult_of_concern": False, "with_adult_partner": False,
    "adult_is_registered_sex_offender": False, "suicide_concern": False, "self_harm": "none",
    "mental_health_need": False, "impairs_keeping_safe": False, "travel_abroad": False,
    "forced_marriage_or_fgm_concern": False, "seeking_drugs": False, "substance": "none",
    "violence_at_home": False, "harmed_before": False, "medical_need": "none",
    "trafficking_concern": False, "unaccompanied": False, "believed_abducted": False,
    "victim_of_crime_suspected": False, "danger_to_others": False, "weather": "mild",
    "online_contact_concern": False, "exploitation_cue_in_history": False,
    "found_with_adult_of_concern_before": False, "cse_flag": "none", "cce_flag": "none",
    "highest_risk_cohort": False,
}  # fmt: skip


def after(noon, hours):
    return noon + timedelta(hours=hours)


@pytest.fixture
def say(make_actor, noon):
    """Return a keeper of statements; it answers with the key to cite."""

    def keep(reference, hours, *, fact="contactable", value=True):
        return answer_question(
            actor=make_actor("call_handler"), reference=reference, fact=fact, value=value,
            said_by="the aunt", source_kind="carer", at=after(noon, hours),
        )  # fmt: skip

    return keep


@pytest.fixture
def at_high(take_report, make_actor, decide_as):
    """An episode that a supervising sergeant decided at HIGH."""
    reference = take_report()
    decide_as(make_actor("supervisor"), reference, level="high")
    return reference


def rules_of(refused):
    return {one.rule for one in refused.value.refusals}


# --- going lower -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "cites", "passes"),
    [
        ("call_handler", True, False),
        ("supervisor", True, False),
        ("duty_inspector", False, False),
        ("duty_inspector", True, True),
    ],
)
def test_going_lower_takes_something_new_and_a_higher_rank(
    at_high, make_actor, decide_as, say, look, noon, role, cites, passes
):
    cited = (say(at_high, 1),) if cites else ()
    actor = make_actor(role)
    if not passes:
        with pytest.raises(DecisionRefused) as refused:
            decide_as(actor, at_high, level="medium", at=after(noon, 1.1), cited=cited)
        assert "B07" in rules_of(refused)
    else:
        decide_as(actor, at_high, level="medium", at=after(noon, 1.1), cited=cited)
    assert look(actor, at_high).level == ("medium" if passes else "high")


def test_not_known_and_a_disagreement_are_nothing_new(at_high, make_actor, decide_as, say, noon):
    unknown = say(at_high, 1, value=None)
    disagrees = say(at_high, 1.1, fact="carer_disagrees")
    with pytest.raises(DecisionRefused) as refused:
        decide_as(
            make_actor("duty_inspector"), at_high, level="medium", at=after(noon, 1.2),
            cited=(unknown, disagrees),
        )  # fmt: skip
    assert "B07" in rules_of(refused)


def test_what_was_said_before_the_grade_is_nothing_new(
    at_high, make_actor, decide_as, say, accept_all, noon
):
    key = say(at_high, 1)
    inspector, chief = make_actor("duty_inspector"), make_actor("superintendent")
    decide_as(inspector, at_high, level="high", at=after(noon, 2))
    with pytest.raises(DecisionRefused) as refused:
        decide_as(chief, at_high, level="medium", at=after(noon, 3), cited=(key,))
    assert "B07" in rules_of(refused)


def test_what_raised_the_level_is_no_reason_to_lower_it_again(
    take_report, make_actor, decide_as, say, look, noon
):
    reference, inspector = take_report(), make_actor("duty_inspector")
    decide_as(make_actor("supervisor"), reference, level="medium")
    key = say(reference, 1, fact="suicide_concern")
    assert look(inspector, reference).level == "high"
    with pytest.raises(DecisionRefused) as refused:
        decide_as(inspector, reference, level="medium", at=after(noon, 1.1), cited=(key,))
    assert "B07" in rules_of(refused)


@pytest.mark.parametrize(
    "words",
    ["No units free and a busy night", "Workload", "She always comes home", "Usual behaviour", ""],
)
def test_workload_and_what_blames_the_child_are_no_reasons(
    at_high, make_actor, decide_as, say, noon, words
):
    cited = (say(at_high, 1),)
    with pytest.raises(DecisionRefused) as refused:
        decide_as(
            make_actor("duty_inspector"), at_high, level="medium", at=after(noon, 1.1), cited=cited,
            rationale=words,
        )  # fmt: skip
    assert rules_of(refused) & {"RF16", "REASON"}


def test_the_name_beside_a_decision_is_outranked_too(
    take_report, make_actor, make_member, decide_as, say, noon
):
    reference = take_report()
    named = make_member("supervisor", name="second.sergeant")
    say(reference, 0.1, fact="suicide_concern")
    decide_as(
        make_actor("call_handler"), reference, level="medium", at=after(noon, 0.2),
        supervisor=named.pk,
    )  # fmt: skip
    with pytest.raises(DecisionRefused) as refused:
        decide_as(
            make_actor("supervisor"), reference, level="low", at=after(noon, 1.1),
            cited=(say(reference, 1),),
        )  # fmt: skip
    assert "B07" in rules_of(refused)


def test_above_an_inspectors_grade_a_superintendent_is_asked(
    take_report, make_actor, decide_as, accept_all, say, look, noon
):
    reference, inspector = take_report(), make_actor("duty_inspector")
    decide_as(inspector, reference, level="high")
    cited = (say(reference, 1),)
    wish = accept_all(inspector, reference, level="medium", at=after(noon, 1.1), cited=cited)
    key = propose_lower(actor=inspector, reference=reference, wish=wish, at=after(noon, 1.1))
    with entered(actor=inspector, at=noon):
        assert Message.objects.get(kind="proposal_waiting").to_role == "superintendent"
    second = make_actor("duty_inspector", name="second.inspector")
    with pytest.raises(DecisionRefused):
        answer_proposal(
            actor=second, proposal_id=key, agreed=True, because=BECAUSE, at=after(noon, 1.2)
        )
    assert look(inspector, reference).level == "high"
    chief = make_actor("superintendent")
    answer_proposal(actor=chief, proposal_id=key, agreed=True, because=BECAUSE, at=after(noon, 1.3))
    assert look(inspector, reference).level == "medium"


def test_at_the_top_another_of_the_same_rank_is_the_second_person(
    take_report, make_actor, decide_as, say, look, noon
):
    reference, chief = take_report(), make_actor("superintendent")
    decide_as(chief, reference, level="high")
    cited = (say(reference, 1),)
    with pytest.raises(DecisionRefused):
        decide_as(chief, reference, level="medium", at=after(noon, 1.1), cited=cited)
    other = make_actor("superintendent", name="second.superintendent")
    decide_as(other, reference, level="medium", at=after(noon, 1.2), cited=cited)
    assert look(chief, reference).level == "medium"


def test_a_lowered_child_is_looked_at_again_from_the_first_rung(
    at_high, make_actor, decide_as, say, noon
):
    cited = (say(at_high, 3),)
    inspector = make_actor("duty_inspector")
    decide_as(inspector, at_high, level="medium", at=after(noon, 3.1), cited=cited)
    with entered(actor=inspector, at=noon):
        first = Review.objects.get(key="review_first_medium", state="waiting")
    assert first.due_at == after(noon, 5.1)


# --- the lowest category -----------------------------------------------------------


@pytest.fixture
def absent(take_report, make_actor, decide_as):
    """An episode that a duty inspector ratified as absent."""
    reference = take_report(facts=CALM)
    decide_as(make_actor("duty_inspector"), reference, category="absent")
    return reference


@pytest.fixture
def keep_absent(accept_all, make_actor, noon):
    """Return a duty inspector's review that keeps the lowest category."""

    def keep(reference, hours):
        inspector, at = make_actor("duty_inspector"), after(noon, hours)
        wish = accept_all(inspector, reference, category="absent", at=at)
        return review_episode(actor=inspector, reference=reference, wish=wish, at=at)

    return keep


@pytest.mark.parametrize("role", ["call_handler", "supervisor"])
def test_only_a_duty_inspector_ratifies_the_lowest_category(
    take_report, make_actor, decide_as, look, role
):
    reference = take_report(facts=CALM)
    with pytest.raises(DecisionRefused) as refused:
        decide_as(make_actor(role), reference, category="absent")
    assert {one.passed_by for one in refused.value.refusals} == {"duty_inspector"}
    assert look(make_actor(role), reference).level == "medium"


def test_ratified_it_is_looked_at_within_the_hour_and_every_two_hours(
    absent, keep_absent, make_actor, noon
):
    inspector = make_actor("duty_inspector")

    def due():
        with entered(actor=inspector, at=noon):
            rows = Review.objects.filter(state="waiting", level="absent")
            return {one.key: one.due_at for one in rows}

    assert due()["review_first_lowest"] == after(noon, 1)
    keep_absent(absent, 0.9)
    assert "review_first_lowest" not in due()
    assert due()["review_repeat_lowest"] == after(noon, 2.9)


def test_after_six_hours_medium_is_proposed_and_silence_climbs(absent, make_actor, noon):
    inspector = make_actor("duty_inspector")
    fire(at=after(noon, 5.9))
    with entered(actor=inspector, at=noon):
        assert not Message.objects.filter(kind="raise_due").exists()
    fire(at=after(noon, 6.01))
    fire(at=after(noon, 6.1))
    with entered(actor=inspector, at=noon):
        told = Message.objects.filter(kind="raise_due")
        assert [one.to_role for one in told] == ["duty_inspector"]
        assert LogEntry.objects.filter(kind="alarm.raise_due").count() == 1
        waits = Review.objects.get(key="raise_lowest_to_medium")
    assert waits.due_at == after(noon, 6.25)


def test_a_duty_inspector_may_keep_it_at_six_hours_with_reasons_and_is_not_asked_twice(
    absent, keep_absent, make_actor, noon
):
    fire(at=after(noon, 6.01))
    keep_absent(absent, 6.1)
    with entered(actor=make_actor("duty_inspector"), at=noon):
        assert Review.objects.get(key="raise_lowest_to_medium").state == "done"


def test_a_day_after_the_report_medium_stands_with_an_alarm_and_nobody_may_keep_the_lowest(
    absent, keep_absent, make_actor, decide_as, look, noon
):
    inspector = make_actor("duty_inspector")
    for hours in (0.9, 2.5, 6.1, 12, 23):
        fire(at=after(noon, hours))
        keep_absent(absent, hours)
    fire(at=after(noon, 23.9))
    assert look(inspector, absent).level == "absent"
    for _ in range(2):
        fire(at=after(noon, 24.01))
    now = look(inspector, absent)
    assert (now.level, now.category, now.decided) == ("medium", "missing", False)
    with entered(actor=inspector, at=noon):
        assert Message.objects.filter(kind="lowest_ends", to_role="duty_inspector").count() == 1
        assert LogEntry.objects.filter(kind="review.lowest_ended").count() == 1
        assert Task.objects.filter(kind="deployment_clock").exists()
        assert Review.objects.filter(state="waiting", key="review_first_medium").exists()
    for role in ("duty_inspector", "superintendent"):
        with pytest.raises(DecisionRefused) as refused:
            decide_as(make_actor(role), absent, category="absent", at=after(noon, 24.1))
        assert ("B06", "") in {(one.rule, one.passed_by) for one in refused.value.refusals}
    decide_as(make_actor("call_handler"), absent, level="high", at=after(noon, 24.2))
    assert look(inspector, absent).level == "high"


def test_the_lowest_cannot_be_decided_for_the_first_time_after_its_time(
    take_report, make_actor, decide_as, noon
):
    reference = take_report(facts=CALM)
    with pytest.raises(DecisionRefused) as refused:
        decide_as(make_actor("duty_inspector"), reference, category="absent", at=after(noon, 24))
    assert "B06" in rules_of(refused)


def test_raised_in_time_nothing_ends(absent, make_actor, decide_as, look, noon):
    decide_as(make_actor("call_handler"), absent, level="medium", at=after(noon, 5))
    for hours in (6.1, 24.1):
        fire(at=after(noon, hours))
    with entered(actor=make_actor("duty_inspector"), at=noon):
        assert not LogEntry.objects.filter(kind="review.lowest_ended").exists()
        assert not Message.objects.filter(kind__in=("raise_due", "lowest_ends")).exists()


def test_low_is_proposed_up_after_twelve_hours(take_report, make_actor, decide_as, noon):
    reference, inspector = take_report(facts=CALM), make_actor("duty_inspector")
    decide_as(inspector, reference, level="low")
    fire(at=after(noon, 11.9))
    with entered(actor=inspector, at=noon):
        assert not Message.objects.filter(kind="raise_due").exists()
    fire(at=after(noon, 12.01))
    with entered(actor=inspector, at=noon):
        assert Message.objects.filter(kind="raise_due").exists()


def test_a_sergeants_review_of_low_goes_to_the_duty_inspector_to_ratify(
    take_report, make_actor, decide_as, accept_all, noon
):
    reference = take_report(facts=CALM)
    inspector, supervisor = make_actor("duty_inspector"), make_actor("supervisor")
    decide_as(inspector, reference, level="low")
    at = after(noon, 1.5)
    wish = accept_all(supervisor, reference, level="low", at=at)
    with pytest.raises(DecisionRefused) as refused:
        review_episode(actor=supervisor, reference=reference, wish=wish, at=at)
    assert refused.value.ask_inspector
    key = propose_lower(actor=supervisor, reference=reference, wish=wish, at=at)
    answer_proposal(actor=inspector, proposal_id=key, agreed=True, because=BECAUSE, at=at)
    with entered(actor=inspector, at=noon):
        assert Review.objects.get(key="review_first_low").state == "done"
        assert Decision.objects.count() == 2
        assert Assertion.objects.exists()

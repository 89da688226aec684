"""V09: six earlier episodes at medium; low asks what is new, and absent is barred by a sign."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.insight.lookups.decision import decide_page
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.decide import DecisionRefused, Wish, decide
from whereabouts.journeys.record_back import record_back
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.risk.models import Assertion
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def often_missing(make_child, make_actor, noon):
    """A child with six earlier episodes at medium, and a sign of exploitation nobody flagged."""
    child, by = make_child(), make_actor("missing_coordinator")
    with entered(actor=by, at=noon):
        for number in range(6):
            when = noon - timedelta(days=2 * (number + 1))
            episode = episodes.open_episode(
                reference=f"E-EARLIER-{number}", child=child, by=by, at=when, happened_at=when,
                reported_at=when, pack="app-2017+safeguards-1",
                recommended={
                    "level": "medium", "category": "missing", "seriousness": "serious",
                    "immediacy": "days",
                },
            )  # fmt: skip
            back = when + timedelta(hours=5)
            Episode.objects.filter(pk=episode.pk).update(
                state="closed", back_at=back, seen_at=back, closed_at=back
            )
        people.propose_flag(
            child=child, kind="cse", strength="suspected", source="earlier report",
            review_on=(noon + timedelta(days=30)).date(), by=by, at=noon,
        )  # fmt: skip
    return child


def test_low_asks_for_the_earlier_grades_to_be_answered(
    often_missing, take_report, make_actor, noon
):
    reference = take_report(child=often_missing)
    with pytest.raises(DecisionRefused) as refused:
        decide(
            actor=make_actor("duty_inspector"), reference=reference, at=noon,
            wish=Wish(category="missing", level="low", rationale="She rang her aunt at noon."),
        )  # fmt: skip
    assert {"RF03", "RF09"} <= {one.rule for one in refused.value.refusals}


def test_absent_is_barred_by_a_sign_that_nobody_flagged(
    often_missing, take_report, make_actor, decide_as
):
    reference = take_report(child=often_missing)
    with pytest.raises(DecisionRefused) as refused:
        decide_as(make_actor("supervisor"), reference, category="absent")
    barred = {one.rule: one.passed_by for one in refused.value.refusals}
    assert barred["RF03"] == "duty_inspector"


def test_the_sign_becomes_a_flag_proposal_to_settle(often_missing, take_report, make_actor, noon):
    take_report(child=often_missing)
    by = make_actor("missing_coordinator")
    with entered(actor=by, at=noon):
        assert Task.objects.filter(kind="flag_proposal_CSE", to_role="missing_coordinator").exists()


@pytest.fixture
def graded_before(make_child, take_report, make_actor, decide_as, noon):
    """An episode that a sergeant graded medium, back and gone again; and a second one at noon."""
    child = make_child()
    first_at = noon - timedelta(days=4)
    first = take_report(child=child, at=first_at)
    decide_as(make_actor("supervisor"), first, at=first_at + timedelta(minutes=5))
    learnt = {}
    for name, minutes in (("before the grade", 2), ("after the grade", 90)):
        at = first_at + timedelta(minutes=minutes)
        answer_question(
            actor=make_actor("call_handler"), reference=first, fact="contactable", value=True,
            said_by=f"an aunt, {name}", source_kind="carer", at=at,
        )  # fmt: skip
        with entered(actor=make_actor("call_handler"), at=at):
            learnt[name] = Assertion.objects.get(said_by=f"an aunt, {name}").pk
    back = first_at + timedelta(hours=5)
    record_back(actor=make_actor("supervisor"), reference=first, back_at=back, at=back)
    return take_report(child=child, at=noon, facts={"first_time": False}), learnt


def refused_rules(actor, reference, noon, cited=()):
    with pytest.raises(DecisionRefused) as refused:
        decide(
            actor=actor, reference=reference, at=noon + timedelta(minutes=5),
            wish=Wish(
                category="missing", level="low", cited=tuple(cited),
                rationale="She rang her aunt at noon.",
            ),
        )  # fmt: skip
    return {one.rule for one in refused.value.refusals}


def test_low_below_an_earlier_grade_cites_what_was_written_down_since(
    graded_before, make_actor, noon
):
    reference, learnt = graded_before
    sergeant = make_actor("supervisor")
    assert "RF09" in refused_rules(sergeant, reference, noon)
    assert "RF09" in refused_rules(sergeant, reference, noon, [learnt["before the grade"]])
    # Cited, it asks no more; what else stands against low, stands.
    assert refused_rules(sergeant, reference, noon, [learnt["after the grade"]]) == {"RF01"}


def test_what_may_be_cited_is_offered_at_the_first_decision_with_where_it_is_from(
    graded_before, make_actor, noon
):
    reference, learnt = graded_before
    page = decide_page(
        actor=make_actor("supervisor"), reference=reference, at=noon + timedelta(minutes=5)
    )
    assert page.cites
    assert {one.key for one in page.new if one.earlier} == {learnt["after the grade"]}
    assert any(not one.earlier for one in page.new)


def test_a_child_whom_nobody_graded_before_needs_nothing_cited(take_report, make_actor, noon):
    page = decide_page(actor=make_actor("supervisor"), reference=take_report(), at=noon)
    assert not page.cites


def test_another_force_cites_only_what_it_may_see(graded_before, make_actor, make_child, noon):
    _, learnt = graded_before
    other = make_actor("call_handler", agency="Eastmoor Police")
    with entered(actor=other, at=noon):
        assert not Assertion.objects.filter(pk__in=learnt.values()).exists()

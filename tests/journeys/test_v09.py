"""V09: six earlier episodes at medium; low asks what is new, and absent is barred by a sign."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.decide import DecisionRefused, Wish, decide
from whereabouts.practice.investigation.models import Task
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

"""V10: on the list of those most at risk, and one man on the sex offenders' register; and MEDIUM."""

from datetime import timedelta

import pytest

from tests.journeys.homes_cast import MINUTE
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.decision import decide_page
from whereabouts.journeys.add_flag import add_flag
from whereabouts.journeys.decide import DecisionRefused
from whereabouts.journeys.told import AdultNamed
from whereabouts.practice.supervision.models import Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def offender(cities):
    """A registered sex offender of the southern force."""
    return cities.adult(registered_sex_offender=True)


@pytest.fixture
def reported(cities, offender, noon):
    """One of the most at risk in the force, reported with him."""
    add_flag(
        actor=cities.south("missing_coordinator"), child_id=cities.child.pk,
        kind="highest_risk_cohort", strength="confirmed", source="exploitation team",
        review_on=(noon + timedelta(days=30)).date(), at=noon,
    )  # fmt: skip
    cities.link(offender, cities.child)
    return cities.report(adults=(AdultNamed(adult=offender, fact="with_adult_of_concern"),))


def test_high_is_prompted_by_two_cues_that_do_not_rest_on_each_other(cities, reported, noon):
    page = decide_page(actor=cities.south("call_handler"), reference=reported, at=noon + MINUTE)
    assert page.recommended == "high"
    prompts = {one.rule for one in page.prompts}
    assert {"RF03", "RF04"} <= prompts
    rests_on = {
        one.rule: {basis.text for basis in one.rests_on}
        for one in page.reasons
        if one.rule in ("RF03", "RF04")
    }
    assert rests_on["RF03"].isdisjoint(rests_on["RF04"])
    assert [one.registered_sex_offender for one in page.adults] == [True]


def test_a_supervisor_decides_and_an_inspector_looks(cities, reported, decide_as, noon):
    with pytest.raises(DecisionRefused) as refused:
        decide_as(cities.south("call_handler"), reported, level="medium")
    assert "SUPERVISOR" in {one.rule for one in refused.value.refusals}
    decide_as(cities.south("supervisor"), reported, level="high", at=noon + MINUTE)
    with entered(actor=cities.south("supervisor"), at=noon):
        assert Review.objects.filter(rank="inspector", state="waiting").exists()


def test_whoever_manages_the_offender_is_told_within_five_minutes_with_an_address_to_check(
    cities, reported, noon
):
    (task,) = cities.tasks(reported, "offender_manager_task")
    assert task.to_role == "offender_manager"
    assert task.created_at <= noon + 5 * MINUTE
    assert "address" in (task.title + task.detail).lower()
    manager = cities.south("offender_manager")
    with entered(actor=manager, at=noon):
        told = Message.objects.get(to_agency=manager.agency_id, to_role="offender_manager")
    assert told.promised_at <= noon + 5 * MINUTE
    assert told.loudness == "interrupt"
    assert "Made-up" not in told.text


def test_nobody_without_business_learns_of_the_offender(cities, offender, reported):
    cities.nobody_else_sees(offender)


@pytest.fixture
def named_by_nobody(cities, offender, noon):
    """Reported by somebody who does not know of him: the link stands on her record."""
    cities.link(offender, cities.child)
    return cities.report(idempotency_key="call-of-a-neighbour")


def test_a_link_on_record_counts_when_nobody_names_him(cities, offender, named_by_nobody, noon):
    page = decide_page(
        actor=cities.south("call_handler"), reference=named_by_nobody, at=noon + MINUTE
    )
    assert page.recommended == "high"
    reason = next(one for one in page.reasons if one.rule == "RF04")
    assert "on record" in " ".join(basis.source for basis in reason.rests_on)
    (task,) = cities.tasks(named_by_nobody, "offender_manager_task")
    assert task.created_at <= noon + 5 * MINUTE
    manager = cities.south("offender_manager")
    with entered(actor=manager, at=noon):
        told = Message.objects.get(to_agency=manager.agency_id, to_role="offender_manager")
    assert told.loudness == "interrupt"
    cities.nobody_else_sees(offender)


def test_a_link_to_an_adult_of_whom_nothing_is_known_prompts_nothing(cities, noon):
    cities.link(cities.adult(), cities.child)
    reference = cities.report(idempotency_key="call-of-a-neighbour")
    page = decide_page(actor=cities.south("call_handler"), reference=reference, at=noon + MINUTE)
    assert "RF04" not in {one.rule for one in page.prompts}
    assert not cities.tasks(reference, "offender_manager_task")

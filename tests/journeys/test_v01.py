"""V01: the man she was with was named and already of concern; nobody looked, and it stood MEDIUM."""

from datetime import timedelta

import pytest

from tests.journeys.homes_cast import MINUTE
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.insight.lookups.decision import decide_page
from whereabouts.journeys.decide import DecisionRefused, Wish, decide
from whereabouts.journeys.keep_adult import add_trace
from whereabouts.journeys.record_back import record_back
from whereabouts.journeys.told import AdultNamed
from whereabouts.practice.risk.models import Decision, PromptAnswer
from whereabouts.practice.support.models import PanelItem

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
KNOWN = "Two girls of fourteen say that he gives them drink and pays for rooms."


@pytest.fixture
def him(cities, make_child):
    """Of concern already to the force: known for what he does to girls, linked with another."""
    adult = cities.adult(knows=KNOWN, at=cities.noon - 30 * DAY)
    other = make_child("Tilda Sampleton", "1 February 2012", by=cities.south("missing_coordinator"))
    cities.link(adult, other, at=cities.noon - 20 * DAY)
    return adult


@pytest.fixture
def with_him(cities, him):
    """She is reported, and her mother names him."""
    return cities.report(
        adults=(AdultNamed(adult=him, fact="with_adult_of_concern", detail="Her mother saw him."),)
    )


def page(cities, reference, role="call_handler"):
    return decide_page(actor=cities.south(role), reference=reference, at=cities.noon + MINUTE)


def test_the_level_control_prompts_high_with_the_very_intelligence_and_his_other_children(
    cities, with_him
):
    seen = page(cities, with_him)
    assert seen.recommended == "high"
    assert "RF04" in {one.rule for one in seen.prompts}
    (line,) = seen.adults
    assert [one.text for one in line.intelligence] == [KNOWN]
    assert [one.name for one in line.others] == ["Tilda Sampleton"]


def test_medium_is_not_saved_without_a_reason_for_each_prompt_and_a_supervisor(
    cities, with_him, decide_as, noon
):
    handler = cities.south("call_handler")
    bare = Wish(category="missing", level="medium", rationale="She has been out before.")
    with pytest.raises(DecisionRefused) as refused:
        decide(actor=handler, reference=with_him, wish=bare, at=noon)
    assert {"SUPERVISOR", "RF04"} <= {one.rule for one in refused.value.refusals}
    with pytest.raises(DecisionRefused):
        decide_as(handler, with_him, level="medium")
    with pytest.raises(DecisionRefused) as refused:
        decide(actor=cities.south("supervisor"), reference=with_him, wish=bare, at=noon)
    assert "RF04" in {one.rule for one in refused.value.refusals}  # rank alone is no reason
    decide_as(cities.south("supervisor"), with_him, level="medium", at=noon + MINUTE)
    with entered(actor=handler, at=noon):
        assert Decision.objects.get().level == "medium"
        declined = PromptAnswer.objects.get(rule="RF04", answer="declined")
        assert declined.reason


def test_who_else_is_at_risk_from_him_is_asked_and_his_force_of_the_other_city_hears(
    cities, him, with_him, noon
):
    assert cities.tasks(with_him, "other_children_check")
    there = cities.adult(name="Somebody Else", by=cities.north("offender_manager"))
    for by, adult in ((cities.south, him), (cities.north, there)):
        add_trace(
            actor=by("offender_manager"), adult_id=adult, kind="phone", value="07700 900123",
            source="a phone bill", grading="2BP", at=noon,
        )  # fmt: skip
    for force in (cities.south, cities.north):
        assert cities.told(force("offender_manager"), "shared_suspect")


def test_away_again_and_again_she_comes_before_a_meeting_of_the_agencies(cities, him, noon):
    for days in (80, 50, 20):
        then = noon - days * DAY
        reference = cities.report(at=then)
        back = then + timedelta(hours=3)
        record_back(
            actor=cities.south("response_officer"), reference=reference, back_at=back, at=back
        )
    cities.report(adults=(AdultNamed(adult=him, fact="with_adult_of_concern"),))
    with entered(actor=cities.south("missing_coordinator"), at=noon):
        assert PanelItem.objects.get().state == "open"


def test_neither_home_provider_nor_a_third_force_learns_that_there_is_such_a_man(
    cities, him, with_him, noon
):
    cities.nobody_else_sees(him)
    for actor in cities.everybody_else():
        with pytest.raises((NotVisible, NotPermitted)):
            decide_page(actor=actor, reference=with_him, at=noon)

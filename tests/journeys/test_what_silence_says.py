"""What an earlier episode said: a yes carries on until it is reviewed, a no ends with its episode."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.risk.models import Assessment
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import State

pytestmark = pytest.mark.django_db
SAID = {"mental_health_need": True, "self_harm": "none", "travel_abroad": True}


@pytest.fixture
def before(make_actor, noon):
    """Return who reported an episode in which all of it was said, and the child, who came back."""
    handler = make_actor("call_handler")
    told = Told(
        idempotency_key="1", happened_at=noon, names="Testa Sampleton", born_text="15", facts=SAID
    )
    receipt = report_missing(actor=handler, told=told, at=noon)
    with entered(actor=handler, at=noon):
        episode = Episode.objects.get(reference=receipt.episode)
        episodes.move(
            episode=episode, to_state=State.BACK, kind="episode.back", by=handler, at=noon,
            back_at=noon,
        )  # fmt: skip
        return handler, episode.child_id


def assessed(actor, child, at, **facts):
    """Return the first assessment of another report of the child."""
    told = Told(idempotency_key=str(at), happened_at=at, child=child, facts=facts)
    reference = report_missing(actor=actor, told=told, at=at).episode
    with entered(actor=actor, at=at):
        return Assessment.objects.filter(episode__reference=reference).earliest("number")


def test_a_yes_carries_on_a_no_does_not_and_what_was_of_that_night_does_neither(before, noon):
    found = assessed(*before, noon + timedelta(days=5))
    assert found.facts["mental_health_need"] is True
    assert found.sources["mental_health_need"].endswith("in an earlier episode")
    assert "self_harm" not in found.facts
    assert "travel_abroad" not in found.facts
    asked = {question["fact"] for question in found.result["questions"]}
    assert {"self_harm", "travel_abroad"} <= asked
    assert "mental_health_need" not in asked


def test_a_no_of_tonight_does_not_outweigh_the_yes_that_nobody_reviewed(before, noon):
    found = assessed(*before, noon + timedelta(days=5), mental_health_need=False, self_harm="past")
    assert found.facts["mental_health_need"] is True
    assert found.facts["self_harm"] == "past"
    assert "earlier" not in found.sources["self_harm"]

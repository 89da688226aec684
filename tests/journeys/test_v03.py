"""V03: a boy of five: high before anything else is answered, and followed up though soon found."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.locate_child import Found, locate_child
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.investigation.rules import OUTSTANDING

pytestmark = pytest.mark.django_db
OWED = {"prevention_interview", "return_interview", "referral_decision"}


@pytest.fixture
def reported(make_child, take_report):
    return take_report(child=make_child(born="12 March 2021"), relation="mother")


def test_high_is_proposed_before_any_other_answer_and_somebody_is_to_be_sent(
    reported, make_actor, look, noon
):
    handler = make_actor("call_handler")
    episode = look(handler, reported)
    assert (episode.recommended_level, episode.level) == ("high", "high")
    with entered(actor=handler, at=noon):
        dispatch = Task.objects.get(kind="dispatch")
    assert dispatch.state in OUTSTANDING
    assert dispatch.due_at - noon <= timedelta(minutes=30)


def test_found_by_a_passer_by_within_the_half_hour_he_is_still_to_be_spoken_with(
    reported, make_actor, noon
):
    officer, soon = make_actor("response_officer"), noon + timedelta(minutes=25)
    found = Found(how="found", by_whom="public", found_at=soon, found_place="the made-up pond")
    locate_child(actor=officer, reference=reported, found=found, at=soon)
    with entered(actor=officer, at=soon):
        owed = {one.kind: one.state for one in Task.objects.filter(kind__in=OWED)}
    assert set(owed) == OWED
    assert set(owed.values()) <= set(OUTSTANDING)

"""V02: exploitation confirmed and a mental-health need: high is proposed and every channel opens."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.practice.investigation.models import Task

pytestmark = pytest.mark.django_db
CHANNELS = {"cctv", "rail", "social_media", "publicity_decision"}
FLAGS = (
    ("cse", "confirmed"),
    ("mental_health", "confirmed"),
    ("impairs_keeping_safe", "confirmed"),
)


def test_high_is_proposed_and_each_channel_is_a_task_that_somebody_answers_for(
    make_child, take_report, make_actor, look, noon
):
    child = make_child(born="12 March 2011", flags=FLAGS)
    handler = make_actor("call_handler")
    episode = look(handler, take_report(child=child, relation="mother"))
    assert (episode.recommended_level, episode.level, episode.decided) == ("high", "high", False)
    with entered(actor=handler, at=noon):
        asked = {one.kind: one for one in Task.objects.filter(kind__in=CHANNELS)}
    assert set(asked) == CHANNELS
    for task in asked.values():
        assert task.created_at - noon <= timedelta(minutes=1)
        assert task.to_role
        assert task.assigned_agency_id == handler.agency_id
        assert task.due_at > noon


def test_without_what_is_known_of_her_the_channels_stay_shut(
    make_child, take_report, make_actor, look, noon
):
    handler = make_actor("call_handler")
    episode = look(handler, take_report(child=make_child(born="12 March 2011"), relation="mother"))
    assert episode.recommended_level != "high"
    with entered(actor=handler, at=noon):
        assert not Task.objects.filter(kind__in=CHANNELS).exists()

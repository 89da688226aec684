"""A report is taken on one page: kept as typed, sent once, every fault with its field."""

from uuid import uuid4

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.risk.models import Assertion
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import AdultLink
from whereabouts.records.reports.models import Report, ReportDraft

pytestmark = pytest.mark.django_db

CALL = {
    "reporter_name": "Paula Sampleton",
    "relation": "mother",
    "reporter_contact": "01632 960001",
    "names": "Testa Sampleton",
    "born_text": "12 March 2012",
    "sex": "F",
    "home_address": "1 Made-up Road",
    "seen": "at",
    "seen_time": "10:15",
    "last_seen_place": "the made-up park",
    "clothing": "a green coat",
    "q-suicide_concern": "unknown",
    "q-medical_need": "time_critical",
    "w-medical_need": "an inhaler, at six",
    "q-out_of_character": "yes",
    "adult-1-name": "Alex Example",
    "adult-1-kind": "partner",
    "adult-1-fact": "with_adult_partner",
    "adult-1-detail": "drives a red car",
    "why": "an argument",
    "words": "she left her phone",
}


@pytest.fixture
def handler(signed_in):
    return signed_in("call_handler")


@pytest.fixture
def inside(make_actor, noon):
    """Return a way to look at the tables as the force that takes the report."""
    return lambda: entered(actor=make_actor("call_handler"), at=noon)


def draft_path(client):
    return client.get("/reports/new/").headers["Location"]


def send(client, path=None, **more):
    return client.post(path or draft_path(client), {**CALL, "do": "send", **more})


def test_a_call_becomes_an_episode_with_everything_that_was_said(handler, inside, noon):
    answer = send(handler)
    assert answer.status_code == 302
    with inside():
        episode, report = Episode.objects.get(), Report.objects.get()
        assert answer.headers["Location"] == f"/episodes/{episode.reference}/decide/"
        assert episode.last_seen_at == noon.replace(hour=10, minute=15)
        assert (report.reporter_name, report.relation) == ("Paula Sampleton", "mother")
        assert report.clothing == "a green coat"
        assert "Why they went: an argument" in report.words
        assert "she left her phone" in report.words
        said = {one.fact: one for one in Assertion.objects.all()}
        assert said["medical_need"].value == "time_critical"
        assert said["medical_need"].words == "an inhaler, at six"
        assert said["suicide_concern"].value is None
        assert said["with_adult_partner"].value is True
        assert AdultLink.objects.get().kind == "partner"
        assert episode.level == "high"

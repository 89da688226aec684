"""The pages of the street: one briefing for each reader, one step back, beats kept; quick."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests.journeys.planning_cast import Team
from tests.spent import spent_by
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.investigation.models import Sighting
from whereabouts.practice.street.models import Beat, HotSpot, StreetWord
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import ChildAddress

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child in care."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


@pytest.fixture
def pages(signed_in, team):
    """Return a browser for each of the cast."""
    return SimpleNamespace(
        officer=signed_in("response_officer"), coordinator=signed_in("missing_coordinator"),
        elsewhere=signed_in("response_officer", agency="Southfell Police"),
        worker=signed_in("social_worker", agency=team.council),
    )  # fmt: skip


def at(name, *parts):
    return reverse(name, args=parts)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def reported(team):
    told = Told(
        idempotency_key="call", happened_at=team.noon, child=team.child_id, reporter_name="Pat",
        relation="foster_carer", last_seen_place="the made-up park",
    )  # fmt: skip
    return report_missing(actor=team.make_actor("call_handler"), told=told, at=team.noon).episode


def made(team, pages):
    pages.coordinator.post(
        at("street-beat-new"), {"name": "Park", "places": "ZZ1\nmade-up park\nFern House"}
    )
    with entered(actor=team.writer, at=team.noon):
        beat = Beat.objects.get()
    officer = team.make_actor("response_officer")
    pages.coordinator.post(at("street-officer", beat.pk), {"member": str(officer.member_id)})
    return beat.pk


def test_an_officer_reads_the_briefing_of_their_beat_says_so_and_tells_back(team, pages):
    reference = reported(team)
    beat = made(team, pages)
    assert "Yours" in words(pages.officer.get(at("street")))
    page = pages.officer.get(at("briefing", beat))
    said = words(page)
    for wanted in ("Missing now (1)", "Testa Sampleton", "Not for a wall", "Fern House"):
        assert wanted in said, wanted
    assert page.headers["Cache-Control"] == "no-store"
    assert "Who has read it" not in said
    assert "Response Officer Example: not yet" in words(pages.coordinator.get(at("briefing", beat)))
    digest = re.search(r'name="digest" value="(\w+)"', page.content.decode())[1]
    pages.officer.post(at("briefing-read", beat), {"digest": digest})
    assert "You read this" in words(pages.officer.get(at("briefing", beat)))
    assert "Response Officer Example: read" in words(pages.coordinator.get(at("briefing", beat)))
    pages.officer.post(at("street-seen", reference), {"place": "the made-up park, by the gate"})
    with entered(actor=team.writer, at=team.noon + timedelta(minutes=5)):
        sighting = Sighting.objects.get()
        assert (sighting.place, sighting.confidence) == ("the made-up park, by the gate", "likely")
    assert pages.officer.post(at("street-seen", reference), {"place": ""}).status_code == 422
    ahead = {"place": "x", "seen_at": "21/11/2026 12:00"}
    assert "has not come yet" in words(pages.officer.post(at("street-seen", reference), ahead))
    tell = at("street-tell-child", team.child_id)
    pages.officer.post(tell, {"words": "She eats at the kiosk.", "kind": "seen"})
    assert pages.officer.post(tell, {"words": "", "kind": "seen"}).status_code == 422
    with entered(actor=team.writer, at=team.noon):
        word = StreetWord.objects.get()
    assert "She eats at the kiosk." in words(pages.coordinator.get(at("street-words")))
    settle = at("street-word", word.pk)
    assert pages.coordinator.post(settle, {"ended_as": "used", "result": ""}).status_code == 422
    given = {"ended_as": "used", "result": "A line of enquiry."}
    pages.coordinator.post(settle, given)
    assert pages.coordinator.post(settle, given).status_code == 409
    assert "A line of enquiry." in words(pages.coordinator.get(settle))


def test_another_force_and_another_agency_read_no_briefing_of_it(team, pages):
    reported(team)
    beat = made(team, pages)
    for name in ("briefing", "street-tell"):
        assert pages.elsewhere.get(at(name, beat)).status_code == 404
        assert pages.worker.get(at(name, beat)).status_code == 403
    assert "Park" not in words(pages.elsewhere.get(at("street")))
    assert pages.elsewhere.get(at("street-tell-child", team.child_id)).status_code == 404


def test_a_beat_is_kept_with_its_hot_spots_and_schools(team, pages):
    reported(team)
    beat = made(team, pages)
    officer = str(team.make_actor("response_officer").member_id)
    new = at("street-beat-new")
    again = pages.coordinator.post(new, {"name": "Park", "places": "ZZ2"})
    assert "has a beat of this name" in words(again)
    assert (
        "its postcode districts"
        in words(pages.coordinator.post(new, {"name": "Quay", "places": " , "}))
        or pages.coordinator.post(new, {"name": "Quay", "places": ""}).status_code == 422
    )
    named = {"place": "Bandstand", "why": "Men wait there", "until_on": "1/12/2026"}
    pages.coordinator.post(at("street-spot", beat), named)
    gone = pages.coordinator.post(at("street-spot", beat), {**named, "until_on": "1/1/2026"})
    assert "lies ahead" in words(gone)
    assert "Bandstand" in words(pages.officer.get(at("briefing", beat)))
    school = {"name": "Sample School", "officer": officer, "when": "Tuesdays"}
    pages.coordinator.post(at("street-school", beat), school)
    with entered(actor=team.writer, at=team.noon):
        spot = HotSpot.objects.get().pk
        key = re.search(
            r'value="([0-9a-f-]{36})"',
            pages.coordinator.get(at("child-school", team.child_id)).content.decode(),
        )[1]
    pages.coordinator.post(at("child-school", team.child_id), {"school": key})
    own = words(pages.officer.get(at("street-mine")))
    for wanted in ("Sample School", "Testa Sampleton", "missing now", "Fern House"):
        assert wanted in own
    pages.coordinator.post(at("street-spot-end", spot))
    assert "Bandstand" not in words(pages.coordinator.get(at("street-beat", beat)))
    leaves = {"member": officer, "leaves": "yes"}
    pages.coordinator.post(at("street-officer", beat), leaves)
    assert "Nobody is named" in words(pages.coordinator.get(at("street-beat", beat)))


@pytest.mark.slow
def test_the_briefing_of_a_force_with_many_children_is_shown_within_a_second(
    team, pages, make_episode, noon
):
    beat = made(team, pages)
    by = team.writer
    ours = {
        "owner_agency_id": by.agency_id, "recorded_at": noon, "recorded_by_id": by.member_id,
    }  # fmt: skip
    episodes = [make_episode(by, number, due_in=None) for number in range(300)]
    with entered(actor=by, at=noon):
        Episode.objects.filter(pk__in=[one.pk for one in episodes[40:]]).update(
            state="closed", closed_at=noon
        )
        ChildAddress.objects.bulk_create(
            ChildAddress(
                child_id=one.child_id, kind="home", line="1 Sample Street",
                postcode="ZZ1 1ZZ" if number % 3 else "ZZ9 1ZZ", **ours,
            )
            for number, one in enumerate(episodes)
        )  # fmt: skip
    page = at("briefing", beat)
    pages.officer.get(page)
    took = [spent_by(lambda: pages.officer.get(page)) for _ in range(3)]
    assert "whom we worry about most (10)" in words(pages.officer.get(page))
    assert min(took) < 1

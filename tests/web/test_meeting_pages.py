"""The pages of meetings: called, read, decided and closed; actions of two agencies; quick."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from tests.journeys.planning_cast import DAY, Team
from tests.spent import spent_by
from whereabouts.foundations.access.gate import relate
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.call_meeting import call_panel, put_child_on_agenda
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.meetings.models import Action, Item, Meeting
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child, ChildName

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child in care."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


@pytest.fixture
def pages(signed_in, team):
    """Return a browser for each of the cast."""
    return SimpleNamespace(
        coordinator=signed_in("missing_coordinator"), chair=signed_in("superintendent"),
        worker=signed_in("social_worker", agency=team.council),
        carer=signed_in("home_worker", agency=team.home),
    )  # fmt: skip


def at(name, *parts):
    return reverse(name, args=parts)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def high(team):
    told = Told(
        idempotency_key="call", happened_at=team.noon, child=team.child_id, reporter_name="Pat",
        relation="foster_carer", last_seen_place="the made-up park",
        facts={"cse_flag": "confirmed"},
    )  # fmt: skip
    reference = report_missing(
        actor=team.make_actor("call_handler"), told=told, at=team.noon
    ).episode
    with entered(actor=team.writer, at=team.noon):
        Episode.objects.filter(reference=reference).update(level="high")
    return reference


def called(team, pages):
    chair = team.make_actor("superintendent")
    pages.coordinator.post(
        at("meeting-panel"),
        {"held_at": "20/11/2026 12:00", "chair": str(chair.member_id), "place": "Room 2"},
    )
    with entered(actor=team.writer, at=team.noon):
        return Meeting.objects.get(), Item.objects.get()


def test_a_panel_is_called_invited_decided_with_an_action_and_closed(team, pages):
    high(team)
    meeting, item = called(team, pages)
    home, agenda = at("meetings"), at("meeting", meeting.pk)
    assert "Multi-agency panel" in words(pages.coordinator.get(home))
    said = words(pages.coordinator.get(agenda))
    assert "Testa Sampleton" in said
    assert "Graded high in the last 30 days" in said
    assert pages.carer.get(agenda).status_code == 404
    invited = {"agencies": [str(team.council.pk), str(team.home.pk)]}
    pages.coordinator.post(at("meeting-invite", meeting.pk), invited)
    assert "You see the children whom your agency may see." in words(pages.carer.get(agenda))
    papers = at("meeting-papers", item.pk)
    for reader in (pages.carer, pages.worker, pages.coordinator):
        assert "Testa Sampleton" in words(reader.get(papers))
    assert pages.worker.get(at("meeting-decide", item.pk)).status_code == 404
    decide = at("meeting-decide", item.pk)
    refused = pages.coordinator.post(decide, {"decision": "We keep an eye on her."})
    assert "Agree an action, with who does it and by when" in words(refused)
    agreed = {
        "what": "A youth worker sees her", "agency": str(team.council.pk), "who": "Worker Example",
        "due_on": "27/11/2026",
    }  # fmt: skip
    agree = at("meeting-action-agree", item.pk)
    assert pages.coordinator.post(agree, {**agreed, "who": ""}).status_code == 422
    gone = pages.coordinator.post(agree, {**agreed, "due_on": "1/11/2026"})
    assert "Choose a day that lies ahead." in words(gone)
    pages.coordinator.post(agree, agreed)
    pages.coordinator.post(decide, {"decision": "A worker of her own."})
    assert pages.coordinator.post(decide, {"decision": "Again."}).status_code == 409
    early = pages.coordinator.post(at("meeting-close", meeting.pk))
    assert "Whoever chairs the meeting closes it." in words(early)
    assert "Close the meeting" in words(pages.chair.get(agenda))
    pages.chair.post(at("meeting-close", meeting.pk))
    assert "Closed" in words(pages.chair.get(agenda))
    assert "A youth worker sees her" in words(pages.worker.get(home))


def test_nothing_is_done_only_over_the_chairs_signature(team, pages):
    high(team)
    _, item = called(team, pages)
    sign = at("meeting-no-action", item.pk)
    assert "signs that nothing is done" in words(pages.coordinator.post(sign, {"because": "x"}))
    assert pages.chair.post(sign, {"because": ""}).status_code == 422
    pages.chair.post(sign, {"because": "A plan stands and helps."})
    said = words(pages.chair.get(at("meeting-papers", item.pk)))
    assert "No action, signed by the chair" in said
    assert "A plan stands and helps." in said
    home = words(pages.chair.get(at("meetings")))
    assert "Screened out, in a year" in home  # one child: counted, and hidden
    assert re.search(r"Multi-agency panel c c c", home)


def test_a_strategy_discussion_is_called_from_the_episode_and_says_about_enquiries(team, pages):
    reference = high(team)
    worker = team.worker.member_id
    asked = {
        "kind": "strategy_call", "held_at": "20/11/2026 11:00", "chair": str(worker), "place": "",
        "invited": [str(team.force.pk)],
    }  # fmt: skip
    call = at("strategy", reference)
    assert pages.worker.post(call, {**asked, "held_at": "soon"}).status_code == 422
    pages.worker.post(call, asked)
    with entered(actor=team.worker, at=team.noon):
        meeting, item = Meeting.objects.get(), Item.objects.get()
    decide = at("meeting-decide", item.pk)
    assert pages.worker.post(decide, {"decision": "Meet."}).status_code == 422
    unsaid = pages.worker.post(decide, {"decision": "Meet.", "enquiries": "no"})
    assert "Say why no section 47 enquiries are made." in words(unsaid)
    pages.worker.post(decide, {"decision": "Meet.", "enquiries": "not_yet"})
    pages.worker.post(
        at("meeting-presence", meeting.pk),
        {"agency": str(team.force.pk), "presence": "attended", "who": "PC Example"},
    )
    said = words(pages.worker.get(at("meeting-papers", item.pk)))
    assert "Hold the full strategy meeting" in said
    pages.worker.post(at("meeting-close", meeting.pk))
    with entered(actor=team.worker, at=team.noon):
        assert Meeting.objects.get().state == "closed"


def test_two_agencies_take_something_on_together_and_either_settles_it(team, pages):
    together = at("child-together", team.child_id)
    given = {
        "what": "See her at her aunt's", "who": "PC Example", "with_agency": str(team.council.pk),
        "with_who": "Worker Example", "due_on": "27/11/2026",
    }  # fmt: skip
    page = pages.coordinator.post(together, given)["Location"]
    assert "Owned together" in words(pages.worker.get(page))
    with entered(actor=team.writer, at=team.noon):
        key = Action.objects.get().pk
    result = {"done": "yes", "result": "We saw her."}
    for browser in (pages.coordinator, pages.worker):
        assert "Both owners take this on" in words(browser.post(page, result))
        browser.post(at("meeting-take-on", key))
    assert pages.worker.post(at("meeting-take-on", key)).status_code == 409
    pages.worker.post(page, result)
    assert pages.coordinator.post(page, result).status_code == 409
    assert "We saw her." in words(pages.coordinator.get(page))
    assert pages.carer.get(page).status_code == 404


def test_a_child_is_put_on_an_agenda_and_referred_onward_with_a_receipt(team, pages):
    chair = team.make_actor("superintendent")
    empty = words(pages.coordinator.get(at("child-meeting", team.child_id)))
    assert "Your agency has no meeting planned" in empty
    meeting = call_panel(
        actor=team.writer, held_at=team.noon + DAY, chair=chair.member_id, at=team.noon
    )
    page = pages.coordinator.post(
        at("child-meeting", team.child_id), {"meeting": str(meeting)}
    )["Location"]  # fmt: skip
    with entered(actor=team.writer, at=team.noon):
        item = Item.objects.get().pk
    pages.coordinator.post(
        at("meeting-refer", item),
        {"to_agency": str(team.council.pk), "because": "A man waits.", "due_on": "27/11/2026"},
    )
    assert "has not confirmed it" in words(pages.coordinator.get(page))
    with entered(actor=team.writer, at=team.noon):
        key = Action.objects.get().pk
    assert "Confirm that you have it" in words(pages.worker.get(at("meeting-action", key)))
    pages.worker.post(at("meeting-take-on", key))
    assert "has it" in words(pages.coordinator.get(page))


@pytest.mark.slow
def test_an_agenda_of_two_thousand_children_is_shown_within_300_ms(team, pages, noon):
    chair = team.make_actor("superintendent")
    meeting = call_panel(actor=team.writer, held_at=noon, chair=chair.member_id, at=noon)
    put_child_on_agenda(actor=team.writer, meeting_id=meeting, child_id=team.child_id, at=noon)
    ours = {
        "owner_agency_id": team.writer.agency_id, "recorded_at": noon,
        "recorded_by_id": team.writer.member_id,
    }  # fmt: skip
    with entered(actor=team.writer, at=noon):
        children = Child.objects.bulk_create(Child(sex="F", **ours) for _ in range(1999))
        relate(
            subjects={one.pk for one in children}, agency=team.writer.agency_id, kind="recording",
            at=noon,
        )  # fmt: skip
        ChildName.objects.bulk_create(
            ChildName(child=one, full=f"Testa Sampleton {number}", normal="x", **ours)
            for number, one in enumerate(children)
        )
        Item.objects.bulk_create(
            Item(
                child=one, meeting_id=meeting, place=number + 2, thresholds=["graded_high"], **ours
            )
            for number, one in enumerate(children)
        )
    page = at("meeting", meeting)
    pages.coordinator.get(page)
    took = []
    for start in (0, 1000, 1950):
        asked = {"from": str(start)}
        took.append(spent_by(lambda asked=asked: pages.coordinator.get(page, asked)))
        shown = words(pages.coordinator.get(page, asked))
        assert f"{start + 1} to {start + 50} of 2000" in shown
    assert min(took) < timedelta(milliseconds=300).total_seconds()

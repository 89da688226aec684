"""V21: seen as grave at once; her phone was found, both men arrested, and the agencies met."""

from datetime import timedelta

import pytest

from tests.journeys.homes_cast import DAY, MINUTE
from tests.journeys.returning_cast import DENIED
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.insight.lookups.child import child_page
from whereabouts.journeys.ask_for_phone_location import (
    Asked,
    NotOutstanding,
    SayWhy,
    ask_for_phone_location,
)
from whereabouts.journeys.call_meeting import call_strategy_discussion
from whereabouts.journeys.locate_child import AdultSeen, Found, locate_child
from whereabouts.journeys.record_interview import Spoken, record_prevention_interview
from whereabouts.journeys.told import AdultNamed
from whereabouts.journeys.use_police_protection import use_police_protection
from whereabouts.practice.meetings.models import Item, Meeting
from whereabouts.practice.return_home.models import Protection
from whereabouts.records.episodes.models import LogEntry
from whereabouts.records.people.models import AdultLink

pytestmark = pytest.mark.django_db
ASKED = Asked(
    number="07700 900456", necessary="She is 15 and believed with men who hurt girls.",
    proportionate="Her own phone alone, its place alone, for six hours.",
    others="Nobody else uses the phone.", authorised_by="Supt Example",
)  # fmt: skip


@pytest.fixture
def high(cities, look):
    """She lives in the home, and is reported, believed with a man much older."""
    cities.move.place(days=-30)
    reference = cities.report(adults=(AdultNamed(name="A. Man", fact="with_adult_of_concern"),))
    assert look(cities.south("supervisor"), reference).level == "high"
    return reference


def ask(cities, reference, actor=None, asked=ASKED):
    ask_for_phone_location(
        actor=actor or cities.south("response_officer"), reference=reference, asked=asked,
        at=cities.noon + MINUTE,
    )  # fmt: skip


def test_her_phone_is_asked_for_in_one_step_with_why_it_is_needed_and_how_little_it_takes(
    cities, high, noon
):
    waiting = cities.tasks(high, "phone_location")
    assert min(one.due_at for one in waiting) <= noon + 30 * MINUTE
    for field in ("necessary", "proportionate", "others", "authorised_by", "number"):
        with pytest.raises(SayWhy) as refused:
            ask(cities, high, asked=Asked(**{**ASKED.__dict__, field: " "}))
        assert refused.value.field == field
    ask(cities, high)
    done, again = cities.tasks(high, "phone_location")
    assert (done.state, again.state) == ("done", "open")  # looked at again, and asked anew then
    assert "Supt Example" in done.result
    with entered(actor=cities.south("supervisor"), at=noon):
        said = LogEntry.objects.get(kind="investigation.location_asked")
    assert (said.detail["necessary"], said.detail["proportionate"]) == (
        ASKED.necessary, ASKED.proportionate,
    )  # fmt: skip


def test_where_no_request_waits_none_is_kept(cities, make_child, look):
    calm = make_child("Tilda Sampleton", "1 January 2010", by=cities.south("missing_coordinator"))
    reference = cities.report(child=calm.pk, facts={"whereabouts_known": True})
    assert look(cities.south("supervisor"), reference).level != "high"
    with pytest.raises(NotOutstanding):
        ask(cities, reference)


def test_whoever_is_no_police_asks_for_no_phone(cities, high):
    for actor in cities.everybody_else():
        with pytest.raises((NotVisible, NotPermitted)):
            ask(cities, high, actor=actor)


@pytest.fixture
def found(cities, high, noon):
    """She is found in a flat with both men, who are named."""
    at = noon + 60 * MINUTE
    locate_child(
        actor=cities.south("response_officer"), reference=high, at=at,
        found=Found(how="found", by_whom="police", found_at=at, found_place="9 Made-up Court"),
        adults=(AdultSeen(name="A. Man"), AdultSeen(name="B. Man", detail="Had the key.")),
    )  # fmt: skip
    return high


def test_both_men_are_on_record_and_offences_a_notice_and_other_children_are_considered(
    cities, found, noon
):
    with entered(actor=cities.south("duty_inspector"), at=noon):
        names = set(
            AdultLink.objects.filter(kind="found_with").values_list("adult__name", flat=True)
        )
    assert names == {"A. Man", "B. Man"}
    asked = {one.kind for one in cities.tasks(found)}
    assert {
        "offence_consideration",
        "other_children_check",
        "place_enquiry",
        "abduction_notice_followup",
    } <= asked


def test_police_protection_starts_its_72_hours_and_both_authorities_hear(cities, found, noon):
    at = noon + 90 * MINUTE
    ends = use_police_protection(
        actor=cities.south("response_officer"), reference=found, started_at=at, at=at,
        grounds="Found in a flat with two men.", found_in=cities.move.host.agency_id,
    )  # fmt: skip
    assert ends == at + timedelta(hours=72)
    with entered(actor=cities.south("duty_inspector"), at=at):
        assert Protection.objects.get().ends_at == ends
    for worker in (cities.move.placing, cities.move.host):
        assert cities.told(worker, "police_protection", at), worker.name


def test_found_with_adults_a_meeting_is_asked_for_whatever_she_says_within_72_hours(
    cities, found, noon
):
    at = noon + 60 * MINUTE
    (asked,) = [
        one for one in cities.tasks(found, "strategy_meeting_request")
        if one.due_at <= at + timedelta(hours=72)
    ]  # fmt: skip
    assert asked.state == "open"
    worker = cities.move.placing
    meeting = call_strategy_discussion(
        actor=worker, reference=found, kind="strategy", held_at=at + 2 * DAY, at=at,
        chair=worker.member_id, invited=[cities.south("supervisor").agency_id],
    )  # fmt: skip
    with entered(actor=worker, at=at):
        assert Item.objects.get(meeting=meeting).task_id == asked.pk


def test_what_she_says_asks_for_a_meeting_and_it_is_booked_within_72_hours(cities, found, noon):
    at = noon + 2 * 60 * MINUTE
    record_prevention_interview(
        actor=cities.south("response_officer"), reference=found, at=at,
        spoken=Spoken(
            outcome="held", held_at=at, held_by="PC Example", explained=True, seen_alone=True,
            safe_now="yes", words="They said I owed them.", offered="A worker; yes.",
            harms={**DENIED, "sexual": "disclosed"},
        ),
    )  # fmt: skip
    (asked,) = cities.tasks(found, "strategy_discussion")
    assert asked.due_at <= at + timedelta(hours=72)
    worker = cities.move.placing
    meeting = call_strategy_discussion(
        actor=worker, reference=found, kind="strategy", held_at=at + DAY, chair=worker.member_id,
        invited=[cities.south("supervisor").agency_id, cities.move.host.agency_id], at=at,
    )  # fmt: skip
    with entered(actor=worker, at=at):
        assert Meeting.objects.get(pk=meeting).held_at <= at + timedelta(hours=72)
        assert Item.objects.get(meeting=meeting).task_id == asked.pk
    assert cities.told(cities.move.host, "meeting_invited", at)
    assert child_page(actor=cities.move.host, at=at, child_id=cities.child.pk)

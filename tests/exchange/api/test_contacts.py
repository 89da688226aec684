"""Logs by API: each event once and in any order; a close over a child's head alarms at once."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.interfaces.exchange.api import definitions
from whereabouts.interfaces.exchange.api.reading import read
from whereabouts.journeys.log_by_feed import SentEvent, log_by_feed
from whereabouts.practice.plans.actions import agree_plan
from whereabouts.records.people import actions as people
from whereabouts.records.reports.models import Contact, LogEvent

pytestmark = pytest.mark.django_db
WHO = {"names": "Testa Sampleton", "date_of_birth": "2012-03-12"}


@pytest.fixture
def inside(make_actor, noon):
    """Return a scope of Northmoor Police's duty inspector."""
    return lambda: entered(actor=make_actor("duty_inspector"), at=noon + timedelta(hours=1))


@pytest.fixture
def planned(make_actor, noon):
    """A child with a live plan: high, missing."""
    by = make_actor("missing_coordinator")
    with entered(actor=by, at=noon):
        child = people.create_child(
            by=by, at=noon, names=[{"full": "Testa Sampleton"}], born_text="2012-03-12", sex="F",
            source="made up",
        )  # fmt: skip
        agree_plan(
            child=child, level="high", category="missing", by=by, at=noon,
            review_on=(noon + timedelta(days=90)).date(),
        )  # fmt: skip
    return child


def event(name, kind, *, minute=0, **more):
    return {
        "reference": "NM-1", "event": name, "kind": kind, "at": f"2026-11-20T11:{minute:02}:00Z",
        **more,
    }  # fmt: skip


def told():
    return sorted(Message.objects.filter(kind="closure_block").values_list("to_role", "loudness"))


BOTH = [("duty_inspector", "interrupt"), ("missing_coordinator", "interrupt")]


def test_v11_a_log_that_names_a_child_with_a_plan_is_closed_and_nobody_is_sent(
    planned, log, inside
):
    # Given a child with a detailed plan, and a log of the force's own system that names the child
    opened = log(event("1", "opened", words="Carer: Testa Sampleton has not come back."))
    assert opened.json()["names_a_child"] is True
    with inside():
        assert told() == []
    # When the log is closed there with no record made
    closed = log(event("2", "closed", minute=40, disposal="no-action", because="No resources."))
    # Then it cannot be refused, and the duty inspector and the coordinator are told at once
    assert (closed.status_code, closed.json()["alerted"]) == (201, True)
    with inside():
        assert told() == BOTH
        contact = Contact.objects.get(log_reference="NM-1")
        assert not any(
            "Sampleton" in text for text in Message.objects.values_list("text", flat=True)
        )
    assert contact.disposal == "forced:no-action"
    assert contact.round_guard_at is not None


def test_every_example_of_an_event_fits_the_definition_and_is_kept(log):
    for name in ("opened", "closed"):
        body = {**definitions.EXAMPLES[name], "at": "2026-11-20T11:52:00Z"}
        assert read(schema=definitions.contact(), value=body).faults == []
        answer = log(body)
        assert answer.status_code == 201
        assert read(schema=definitions.FOLLOWED, value=answer.json()).faults == []


def test_a_close_with_a_report_from_the_log_alarms_nobody(planned, report, log, inside):
    log(event("1", "opened", words="A child is missing.", child=WHO))
    report({"child": WHO, "words": "Not back.", "log_reference": "NM-1"})
    closed = log(event("2", "closed", minute=40))
    assert closed.json()["alerted"] is False
    with inside():
        assert told() == []
        assert Contact.objects.get().state == "closed"


def test_a_second_log_beside_an_episode_of_the_child_alarms_nobody(planned, report, log, inside):
    report({"child": WHO, "words": "Not back.", "reported_at": "2026-11-20T10:00:00Z"})
    assert log(event("9", "closed", child=WHO)).json()["alerted"] is False
    with inside():
        assert told() == []


def test_a_log_that_names_a_child_on_no_record_alarms_too(log, inside):
    log(event("1", "opened", child={"names": "Nobody Knowne"}))
    assert log(event("2", "closed", minute=5)).json()["alerted"] is True
    with inside():
        assert told() == BOTH


def test_a_log_about_something_else_closes_quietly(planned, log, inside):
    log(event("1", "opened", words="A bin is on fire in Sampleton Road."))
    closed = log(event("2", "closed", minute=5))
    assert closed.json() | {"contact": "", "received_at": ""} == {
        "contact": "", "reference": "NM-1", "event": "2", "received_at": "", "state": "closed",
        "names_a_child": False, "alerted": False, "left_out": [],
    }  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)])
def test_events_in_any_order_are_kept_and_end_in_the_same_state(order, planned, log, inside):
    events = [
        event("1", "opened", minute=1, words="Somebody rang."),
        event("2", "updated", minute=9, words="It is Testa Sampleton.", child=WHO),
        event("3", "closed", minute=40, words="Closed by the desk."),
    ]
    for place in order:
        assert log(events[place]).status_code == 201
    with inside():
        contact = Contact.objects.get()
        kept = list(LogEvent.objects.order_by("happened_at").values_list("event", flat=True))
        assert told() == BOTH, "whoever names the child first or last, it alarms once"
    assert kept == ["1", "2", "3"]
    assert contact.words == "Somebody rang.\nIt is Testa Sampleton.\nClosed by the desk."
    assert (contact.state, contact.child_id) == ("closed", planned.pk)
    assert contact.happened_at.minute == 1


def test_the_same_event_again_gets_the_same_bytes_and_another_body_is_refused(log, inside):
    first = log(event("1", "opened", words="Somebody rang."))
    assert log(event("1", "opened", words="Somebody rang.")).content == first.content
    refused = log(event("1", "opened", words="Testa rang."))
    assert refused.status_code == 422
    assert "Testa" not in refused.text
    assert log({**event("1", "opened"), "reference": "NM-2"}).status_code == 201
    with inside():
        assert LogEvent.objects.count() == 2


def test_a_reference_is_the_forces_own(log, make_secret, inside):
    log(event("1", "opened", words="Ours."))
    log(event("1", "opened", words="Theirs."), secret=make_secret("Southmere Police"))
    with inside():
        assert [one.words for one in Contact.objects.all()] == ["Ours."]


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"reference": None}, {"reference"}),
        ({"event": "Testa Sampleton rang"}, {"event"}),
        ({"kind": "reopened", "at": "noon"}, {"kind", "at"}),
        ({"at": "2026-11-21T11:00:00Z"}, {"at"}),
        ({"at": "2026-11-20T11:00:00"}, {"at"}),
    ],
)
def test_without_knowing_which_event_of_which_log_it_is_refused(log, changed, named, inside):
    refused = log({**event("1", "opened"), **changed})
    assert refused.status_code == 422
    assert {error["field"] for error in refused.json()["errors"]} == named
    assert "Testa" not in refused.text
    with inside():
        assert not Contact.objects.exists()


def test_the_rest_of_an_event_is_left_out_and_named(log):
    answer = log(event("1", "opened", child={"sex": 5}, caller="Paula", words=["x"]))
    assert {one["field"] for one in answer.json()["left_out"]} == {"child.sex", "caller", "words"}


def test_nobody_but_a_system_goes_by_this_journey(make_actor, outsider, noon):
    sent = SentEvent(
        log_reference="NM-1", event="1", kind="opened", happened_at=noon, sent=b"{}", digest=b"1"
    )
    for actor in (outsider, make_actor("superintendent")):
        with pytest.raises(NotPermitted):
            log_by_feed(actor=actor, sent=sent, at=noon)

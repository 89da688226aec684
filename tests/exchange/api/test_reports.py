"""Reports by API: taken once for their key, answered after the commit, with what we know."""

import json
from datetime import timedelta
from time import process_time

import pytest

from whereabouts.foundations.access.scope import NotPermitted, entered
from whereabouts.foundations.agencies.models import FeedToken
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.interfaces.exchange.api import definitions
from whereabouts.interfaces.exchange.api.reading import read
from whereabouts.journeys.report_by_feed import SentReport, report_by_feed
from whereabouts.journeys.report_missing import report_missing
from whereabouts.journeys.told import Told
from whereabouts.practice.risk.models import Assertion
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child
from whereabouts.records.reports.models import Contact, FeedAnswer, Report
from whereabouts.records.reports.queries import answered_before

pytestmark = pytest.mark.django_db
REPORT = definitions.EXAMPLES["report"]


@pytest.fixture
def inside(make_actor, noon):
    """Return a scope of Northmoor Police's duty inspector."""
    return lambda: entered(actor=make_actor("duty_inspector"), at=noon + timedelta(hours=1))


@pytest.fixture
def child(make_actor, noon):
    """A child whom Northmoor Police has on record, with a flag."""
    by = make_actor("missing_coordinator")
    with entered(actor=by, at=noon):
        made = people.create_child(
            by=by, at=noon, names=[{"full": "Testa Sampleton"}], born_text="2012-03-12", sex="F",
            source="made up",
        )  # fmt: skip
        people.raise_flag(
            child=made, kind="cse", strength="suspected", source="made up",
            review_on=(noon + timedelta(days=90)).date(), by=by, at=noon,
        )  # fmt: skip
    return made


def test_a_report_is_taken_and_the_receipt_is_whole(report, inside):
    answer = report(REPORT)
    assert answer.status_code == 201, answer.content
    assert answer["Content-Type"] == "application/json"
    receipt = answer.json()
    assert read(schema=definitions.RECEIPT, value=receipt).faults == []
    assert receipt["incomplete"] is False
    assert receipt["reference"] == receipt["episode"]
    with inside():
        taken = Report.objects.get(reference=receipt["report"])
        episode = Episode.objects.get(reference=receipt["episode"])
        said = set(Assertion.objects.filter(report=taken).values_list("fact", flat=True))
        contact = Contact.objects.get(pk=taken.contact_id)
    assert receipt["recommendation"]["level"] == episode.recommended_level
    assert said == {"out_of_character", "medical_need", "contactable"}
    assert (taken.reporter_name, taken.last_seen_place) == ("Paula Sampleton", "the made-up park")
    assert (contact.channel, contact.log_reference) == ("log", "NM-20261120-0451")


def test_every_example_of_a_report_fits_the_definition_and_is_taken(report):
    for name in ("report", "a report of hardly anything"):
        body = definitions.EXAMPLES[name]
        assert read(schema=definitions.report(), value=body).faults == []
        assert report(body, key=name.replace(" ", "-")).status_code == 201


def test_the_same_key_and_body_get_the_same_bytes_and_leave_nothing_behind(report, inside):
    first = report(REPORT)
    with inside():
        before = [model.objects.count() for model in (Child, Contact, Report, Episode, FeedAnswer)]
    laid_out = json.dumps(REPORT, indent=3, sort_keys=True).encode()
    for body in (REPORT, laid_out):
        again = report(body)
        assert (again.status_code, again.content) == (201, first.content)
    with inside():
        after = [model.objects.count() for model in (Child, Contact, Report, Episode, FeedAnswer)]
    assert before == after


def test_the_same_key_with_another_body_is_refused(report, inside):
    report(REPORT)
    refused = report({**REPORT, "words": "Something else about Testa."})
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {"field": "Idempotency-Key", "why": "it came before with another body"}
    ]
    assert "Testa" not in refused.text
    with inside():
        assert Report.objects.count() == 1


def test_a_key_whose_answer_was_erased_takes_nothing_again_and_says_so(report, inside, monkeypatch):
    assert report(REPORT).status_code == 201

    def emptied(**given):  # as a run of retention leaves the row
        kept = answered_before(**given)
        kept.answer, kept.sent = "", b""
        return kept

    monkeypatch.setattr("whereabouts.journeys.report_by_feed.answered_before", emptied)
    with inside():
        before = Report.objects.count()
    again = report(REPORT)
    assert (again.status_code, again.headers["Content-Type"]) == (410, "application/problem+json")
    assert "Testa" not in again.text
    assert report({**REPORT, "words": "Something else."}).status_code == 422
    with inside():
        assert Report.objects.count() == before


def test_a_key_belongs_to_its_agency(report, make_secret):
    report(REPORT)
    other = report({"words": "Somebody else."}, secret=make_secret("Southmere Police"))
    assert other.status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"words": "A child cries in the made-up woods."},
        {"child": {"names": "Testa"}},
        {"child": {"description": "a red coat"}},
        {"last_seen": {"place": "the made-up lake"}},
    ],
)
def test_what_somebody_could_begin_with_is_taken_and_marked_incomplete(report, body, inside):
    answer = report(body)
    assert answer.status_code == 201
    assert answer.json()["incomplete"] is True
    with inside():
        assert Report.objects.get().incomplete


@pytest.mark.parametrize(
    "body", [{}, [], "words", 5, None, {"words": "  "}, {"child": {"sex": "F"}}, {"child": 5},
             {"facts": {"out_of_character": True}}],
)  # fmt: skip
def test_what_nobody_could_begin_with_is_refused_and_every_field_is_named(report, body, inside):
    refused = report(body)
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    named = {error["field"] for error in refused.json()["errors"]}
    assert {"child.names", "child.description", "last_seen.place", "words"} <= named
    with inside():
        assert not Child.objects.exists()
        assert not Contact.objects.exists()


def test_a_usable_report_is_never_refused_for_the_rest_of_it(report, inside):
    body = {
        "child": {
            "names": "Testa Sampleton", "date_of_birth": "2012-02-30", "sex": "female",
            "id": "nobody",
        },
        "reporter": {"name": ["Paula"], "relation": "auntie", "contact": 1632960001},
        "last_seen": {"at": "yesterday", "place": "x" * 500},
        "facts": {"medical_need": "very", "out_of_character": "yes", "madeup_fact": True},
        "reported_at": "2031-01-01T00:00:00Z",
        "words": "Here\u0000 they are",
        "Testa Sampleton's secret": 1,
    }  # fmt: skip
    answer = report(body)
    assert answer.status_code == 201
    receipt = answer.json()
    named = {one["field"] for one in receipt["left_out"]}
    assert named == {
        "body", "child.date_of_birth", "child.sex", "child.id", "reporter.name",
        "reporter.relation", "reporter.contact", "last_seen.at", "last_seen.place",
        "facts.medical_need", "facts.out_of_character", "facts", "reported_at", "words",
    }  # fmt: skip
    assert receipt["incomplete"] is True
    assert "secret" not in json.dumps(receipt["left_out"])
    with inside():
        taken = Report.objects.get()
        asked = Assertion.objects.get(report=taken, fact="medical_need")
        kept = bytes(FeedAnswer.objects.get().sent)
    assert taken.words == "Here\ufffd they are"
    assert asked.value is None, "a fact that cannot be read is asked about, not forgotten"
    assert json.loads(kept) == body


def test_a_name_and_an_age_that_cannot_be_kept_as_such_stand_in_the_words(report, inside):
    answer = report({"child": {"names": "T" * 130, "age_text": "old enough"}, "words": "Come."})
    assert answer.status_code == 201
    with inside():
        assert Report.objects.get().words == (
            f"Come.\nName as sent: {'T' * 130}\nDate of birth or age as sent: old enough"
        )


def test_the_child_who_is_almost_certainly_meant_is_taken_and_what_is_known_is_answered(
    report, child, inside
):
    receipt = report(REPORT).json()
    known = receipt["known"]["child"]
    assert receipt["matched"] is True
    assert known["child_id"] == str(child.pk)
    assert [flag["kind"] for flag in known["flags"]] == ["cse"]
    assert [one["reference"] for one in known["open_now"]] == [receipt["episode"]]
    assert receipt["known"]["possible"] == []
    with inside():
        assert Child.objects.count() == 1
        assert "Name: Testa Sampleton" in Report.objects.get().words


@pytest.mark.parametrize(
    "sent",
    [
        {"names": "Testa Sampleton"},
        {"names": "Testa Sampleton", "age_text": "14"},
        {"names": "Tessa Simpleton", "date_of_birth": "2012-03-12"},
        {"names": "Testa Sampleton", "date_of_birth": "2012-03-12", "sex": "M"},
    ],
)
def test_somebody_less_certain_is_named_and_not_taken_for_the_child(report, child, sent):
    receipt = report({"child": sent}).json()
    assert receipt["matched"] is False
    assert receipt["known"]["child"]["child_id"] != str(child.pk)
    possible = [one["child_id"] for one in receipt["known"]["possible"]]
    assert possible == ([] if sent.get("sex") == "M" else [str(child.pk)])


def test_a_call_taker_who_chooses_the_child_sends_the_key(report, child):
    chosen = report({"child": {"id": str(child.pk)}, "words": "It is she."}).json()
    assert chosen["matched"] is True
    assert chosen["known"]["child"]["name"] == "Testa Sampleton"


def test_two_reports_of_one_child_are_two_reports_of_one_episode(report, inside):
    first, second = report(REPORT).json(), report(REPORT, key="key-2").json()
    assert first["report"] != second["report"]
    assert first["episode"] == second["episode"]
    assert (first["added_to_open_episode"], second["added_to_open_episode"]) == (False, True)
    with inside():
        assert Child.objects.count() == 1


def test_another_force_gets_a_pointer_and_nothing_of_what_is_held(report, child, make_secret):
    receipt = report(REPORT, secret=make_secret("Southmere Police")).json()
    assert receipt["matched"] is False
    known = receipt["known"]
    assert known["child"]["flags"] == []
    assert [one["child_id"] for one in known["possible"]] == [str(child.pk)]
    assert known["possible"][0]["in_reach"] is False
    assert "suspected" not in json.dumps(known)


def test_what_is_known_costs_less_than_a_second(report, child):
    report({"words": "The first call warms the packs up."}, key="warm")
    began = process_time()
    assert report(REPORT).status_code == 201
    # Of this process's own time: what the machine does beside it is not ours to judge.
    assert process_time() - began < 1


def test_the_same_report_sent_twice_by_the_page_leaves_no_second_record(make_actor, inside, noon):
    handler = make_actor("call_handler")
    told = Told(idempotency_key="page-1", happened_at=noon, names="Testa Sampleton")
    assert report_missing(actor=handler, told=told, at=noon) == report_missing(
        actor=handler, told=told, at=noon + timedelta(minutes=1)
    )
    with inside():
        assert Child.objects.count() == 1


def test_nobody_but_a_system_goes_by_this_journey(make_actor, make_secret, noon, outsider):
    sent = SentReport(
        key="k", told=Told(idempotency_key="api:k", happened_at=noon, words="Here."), sent=b"{}",
        digest=b"1",
    )  # fmt: skip
    for actor in (outsider, make_actor("superintendent")):
        with pytest.raises(NotPermitted):
            report_by_feed(actor=actor, sent=sent, at=noon)
    make_secret()
    machine = actor_of(member=FeedToken.objects.get().member, at=noon)
    with pytest.raises(NotPermitted):
        report_missing(actor=machine, told=sent.told, at=noon)

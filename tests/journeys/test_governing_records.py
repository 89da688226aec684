"""Who asks about a record is answered; a parent learns no confidence; two people release."""

from datetime import timedelta

import pytest

from tests.journeys.sharing_cast import member_of, share
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.actions import enrol
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.governance import request_page, requests_page
from whereabouts.journeys import govern_records as governing
from whereabouts.journeys.add_note import add_note
from whereabouts.journeys.add_related_person import add_related_person
from whereabouts.journeys.clock import fire
from whereabouts.practice.conversations.models import ToldLine
from whereabouts.practice.governance import rules
from whereabouts.practice.governance.models import Bundle, Request
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


@pytest.fixture
def coordinator(make_actor):
    return make_actor("missing_coordinator")


@pytest.fixture
def officer(make_actor):
    return make_actor("information_governance")


@pytest.fixture
def second(officer, noon):
    member = enrol(
        agency=Agency.objects.get(pk=officer.agency_id), username="second-officer",
        display_name="Sol Second", roles=("information_governance",),
        at=noon - timedelta(days=900),
    )  # fmt: skip
    return actor_of(member=member, at=noon)


@pytest.fixture
def child(make_child):
    return make_child()


def ask(actor, child, at, *, kind="access", asker="parent", words=""):
    return governing.ask_about_record(
        actor=actor, child_id=child.pk, kind=kind, asker=asker, asked_by="Paula Sampleton",
        words=words, at=at,
    )  # fmt: skip


@pytest.fixture
def full(coordinator, child, take_report, make_actor, noon):
    """Fill the child's record with what is delicate."""
    reference = take_report(child=child)
    add_related_person(
        actor=coordinator, child_id=child.pk, name="Paula Otherone", relation="mother", at=noon
    )
    add_note(actor=coordinator, reference=reference, words="Otherone rang at two.", at=noon)
    with entered(actor=coordinator, at=noon):
        for line, secret in (("1 Plain Road", False), ("2 Hidden Lane", True)):
            people.add_address(
                child=child, line=line, confidential=secret, source="made up", by=coordinator,
                at=noon,
            )  # fmt: skip
        ToldLine.objects.create(
            child=child, episode=Episode.objects.get(reference=reference), kind="next_time",
            words="I hide at the mill.", said_in="prevention", said_at=noon, agreed="no",
            owner_agency_id=coordinator.agency_id, recorded_at=noon,
            recorded_by_id=coordinator.member_id,
        )  # fmt: skip
    return reference


def lines(actor, key, at):
    return [
        (one.section, one.words, one.because)
        for one in request_page(actor=actor, at=at, request_id=key).lines
    ]


def test_a_parent_gets_what_is_held_without_others_confidences_and_secret_places(
    coordinator, officer, child, full, noon
):
    key = ask(coordinator, child, noon)
    goes, withheld = governing.make_bundle(actor=officer, request_id=key, at=noon)
    found = lines(officer, key, noon)
    assert goes + withheld == len(found)
    text = str(found)
    for word in ("Otherone", "mill", "Hidden Lane"):
        assert word not in text
    assert ("What you told", "", rules.BECAUSE[rules.CONFIDENCE]) in found
    assert ("People around you", "", rules.BECAUSE[rules.OTHERS]) in found
    assert ("Addresses", "1 Plain Road", "") in found
    assert any("rang at two" in words for _, words, _ in found)
    assert any(full in words for _, words, _ in found)


def test_the_child_gets_their_own_words_and_still_nobody_elses(
    coordinator, officer, child, full, noon
):
    key = ask(coordinator, child, noon, asker="child")
    governing.make_bundle(actor=officer, request_id=key, at=noon)
    text = str(lines(officer, key, noon))
    assert "I hide at the mill." in text
    assert "2 Hidden Lane" in text
    assert "Otherone" not in text


def test_a_bundle_holds_only_what_the_agency_itself_wrote(
    coordinator, officer, make_actor, child, full, noon
):
    worker = make_actor("social_worker")
    share(coordinator, child, worker, at=noon)
    add_note(actor=worker, reference=full, words="Council words.", at=noon)
    key = ask(coordinator, child, noon, asker="child")
    governing.make_bundle(actor=officer, request_id=key, at=noon)
    text = str(lines(officer, key, noon))
    assert "Council words" not in text
    assert "Aldermere Council, until" in text  # that it was shared is told


def test_a_bundle_goes_out_only_by_a_second_person(coordinator, officer, second, child, noon):
    key = ask(coordinator, child, noon)
    with pytest.raises(governing.AlreadyAnswered):
        governing.release_bundle(actor=second, request_id=key, at=noon)
    governing.make_bundle(actor=officer, request_id=key, at=noon)
    with pytest.raises(governing.AlreadyAnswered):
        governing.make_bundle(actor=second, request_id=key, at=noon)
    with pytest.raises(governing.AnotherDecides):
        governing.release_bundle(actor=officer, request_id=key, at=noon)
    governing.release_bundle(actor=second, request_id=key, at=noon)
    waiting, answered = requests_page(actor=officer, at=noon)
    assert (waiting, [one.state_key for one in answered]) == ((), ["released"])
    with pytest.raises(governing.AlreadyAnswered):
        governing.answer_request(
            actor=officer, request_id=key, corrected=False, words="Late.", at=noon
        )


def test_a_correction_is_made_or_refused_with_the_reason(coordinator, officer, child, noon):
    with pytest.raises(governing.Incomplete):
        ask(coordinator, child, noon, kind="correction")
    key = ask(coordinator, child, noon, kind="correction", words="The hair is brown.")
    with pytest.raises(governing.Incomplete):
        governing.make_bundle(actor=officer, request_id=key, at=noon)
    with pytest.raises(governing.Incomplete):
        governing.answer_request(actor=officer, request_id=key, corrected=True, words=" ", at=noon)
    governing.answer_request(
        actor=officer, request_id=key, corrected=True, words="Brown now.", at=noon
    )
    _, (line,) = requests_page(actor=officer, at=noon)
    assert (line.state_key, line.answer) == ("corrected", "Brown now.")
    copy = ask(coordinator, child, noon)
    with pytest.raises(governing.Incomplete):
        governing.answer_request(
            actor=officer, request_id=copy, corrected=True, words="Done.", at=noon
        )


def test_who_asked_is_not_forgotten_on_the_day(coordinator, officer, child, noon):
    ask(coordinator, child, noon)
    done = ask(coordinator, child, noon)
    governing.answer_request(
        actor=officer, request_id=done, corrected=False, words="Not theirs to ask.", at=noon
    )
    fire(at=noon + MONTH)
    with entered(actor=officer, at=noon + MONTH):
        told = list(Message.objects.filter(kind="request_due"))
    assert [one.to_role for one in told] == ["information_governance"]
    waiting, _ = requests_page(actor=officer, at=noon + MONTH)
    assert [one.overdue for one in waiting] == [True]


@pytest.mark.parametrize("field", ["kind", "asker", "asked_by"])
def test_what_is_asked_says_what_and_who(coordinator, child, noon, field):
    whole = {"kind": "access", "asker": "parent", "asked_by": "Paula Sampleton", "words": ""}
    with pytest.raises(governing.Incomplete) as refused:
        governing.ask_about_record(
            actor=coordinator, child_id=child.pk, at=noon, **{**whole, field: ""}
        )
    assert refused.value.field == field


def test_nobody_else_sees_or_answers_what_was_asked(
    coordinator, officer, outsider, make_agency, child, noon
):
    key = ask(coordinator, child, noon)
    governing.make_bundle(actor=officer, request_id=key, at=noon)
    stranger = member_of(
        make_agency, noon, "Eastmoor Police", "police_force", "information_governance"
    )
    for act in (
        lambda who: request_page(actor=who, at=noon, request_id=key),
        lambda who: governing.make_bundle(actor=who, request_id=key, at=noon),
        lambda who: governing.release_bundle(actor=who, request_id=key, at=noon),
        lambda who: governing.answer_request(
            actor=who, request_id=key, corrected=False, words="x", at=noon
        ),
    ):
        with pytest.raises(NotVisible):
            act(stranger)
        for who in (outsider, coordinator):
            with pytest.raises(NotPermitted):
                act(who)
    with pytest.raises(NotVisible):
        ask(outsider, child, noon)
    for who in (outsider, stranger):
        with entered(actor=who, at=noon):
            assert Request.objects.count() + Bundle.objects.count() == 0

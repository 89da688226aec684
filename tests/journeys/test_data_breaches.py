"""A breach of personal data is written down, and decided on with words for whatever is not done."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.insight.lookups.data_breaches import breach_page, breaches_page
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.journeys.record_data_breach import (
    AlreadyAnswered,
    BreachDecided,
    Incomplete,
    decide_data_breach,
    record_data_breach,
)
from whereabouts.practice.governance.models import DataBreach
from whereabouts.practice.governance.rules import lacking_of_breach

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TOLD = {"told": True, "reference": "IC-000", "people": "told"}
NOT_TOLD = {"told": False, "because": "It came back unopened.", "people": "told"}


@pytest.fixture
def officer(make_actor):
    return make_actor("information_governance")


def record(officer, at, **more):
    given = {"kind": "sent", "words": "A letter went next door.", "known_at": at, **more}
    return record_data_breach(actor=officer, at=at, **given)


def decide(officer, breach, at, **more):
    return decide_data_breach(actor=officer, breach_id=breach, decided=BreachDecided(**more), at=at)


def test_it_is_told_with_a_reference_and_says_so_on_its_page(officer, noon):
    breach = record(officer, noon, people=3)
    (waiting,) = breaches_page(actor=officer, at=noon + HOUR)
    assert (waiting.open, waiting.overdue, waiting.due_at) == (True, False, noon + 72 * HOUR)
    assert breaches_page(actor=officer, at=noon + 72 * HOUR)[0].overdue
    decide(officer, breach, noon + 2 * HOUR, told_at=noon + HOUR, **TOLD)
    shown = breach_page(actor=officer, at=noon + 3 * HOUR, breach_id=breach)
    assert (shown.reference, shown.people, shown.late, shown.open) == ("IC-000", 3, False, False)
    assert shown.state == "The Information Commissioner was told"
    with pytest.raises(AlreadyAnswered):
        decide(officer, breach, noon + 4 * HOUR, **NOT_TOLD)


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("kind", {"kind": "something"}),
        ("words", {"words": " "}),
        ("known_at", {"known_at": HOUR}),
        ("people", {"people": -1}),
    ],
)
def test_what_it_lacks_is_named(officer, noon, field, more):
    more = {name: noon + one if name == "known_at" else one for name, one in more.items()}
    with pytest.raises(Incomplete) as refused:
        record(officer, noon, **more)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("told_at", TOLD),
        ("told_at", {**TOLD, "told_at": -1}),
        ("told_at", {**TOLD, "told_at": 101}),
        ("reference", {**TOLD, "told_at": 1, "reference": " "}),
        ("because", {**TOLD, "told_at": 73}),
        ("because", {**NOT_TOLD, "because": " "}),
        ("people", {**NOT_TOLD, "people": ""}),
        ("people_because", {**NOT_TOLD, "people": "not_yet"}),
        (None, {**TOLD, "told_at": 72}),
        (None, {**TOLD, "told_at": 73, "because": "Nobody was on duty."}),
        (None, {**NOT_TOLD, "people": "not_needed", "people_because": "No name was in it."}),
    ],
)
def test_whatever_is_late_or_not_done_has_its_reason(noon, field, more):
    told_at = more.get("told_at")
    given = {**more, "told_at": None if told_at is None else noon + told_at * HOUR}
    lacks = lacking_of_breach(
        decided=BreachDecided(**given), known_at=noon, due_at=noon + 72 * HOUR, at=noon + 100 * HOUR
    )
    assert (lacks[0] if lacks else None) == field


def test_what_a_decision_lacks_is_refused_by_its_field_and_nothing_is_kept(officer, noon):
    breach = record(officer, noon)
    with pytest.raises(Incomplete) as refused:
        decide(officer, breach, noon + HOUR, told=True, people="told")
    assert refused.value.field == "told_at"
    assert breach_page(actor=officer, at=noon, breach_id=breach).open


def test_information_governance_is_told_without_a_word_of_what_happened(officer, noon):
    record(officer, noon, words="A letter about Testa Sampleton went next door.")
    (notice,) = [one for one in notices_to_me(actor=officer, at=noon) if one.kind == "data_breach"]
    assert "Sampleton" not in notice.text
    with entered(actor=officer, at=noon):
        line = AuditEntry.objects.get(kind="governance.breach_recorded")
        assert b"Sampleton" not in bytes(line.payload)


def test_another_agency_cannot_tell_that_there_is_one_and_nobody_else_may(
    officer, make_actor, noon
):
    breach = record(officer, noon)
    elsewhere = make_actor("information_governance", agency="Southmere Police")
    assert breaches_page(actor=elsewhere, at=noon) == ()
    with pytest.raises(NotVisible):
        breach_page(actor=elsewhere, at=noon, breach_id=breach)
    with pytest.raises(NotVisible):
        decide(elsewhere, breach, noon, **NOT_TOLD)
    for role in ("duty_inspector", "missing_coordinator"):
        with pytest.raises(NotPermitted):
            record(make_actor(role), noon)
        with pytest.raises(NotPermitted):
            decide(make_actor(role), breach, noon, **NOT_TOLD)


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "not_told"},
        {"words": ""},
        {"people_told": "not_yet"},
    ],
)
def test_the_database_refuses_what_is_not_whole(officer, noon, changes):
    breach = record(officer, noon)
    with entered(actor=officer, at=noon), pytest.raises(IntegrityError), transaction.atomic():
        DataBreach.objects.filter(pk=breach).update(**changes)

"""An unknown child here whom another force keeps: it is asked, sees her, decides; nothing retyped."""

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import NOON
from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.audit.models import Look
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.pairs import suggested_pair
from whereabouts.journeys.ask_whose_child import (
    AlreadyJoined,
    AlreadySettled,
    NobodyToAsk,
    NotUnidentified,
    ReasonNeeded,
    ask_whether_one,
    ask_who_it_is,
)
from whereabouts.journeys.join_records import join_records
from whereabouts.journeys.locate_child import Found
from whereabouts.journeys.open_for_found_child import open_for_found_child
from whereabouts.journeys.report_missing import Told
from whereabouts.journeys.settle_pair import say_different
from whereabouts.practice.investigation.models import Task
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.queries import under_way
from whereabouts.records.pairs.models import PairAnswer, SuggestedPair
from whereabouts.records.people import actions as people
from whereabouts.records.people.models import Child, SamePersonLink
from whereabouts.records.people.queries import names_of, same_person_set

pytestmark = pytest.mark.django_db
WHY = "She told the nurse her name."


def later(minutes: int) -> Any:
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def officer(make_actor: Any) -> Any:
    return make_actor("response_officer")


@pytest.fixture
def coordinator(make_actor: Any) -> Any:
    return make_actor("missing_coordinator")


@pytest.fixture
def elsewhere(make_actor: Any) -> Any:
    return make_actor("missing_coordinator", agency="Southfell Police")


@pytest.fixture
def theirs(elsewhere: Any, make_child: Any, make_actor: Any, take_report: Any) -> Any:
    """Return a child who is missing from another force since yesterday."""
    child = make_child("Testa Sampleton", "12 March 2012", by=elsewhere)
    take_report(
        actor=make_actor("call_handler", agency="Southfell Police"), child=child, at=later(-1500)
    )
    return child


@pytest.fixture
def unknown(officer: Any) -> Any:
    """Return the record of a girl who was found here and said nothing."""
    receipt = open_for_found_child(
        actor=officer, at=NOON,
        told=Told(
            idempotency_key="found", happened_at=NOON, description="a red coat, a silver ring",
            born_text="about 14", sex="F", unidentified=True, last_seen_place="the made-up pier",
        ),
        found=Found(how="found", by_whom="police", found_at=NOON, found_place="the made-up pier"),
    )  # fmt: skip
    with entered(actor=officer, at=NOON):
        return Episode.objects.get(reference=receipt.episode).child


def asked(actor: Any, unknown: Any, known: Any, at: Any = NOON) -> str:
    return ask_who_it_is(actor=actor, child_id=unknown.pk, known_id=known.pk, because=WHY, at=at)


def test_the_force_that_keeps_her_is_asked_sees_what_was_entered_and_decides(
    officer: Any, coordinator: Any, elsewhere: Any, unknown: Any, theirs: Any
) -> None:
    with entered(actor=officer, at=NOON):
        entered_before = Child.objects.filter(pk=unknown.pk).values().get()

    assert asked(officer, unknown, theirs, at=later(5)) == "Southfell Police"

    with entered(actor=officer, at=later(6)):
        assert not Child.objects.filter(pk=theirs.pk).exists()
        assert not SamePersonLink.objects.exists()
        assert Look.objects.filter(page="who else it may be", subjects=[theirs.pk]).exists()
    with entered(actor=elsewhere, at=later(6)):
        (pair,) = SuggestedPair.objects.all()
        task = Task.objects.get(kind="same_child", assigned_agency=elsewhere.agency_id)
        assert task.due_at == later(5) + timedelta(hours=1)  # both are under way
        told = Message.objects.get(kind="same_child_asked", to_agency=elsewhere.agency_id)
        assert "Sampleton" not in told.text
    page = suggested_pair(actor=elsewhere, at=later(7), pair_id=pair.pk)
    assert page.may_decide
    assert "a red coat, a silver ring" in {half.description for half in page.halves}
    assert [one.because for one in page.answers] == [WHY]

    join_records(
        actor=elsewhere, child_id=theirs.pk, other_id=unknown.pk, because="Her ring.", at=later(8)
    )

    with entered(actor=coordinator, at=later(9)):
        same = same_person_set(child_id=unknown.pk)
        assert same == {unknown.pk, theirs.pk}
        assert [name.full for name in names_of(child_ids=same)] == ["Testa Sampleton"]
        assert under_way(children=same).count() == 2
        assert Child.objects.filter(pk=unknown.pk).values().get() == entered_before
        said = PairAnswer.objects.filter(said="one").get()
        assert said.recorded_by_id == elsewhere.member_id


def test_asked_again_it_is_the_same_pair_and_an_answer_is_not_asked_about(
    officer: Any, elsewhere: Any, unknown: Any, theirs: Any
) -> None:
    asked(officer, unknown, theirs)
    asked(officer, unknown, theirs, at=later(5))
    with entered(actor=elsewhere, at=later(6)):
        (pair,) = SuggestedPair.objects.all()
    say_different(actor=elsewhere, pair_id=pair.pk, because="A cousin.", at=later(7))

    with pytest.raises(AlreadySettled):
        asked(officer, unknown, theirs, at=later(8))


def test_nobody_is_asked_without_a_reason_of_a_known_child_or_of_one_in_reach(
    officer: Any, coordinator: Any, unknown: Any, theirs: Any, make_child: Any
) -> None:
    ours = make_child("Someone Else", by=coordinator)
    with pytest.raises(ReasonNeeded):
        ask_who_it_is(actor=officer, child_id=unknown.pk, known_id=theirs.pk, because=" ", at=NOON)
    with pytest.raises(NotUnidentified):
        asked(officer, ours, theirs)
    with pytest.raises(NobodyToAsk):
        asked(officer, unknown, ours)
    join_records(actor=coordinator, child_id=unknown.pk, other_id=ours.pk, because=WHY, at=later(1))
    with pytest.raises(AlreadyJoined):
        asked(officer, unknown, ours, at=later(2))


def test_of_a_known_child_a_coordinator_asks_and_nobody_else(
    officer: Any, coordinator: Any, elsewhere: Any, theirs: Any, make_child: Any
) -> None:
    ours = make_child("Liya Brambleby", by=coordinator)
    given = {"child_id": ours.pk, "other_id": theirs.pk, "because": WHY, "at": NOON}
    with pytest.raises(NotPermitted):
        ask_whether_one(actor=officer, **given)

    assert ask_whether_one(actor=coordinator, **given) == "Southfell Police"

    with entered(actor=elsewhere, at=NOON):
        (pair,) = SuggestedPair.objects.all()
        assert {pair.first_id, pair.second_id} == {ours.pk, theirs.pk}
    assert suggested_pair(actor=elsewhere, at=NOON, pair_id=pair.pk).may_decide


def test_outsiders_ask_about_nobody_and_learn_of_nobody(
    officer: Any,
    elsewhere: Any,
    outsider: Any,
    unknown: Any,
    theirs: Any,
    make_actor: Any,
    make_agency: Any,
) -> None:
    worker = make_actor("social_worker", agency=make_agency("Far Council", "authority"))
    with entered(actor=worker, at=NOON):
        found = people.create_child(by=worker, at=NOON, unidentified=True)
    for actor, child, known in (
        (worker, found.pk, theirs.pk),  # no force: it knows of nobody out of its reach
        (elsewhere, unknown.pk, theirs.pk),
        (officer, unknown.pk, new_id()),
    ):
        with pytest.raises(NotVisible):
            ask_who_it_is(actor=actor, child_id=child, known_id=known, because=WHY, at=NOON)
    with pytest.raises((NotVisible, NotPermitted)):
        ask_who_it_is(actor=outsider, child_id=unknown.pk, known_id=theirs.pk, because=WHY, at=NOON)
    with entered(actor=elsewhere, at=NOON):
        assert not SuggestedPair.objects.exists()

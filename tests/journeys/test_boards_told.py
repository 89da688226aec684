"""Whatever is not told to a board is found out by the watch over every journey's tests."""

from datetime import timedelta

import pytest

from tests.journeys import boards_told
from whereabouts.foundations.outbox.actions import tell_screens
from whereabouts.foundations.timers.actions import set_timer
from whereabouts.journeys import clock, take_ownership
from whereabouts.journeys.clock import fire
from whereabouts.journeys.name_child import name_child
from whereabouts.journeys.update_child_details import Details, update_child_details

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _watch(monkeypatch):
    monkeypatch.setattr(boards_told, "WATCH", boards_told.Watch())


@pytest.fixture
def owner(make_actor):
    return make_actor("duty_inspector")


def own(owner, reference, at):
    take_ownership.take_ownership(actor=owner, reference=reference, at=at)


def test_a_journey_that_tells_of_the_child_is_let_pass(take_report, owner, noon):
    own(owner, take_report(), noon)
    assert boards_told.WATCH.seen() == {
        "report_missing.report_missing",
        "take_ownership.take_ownership",
    }


def test_a_journey_that_tells_nobody_is_found_out(take_report, owner, noon, monkeypatch):
    reference = take_report()
    monkeypatch.setattr(take_ownership, "tell_whoever_sees", lambda **_: None)
    with pytest.raises(AssertionError, match="take_ownership changes what Northmoor Police sees"):
        own(owner, reference, noon)


def test_a_journey_that_names_another_child_is_found_out(
    take_report, make_child, owner, noon, monkeypatch
):
    reference, other = take_report(), make_child("Testo Otherley")

    def tell_of_another(**_):
        tell_screens(agencies=[owner.agency_id], about=[f"child:{other.pk}"])

    monkeypatch.setattr(take_ownership, "tell_whoever_sees", tell_of_another)
    with pytest.raises(AssertionError, match="does not tell of it"):
        own(owner, reference, noon)


def test_a_name_and_a_date_of_birth_are_told_of_while_the_child_is_on_a_board(
    take_report, make_child, make_actor, noon
):
    keeper = make_actor("missing_coordinator")
    child = make_child()
    take_report(child=child)
    for details in (
        Details(name="Testina Sampleton", source="her aunt"),
        Details(born="13 March 2012", born_instead=True, source="her aunt"),
    ):
        update_child_details(actor=keeper, child_id=child.pk, details=details, at=noon)
    assert "update_child_details.update_child_details" in boards_told.WATCH.seen()


def test_an_unknown_child_who_is_named_is_told_of_while_on_a_board(
    take_report, make_actor, look, noon
):
    keeper = make_actor("missing_coordinator")
    reference = take_report(names="", born_text="", description="A girl in a red coat")
    child = look(keeper, reference).child_id
    name_child(
        actor=keeper, child_id=child, names="Testa Sampleton", source="her aunt", at=noon
    )  # fmt: skip
    assert "name_child.name_child" in boards_told.WATCH.seen()


def test_a_clock_that_changes_a_board_and_tells_nobody_is_found_out(
    take_report, owner, look, noon, monkeypatch
):
    episode = look(owner, take_report())
    monkeypatch.setitem(clock.HANDLERS, "made_up", lambda timer, at: None)
    set_timer(
        key="made-up", kind="made_up", subject=f"episode:{episode.pk}",
        agency=owner.agency_id, at=noon, due_at=noon + timedelta(seconds=1),
    )  # fmt: skip
    with pytest.raises(AssertionError, match="clock:made_up changes"):
        fire(at=noon + timedelta(seconds=2))

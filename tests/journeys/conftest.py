"""The cast at work: a report taken, records made before it, a wish tried."""

from datetime import timedelta

import pytest

from tests.journeys.boards_told import entered_and_watched, watching
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys import clock, door
from whereabouts.journeys.decide import Wish, decide
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.risk.models import Assessment
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import actions as people


@pytest.fixture(autouse=True)
def _boards_are_told(monkeypatch):
    """Let every journey of these tests be watched: see boards_told."""
    monkeypatch.setattr(door, "entered", entered_and_watched)
    monkeypatch.setattr(clock, "fire_due", watching(clock.fire_due))


@pytest.fixture
def make_child(make_actor, noon):
    """Return a maker of a made-up child on Northmoor Police's records."""

    def make(name="Testa Sampleton", born="12 March 2012", *, by=None, flags=()):
        by = by or make_actor("missing_coordinator")
        with entered(actor=by, at=noon):
            child = people.create_child(
                by=by, at=noon, names=[{"full": name}], born_text=born, source="made up"
            )
            for kind, strength in flags:
                people.raise_flag(
                    child=child, kind=kind, strength=strength, source="made up",
                    review_on=(noon + timedelta(days=90)).date(), by=by, at=noon,
                )  # fmt: skip
        return child

    return make


@pytest.fixture
def take_report(make_actor, noon):
    """Return a taker of reports by a call handler; it answers with the episode's reference."""
    taken = []

    def take(*, actor=None, child=None, at=None, **more):
        taken.append(None)
        given = {
            "idempotency_key": f"call-{len(taken)}",
            "happened_at": at or noon,
            "reporter_name": "Paula Sampleton",
            "relation": "foster_carer",
            "reporter_contact": "01632 960001",
            "last_seen_at": (at or noon) - timedelta(hours=2),
            "last_seen_place": "the made-up park",
        }
        if child is None:
            given["names"] = "Testa Sampleton"
            given["born_text"] = "12 March 2012"
        else:
            given["child"] = child.pk
        told = Told(**{**given, **more})
        actor = actor or make_actor("call_handler")
        return report_missing(actor=actor, told=told, at=at or noon).episode

    return take


@pytest.fixture
def look(noon):
    """Return a reader of one episode through somebody's eyes."""

    def see(actor, reference, at=None):
        with entered(actor=actor, at=at or noon):
            return Episode.objects.get(reference=reference)

    return see


@pytest.fixture
def accept_all(noon):
    """Return a maker of wishes that decline every prompt and question with a reason."""

    def wish(actor, reference, *, category="missing", level="medium", at=None, **more):
        with entered(actor=actor, at=at or noon):
            latest = Assessment.objects.filter(episode__reference=reference).latest("number")
            rules = {row["rule"] for row in latest.result["fired"]}
        answers = {
            rule: {"answer": "declined", "reason": "An aunt rang: the child sits at her table."}
            for rule in rules
        }
        given = {"rationale": "The aunt in Eastmere rang at noon: the child eats with her."}
        return Wish(category=category, level=level, answers=answers, **{**given, **more})

    return wish


@pytest.fixture
def decide_as(accept_all, noon):
    """Return a decider: the wish with every prompt answered."""

    def go(actor, reference, *, at=None, **wanted):
        wish = accept_all(actor, reference, at=at, **wanted)
        return decide(actor=actor, reference=reference, wish=wish, at=at or noon)

    return go


@pytest.fixture
def cities(make_actor, make_agency, make_child, take_report, noon):
    """Return two forces, two authorities, a home and its provider, and a girl of fifteen."""
    from tests.journeys.cities_cast import make_cities

    return make_cities(
        make_actor=make_actor, make_agency=make_agency, make_child=make_child,
        take_report=take_report, noon=noon,
    )  # fmt: skip

"""A question that an inspector has answered lately comes back as history, not as a question."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.decide import DecisionRefused, Wish, decide
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.practice.risk.refusing import considered_lately
from whereabouts.records.episodes import actions as episodes
from whereabouts.records.episodes.models import Episode
from whereabouts.records.episodes.rules import State

pytestmark = pytest.mark.django_db
DECLINED = {"RF05": {"answer": "declined", "reason": "Her brother of 20 is with her at the pool."}}


@pytest.fixture
def considered(make_actor, noon):
    """An episode of a twelve-year-old that an inspector left at medium; the child came back."""
    inspector = make_actor("duty_inspector")
    receipt = report_missing(
        actor=inspector,
        told=Told(idempotency_key="1", happened_at=noon, names="Testa Sampleton", born_text="12"),
        at=noon,
    )
    decide(
        actor=inspector,
        reference=receipt.episode,
        wish=Wish(
            category="missing",
            level="medium",
            answers=DECLINED,
            rationale="She is with her adult brother, who has rung twice.",
        ),
        at=noon,
    )
    with entered(actor=inspector, at=noon):
        episode = Episode.objects.get()
        episodes.move(
            episode=episode,
            to_state=State.BACK,
            kind="episode.back",
            by=inspector,
            at=noon,
            back_at=noon,
        )
        return inspector, episode.child_id


def again(actor, child, at, **facts):
    told = Told(idempotency_key=str(at), happened_at=at, child=child, facts=facts)
    return report_missing(actor=actor, told=told, at=at).episode


def test_it_is_not_asked_again_within_thirty_days_with_nothing_new(considered, noon):
    inspector, child = considered
    later = noon + timedelta(days=10)
    reference = again(inspector, child, later)
    with entered(actor=inspector, at=later):
        episode = Episode.objects.get(reference=reference)
        before = considered_lately(episode=episode, at=later)
        assert before["RF05"].decision.inspector_id == inspector.member_id
    decide(
        actor=inspector,
        reference=reference,
        wish=Wish(category="missing", level="medium"),
        at=later,
    )


@pytest.mark.parametrize(
    ("days", "facts"), [(31, {}), (10, {"impairs_keeping_safe": True})], ids=["later", "new"]
)
def test_it_is_asked_again_when_time_has_passed_or_something_is_new(considered, noon, days, facts):
    inspector, child = considered
    later = noon + timedelta(days=days)
    reference = again(inspector, child, later, **facts)
    with pytest.raises(DecisionRefused) as refused:
        decide(
            actor=inspector,
            reference=reference,
            wish=Wish(
                category="missing", level="medium", rationale="Her adult brother rang twice today."
            ),
            at=later,
        )
    assert {one.rule for one in refused.value.refusals} == {"RF05"}

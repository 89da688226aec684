"""V06: a live plan says high; medium takes an inspector's reason, and the plan's owner is told."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.answer_proposal import answer_proposal
from whereabouts.journeys.decide import DecisionRefused
from whereabouts.journeys.propose_lower import propose_lower
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.plans.actions import agree_plan
from whereabouts.practice.risk.models import Decision
from whereabouts.records.episodes.models import LogEntry

pytestmark = pytest.mark.django_db
REASON = "Her social worker sits with her at Fern House and sends a picture of both."


@pytest.fixture
def planned(make_child, make_actor, noon):
    """A child with a live plan: missing, high."""
    child, coordinator = make_child(), make_actor("missing_coordinator")
    with entered(actor=coordinator, at=noon):
        agree_plan(
            child=child, level="high", category="missing", by=coordinator, at=noon,
            review_on=(noon + timedelta(days=90)).date(),
        )  # fmt: skip
    return child


def test_medium_under_a_live_plan_is_refused_and_high_goes_on_standing(
    planned, take_report, make_actor, decide_as, look
):
    reference = take_report(child=planned)
    with pytest.raises(DecisionRefused) as refused:
        decide_as(make_actor("supervisor"), reference, level="medium")
    assert "RF02" in {one.rule for one in refused.value.refusals}
    assert refused.value.ask_inspector
    episode = look(make_actor("supervisor"), reference)
    assert (episode.level, episode.decided) == ("high", False)


def test_after_the_inspectors_reason_it_saves_and_owner_and_coordinator_are_told(
    planned, take_report, make_actor, accept_all, look, noon
):
    reference = take_report(child=planned)
    supervisor, inspector = make_actor("supervisor"), make_actor("duty_inspector")
    proposal = propose_lower(
        actor=supervisor, reference=reference, at=noon,
        wish=accept_all(supervisor, reference, level="medium"),
    )  # fmt: skip
    assert look(inspector, reference).level == "high"
    later = noon + timedelta(minutes=5)
    ended = answer_proposal(
        actor=inspector, proposal_id=proposal, agreed=True, because=REASON, at=later
    )
    assert ended == "agreed"
    assert look(inspector, reference).level == "medium"
    with entered(actor=inspector, at=later):
        decision = Decision.objects.get(episode__reference=reference)
        assert decision.overrode == ["RF02"]
        assert decision.inspector_id == inspector.member_id
        assert Task.objects.filter(kind="plan_owner_notice", owner=planned.recorded_by_id).exists()
        told = Message.objects.filter(subject=f"episode:{decision.episode_id}")
        assert told.filter(kind="plan_departed_from").exists()
        assert told.filter(kind="bar_passed", to_role="missing_coordinator").exists()
        passed = LogEntry.objects.get(kind="supervision.bar_passed")
        assert passed.detail["rules"] == ["RF02"]
        assert passed.words == REASON

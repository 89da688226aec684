"""A trigger plan in use: everybody whom it names is told, acknowledges, or silence climbs (B11)."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import NotVisible, entered
from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.foundations.outbox.models import Message
from whereabouts.insight.lookups.notices import notices_to_me
from whereabouts.journeys.acknowledge_notice import acknowledge_notice
from whereabouts.journeys.clock import fire
from whereabouts.practice.plans.actions import Recipient, agree_plan
from whereabouts.records.people.gate import child_for

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def planned(make_child, make_actor, make_member, noon):
    """A child whose plan names its owner, a named officer, a social worker, and two actions."""
    child, owner = make_child(), make_actor("missing_coordinator")
    officer = make_member("response_officer", name="knows-her@northmoor")
    worker = make_actor("social_worker", agency=make_member("social_worker").agency)
    with entered(actor=owner, at=noon):
        agree_plan(
            child=child_for(owner, child_id=child.pk), level="medium", category="missing",
            by=owner, at=noon, review_on=(noon + timedelta(days=60)).date(),
            first_actions=[
                {"title": "Ring the aunt", "to_role": "call_handler"},
                {"title": "Look at the arcade", "to_role": "response_officer"},
            ],
            recipients=[
                Recipient(agency=owner.agency_id, role="response_officer", member=officer.pk),
                Recipient(agency=worker.agency_id, role="social_worker"),
            ],
        )  # fmt: skip
    return child, officer, worker


def in_use(actor, at):
    return [one for one in notices_to_me(actor=actor, at=at) if one.kind == "plan_in_use"]


def test_everybody_whom_the_plan_names_is_told_and_nobody_else(
    planned, take_report, make_actor, outsider, noon
):
    child, officer, worker = planned
    take_report(child=child)
    named = actor_of(member=officer, at=noon)
    assert len(in_use(named, noon)) == 2  # by name, and as somebody who acts
    assert len(in_use(make_actor("response_officer"), noon)) == 1
    assert len(in_use(make_actor("call_handler"), noon)) == 1
    assert len(in_use(worker, noon)) == 1
    (mine,) = in_use(make_actor("missing_coordinator"), noon)
    assert mine.text.startswith("Your trigger plan is in use")
    for one in (outsider, make_actor("supervisor")):
        assert in_use(one, noon) == []
    assert "Sampleton" not in mine.text


def test_each_acknowledges_their_own_and_the_rest_climbs(planned, take_report, make_actor, noon):
    child, officer, worker = planned
    take_report(child=child)
    named, inspector = actor_of(member=officer, at=noon), make_actor("duty_inspector")
    with entered(actor=named, at=noon):
        by_name = Message.objects.get(kind="plan_in_use", to_member=officer.pk)
    with pytest.raises(NotVisible):
        acknowledge_notice(actor=make_actor("response_officer"), key=by_name.pk, at=noon)
    acknowledge_notice(actor=worker, key=in_use(worker, noon)[0].key, at=noon + MINUTE)
    fire(at=noon + 16 * MINUTE)
    supervisor = make_actor("supervisor")
    climbed = {one.key for one in in_use(supervisor, noon + 16 * MINUTE)}
    assert by_name.pk in climbed
    assert {one.climbed_to for one in in_use(supervisor, noon + 16 * MINUTE)} == {"supervisor"}
    assert in_use(inspector, noon + 16 * MINUTE)  # the owner's own, unread
    # Whoever it climbed to may acknowledge it, though it named another.
    acknowledge_notice(actor=supervisor, key=by_name.pk, at=noon + 17 * MINUTE)
    with entered(actor=worker, at=noon):
        mine = Message.objects.get(kind="plan_in_use", to_agency=worker.agency_id)
        assert (mine.climbed_to, mine.acknowledged_by_id) == ("", worker.member_id)


def test_a_force_of_another_area_that_the_plan_names_sees_the_child_from_then_on(
    make_child, take_report, make_actor, noon
):
    child, owner = make_child(), make_actor("missing_coordinator")
    railway = make_actor("duty_inspector", agency="Railway Police")
    with entered(actor=owner, at=noon):
        agree_plan(
            child=child_for(owner, child_id=child.pk), level="medium", category="missing",
            by=owner, at=noon, review_on=(noon + timedelta(days=60)).date(),
            recipients=[Recipient(agency=railway.agency_id, role="duty_inspector")],
        )  # fmt: skip
    with entered(actor=railway, at=noon), pytest.raises(NotVisible):
        child_for(railway, child_id=child.pk)
    take_report(child=child)
    with entered(actor=railway, at=noon):
        assert child_for(railway, child_id=child.pk).pk == child.pk
    assert len(in_use(railway, noon)) == 1

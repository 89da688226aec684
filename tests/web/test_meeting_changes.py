"""The pages that move a meeting, cancel it, and answer; and how one gets to all of this."""

import re

import pytest
from django.urls import reverse

from tests.journeys.conftest import take_report
from tests.journeys.planning_cast import DAY, Team
from whereabouts.foundations.access.scope import entered
from whereabouts.journeys.call_meeting import call_strategy_discussion
from whereabouts.practice.escalation.models import Escalation
from whereabouts.practice.meetings.models import Invitation, Meeting

pytestmark = pytest.mark.django_db
__all__ = ["take_report"]


def at(name, *parts):
    return reverse(name, args=parts)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


@pytest.fixture
def team(make_actor, make_agency, noon):
    """Return the team around a child in care."""
    return Team(make_actor=make_actor, make_agency=make_agency, noon=noon)


@pytest.fixture
def reference(team, take_report):
    """Return the child's episode."""
    return take_report(child=team.child)


@pytest.fixture
def meeting(team, reference, make_agency, noon):
    """Return a strategy discussion in two days, to which police and health are invited."""
    return call_strategy_discussion(
        actor=team.worker, reference=reference, kind="strategy", held_at=noon + 2 * DAY,
        chair=team.worker.member_id, at=noon,
        invited=[team.force.pk, make_agency("Made-up Health Board", "health").pk],
    )  # fmt: skip


def test_health_answers_on_a_page_and_whoever_called_it_reads_it(
    team, meeting, signed_in, make_agency, at_noon
):
    doctor = signed_in("partner_worker", agency=make_agency("Made-up Health Board"))
    caller = signed_in("social_worker", agency=team.council)
    page = at("meeting-answer", meeting)
    assert page in doctor.get(at("meeting", meeting)).content.decode()
    assert page not in caller.get(at("meeting", meeting)).content.decode()
    assert caller.get(page).status_code == 404
    refused = doctor.post(page, {"coming": "yes", "who": ""})
    assert refused.status_code == 422
    assert "Say who comes." in words(refused)
    assert doctor.post(page, {"coming": "yes", "who": "Dr Example"}).status_code == 302
    assert "is coming, Dr Example" in words(caller.get(at("meeting", meeting)))


def test_it_is_moved_and_cancelled_with_a_reason_that_everybody_invited_reads(
    team, meeting, signed_in, make_agency, at_noon
):
    caller = signed_in("social_worker", agency=team.council)
    doctor = signed_in("partner_worker", agency=make_agency("Made-up Health Board"))
    move, cancel = at("meeting-move", meeting), at("meeting-cancel", meeting)
    seen = caller.get(at("meeting", meeting)).content.decode()
    assert move in seen
    assert cancel in seen
    for name, given, sentence in (
        (move, {"held_at": "24/11/2026 10:00", "because": ""}, "Enter why it is moved"),
        (move, {"held_at": "1/11/2026 10:00", "because": "x"}, "Choose a time that lies ahead."),
        (cancel, {"because": ""}, "Enter why it is cancelled"),
    ):
        refused = caller.post(name, given)
        assert (refused.status_code, sentence in words(refused)) == (422, True)
    given = {"held_at": "24/11/2026 10:00", "because": "The doctor is away."}
    assert caller.post(move, given).status_code == 302
    assert "The doctor is away." in words(doctor.get(at("meeting", meeting)))
    assert "Moved" in words(doctor.get(at("meetings")))
    assert caller.post(cancel, {"because": "It was held by telephone."}).status_code == 302
    assert "It was held by telephone." in words(doctor.get(at("meeting", meeting)))
    for page in (move, cancel):
        assert caller.post(page, {**given}).status_code == 409
    for page in (move, cancel):
        assert doctor.get(page).status_code == 403
        police = signed_in("missing_coordinator")
        assert police.get(page).status_code == 404
    with entered(actor=team.worker, at=team.noon):
        assert Meeting.objects.get().state == "cancelled"
        assert Invitation.objects.count() == 2


LEADS = {
    "missing_coordinator": {
        "child-together", "child-meeting", "strategy", "child-school", "escalation-add",
    },
    "supervisor": {"child-together", "child-school", "escalation-add"},
    "social_worker": {"child-together", "child-meeting", "strategy", "escalation-add"},
    "home_worker": {"child-together", "escalation-add"},
}  # fmt: skip


@pytest.mark.parametrize("role", LEADS)
def test_from_child_and_episode_each_role_is_led_to_what_it_may_do_with_others(
    role, team, reference, signed_in
):
    agency = {"social_worker": team.council, "home_worker": team.home}.get(role, team.force)
    browser = signed_in(role, agency=agency)
    about = {"strategy": reference, "escalation-add": None}
    for page in (at("child", team.child_id), at("episode", reference)):
        shown = browser.get(page).content.decode()
        fold = re.search(r'id="with-others">.*?</details>', shown, re.DOTALL)
        assert fold, page
        for name in LEADS["missing_coordinator"]:
            key = about.get(name, team.child_id)
            there = at(name, key) if key else at(name)
            assert (there in fold.group(0)) is (name in LEADS[role]), (name, page)
            if name in LEADS[role]:
                assert browser.get(there).status_code == 200


def test_a_matter_taken_up_from_an_episode_knows_its_reference(team, reference, signed_in):
    browser = signed_in("home_worker", agency=team.home)
    page = browser.get(at("escalation-add") + f"?episode={reference}")
    assert f'value="{reference}"' in page.content.decode()
    assert not Escalation.objects.exists()

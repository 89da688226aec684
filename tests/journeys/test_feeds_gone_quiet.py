"""A feed of logs that falls silent interrupts, once: nobody sees what it no longer sends."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actions import count_use, make_token, revoke_token
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.clock import begin_rounds, fire

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def inspector(make_actor):
    return make_actor("duty_inspector")


@pytest.fixture
def feed(inspector, noon):
    """Return a maker of a system of the force's own that sent something at noon."""

    def make(*scopes, used=True, lasts=timedelta(days=90)):
        force = Agency.objects.get(pk=inspector.agency_id)
        token, _ = make_token(
            agency=force, name="-".join(scopes), scopes=scopes, expires_at=noon + lasts, at=noon
        )
        if used:
            count_use(token=token, at=noon)
        begin_rounds(at=noon)
        return token

    return make


def rounds(noon, *after):
    for minutes in after:
        fire(at=noon + minutes * MINUTE, most=1000)


def told(actor, at):
    with entered(actor=actor, at=at):
        found = Message.objects.filter(kind="feed_silent").order_by("promised_at", "to_role")
        return [(one.to_role, one.loudness) for one in found]


def test_no_log_for_half_an_hour_interrupts_the_inspector_once_a_silence(
    feed, inspector, outsider, noon
):
    token = feed("contacts")
    rounds(noon, 1, 16, 29)
    assert told(inspector, noon) == []
    both = [("duty_inspector", "interrupt"), ("information_governance", "interrupt")]
    rounds(noon, 45, 60, 75)
    assert told(inspector, noon) == both
    assert told(outsider, noon) == []
    with entered(actor=inspector, at=noon):
        assert AuditEntry.objects.filter(kind="alarm.feed_silent").count() == 1
    # It comes again, and falls silent again.
    count_use(token=token, at=noon + 80 * MINUTE)
    rounds(noon, 95)
    assert told(inspector, noon) == both
    rounds(noon, 125)
    assert told(inspector, noon) == both * 2


def test_a_token_that_ran_out_is_a_silence_too(feed, inspector, noon):
    feed("contacts", lasts=10 * MINUTE)
    rounds(noon, 45)
    assert len(told(inspector, noon)) == 2


@pytest.mark.parametrize("scopes", [("reports",), ("contacts",)])
def test_what_was_never_heard_or_sends_seldom_is_no_silence(feed, inspector, noon, scopes):
    feed(*scopes, used=scopes == ("reports",))
    rounds(noon, 45, 300)
    assert told(inspector, noon) == []


def test_what_was_revoked_is_meant_to_be_silent(feed, inspector, noon):
    token = feed("contacts")
    revoke_token(agency=token.owner_agency, name=token.name, at=noon + MINUTE)
    rounds(noon, 45)
    assert told(inspector, noon) == []


def test_another_forces_silence_is_its_own(feed, make_actor, noon):
    feed("contacts")
    other = make_actor("duty_inspector", agency="Eastmoor Police")
    rounds(noon, 45)
    assert told(other, noon) == []

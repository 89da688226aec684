"""V11: a log that names a child with a live plan cannot be closed over the child's head."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import NotPermitted, NotVisible, entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.close_contact import (
    AlreadyClosed,
    ClosureRefused,
    close_contact,
    close_contact_by_import,
)
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.plans.actions import agree_plan
from whereabouts.records.episodes.models import LogEntry
from whereabouts.records.reports.actions import open_contact
from whereabouts.records.reports.models import Contact

pytestmark = pytest.mark.django_db
SIGNED = "The caller rang back: the child is at the dentist with the carer, who handed over."


@pytest.fixture
def make_contact(make_actor, noon):
    """Return a maker of contacts at Northmoor Police."""

    def make(**more):
        handler = make_actor("call_handler")
        with entered(actor=handler, at=noon):
            return open_contact(by=handler, at=noon, happened_at=noon, **more)

    return make


@pytest.fixture
def planned(make_child, make_actor, noon):
    """A child with a live plan."""
    child, coordinator = make_child(), make_actor("missing_coordinator")
    with entered(actor=coordinator, at=noon):
        agree_plan(
            child=child, level="high", category="missing", by=coordinator, at=noon,
            review_on=(noon + timedelta(days=90)).date(),
        )  # fmt: skip
    return child


def close(actor, contact, noon, **more):
    given = {"disposal": "no_action", "because": "Nothing more was said."}
    close_contact(actor=actor, contact_id=contact.pk, at=noon, **{**given, **more})


def state_of(contact, actor, noon):
    with entered(actor=actor, at=noon):
        return Contact.objects.get(pk=contact.pk).state


def test_it_is_refused_it_stays_open_and_the_duty_inspector_is_told(
    planned, make_contact, make_actor, noon
):
    contact, handler = make_contact(child=planned), make_actor("call_handler")
    with pytest.raises(ClosureRefused) as refused:
        close(handler, contact, noon)
    assert (refused.value.rule, refused.value.passed_by) == ("B09", "duty_inspector")
    assert state_of(contact, handler, noon) == "open"
    with entered(actor=handler, at=noon):
        subject = f"contact:{contact.pk}"
        assert AuditEntry.objects.filter(kind="contact.closure_blocked", subject=subject).exists()
        told = Message.objects.get(kind="closure_block", subject=subject)
    assert (told.to_role, told.loudness) == ("duty_inspector", "interrupt")


def test_words_that_name_a_child_with_a_live_plan_are_enough(
    planned, make_contact, make_actor, noon
):
    contact = make_contact(words="Caller says that testa SAMPLETON, 14, has not come back.")
    with pytest.raises(ClosureRefused):
        close(make_actor("call_handler"), contact, noon)


def test_words_about_somebody_else_close_at_once(planned, make_contact, make_actor, noon):
    contact = make_contact(words="A bin is on fire in Sampleton Road.")
    handler = make_actor("call_handler")
    close(handler, contact, noon)
    assert state_of(contact, handler, noon) == "closed"


def test_with_an_episode_it_closes(planned, make_contact, make_actor, take_report, noon):
    contact, handler = make_contact(child=planned), make_actor("call_handler")
    take_report(child=planned, contact=contact.pk)
    close(handler, contact, noon)
    assert state_of(contact, handler, noon) == "closed"


def test_an_episode_from_another_contact_does_not_let_this_one_close(
    planned, make_contact, make_actor, take_report, noon
):
    take_report(child=planned)
    contact, handler = make_contact(child=planned), make_actor("call_handler")
    with pytest.raises(ClosureRefused):
        close(handler, contact, noon)
    with entered(actor=handler, at=noon):
        assert LogEntry.objects.filter(kind="contact.closure_blocked").exists()
        assert Task.objects.filter(kind="closure_block", to_role="duty_inspector").exists()


def test_a_call_handlers_signature_is_none_and_an_inspectors_is(
    planned, make_contact, make_actor, noon
):
    contact, inspector = make_contact(child=planned), make_actor("duty_inspector")
    with pytest.raises(ClosureRefused):
        close(make_actor("call_handler"), contact, noon, because=SIGNED, signed=True)
    with pytest.raises(ClosureRefused):
        close(inspector, contact, noon, because="streetwise", signed=True)
    close(inspector, contact, noon, because=SIGNED, signed=True)
    with entered(actor=inspector, at=noon):
        kept = Contact.objects.get(pk=contact.pk)
    assert (kept.state, kept.close_because, kept.closed_by_id) == (
        "closed", SIGNED, inspector.member_id,
    )  # fmt: skip
    with pytest.raises(AlreadyClosed):
        close(inspector, contact, noon, because=SIGNED, signed=True)


def test_a_closure_made_elsewhere_is_marked_and_told_at_once(
    planned, make_contact, make_actor, noon
):
    contact, handler = make_contact(child=planned, log_reference="L-1"), make_actor("call_handler")
    left = close_contact_by_import(
        actor=handler, contact_id=contact.pk, disposal="closed", because="log closed", at=noon
    )
    assert left is True
    with entered(actor=handler, at=noon):
        assert Contact.objects.get(pk=contact.pk).disposal == "forced:closed"
        told = set(Message.objects.filter(kind="closure_block").values_list("to_role", flat=True))
    assert told == {"duty_inspector", "missing_coordinator"}


def test_the_outsider_and_a_role_without_the_permission_close_nothing(
    planned, make_contact, make_actor, outsider, noon
):
    contact = make_contact(child=planned)
    with pytest.raises(NotPermitted):
        close(outsider, contact, noon)
    elsewhere = make_actor("duty_inspector", agency="Elsewhere Police")
    with pytest.raises(NotVisible):
        close(elsewhere, contact, noon, signed=True, because=SIGNED)

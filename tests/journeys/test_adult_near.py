"""An adult of concern is with the child, or near: whoever acts is interrupted, however it is said."""

from datetime import timedelta

import pytest

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.add_note import add_note
from whereabouts.journeys.add_sighting import add_sighting
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.clock import fire
from whereabouts.journeys.contact_child import Talked, contact_child
from whereabouts.journeys.link_adult_of_concern import link_adult_of_concern
from whereabouts.journeys.record_back import record_back
from whereabouts.practice.risk.models import Assertion
from whereabouts.records.episodes.models import Episode, LogEntry

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SAID = "A man whom she knows waits at the gate."


def sighting(actor, reference, at, child, said):
    add_sighting(
        actor=actor, reference=reference, seen_at=at, place="the made-up arcade", at=at,
        seen_by="PC Example", words=SAID, adult_seen=said,
    )  # fmt: skip


def note(actor, reference, at, child, said):
    add_note(actor=actor, reference=reference, words=SAID, at=at, adult_seen=said)


def contact(actor, reference, at, child, said):
    contact_child(
        actor=actor, reference=reference, at=at, adult_heard=said,
        talked=Talked(
            how="call", towards="to_child", happened_at=at, made_by="PC Example", tone="calm",
            safe_answer="yes", words=SAID,
        ),
    )  # fmt: skip


def link(actor, reference, at, child, said):
    link_adult_of_concern(
        actor=actor, child_id=child, kind="associate", strength="suspected", source="PC Example",
        detail=SAID, name="Adam Placeholder", at=at, near_now=said,
    )  # fmt: skip


def answered(actor, reference, at, child, said):
    answer_question(
        actor=actor, reference=reference, fact="with_adult_of_concern", value=said,
        said_by="PC Example", source_kind="police", words=SAID, at=at,
    )  # fmt: skip


@pytest.fixture
def missing(take_report, make_actor, noon):
    reference = take_report()
    with entered(actor=make_actor("duty_inspector"), at=noon):
        return reference, Episode.objects.get(reference=reference).child_id


def interrupts(actor, at):
    with entered(actor=actor, at=at):
        found = Message.objects.filter(kind="adult_approaching")
        return [(one.to_role, one.loudness, one.text) for one in found]


@pytest.mark.parametrize("said", [sighting, note, contact, link, answered])
def test_however_it_is_said_the_duty_inspector_is_interrupted_and_it_counts(
    missing, make_actor, outsider, noon, said
):
    reference, child = missing
    officer, inspector = make_actor("response_officer"), make_actor("duty_inspector")
    at = noon + 5 * MINUTE
    said(officer, reference, at, child, False)
    assert interrupts(inspector, at) == []
    said(officer, reference, at + MINUTE, child, True)
    ((role, loudness, text),) = interrupts(inspector, at + MINUTE)
    assert (role, loudness) == ("duty_inspector", "interrupt")
    assert SAID not in text
    assert "Placeholder" not in text
    assert interrupts(outsider, at + MINUTE) == []
    with entered(actor=inspector, at=at):
        kept = Assertion.objects.filter(fact="with_adult_of_concern", value=True)
        assert [one.words for one in kept] == [SAID]
        assert LogEntry.objects.filter(kind="risk.adult_near").count() == 1
        # RF04 bars anything beneath medium, and it may only have raised what stands.
        assert Episode.objects.get(reference=reference).level in ("medium", "high")
    fire(at=at + 17 * MINUTE)
    with entered(actor=inspector, at=at):
        assert Message.objects.get(kind="adult_approaching").climbed_to == "superintendent"


def test_once_the_child_is_back_nobody_is_interrupted(missing, make_actor, noon):
    reference, child = missing
    officer, inspector = make_actor("response_officer"), make_actor("duty_inspector")
    record_back(actor=inspector, reference=reference, back_at=noon + MINUTE, at=noon + MINUTE)
    for said in (sighting, note, link):
        said(officer, reference, noon + 2 * MINUTE, child, True)
    assert interrupts(inspector, noon + 3 * MINUTE) == []

"""Proposals of flags settled before their moment was kept: filled in from the log, and only once."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connections

from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.insight.lookups.cue_to_flag import cue_to_flag
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.report_missing import Told, report_missing
from whereabouts.records.people.actions import raise_flag, settle_flag_proposal
from whereabouts.records.people.models import Child, Flag

DAY = timedelta(days=1)


class Editor:
    """What a migration is given: the owner's connection."""

    connection = connections["owner"]


def fill():
    import_module("whereabouts.records.people.migrations.0010_fill_settled_at").fill_settled_at(
        None, Editor()
    )


def settled():
    return dict(Flag.objects.using("owner").values_list("pk", "settled_at"))


@pytest.fixture
def proposed(committed, make_actor, noon):
    """Return a way to have a sign written down of a child, and the proposal that it leads to."""

    def propose(key, born="12 March 2012"):
        handler = make_actor("call_handler")
        told = Told(
            idempotency_key=key, happened_at=noon, names=f"{key} Sampleton", born_text=born,
            reporter_name="Paula Sampleton", relation="mother",
        )  # fmt: skip
        reference = report_missing(actor=handler, told=told, at=noon).episode
        answer_question(
            actor=handler, reference=reference, fact="exploitation_cue_in_history", value=True,
            said_by="Records", source_kind="records", at=noon,
        )  # fmt: skip
        with entered(actor=handler, at=noon):
            return Flag.objects.select_related("child").order_by("-pk").first()

    return propose


def settle(actor, flag, at, accepted):
    with entered(actor=actor, at=at):
        settle_flag_proposal(flag=flag, accepted=accepted, because="Read.", by=actor, at=at)


def test_each_gets_the_moment_of_its_own_settling_and_a_second_run_changes_nothing(
    proposed, make_actor, noon
):
    inspector = make_actor("duty_inspector")
    raised, declined, erased = proposed("Testa"), proposed("Other"), proposed("Third")
    settle(inspector, raised, noon + 5 * DAY, accepted=True)
    settle(inspector, declined, noon + 6 * DAY, accepted=False)
    settle(inspector, erased, noon + 7 * DAY, accepted=True)
    waiting = proposed("Fourth")
    with entered(actor=inspector, at=noon):
        never_proposed = raise_flag(
            child=Child.objects.get(pk=raised.child_id), kind="self_harm", strength="suspected",
            source="A worker", review_on=(noon + 30 * DAY).date(), by=inspector, at=noon,
        )  # fmt: skip
    # As it was kept before; of the third nobody can say any more.
    Flag.objects.using("owner").update(settled_at=None)
    AuditEntry.objects.using("owner").filter(
        kind="child.flag_settled", subject=f"child:{erased.child_id}"
    ).update(payload=None)
    fill()
    once = settled()
    assert once == {
        raised.pk: noon + 5 * DAY,
        declined.pk: noon + 6 * DAY,
        erased.pk: None,
        waiting.pk: None,
        never_proposed.pk: None,
    }
    fill()
    assert settled() == once


def test_the_days_from_sign_to_flag_are_counted_to_the_moment_that_was_filled_in(
    proposed, make_actor, noon
):
    inspector = make_actor("duty_inspector")
    settle(inspector, proposed("Testa"), noon + 5 * DAY, accepted=True)
    Flag.objects.using("owner").update(settled_at=None)
    assert cue_to_flag(actor=inspector, at=noon + 9 * DAY).longest_days == 0
    fill()
    assert cue_to_flag(actor=inspector, at=noon + 9 * DAY).longest_days == 5

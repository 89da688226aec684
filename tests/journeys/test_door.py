"""The door of a journey: whole or not at all; and gone through again where two waited in a ring."""

import pytest
from django.db import OperationalError
from psycopg import errors

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.door import TRIES, journey

KIND = "episode.opened"


def refused_by(cause):
    """Raise what Django makes of an error of the database."""
    raise OperationalError(str(cause)) from cause


@pytest.fixture
def stumbles():
    """Return a maker of journeys that write something and then fail so often, in some way."""

    def make(times, cause=None):
        gone = []

        @journey(needs=Permission.EPISODE_UPDATE)
        def step(*, actor, at, names=()):
            gone.append(list(names))
            audit.record(kind=KIND, subject="episode:made-up", by=actor, at=at)
            promise(
                key="made-up", kind="task_due", subject="episode:made-up", text="Look.", at=at,
                from_agency=actor.agency_id, to_agency=actor.agency_id, to_role="supervisor",
            )  # fmt: skip
            if len(gone) <= times:
                refused_by(cause or errors.DeadlockDetected("waited in a ring"))
            return len(gone)

        step.gone = gone
        return step

    return make


def written():
    """Return how often it was written down, and how many were told."""
    return (
        AuditEntry.objects.using("owner").filter(kind=KIND, subject="episode:made-up").count(),
        Message.objects.using("owner").filter(kind="task_due").count(),
    )


@pytest.mark.usefixtures("committed")
def test_who_waited_in_a_ring_goes_again_and_it_happens_once(stumbles, make_actor, noon):
    step = stumbles(TRIES - 1)
    assert step(actor=make_actor("call_handler"), at=noon, names=["Testa"]) == TRIES
    assert step.gone == [["Testa"]] * TRIES
    assert written() == (1, 1)


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize(
    ("times", "cause", "names", "gone"),
    [
        (TRIES, None, ["Testa"], TRIES),  # it ends at some time
        (1, errors.LockNotAvailable("in use"), ["Testa"], 1),  # something else
        (1, None, iter(["Testa"]), 1),  # what is read only once cannot be read again
    ],
)
def test_anything_else_is_raised_and_nothing_of_it_has_happened(
    stumbles, make_actor, noon, times, cause, names, gone
):
    step = stumbles(times, cause)
    with pytest.raises(OperationalError):
        step(actor=make_actor("call_handler"), at=noon, names=names)
    assert len(step.gone) == gone
    assert written() == (0, 0)


@pytest.mark.django_db
def test_within_somebody_else_s_transaction_nothing_is_gone_over_again(stumbles, make_actor, noon):
    step = stumbles(1)
    with pytest.raises(OperationalError):
        step(actor=make_actor("call_handler"), at=noon)
    assert len(step.gone) == 1

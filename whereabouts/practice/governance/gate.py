"""A request or a run for somebody of its agency: hidden alike when none and when not theirs."""

from uuid import UUID

from whereabouts.foundations.access.gate import one
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.governance.models import DataBreach, Request, RetentionRun


def request_for(actor: Actor, *, request_id: UUID) -> Request:
    """Return what somebody asked of the actor's agency.

    :raises NotVisible: there is none for this actor.
    """
    return one(Request, pk=request_id)


def run_for(actor: Actor, *, run_id: UUID) -> RetentionRun:
    """Return a run that counted what had reached its time.

    :raises NotVisible: there is none for this actor.
    """
    return one(RetentionRun, pk=run_id)


def breach_for(actor: Actor, *, breach_id: UUID) -> DataBreach:
    """Return a breach of personal data of the actor's agency.

    :raises NotVisible: there is none for this actor.
    """
    return one(DataBreach, pk=breach_id)

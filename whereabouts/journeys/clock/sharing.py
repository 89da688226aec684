"""Sharing, by the clock: what ran out is said, and what ends soon."""

from datetime import datetime

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.sharing import actions, events, rules
from whereabouts.practice.sharing.models import Agreement, Sharing


@for_the_agency
def sharing_ends(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Write down that a sharing ran out, and tell whoever shared: share anew, or leave it."""
    found = visible(Sharing).get(pk=key_of(timer))
    if not actions.run_out(sharing=found, by=by, at=at):
        return
    kind = Agency.objects.get(pk=timer.owner_agency_id).kind
    promise(
        key=f"timer:{timer.pk}", kind=timer.kind, subject=f"child:{found.child_id}",
        from_agency=by.agency_id, to_agency=timer.owner_agency_id,
        to_role=rules.ROLE_OF_KIND.get(kind, "missing_coordinator"), child=found.child_id,
        loudness="digest", text="What you shared of a child has ended, as it said it would.",
        at=at,
    )  # fmt: skip


@for_the_agency
def agreement_ends(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell both agencies that an agreement ends soon, and with it what is shared under it."""
    found = visible(Agreement).get(pk=key_of(timer))
    if found.withdrawn_at is not None:
        return
    audit.record(kind=events.AGREEMENT_ENDING, subject=timer.subject, by=by, at=at)
    for agency in (found.owner_agency_id, found.with_agency_id):
        promise(
            key=f"timer:{timer.pk}:{agency}", kind=timer.kind, subject=timer.subject,
            from_agency=by.agency_id, to_agency=agency, to_role="information_governance",
            text="An agreement to share ends soon. What is shared under it ends with it.", at=at,
        )  # fmt: skip


HANDLERS: dict[str, Handler] = {
    "sharing_ends": sharing_ends,
    "agreement_ends": agreement_ends,
}

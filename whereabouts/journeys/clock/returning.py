"""What ran out around a return: silence about another place, a matter that nobody has read."""

from datetime import datetime

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise, tell_screens
from whereabouts.foundations.timers.actions import Handler, set_timer
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.return_home import actions as returns
from whereabouts.practice.return_home.models import Alternative
from whereabouts.practice.risk import after_return


@for_the_agency
def alternative_silent(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Let silence about another place climb to whoever is on call; then it is counted as a gap."""
    place = visible(Alternative).select_related("episode__owner_agency").get(pk=key_of(timer))
    if returns.note_silence(alternative=place, step=timer.because, by=by, at=at):
        after_return.tell_of_silence(place=place, step=timer.because, by=by, at=at)


@for_the_agency
def matter_waiting(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell whoever looks into matters that one waits; again and again until it is decided."""
    promise(
        key=f"timer:{timer.pk}",
        kind="matter",
        subject=timer.subject,
        from_agency=by.agency_id,
        to_agency=timer.owner_agency_id,
        to_role=timer.because,
        text="A matter of conduct still waits, under seal: read it and decide.",
        at=at,
        loudness="interrupt",
    )
    set_timer(
        key=f"{timer.subject}:waiting:{at.isoformat()}",
        kind="matter_waiting",
        subject=timer.subject,
        agency=timer.owner_agency_id,
        at=at,
        due_at=at + length_of(key="matter_looked_at", at=at),
        because=timer.because,
    )
    tell_screens(agencies=[timer.owner_agency_id])


@for_the_agency
def child_untold(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Tell whoever tells the child again that something is decided; until the child has heard."""
    promise(
        key=f"timer:{timer.pk}",
        kind="child_untold",
        subject=timer.subject,
        from_agency=by.agency_id,
        to_agency=timer.owner_agency_id,
        to_role=timer.because,
        text="Something that a child told of is decided, and nobody has told them. Tell them.",
        at=at,
    )
    set_timer(
        key=f"{timer.subject}:untold:{at.isoformat()}",
        kind="child_untold",
        subject=timer.subject,
        agency=timer.owner_agency_id,
        at=at,
        due_at=at + length_of(key="child_told_back", at=at),
        because=timer.because,
    )
    tell_screens(agencies=[timer.owner_agency_id])


HANDLERS: dict[str, Handler] = {
    "alternative_silent": alternative_silent,
    "matter_waiting": matter_waiting,
    "child_untold": child_untold,
}

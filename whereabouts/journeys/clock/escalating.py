"""Matters that climb, by the clock: without an answer in time each goes one step up."""

from datetime import datetime

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.journeys.clock.frame import for_the_agency, key_of
from whereabouts.practice.escalation.actions import DUE, climb
from whereabouts.practice.escalation.models import Escalation


@for_the_agency
def escalation_due(*, timer: Timer, by: Actor, at: datetime) -> None:
    """Let a matter climb that nobody answered in time."""
    found = visible(Escalation).select_related("to_agency__parent").get(pk=key_of(timer))
    if found.state == "open":
        climb(escalation=found, why="no_answer", words="", by=by, at=at)


HANDLERS: dict[str, Handler] = {DUE: escalation_due}

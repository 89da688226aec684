"""What every handler stands in: the scope of the agency whose clock it is, in its own name."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.timers.actions import Handler
from whereabouts.foundations.timers.models import Timer
from whereabouts.practice.supervision.actions.alarms import head_of, ring
from whereabouts.records.episodes.models import Episode

Step = Callable[..., None]


class NothingBehind(Exception):
    """A timer names something that is not there: it is tried again, and the lag shows it."""


def for_the_agency(step: Step) -> Handler:
    """Make a step a handler: in the scope of the agency whose clock it is, as its clock."""

    @wraps(step)
    def handle(timer: Timer, at: datetime) -> None:
        clock = system_actor(agency=timer.owner_agency_id, at=at)
        with entered(actor=clock, at=at, savepoint=False):
            step(timer=timer, by=clock, at=at)

    return handle


def key_of(timer: Timer) -> UUID:
    """Return the key of what the timer is about."""
    return UUID(timer.subject.partition(":")[2])


def episode_of(timer: Timer) -> Episode:
    """Return the episode that the timer is about.

    :raises NothingBehind: the agency has no such episode.
    """
    try:
        return visible(Episode).select_related("owner_agency").get(pk=key_of(timer))
    except Episode.DoesNotExist:
        raise NothingBehind("There is no such episode for this agency.") from None


def tell_head(
    *, timer: Timer, episode: Episode, kind: str, text: str, by: Actor, at: datetime
) -> None:
    """Ring an alarm for whoever answers for the episode's agency."""
    ring(
        timer=timer, episode=episode, kind=kind, text=text,
        to=[head_of(agency=episode.owner_agency)], by=by, at=at,
    )  # fmt: skip

"""What follows from a history of going missing: panels, meetings, plans, and an offer of help.

Beside the rules of the packs, which grade tonight: here every definition of a repeat is read at
once (`engines/repeats/definitions.toml`), and what those that hold ask for is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whereabouts.engines.repeats import Standing, asked_for, calls_in_force
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.practice.support import actions as support
from whereabouts.practice.support.queries import (
    callers_of,
    help_owed,
    live_support_plans,
    repeats_of,
)
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import queries as people

HOLDERS = ("police_force", "transport_police", "authority")


@dataclass(frozen=True, kw_only=True)
class Again:
    """How a child's history stands: the definitions, who has called for help, what is asked."""

    repeats: tuple[Standing, ...]
    callers: tuple[tuple[str, Standing], ...]
    planned: bool
    # To whom earlier calls left an offer owed: the same occasion owes no second one.
    owed: frozenset[str] = frozenset()

    @property
    def asks(self) -> tuple[str, ...]:
        """What the definitions that hold ask for, once each."""
        standing = [*self.repeats, *(one for _, one in self.callers)]
        return asked_for(standing=standing)

    @property
    def held(self) -> tuple[Standing, ...]:
        """The definitions that hold now."""
        return tuple(one for one in self.repeats if one.holds)


def again(*, episode: Episode, facts: Mapping[str, Any], at: datetime, new: bool = False) -> Again:
    """Return how the history of an episode's child stands; the caller is in a scope.

    For one that is `new`, what `facts` know to be too little for any definition is not asked.
    """
    children = people.same_person_set(child_id=episode.child_id)
    repeats: tuple[Standing, ...] = ()
    if facts.get("episodes_ever") != 0:
        repeats = repeats_of(children=children, at=at)
    callers: list[tuple[str, Standing]] = []
    fewest = min(one.at_least for one in calls_in_force(on=at.date()))
    if not new or facts.get("help_sought_before", fewest) + 1 >= fewest:
        callers = callers_of(children=children, at=at)
    owed = (
        frozenset(one.to_whom for one in help_owed(children=children)) if callers else frozenset()
    )
    asks_for_a_plan = "plan" in asked_for(standing=repeats)
    return Again(
        repeats=repeats,
        callers=tuple(callers),
        owed=owed,
        planned=asks_for_a_plan and bool(live_support_plans(children=children)),
    )


def put_before_panel(*, episode: Episode, standing: Again, by: Actor, at: datetime) -> None:
    """Put the child before the panel of the agency whose scope this is, where a threshold asks."""
    if "panel" not in standing.asks or episode.owner_agency.kind not in HOLDERS:
        return
    asking = [one.definition.id for one in standing.held if "panel" in one.definition.asks]
    support.open_panel(episode=episode, thresholds=asking, by=by, at=at)

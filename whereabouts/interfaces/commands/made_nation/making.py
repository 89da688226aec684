"""Making the whole nation from a seed, step by step: the same seed, the same nation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.made_nation import after, around, deciding, knowing, returned
from whereabouts.interfaces.commands.made_nation.deciding import Practice
from whereabouts.interfaces.commands.made_nation.episodes import DAY, make_episodes
from whereabouts.interfaces.commands.made_nation.history import History
from whereabouts.interfaces.commands.made_nation.people import first_day, make_people
from whereabouts.interfaces.commands.made_nation.settings import areas, settings

Column = NDArray[Any]
Table = dict[str, Column]
FACT = "fact_"
ASIDE = 7  # chances of its own: any number but none


@dataclass(frozen=True)
class Nation:
    """The nation's tables, and what it was made by."""

    about: dict[str, Any]
    tables: dict[str, Table]
    practice: Practice

    @property
    def episodes(self) -> Table:
        """Every episode of a child, as it was."""
        return self.tables["episodes"]


def make_nation(
    *, years: int, scale: float, seed: int, say: Callable[[str], None] = lambda _: None
) -> Nation:
    """Return the nation of so many years, its size a share of the real one's."""
    given, land = settings(), areas()
    spans = given["years"][-years:]
    chance = np.random.default_rng(seed)
    practice = deciding.make_practice(chance=chance, given=given, areas=land)
    say("children")
    people, rows = make_people(chance=chance, given=given, areas=land, years=spans, scale=scale)
    say("episodes")
    until = first_day(ends=spans[-1]["ends"] + 1) * DAY
    episodes, placements = make_episodes(
        chance=chance, given=given, areas=land, people=people, years=spans, rows=rows, until=until
    )
    child = episodes["child"]
    say("what was known")
    history = History(child=child, at=episodes["reported_at"])
    facts, danger = knowing.make_facts(
        chance=chance, people=people, episodes=episodes, history=history
    )
    say("decisions")
    episodes["level"] = deciding.decide(
        chance=chance, given=given, practice=practice, facts=facts, danger=danger,
        episodes=episodes, years=spans,
    )  # fmt: skip
    facts |= deciding.earlier_levels(chance=chance, history=history, level=episodes["level"])
    facts |= deciding.plans(
        chance=chance,
        child=child,
        episodes_ever=facts["episodes_ever"],
        highest=facts["highest_previous_level"],
    )
    say("returns")
    episodes |= after.make_after(
        chance=chance, given=given, areas=land, episodes=episodes, danger=danger, until=until
    )
    beside = np.random.default_rng([seed, ASIDE])
    episodes |= around.make_deaths(chance=beside, given=given, episodes=episodes)
    facts |= after.harmed_before(history=history, harm=episodes["harm"])
    episodes["age_returned"] = facts["age_years"]
    episodes["ethnicity"] = people.ethnicity[child]
    episodes["sex"] = facts["sex"]
    episodes["care"] = people.care[child]
    episodes |= {FACT + name: column for name, column in facts.items()}
    say("what the forces return")
    sent = returned.make_returned(
        chance=chance, given=given, practice=practice, episodes=episodes, years=spans,
        children=len(people),
    )  # fmt: skip
    about = {
        "made_up": True,
        "version": given["version"],
        "seed": seed,
        "scale": scale,
        "years": [year["ends"] for year in spans],
        "until": until,
        "forces": list(land.forces),
        "authorities": list(land.authorities),
    }
    who: Table = {
        "born": people.born.astype(np.int32),
        "birth_known": people.birth_known,
        "girl": people.girl,
        "ethnicity": people.ethnicity,
        "care": people.care,
        "authority": people.authority,
    }
    forces: Table = {name: getattr(practice, name) for name in Practice.__dataclass_fields__}
    tables = {
        "children": who,
        "placements": placements,
        "episodes": episodes,
        "returned": sent,
        "plans": around.make_plans(given=given, episodes=episodes, facts=facts),
        "adults": around.make_adults(chance=beside, given=given, episodes=episodes, facts=facts),
        "forces": forces,
    }
    return Nation(about, tables, practice)

"""Making the whole nation from a seed, step by step: the same seed, the same nation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.kept_parts import KeptParts
from whereabouts.interfaces.commands.made_nation import after, around, deciding, knowing, returned
from whereabouts.interfaces.commands.made_nation.deciding import Practice
from whereabouts.interfaces.commands.made_nation.episodes import DAY, make_episodes
from whereabouts.interfaces.commands.made_nation.history import History
from whereabouts.interfaces.commands.made_nation.people import (
    ChildYears,
    People,
    first_day,
    make_people,
)
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


@dataclass(frozen=True)
class Progress:
    """What is to hear how far the making is: of each step its name, its place and their number."""

    begun: Callable[[str, int, int], None] = lambda name, place, of: None
    kept: Callable[[str, int, int], None] = lambda name, place, of: None


def make_nation(
    *, years: int, scale: float, seed: int, progress: Progress | None = None,
    kept: KeptParts | None = None,
) -> Nation:  # fmt: skip
    """Return the nation of so many years, its size a share of the real one's.

    `kept` keeps each step with the chances after it, and a step that it has is not made again.
    """
    making = _Making(years=years, scale=scale, seed=seed)
    told = progress or Progress()
    steps: dict[str, Callable[[], Table]] = {
        "children": making.children,
        "episodes": making.episodes,
        "what was known": making.known,
        "decisions": making.decisions,
        "returns": making.returns,
        "what the forces return": making.sent,
    }
    for place, (name, make) in enumerate(steps.items()):
        part = name.replace(" ", "-")
        found = kept.read(part=part) if kept is not None else None
        if kept is not None and found is not None:
            told.kept(name, place, len(steps))
            making.chances_after(kept.about)
        else:
            told.begun(name, place, len(steps))
            found = make()
            if kept is not None:
                kept.keep(part=part, columns=found, about=making.chances())
        making.made |= found
    return making.nation()


class _Making:
    """The nation under way: every column by its group and name, each step adding to them."""

    def __init__(self, *, years: int, scale: float, seed: int) -> None:
        self.given, self.land = settings(), areas()
        self.seed, self.scale = seed, scale
        self.spans = self.given["years"][-years:]
        self.until = first_day(ends=self.spans[-1]["ends"] + 1) * DAY
        self.chance = np.random.default_rng(seed)
        self.beside = np.random.default_rng([seed, ASIDE])
        self.made: Table = {}

    def chances(self) -> dict[str, Any]:
        """Return where both rows of chances stand."""
        return {
            "chance": self.chance.bit_generator.state,
            "beside": self.beside.bit_generator.state,
        }

    def chances_after(self, stood: dict[str, Any]) -> None:
        """Go on with the chances from where they stood."""
        self.chance.bit_generator.state = stood["chance"]
        self.beside.bit_generator.state = stood["beside"]

    def children(self) -> Table:
        """Make the forces' practice and every child."""
        practice = deciding.make_practice(chance=self.chance, given=self.given, areas=self.land)
        people, rows = make_people(
            chance=self.chance, given=self.given, areas=self.land, years=self.spans,
            scale=self.scale,
        )  # fmt: skip
        plain = {name: column for name, column in vars(people).items() if name != "flags"}
        return {
            **_named("forces", vars(practice)),
            **_named("people", plain),
            **_named("flags", people.flags),
            **_named("rows", vars(rows)),
        }

    def episodes(self) -> Table:
        """Make every episode, and where the children were placed."""
        episodes, placements = make_episodes(
            chance=self.chance, given=self.given, areas=self.land, people=self._people,
            years=self.spans, rows=ChildYears(**self._group("rows")), until=self.until,
        )  # fmt: skip
        return {**_named("episodes", episodes), **_named("placements", placements)}

    def known(self) -> Table:
        """Make what was known of each episode, and how much danger there was."""
        facts, danger = knowing.make_facts(
            chance=self.chance, people=self._people, episodes=self._group("episodes"),
            history=self._history,
        )  # fmt: skip
        return {**_named("facts", facts), "all.danger": danger}

    def decisions(self) -> Table:
        """Make what was decided on each episode, and what follows from it for the later ones."""
        episodes, facts = self._group("episodes"), self._group("facts")
        level = deciding.decide(
            chance=self.chance, given=self.given, practice=self._practice,
            codes=self.land.forces, facts=facts, danger=self.made["all.danger"],
            episodes=episodes, years=self.spans,
        )  # fmt: skip
        more = deciding.earlier_levels(chance=self.chance, history=self._history, level=level)
        more |= deciding.plans(
            chance=self.chance,
            child=episodes["child"],
            episodes_ever=facts["episodes_ever"],
            highest=more["highest_previous_level"],
        )
        return {"episodes.level": level, **_named("facts", more)}

    def returns(self) -> Table:
        """Make what came after each episode."""
        episodes = self._group("episodes")
        found = after.make_after(
            chance=self.chance, given=self.given, areas=self.land, episodes=episodes,
            danger=self.made["all.danger"], until=self.until,
        )  # fmt: skip
        found |= around.make_deaths(chance=self.beside, given=self.given, episodes=episodes | found)
        harmed = after.harmed_before(history=self._history, harm=found["harm"])
        return {**_named("episodes", found), **_named("facts", harmed)}

    def sent(self) -> Table:
        """Make what the forces return, and what was set up around the children."""
        episodes, facts = self._whole_episodes(), self._group("facts")
        sent = returned.make_returned(
            chance=self.chance, given=self.given, practice=self._practice, episodes=episodes,
            years=self.spans, children=len(self._people),
        )  # fmt: skip
        adults = around.make_adults(
            chance=self.beside, given=self.given, episodes=episodes, facts=facts
        )
        plans = around.make_plans(given=self.given, episodes=episodes, facts=facts)
        return {
            **_named("returned", sent), **_named("plans", plans), **_named("adults", adults),
        }  # fmt: skip

    def nation(self) -> Nation:
        """Return the whole of it."""
        people = self._people
        about = {
            "made_up": True,
            "version": self.given["version"],
            "seed": self.seed,
            "scale": self.scale,
            "years": [year["ends"] for year in self.spans],
            "until": self.until,
            "forces": list(self.land.forces),
            "authorities": list(self.land.authorities),
        }
        who: Table = {
            "born": people.born.astype(np.int32),
            "birth_known": people.birth_known,
            "girl": people.girl,
            "ethnicity": people.ethnicity,
            "care": people.care,
            "authority": people.authority,
        }
        tables = {
            "children": who,
            "placements": self._group("placements"),
            "episodes": self._whole_episodes(),
            "returned": self._group("returned"),
            "plans": self._group("plans"),
            "adults": self._group("adults"),
            "forces": self._group("forces"),
        }
        return Nation(about, tables, self._practice)

    def _whole_episodes(self) -> Table:
        child, facts, people = self.made["episodes.child"], self._group("facts"), self._people
        return self._group("episodes") | {
            "age_returned": facts["age_years"],
            "ethnicity": people.ethnicity[child],
            "sex": facts["sex"],
            "care": people.care[child],
            **{FACT + name: column for name, column in facts.items()},
        }

    def _group(self, group: str) -> Table:
        begins = f"{group}."
        return {
            name.removeprefix(begins): column
            for name, column in self.made.items()
            if name.startswith(begins)
        }

    @cached_property
    def _people(self) -> People:
        return People(**self._group("people"), flags=self._group("flags"))

    @cached_property
    def _practice(self) -> Practice:
        return Practice(**self._group("forces"))

    @cached_property
    def _history(self) -> History:
        return History(child=self.made["episodes.child"], at=self.made["episodes.reported_at"])


def _named(group: str, columns: dict[str, Any]) -> Table:
    return {f"{group}.{name}": column for name, column in columns.items()}

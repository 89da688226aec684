"""A slice of the made-up nation behind the demonstration: the years up to now, to be counted.

The nation's own years are those that figures were published of. Here they are moved, by whole
weeks, so that the last whole year and the months since are among them. What would lie in the future
is left out, and so is whoever would still be missing: nobody in the demonstration knows of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from django.conf import settings

from whereabouts.engines.policy import load_packs
from whereabouts.foundations.agencies.models import Agency
from whereabouts.interfaces.commands.backload.loading import load
from whereabouts.interfaces.commands.demo.nation import ELSEWHERE, FIRST_AUTHORITY, FIRST_FORCE
from whereabouts.interfaces.commands.demo.told import has_history, is_told
from whereabouts.interfaces.commands.made_nation.making import Column, Nation, Table, make_nation
from whereabouts.interfaces.commands.management.commands.run_finder import connect
from whereabouts.journeys.clock.publishing import make_first

YEARS, SCALE = 3, 0.01  # some tens of episodes a force and year: enough that not all is hidden
FIRST = (
    FIRST_FORCE, FIRST_AUTHORITY, ELSEWHERE["board_member"], ELSEWHERE["national_analyst"],
)  # fmt: skip
WEEK, DAY = 7 * 86_400, 86_400
TIMES = ("reported_at", "last_seen_at", "returned_at", "interviewed_at", "rhi_at", "placed_at")
NONE = -1

Say = Callable[[str], None]


def slice_of(*, at: datetime, seed: int) -> Nation:
    """Return the nation's years moved up to a moment: of episodes those that are over."""
    made = make_nation(years=YEARS, scale=SCALE, seed=seed)
    # So far that the year under way is the last one of the nation.
    year = at.year + 1 if (at.month, at.day) >= (4, 1) else at.year
    weeks = round((year - made.about["years"][-1]) * 365.2425 / 7)
    episodes = made.episodes
    keep = (episodes["returned_at"] >= 0) & (
        episodes["returned_at"] + weeks * WEEK < at.timestamp() - DAY
    )
    moved = {name: column[keep] for name, column in episodes.items()}
    for name in TIMES:
        column = moved[name].astype(np.int64)
        moved[name] = np.where(column < 0, NONE, column + weeks * WEEK)
        # What would lie in the future has not happened yet.
        moved[name] = np.where(moved[name] > at.timestamp() - DAY, NONE, moved[name])
    people = dict(made.tables["children"])
    people["born"] = (people["born"].astype(np.int64) + weeks * 7).astype(np.int32)
    tables = {
        **made.tables,
        "children": people,
        "episodes": moved,
        "returned": _returned(made.tables["returned"], keep, weeks, at),
        "plans": _moved(made.tables["plans"], ("agreed_at", "until"), weeks),
        "adults": _moved(made.tables["adults"], ("said_at",), weeks),
    }
    about: dict[str, Any] = {**made.about, "weeks": weeks, "demonstration": True}
    return replace(made, about=about, tables=tables)


def _moved(table: Table, times: tuple[str, ...], weeks: int) -> Table:
    return table | {name: table[name].astype(np.int64) + weeks * WEEK for name in times}


def _returned(sent: Table, keep: Column, weeks: int, at: datetime) -> Table:
    """Return what the forces sent of the episodes that are kept, and of adults up to now."""
    moved = _moved(sent, ("reported_at",), weeks)
    place = np.where(keep, np.cumsum(keep) - 1, NONE)
    episode = sent["episode"].astype(np.int64)
    moved["episode"] = np.where(episode < 0, NONE, place[episode])
    kept = np.where(episode < 0, moved["reported_at"] < at.timestamp() - DAY, moved["episode"] >= 0)
    return {name: column[kept] for name, column in moved.items()}


def tell(*, seed: int, at: datetime, say: Say) -> int:
    """Write the slice down in one go; return how many episodes, none where it is there already.

    Whoever is signed in finds the first packs and figures made; the clocks make the rest.
    """
    number = 0 if has_history() else _written(seed, at, say)
    if not is_told():
        say("Making the first packs and figures")
        first = Agency.objects.filter(code__in=FIRST).values_list("pk", flat=True)
        make_first(agencies=first, at=at)
    return number


def _written(seed: int, at: datetime, say: Say) -> int:
    say("Writing the years before, for figures to count")
    made = slice_of(at=at, seed=seed)
    with connect(writing=True) as connection:
        done = load(
            nation=made, library=load_packs(settings.POLICY_PACKS_DIR), connection=connection,
            at=at, say=say, followed=True, at_once=len(made.episodes["child"]) or 1,
        )  # fmt: skip
    return int(done["rows"].get("episodes_episode", 0))

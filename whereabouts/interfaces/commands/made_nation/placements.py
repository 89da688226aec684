"""Where each looked-after child was placed: from before the first absence until eighteen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.made_nation.people import People
from whereabouts.interfaces.commands.made_nation.settings import LIVING_AT

Column = NDArray[Any]
DAY, HOUR = 86_400, 3_600
OPEN = -1
SUPPORTED = LIVING_AT.index("supported_accommodation")


def make_placements(
    *, people: People, episodes: dict[str, Column], of_row: Column, until: int
) -> tuple[dict[str, Column], Column]:
    """Return the placements, and for each episode (child by child, by time) when its own began.

    Each child and year has one placement. It began so many days before the year's first absence,
    but never before the child was back from the last absence of the placement before.
    """
    child, reported = episodes["child"], episodes["reported_at"]
    first = np.concatenate([[True], of_row[1:] != of_row[:-1]])
    starts = np.flatnonzero(first)
    which = np.cumsum(first) - 1
    again = np.concatenate([[False], child[starts][1:] == child[starts][:-1]])
    back = np.concatenate([[0], episodes["returned_at"][:-1]])[starts]
    born = people.born[child[starts]].astype(np.int64)
    began = reported[starts] - episodes["placed_days_before"][starts].astype(np.int64) * DAY
    began = np.maximum(began, (born + 1) * DAY)
    began = np.where(again, np.maximum(began, np.minimum(back + HOUR, reported[starts] - 1)), began)
    # Nobody comes to supported accommodation before sixteen.
    sixteen = np.where(
        episodes["living_at"][starts] == SUPPORTED, birthday(born=born, age=16) * DAY, began
    )
    began = np.maximum(began, sixteen)
    began = np.minimum(began, episodes["last_seen_at"][starts] - 1)
    care = people.care[child[starts]]
    ends = np.minimum(birthday(born=born, age=18) * DAY, until)
    ends = np.where(ends >= until, OPEN, ends)
    following = np.flatnonzero(again)
    ends[following - 1] = began[following]
    table = {
        "child": child[starts][care].astype(np.int32),
        "authority": episodes["authority"][starts][care],
        "host_authority": episodes["host_authority"][starts][care],
        "living_at": episodes["living_at"][starts][care],
        "from_at": began[care].astype(np.int64),
        "to_at": ends[care].astype(np.int64),
    }
    return table, began[which]


def birthday(*, born: Column, age: int) -> Column:
    """Return the day of a birthday, in days since 1970: 1 March for a leap day's."""
    day = born.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    of_month = (day - month.astype("datetime64[D]")).astype(np.int64)
    later: Column = (month + np.timedelta64(age * 12, "M")).astype("datetime64[D]").astype(np.int64)
    return later + of_month

"""When and where each incident is, and how long: never two of one child at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.made_nation.people import (
    DAY_OF_YEAR,
    ChildYears,
    People,
    first_day,
)
from whereabouts.interfaces.commands.made_nation.placements import OPEN, make_placements
from whereabouts.interfaces.commands.made_nation.settings import (
    LIVING_AT,
    Areas,
    by_weight,
    pick,
)

Column = NDArray[Any]
DAY, HOUR = 86_400, 3_600
MOST_HOURS = 24 * 400.0


def make_episodes(
    *,
    chance: np.random.Generator,
    given: dict[str, Any],
    areas: Areas,
    people: People,
    years: list[dict[str, Any]],
    rows: ChildYears,
    until: int,
) -> tuple[dict[str, Column], dict[str, Column]]:
    """Return the incidents in the order of report, times in seconds; and the placements."""
    homes = _homes(chance, given, areas, people, years=years, rows=rows)
    of_row = np.repeat(np.arange(len(rows.child)), rows.times)
    child = rows.child[of_row]
    reported = _reported(chance, given["when"], people, years=years, rows=rows, of_row=of_row)
    order = np.lexsort((reported, child))
    of_row, child, reported = of_row[order], child[order], reported[order]
    same = child[1:] == child[:-1]
    # At least an hour and a half apart, or the later one moves on.
    room = np.full(len(child), MOST_HOURS * HOUR)
    room[:-1] = np.where(same, np.maximum(reported[1:] - reported[:-1], 1), MOST_HOURS * HOUR)
    middle, spread = given["when"]["duration_hours"]
    hours = np.exp(np.log(middle) + spread * chance.normal(size=len(child)))
    away = np.minimum(np.minimum(hours, MOST_HOURS) * HOUR, room * 0.95)
    delay = np.where(
        people.care[child],
        given["when"]["delay_hours"]["care"],
        given["when"]["delay_hours"]["home"],
    )
    before = delay * np.exp(0.7 * chance.normal(size=len(child))) * HOUR
    earlier = np.full(len(child), np.inf)
    earlier[1:] = np.where(same, room[:-1] - away[:-1], np.inf)
    seen = reported - np.minimum(before, earlier * 0.9)
    columns: dict[str, Column] = {
        "child": child.astype(np.int32),
        "year": rows.year[of_row].astype(np.int8),
        "reported_at": reported.astype(np.int64),
        "last_seen_at": seen.astype(np.int64),
        "returned_at": (reported + np.maximum(np.floor(away), 1)).astype(np.int64),
        **{name: column[of_row] for name, column in homes.items()},
    }
    middle_km, spread_km = given["where"]["distance_km"]
    columns["distance_km"] = np.exp(
        np.log(middle_km) + spread_km * chance.normal(size=len(child))
    ).astype(np.float32)
    placements, placed_at = make_placements(
        people=people, episodes=columns, of_row=of_row, until=until
    )
    del columns["placed_days_before"]
    columns["placed_at"] = np.where(people.care[child], placed_at, OPEN).astype(np.int64)
    final = np.argsort(columns["reported_at"], kind="stable")
    return {name: column[final] for name, column in columns.items()}, placements


def _homes(
    chance: np.random.Generator,
    given: dict[str, Any],
    areas: Areas,
    people: People,
    *,
    years: list[dict[str, Any]],
    rows: ChildYears,
) -> dict[str, Column]:
    """Return for each child and year where they live: one home or placement a year."""
    starts = np.array([first_day(ends=year["ends"]) for year in years])[rows.year]
    number, where = len(rows.child), given["where"]
    care = people.care[rows.child]
    kinds = np.array([LIVING_AT.index(name) for name in where["placements"]])
    placed = kinds[pick(chance=chance, shares=where["placements"], number=number)]
    # Supported accommodation is for those of sixteen: all its share falls to them, and none below.
    older = people.born[rows.child] + 16 * DAY_OF_YEAR <= starts
    supported = LIVING_AT.index("supported_accommodation")
    moved = (placed == supported) & ~older
    others = {k: v for k, v in where["placements"].items() if k != "supported_accommodation"}
    instead = np.array([LIVING_AT.index(name) for name in others])
    placed[moved] = instead[pick(chance=chance, shares=others, number=int(moved.sum()))]
    placed[older & (chance.random(number) < where["supported_of_sixteen"])] = supported
    living = np.where(care, placed, LIVING_AT.index("home")).astype(np.int8)
    in_home = living == LIVING_AT.index("childrens_home")
    out = chance.random(number) < np.where(
        in_home, where["out_of_area_homes"], where["out_of_area_others"]
    )
    out &= care
    own = people.authority[rows.child]
    elsewhere = by_weight(chance=chance, weights=areas.children, number=number)
    host = np.where(out, elsewhere, own)
    out &= host != own
    began = chance.exponential(220, number)
    return {
        "living_at": living,
        "host_authority": host.astype(np.int16),
        "authority": own.astype(np.int16),
        "force": areas.force_of[host].astype(np.int8),
        "out_of_area": out,
        "placed_days_before": np.minimum(began, 4_000).astype(np.int16),
    }


def _reported(
    chance: np.random.Generator,
    when: dict[str, Any],
    people: People,
    *,
    years: list[dict[str, Any]],
    rows: ChildYears,
    of_row: Column,
) -> Column:
    """Return when each incident is reported, in seconds since 1970, by London's clock as told."""
    starts = np.array([first_day(ends=year["ends"]) for year in years])[rows.year]
    ends = np.array([first_day(ends=year["ends"] + 1) for year in years])[rows.year]
    # A child who turns eighteen within the year has only the time until then.
    last = np.minimum(ends, np.floor(people.born[rows.child] + 18 * DAY_OF_YEAR) - 1)
    last = np.maximum(last, starts + 1)
    gaps = np.where(
        chance.random(len(of_row)) < 0.78,
        np.minimum(chance.exponential(25, len(of_row)), 28),
        chance.uniform(28, 120, len(of_row)),
    )
    gaps += 0.4
    first = np.concatenate([[0], np.cumsum(rows.times)[:-1]])
    total = np.cumsum(gaps)
    since_first = total - total[first][of_row]
    length = np.zeros(len(rows.child))
    length[:] = since_first[first + rows.times - 1]
    room = (last - starts).astype(float)
    shrunk = np.where(length > room * 0.97, room * 0.97 / np.maximum(length, 1e-9), 1.0)
    # Wherever the first is, those past the end come before it: no part of the year is emptier.
    begin = chance.random(len(rows.child)) * room
    day = (begin[of_row] + since_first * shrunk[of_row]) % room[of_row]
    day = _by_month(when["months"], day, room[of_row], (last < ends)[of_row])
    day = np.floor(starts[of_row] + day)
    day = _by_weekday(chance, when["weekend"], day, last[of_row] - 1)
    return day * DAY + _second_of_day(chance, when["hours"], len(day))


def _by_month(months: list[float], day: Column, room: Column, cut: Column) -> Column:
    """Return days moved so that months are as full as their index says; order is kept."""
    from_april = np.array([*months[3:], *months[:3]])
    edges = np.cumsum([0, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31]) / 365
    filled = np.concatenate([[0], np.cumsum(from_april / from_april.sum())])
    moved: Column = np.interp(day / np.maximum(room, 1), filled, edges) * room
    return np.where(cut, day, moved)


def _by_weekday(chance: np.random.Generator, more: float, day: Column, last: Column) -> Column:
    """Return days of which some from Monday to Thursday have moved on to the weekend."""
    weekday = (day.astype(np.int64) + 3) % 7  # the first of January 1970 was a Thursday
    moves = (weekday < 4) & (chance.random(len(day)) < more * 3 / 7)
    moved: Column = np.where(moves, day + 4 - weekday + np.floor(chance.random(len(day)) * 3), day)
    return np.minimum(moved, np.maximum(last, day))


def _second_of_day(chance: np.random.Generator, hours: dict[str, float], number: int) -> Column:
    part = pick(chance=chance, shares=hours, number=number)
    drawn = chance.random(number)
    hour = np.choose(part, [20 + 5 * drawn, 15 + 5 * drawn, 1 + 14 * drawn]) % 24
    return np.floor(hour * HOUR)

"""What is kept equals a slow recount to the digit, whatever came, went or changed since."""

from dataclasses import fields
from itertools import pairwise

import numpy as np
import pytest

from whereabouts.insight.figures.counting import by_force, counted
from whereabouts.insight.figures.cubes import (
    NotCounted,
    counted_anew,
    counted_once,
    same,
    years_of,
)
from whereabouts.insight.figures.definitions import definition, definitions
from whereabouts.insight.figures.rows import KINDS, Rows, year_of
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics.source import rows_of

SEEDS = (21, 22, 23)
YEARS = (2022, 2023, 2024)
HOUR, DAY = 3_600, 86_400


@pytest.fixture(scope="module", params=SEEDS)
def nation(request):
    return make_nation(years=3, scale=0.02, seed=request.param)


@pytest.fixture(scope="module")
def rows(nation):
    return rows_of(nation.tables["returned"], nation.episodes)


@pytest.fixture(scope="module")
def forces(nation):
    return len(nation.about["forces"])


@pytest.fixture(scope="module")
def cubes(rows, forces):
    return counted_once(rows=rows, forces=forces, definitions=definitions(), years=YEARS)


def slowly(rows, ends, force):
    """Recount a year of a force, or of all, row by row in plain Python."""
    first, after = year_of(ends=ends)
    found = {"incident": 0, "call": 0, "away": 0, "absent": 0, "apart": 0, "back": 0}
    who, pairs, seconds, lasted = {}, set(), [], []
    columns = [getattr(rows, one.name).tolist() for one in fields(Rows)]
    for episode, person, of, at, back, kind, call, age, care in zip(*columns, strict=True):
        if not first <= at < after or age >= 18 or force not in (None, of):
            continue
        named = KINDS[kind]
        if named == "whereabouts_known":
            found["away"] += not call and care == 1
            continue
        found["call"] += 1
        if call:
            continue
        found["incident"] += 1
        found["absent"] += named == "absent"
        found["apart"] += named in ("absent", "missing")
        who.setdefault(person, []).append(at)
        pairs.add((person, of))
        if back >= 0 or episode >= 0:  # of a call that became no episode nobody knows the end
            seconds.append((after if back < 0 else back) - at)
        if back >= 0:
            lasted.append(back - at)
    return {**found, "who": who, "pairs": pairs, "seconds": seconds, "lasted": lasted}


def repeaters(who, times, days):
    return sum(
        any(
            later - earlier <= days * DAY
            for earlier, later in zip(sorted(at), sorted(at)[times - 1 :], strict=False)
        )
        for at in who.values()
    )


def expected(slow, one):
    if one.measure == "absent_share":
        return [(slow["absent"], slow["apart"])]
    if one.measure == "duration":
        edges = [-1, *(most * HOUR for most in one.bands), float("inf")]
        return [
            (sum(least < each <= most for each in slow["lasted"]), len(slow["lasted"]))
            for least, most in pairwise(edges)
        ]
    simple = {
        "incident": slow["incident"],
        "call": slow["call"],
        "away": slow["away"],
        "child": len(slow["who"]),
        "individual": len(slow["pairs"]),
        "long": sum(each > one.hours * HOUR for each in slow["seconds"]),
    }
    if one.measure == "repeat":
        return [(repeaters(slow["who"], one.times, one.days), None)]
    return [(simple[one.measure], None)]


def test_every_cell_is_what_a_slow_recount_finds(rows, cubes, forces):
    for ends in YEARS:
        for force in (None, 0, 7, forces - 1):
            slow = slowly(rows, ends, force)
            for one in definitions():
                found = cubes.counted(definition=one, ends=ends, force=force)
                got = [(figure.count, figure.over) for figure in found]
                assert got == expected(slow, one), (one.name, ends, force)


def test_every_cell_is_what_the_count_by_definition_says(rows, cubes, forces):
    codes = [str(place) for place in range(forces)]
    for one in definitions():
        counts = by_force(rows=rows, definition=one, ends=2024, forces=codes)
        for place, code in enumerate(codes):
            kept = cubes.counted(definition=one, ends=2024, force=place)
            assert kept == counts[code]
        assert cubes.counted(definition=one, ends=2024, force=None) == counted(
            rows=rows, definition=one, ends=2024
        )


def test_the_steps_between_two_counts_account_for_every_row(cubes):
    for year in cubes.years.values():
        steps = dict(year.steps)
        taken = sum(count for name, count in steps.items() if name not in ("sent", "incidents"))
        assert steps["sent"] - taken == steps["incidents"] > year.children > 0


def test_whatever_came_went_or_changed_only_its_years_are_counted_anew(rows, cubes, forces):
    chance = np.random.default_rng(5)
    first, after = year_of(ends=2023)
    there = np.flatnonzero((rows.reported_at >= first) & (rows.reported_at < after))
    gone, again = there[:500], there[500:900]
    kept = np.ones(len(rows), np.bool_)
    kept[gone] = False
    columns = {
        one.name: np.concatenate(
            [getattr(rows, one.name)[kept], getattr(rows, one.name)[again]]
        ).copy()
        for one in fields(Rows)
    }
    columns["kind"][-400:] = chance.integers(0, len(KINDS), 400)
    columns["force"][-400:] = chance.integers(0, forces, 400)
    changed = Rows(**columns)
    touched = {*years_of(rows=rows.where(gone)), *years_of(rows=changed.where(slice(-400, None)))}
    assert touched == {2023}
    maintained = counted_anew(cubes=cubes, rows=changed, years=touched)
    rebuilt = counted_once(rows=changed, forces=forces, definitions=definitions(), years=YEARS)
    assert same(maintained, rebuilt)
    assert not same(maintained, cubes)
    assert maintained.years[2024] is cubes.years[2024]


def test_a_table_of_every_year_is_read_at_once(cubes, forces):
    table = cubes.every_cell()
    one = definition(name="incident")
    whole = table[f"{one.name} {one.title}"]
    assert whole.shape == (len(YEARS), forces + 1)
    assert (whole[:, :-1].sum(axis=1) == whole[:, -1]).all()


def test_what_was_not_counted_is_said_to_be_not_there(cubes):
    with pytest.raises(NotCounted):
        cubes.counted(definition=definition(name="child"), ends=1999, force=None)


def test_of_no_rows_every_cell_is_nothing(rows, forces):
    nothing = rows.where(np.zeros(len(rows), np.bool_))
    assert years_of(rows=nothing) == ()
    cubes = counted_once(rows=nothing, forces=forces, definitions=definitions(), years=(2024,))
    assert not cubes.years[2024].count.any()

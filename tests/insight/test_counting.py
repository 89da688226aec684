"""Every count equals a slow recount written another way; two counts of a year are reconciled."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from whereabouts.insight.figures.counting import by_force, counted, repeaters
from whereabouts.insight.figures.cubes import counted_once
from whereabouts.insight.figures.definitions import (
    FILE,
    DefinitionRefused,
    UnknownDefinition,
    definition,
    definitions,
    read_definitions,
)
from whereabouts.insight.figures.reconciling import reconciled
from whereabouts.insight.figures.rows import KINDS, Rows, year_of
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics.source import rows_of

DAY, HOUR = 86_400, 3_600
SEEDS = (11, 12, 13)


@pytest.fixture(scope="module", params=SEEDS)
def nation(request):
    return make_nation(years=3, scale=0.02, seed=request.param)


@pytest.fixture(scope="module")
def rows(nation):
    return rows_of(nation.tables["returned"], nation.episodes)


def slow(rows, ends, name):
    """Recount a year row by row, with nothing of the fast count."""
    first, after = (datetime(year, 4, 1, tzinfo=UTC).timestamp() for year in (ends - 1, ends))
    named = definition(name=name)
    people, pairs, incidents, calls, long, absent, apart = set(), set(), 0, 0, 0, 0, 0
    times = {}
    for row in range(len(rows)):
        at, age = rows.reported_at[row], rows.age[row]
        if not first <= at < after or age >= 18:
            continue
        kind = KINDS[rows.kind[row]]
        if kind == "whereabouts_known":
            continue
        calls += 1
        if rows.call[row]:
            continue
        incidents += 1
        person = rows.person[row]
        people.add(person)
        pairs.add((person, rows.force[row]))
        times.setdefault(person, []).append(at)
        absent += kind == "absent"
        apart += kind in ("absent", "missing")
        back = rows.returned_at[row]
        if back >= 0 or rows.episode[row] >= 0:  # else nobody knows its end
            long += ((after if back < 0 else back) - at) > named.hours * HOUR
    repeat = 0
    for moments in times.values():
        moments.sort()
        span = named.times - 1
        repeat += any(
            moments[place + span] - moments[place] <= named.days * DAY
            for place in range(len(moments) - span)
        )
    return {
        "incident": incidents, "call": calls, "individual": len(pairs), "child": len(people),
        "repeat": repeat, "long": long, "absent_share": absent, "whole": apart,
    }  # fmt: skip


@pytest.mark.parametrize("ends", [2022, 2024])
def test_every_definition_counts_what_a_slow_recount_finds(rows, ends):
    for one in definitions():
        if one.measure in ("duration", "away"):
            continue
        (figure,) = counted(rows=rows, definition=one, ends=ends)
        found = slow(rows, ends, one.name)
        assert figure.count == found[one.measure], one.name
        assert figure.definition == one.name
        if one.measure == "absent_share":
            assert figure.over == found["whole"]


def test_forces_add_up_for_incidents_and_individuals_and_children_count_once(rows, nation):
    forces = nation.about["forces"]
    for name in ("incident", "individual", "call"):
        named = definition(name=name)
        parts = by_force(rows=rows, definition=named, ends=2024, forces=forces)
        whole = counted(rows=rows, definition=named, ends=2024)[0].count
        assert sum(part[0].count for part in parts.values()) == whole
    children = counted(rows=rows, definition=definition(name="child"), ends=2024)[0].count
    assert (
        children <= counted(rows=rows, definition=definition(name="individual"), ends=2024)[0].count
    )


def test_durations_are_of_those_found_and_their_bands_hold_everybody_once(rows):
    bands = counted(rows=rows, definition=definition(name="duration"), ends=2024)
    assert [band.label for band in bands] == [
        "up to 8 hours", "over 8 to 24 hours", "over 24 to 48 hours", "over 48 to 168 hours",
        "over 168 hours",
    ]  # fmt: skip
    assert sum(band.count for band in bands) == bands[0].over


def made_up(*rows):
    """Make rows of (person, at, back, kind, call, age) in one force, an episode each."""
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    person, at, back, kind, call, age = columns
    return Rows(
        episode=np.arange(len(person)), person=person, force=np.zeros(len(person), int),
        reported_at=at, returned_at=back, kind=kind, call=call.astype(bool), age=age,
        care=np.ones(len(person), int),
    )  # fmt: skip


START = year_of(ends=2024)[0]


def test_a_call_that_became_no_episode_and_has_no_end_is_not_taken_for_a_long_absence():
    rows = made_up((1, START, -1, 0, 0, 14), (2, START + 60, -1, 0, 0, -1), (3, START, 9, 0, 0, 14))
    calls = replace(rows, episode=np.array([0, -1, -1]))
    long = definition(name="long-24-hours")
    for which, found in ((rows, 2), (calls, 1)):
        assert counted(rows=which, definition=long, ends=2024)[0].count == found
        assert counted(rows=which, definition=definition(name="incident"), ends=2024)[0].count == 3
        cubes = counted_once(rows=which, forces=1, definitions=[long], years=[2024])
        assert cubes.counted(definition=long, ends=2024, force=0)[0].count == found


@pytest.mark.parametrize(("days", "found"), [(30, [1]), (31, [])])
def test_a_repeat_holds_at_its_days_and_not_beyond(days, found):
    rows = made_up(*[(1, START + n * days * DAY // 2, START, 0, False, 15) for n in range(3)])
    assert repeaters(rows=rows, times=3, days=30).tolist() == found


def test_two_children_together_are_no_repeat():
    rows = made_up((1, START, START, 0, False, 15), (2, START, START, 0, False, 15))
    assert repeaters(rows=rows, times=2, days=28).tolist() == []
    assert repeaters(rows=rows, times=3, days=28).tolist() == []


def test_away_from_placement_is_never_what_the_police_call_absent():
    absent, known = KINDS.index("absent"), KINDS.index("whereabouts_known")
    rows = made_up((1, START, START, absent, False, 15), (2, START, START, known, False, 15))
    away = counted(rows=rows, definition=definition(name="away-from-placement"), ends=2024)
    incidents = counted(rows=rows, definition=definition(name="incident"), ends=2024)
    assert (away[0].count, incidents[0].count) == (1, 1)


def test_the_year_begins_on_the_first_of_april():
    rows = made_up((1, START - 1, -1, 0, False, 15), (2, START, -1, 0, False, 15))
    assert rows.of_year(ends=2024).person.tolist() == [2]


def test_each_step_between_two_counts_of_a_year_is_counted_down_to_its_rows(rows):
    found = reconciled(rows=rows, ends=2022)
    assert found.whole
    assert [step.name for step in found.steps][:2] == ["calls counted as incidents", "adults"]
    assert all(step.count > 0 for step in found.steps if step.name != "whereabouts known")
    places = np.concatenate([found.kept, *[step.rows for step in found.steps]])
    assert np.array_equal(np.sort(places), np.arange(found.sent))
    year = rows.of_year(ends=2022)
    adults = next(step for step in found.steps if step.name == "adults")
    assert (year.age[adults.rows] >= 18).all()
    assert not year.call[adults.rows].any()


def test_the_second_count_is_the_truth_of_the_nation(rows, nation):
    """What is left is children's missing incidents, but for the forces that cannot part them."""
    found = reconciled(rows=rows, ends=2022)
    made, year = nation.episodes, nation.about["years"].index(2022)
    unclear = np.flatnonzero(nation.tables["forces"]["inseparable"])
    true = (made["year"] == year) & (made["level"] > 0) & ~np.isin(made["force"], unclear)
    assert found.incidents == true.sum()
    assert found.children == len(np.unique(made["child"][true]))


def test_every_definition_has_a_source_and_a_version_and_repeats_are_at_least_six():
    held = definitions()
    assert sum(one.measure == "repeat" for one in held) >= 6
    assert {one.hours for one in held if one.measure == "long"} >= {24, 24 * 182}
    assert all(one.source and one.version >= 1 for one in held)
    assert definition(name="child/1") is definition(name="child")


def test_an_unknown_definition_is_refused_by_name_and_says_what_is_held():
    for name in ("children", "child/2"):
        with pytest.raises(UnknownDefinition, match="individual"):
            definition(name=name)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('measure = "child"', 'measure = "kid"'), "nothing that is known"),
        (("times = 2\n", ""), "needs"),
        (('measure = "child"\n', 'measure = "child"\nhours = 3\n'), "needs"),
        (('status = "settled"', 'status = "sure"'), "settled or proposed"),
        (('id = "call"', 'id = "incident"'), "twice"),
    ],
)
def test_a_definition_that_is_not_whole_is_refused(change, says):
    text = FILE.read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises(DefinitionRefused, match=says):
        read_definitions(text=text.replace(*change, 1))

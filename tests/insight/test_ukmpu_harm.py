"""Fatal harm, the nature of harm, children nobody could name, and calls against the population."""

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from whereabouts.engines.disclosure import named_rules
from whereabouts.insight.figures.details import HARMS_TOLD, nothing_known
from whereabouts.insight.figures.population import (
    FILE,
    Population,
    against_population,
    population_of,
)
from whereabouts.insight.figures.rows import Rows, year_of
from whereabouts.insight.figures.ukmpu import ukmpu_tables
from whereabouts.insight.figures.ukmpu_report import check_report
from whereabouts.insight.figures.ukmpu_year import year_of_children
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics import making

OURS = named_rules(rules_id="ours", at=date(2024, 3, 31))
PLAIN = type(OURS)(**{**vars(OURS), "hide_below": 1, "round_to": 1})


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation")
    columnar.write(nation=make_nation(years=2, scale=0.02, seed=44), folder=folder)
    return making.from_folder(folder=folder)


def tables_of(source, ends=2024, rules=PLAIN):
    year = year_of_children(
        rows=source.rows, details=source.details, forces=source.forces, ends=ends, rules=rules,
        coverage="made up", population=population_of(areas=source.areas, ends=ends),
    )  # fmt: skip
    found = ukmpu_tables(year=year)
    return {one.name.removeprefix("ukmpu-").removesuffix(f"-{ends}"): one for one in found}, year


def cells(table):
    return {
        (line[0], column): int(value)
        for line in table.lines
        for column, value in zip(table.columns[1:], line[1:], strict=True)
    }


def slow_rows(source, ends):
    first, after = year_of(ends=ends)
    for row in range(len(source.rows)):
        if (
            first <= source.rows.reported_at[row] < after
            and source.rows.age[row] < 18
            and not source.rows.call[row]
        ):
            yield row


def test_fatal_harm_its_nature_and_the_unnamed_are_what_a_slow_recount_finds(source):
    dead = 0
    for ends in (2023, 2024):
        fatal, nature, unnamed = Counter(), Counter(), Counter()
        for row in slow_rows(source, ends):
            age, sex = source.rows.age[row], ("Female", "Male")[source.details.sex[row]]
            band = "Not recorded" if age < 0 else "0 to 11" if age < 12 else "12 to 17"
            how = {1: "Found dead", 0: "Came back or was found", -1: "Not recorded"}[
                source.details.found_dead[row]
            ]
            if source.rows.returned_at[row] < 0:
                how = "Still open"
            fatal[how, band] += 1
            held = int(source.details.harmed[row])
            names = [one for at, one in enumerate(HARMS_TOLD) if held > 0 and held & 2**at]
            for name in names or ["None recorded"]:
                nature[name, f"{sex}, {band}"] += 1
            called = {1: "Nobody could name the child", 0: "Named", -1: "Not recorded"}
            unnamed[called[source.details.unidentified[row]], sex] += 1
        tables, _ = tables_of(source, ends)
        for name, found in (
            ("e-fatal", fatal), ("e-harm-nature", nature), ("f-unidentified", unnamed),
        ):  # fmt: skip
            for place, count in cells(tables[name]).items():
                if "all" not in place:
                    assert count == found[place], (name, place)
        dead += sum(count for (how, _), count in fatal.items() if how == "Found dead")
        assert nature["Hurt or threatened with it", "Female, 12 to 17"] > 0
    assert dead > 0


def test_a_child_found_dead_was_not_missing_again_nor_asked_anything():
    made = make_nation(years=3, scale=0.05, seed=45).episodes
    dead = np.flatnonzero(made["found_dead"])
    assert len(dead) > 3
    for row in dead:
        assert not (made["child"][row + 1 :] == made["child"][row]).any()
    for name in ("interviewed_at", "rhi_at"):
        assert (made[name][dead] == -1).all()
    assert not made["rhi_offered"][dead].any()
    assert (made["harm"][dead] == 0).all()


def test_calls_are_set_against_the_children_who_live_there_and_tell_no_more_than_is_shown(source):
    tables, year = tables_of(source, rules=replace(OURS, hide_below=40))
    calls = {line[0]: line[-1] for line in tables["a-calls"].lines}
    held = year.population.children
    hidden = 0
    for force, shown, children, rate in tables["a-calls-population"].lines:
        assert shown == calls[force]
        if force == "all":
            assert int(children) == sum(held.values())
        else:
            assert int(children) == held[force]
        if shown == "c":
            hidden += 1
            assert rate == "c"
        else:
            assert abs(float(rate) - 1000 * int(shown) / int(children)) <= 0.05
    assert hidden
    assert "DfE" in tables["a-calls-population"].notes[-2]
    assert tables["a-calls-population"].definitions[0].name == "call/1"


def test_an_area_of_which_no_estimate_is_held_has_no_rate_and_neither_has_the_whole(source):
    tables, year = tables_of(source)
    lacking = source.forces[3]
    held = {force: number for force, number in year.population.children.items() if force != lacking}
    population = Population(children=held, source="somebody's")
    found = against_population(calls=tables["a-calls"], population=population)
    lines = {line[0]: line[2:] for line in found.lines}
    assert lines[lacking] == ("z", "z")
    assert lines["all"] == ("z", "z")
    assert "z" not in lines[source.forces[0]]
    nobody = against_population(calls=tables["a-calls"], population=None)
    assert {line[2:] for line in nobody.lines} == {("z", "z")}
    report = check_report(year=replace(year, population=population), tables=[])
    assert f"No estimate of the children who live there: {lacking}" in report


def test_estimates_are_dated_with_a_source_and_of_every_force(source):
    assert len(population_of(areas=source.areas, ends=2012).children) == len(source.forces) == 43
    told = {
        ends: population_of(areas=source.areas, ends=ends).source for ends in (2012, 2016, 2017)
    }
    assert [ends for ends, words in told.items() if "of a later year" in words] == [2012, 2016]
    text = FILE.read_text(encoding="utf-8")
    assert text.count("[[estimates]]") == text.count("\nsource = ") == text.count("\nsince = ")
    assert population_of(areas={"northmoor": "E23000002", "railway": ""}, ends=2024).children == {
        "northmoor": 90_746
    }


def test_of_a_return_of_which_nobody_knows_how_it_ended_nothing_is_taken_for_granted():
    start = year_of(ends=2024)[0]
    column = np.zeros(2, np.int64)
    rows = Rows(
        episode=column, person=np.arange(2), force=column, reported_at=column + start,
        returned_at=np.array([start + 60, -1]), kind=column, call=column.astype(bool),
        age=column + 15, care=column,
    )  # fmt: skip
    year = year_of_children(
        rows=rows, details=nothing_known(rows=2), forces=["A"], ends=2024, rules=PLAIN, coverage=""
    )
    table = next(one for one in ukmpu_tables(year=year) if one.name == "ukmpu-e-fatal-2024")
    found = cells(table)
    assert found["Not recorded", "12 to 17"] == found["Still open", "12 to 17"] == 1
    assert "Not recorded: how it ended, 100.0 %" in check_report(year=year, tables=[table])

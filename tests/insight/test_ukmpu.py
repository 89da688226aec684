"""The national unit's tables equal a slow recount, and what nobody recorded stands apart."""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from whereabouts.engines.disclosure import named_rules
from whereabouts.insight.figures.details import HARM, VULNERABILITIES, Details, nothing_known
from whereabouts.insight.figures.rows import Rows, year_of
from whereabouts.insight.figures.ukmpu import ukmpu_tables
from whereabouts.insight.figures.ukmpu_report import check_report, problems
from whereabouts.insight.figures.ukmpu_year import asked_for, year_of_children
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics import making

# Nothing hidden and nothing rounded: what is counted can be compared to the digit.
AS_IT_IS = named_rules(rules_id="dfe-authority", at=date(2024, 3, 31))
PLAIN = type(AS_IT_IS)(**{**vars(AS_IT_IS), "hide_below": 1, "round_to": 1})
HOUR = 3_600


@pytest.fixture(scope="module", params=(21, 22, 23))
def source(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nation")
    columnar.write(nation=make_nation(years=2, scale=0.02, seed=request.param), folder=folder)
    return making.from_folder(folder=folder)


@pytest.fixture(scope="module")
def year(source):
    return year_of_children(
        rows=source.rows, details=source.details, forces=source.forces, ends=2024, rules=PLAIN,
        coverage="made up",
    )  # fmt: skip


@pytest.fixture(scope="module")
def tables(year):
    return {one.name.removeprefix("ukmpu-").removesuffix("-2024"): one
            for one in ukmpu_tables(year=year)}  # fmt: skip


def cells(table):
    """Return the counts of a table by line and column."""
    return {
        (line[0], column): int(value)
        for line in table.lines
        for column, value in zip(table.columns[1:], line[1:], strict=True)
    }


def slow_rows(source):
    """Yield each child's row of the year, one by one, with nothing of the fast count."""
    first, after = year_of(ends=2024)
    for row in range(len(source.rows)):
        if first <= source.rows.reported_at[row] < after and source.rows.age[row] < 18:
            yield row


def test_calls_incidents_and_individuals_are_what_a_slow_recount_finds(source, tables):
    calls, incidents, people = Counter(), Counter(), {}
    for row in slow_rows(source):
        force = source.forces[source.rows.force[row]]
        kind = ("Missing", "Absent", "Not told apart")[source.rows.kind[row]]
        calls[force, kind] += 1
        if not source.rows.call[row]:
            incidents[force, kind] += 1
            people.setdefault(force, set()).add(source.rows.person[row])
    seen, counted = cells(tables["a-calls"]), cells(tables["b-incidents"])
    for force in source.forces:
        for kind in ("Missing", "Absent", "Not told apart"):
            assert seen[force, kind] == calls[force, kind]
            assert counted[force, kind] == incidents[force, kind]
        assert counted[force, "Individuals"] == len(people.get(force, ()))
    assert seen["all", "all"] == sum(calls.values())


def test_individuals_more_than_once_and_their_incidents_are_recounted(source, tables):
    times = {}
    for row in slow_rows(source):
        if not source.rows.call[row]:
            force = source.forces[source.rows.force[row]]
            times.setdefault(force, Counter())[source.rows.person[row]] += 1
    seen = cells(tables["b4-repeats"])
    for force in source.forces:
        found = times.get(force, Counter())
        again = [count for count in found.values() if count > 1]
        assert seen[force, "Individuals once"] == len(found) - len(again)
        assert seen[force, "Individuals more than once"] == len(again)
        assert seen[force, "Their incidents"] == sum(again)


def test_age_sex_risk_duration_and_harm_are_recounted(source, tables):
    ages, risk, lasted, harm = Counter(), Counter(), Counter(), Counter()
    for row in slow_rows(source):
        if source.rows.call[row]:
            continue
        age = source.rows.age[row]
        band = "Not recorded" if age < 0 else "0 to 11" if age < 12 else "12 to 17"
        sex = ("Female", "Male")[source.details.sex[row]]
        level = source.details.level[row]
        ages[band, sex] += 1
        named = "Not recorded" if level < 0 else ("Lowest", "Low", "Medium", "High")[level]
        risk[named, f"{sex}, {band}"] += 1
        back = source.rows.returned_at[row]
        hours = (back - source.rows.reported_at[row]) / HOUR
        words = (
            "Not recorded" if back < 0 and source.rows.episode[row] < 0
            else "Still open" if back < 0 else "up to 8 hours" if hours <= 8
            else "over 8 to 48 hours" if hours <= 48 else "over 48 to 168 hours" if hours <= 168
            else "over 168 hours"
        )  # fmt: skip
        lasted[words, sex] += 1
        asked = source.details.harm[row]
        harm["Nothing recorded of asking" if asked < 0 else HARM[asked], band] += 1
    for name, found in (
        ("c-age-sex-incidents", ages), ("d-risk-sex-age", risk), ("e5-duration", lasted),
        ("e-harm", harm),
    ):  # fmt: skip
        seen = cells(tables[name])
        assert sum(found.values()) == seen["all", "all"], name
        for place, count in seen.items():
            if "all" not in place:
                assert count == found[place], (name, place)


def test_each_vulnerability_is_counted_for_itself_by_sex_and_age(source, tables):
    found = Counter()
    for row in slow_rows(source):
        if source.rows.call[row]:
            continue
        age, held = source.rows.age[row], source.details.vulnerable[row]
        band = "Not recorded" if age < 0 else "0 to 11" if age < 12 else "12 to 17"
        column = f"{('Female', 'Male')[source.details.sex[row]]}, {band}"
        names = [one for place, one in enumerate(VULNERABILITIES) if held > 0 and held & 2**place]
        for name in names or ["None recorded"]:
            found[name, column] += 1
    table = tables["d-vulnerability-sex-age"]
    seen = {place: count for place, count in cells(table).items() if "all" not in place}
    assert {place: count for place, count in seen.items() if count} == dict(found)
    assert {name for name, _ in seen} == {*VULNERABILITIES, "None recorded"}
    assert "None recorded is not none" in table.notes[-1]


def test_individuals_are_counted_once_in_each_force(source, tables):
    pairs = {
        (source.rows.person[row], source.rows.force[row])
        for row in slow_rows(source)
        if not source.rows.call[row]
    }
    assert cells(tables["c-age-sex-individuals"])["all", "all"] == len(pairs)


def test_nothing_says_unharmed(year, tables):
    said = str([(one.title, one.columns, one.lines) for one in tables.values()])
    assert "nharmed" not in said
    assert "not counted as unharmed" in tables["e-harm"].notes[-1]
    assert "Harm not asked about" in check_report(year=year, tables=list(tables.values()))


@pytest.mark.parametrize(("ends", "bands"), [(2017, 5), (2019, 5), (2020, 2), (2024, 2), (2012, 5)])
def test_the_bands_are_those_of_the_years_own_return(ends, bands):
    assert len(asked_for(ends=ends).age_names) == bands
    assert asked_for(ends=2017).age_names[0] == "0 to 4"


def test_protected_tables_hide_small_counts(source):
    year, tables = making.ukmpu(source=source, ends=2024)
    assert sum(one.hidden for one in tables) > 0
    counts = [one for one in tables if "population" not in one.name]
    assert all(int(cell) % 5 == 0 for one in counts for line in one.lines
               for cell in line[1:] if cell != "c")  # fmt: skip
    assert f"cells hidden: {sum(one.hidden for one in tables)}" in check_report(
        year=year, tables=tables
    )


def made_up(*, back):
    start = year_of(ends=2024)[0]
    column = np.zeros(1, np.int64)
    return Rows(
        episode=column, person=column, force=column, reported_at=column + start,
        returned_at=column + back, kind=column, call=column.astype(bool), age=column + 15,
        care=column,
    )  # fmt: skip


def test_an_incident_that_ends_before_it_began_cannot_be_signed():
    for back, wrong in ((5, 1), (year_of(ends=2024)[0] + 9, 0), (-1, 0)):
        year = year_of_children(
            rows=made_up(back=back), details=nothing_known(rows=1), forces=["A"], ends=2024,
            rules=PLAIN, coverage="",
        )  # fmt: skip
        assert len(problems(year=year)) == wrong
        assert f"Found wrong: {wrong}" in check_report(year=year, tables=[])


def test_a_year_with_nothing_cannot_be_signed_and_says_which_force_said_nothing():
    year = year_of_children(
        rows=made_up(back=-1), details=nothing_known(rows=1), forces=["A"], ends=2020,
        rules=PLAIN, coverage="",
    )  # fmt: skip
    assert problems(year=year) == ["there is no incident in the year"]
    assert "A: nothing in 12 of 12 months at all" in check_report(year=year, tables=[])


def test_what_nobody_recorded_stands_in_a_line_of_its_own():
    year = year_of_children(
        rows=made_up(back=-1), details=nothing_known(rows=1), forces=["A"], ends=2024,
        rules=PLAIN, coverage="",
    )  # fmt: skip
    made = [one for one in ukmpu_tables(year=year) if "population" not in one.name]
    found = {one.name: cells(one) for one in made}
    assert found["ukmpu-e6-found-by-2024"]["Not recorded", "Not recorded"] == 1
    assert found["ukmpu-e-harm-2024"]["Nothing recorded of asking", "12 to 17"] == 1
    assert found["ukmpu-care-2024"]["Not looked after", "12 to 17"] == 1
    assert found["ukmpu-d-publicity-2024"]["Not recorded", "Not recorded"] == 1
    assert found["ukmpu-f-unidentified-2024"]["Not recorded", "Not recorded"] == 1


def test_details_follow_their_rows():
    details = Details(*[np.arange(3) for _ in range(11)], reasons=("a",))
    assert details.where(np.array([2])).harm.tolist() == [2]
    assert details.where(np.array([2])).reasons == ("a",)


def test_the_tables_are_protected_as_they_stand_side_by_side(source):
    """What is hidden of one sex or age in one table can be read in none of the others."""
    _, tables = making.ukmpu(source=source, ends=2024)
    seen = {}
    for table in tables:
        if len(table.definitions) == 1 and table.definitions[0].id == "incident":
            if table.columns[0] in ("force", "Vulnerability", "Harm"):
                continue
            for column, text in zip(table.columns[1:], table.lines[-1][1:], strict=True):
                seen.setdefault(column, set()).add(text)
            for line in table.lines[:-1]:
                seen.setdefault((table.columns[0], line[0]), set()).add(line[-1])
    for name in ("Female", "Male", "0 to 11", "12 to 17", "all", "Female, 12 to 17"):
        assert len(seen[name]) == 1, name
    by_cell = {}
    for table in tables:
        if table.name == "ukmpu-c-age-sex-incidents-2024":
            for line in table.lines[:-1]:
                for column, text in zip(table.columns[1:-1], line[1:-1], strict=True):
                    by_cell[f"{column}, {line[0]}"] = text
    for name, text in by_cell.items():
        assert seen[name] == {text}, name

"""Whoever holds every table of a year works out no count under five, whatever they lay together."""

import json
from dataclasses import replace
from unittest.mock import patch

import pytest

from tests.insight.intruder import Intruder, whole_year
from whereabouts.insight.figures import making
from whereabouts.insight.figures.definitions import definitions
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics.making import from_folder

ENDS = 2024
SMALL = (0.004, 0.01, 0.02)  # of a nation's size: small counts are everywhere


def tables_of(folder, *, plain=False):
    """Return every table that is published of a year; `plain` is with nothing hidden or rounded."""
    rules = making._rules(ENDS)
    if plain:
        rules = replace(rules, hide_below=1, round_to=1, least_base=1)
    with patch.object(making, "_rules", lambda ends: rules):
        source = from_folder(folder=folder)
        counts = making.counts(source=source, ends=ENDS, area=None, definitions=definitions())
        unit = making.ukmpu(source=source, ends=ENDS)[1]
        return [counts, making.reconciliation(source=source, ends=ENDS), *unit]


def a_nation(folder, *, scale, seed):
    columnar.write(nation=make_nation(years=2, scale=scale, seed=seed), folder=folder)
    return folder


@pytest.fixture(scope="module", params=SMALL)
def folder(request, tmp_path_factory):
    return a_nation(tmp_path_factory.mktemp("nation"), scale=request.param, seed=22)


def hidden_alone(tables):
    """Return the tables as if each small count were hidden and nothing else were done."""
    return [
        replace(
            table,
            lines=tuple(
                (line[0], *("c" if cell in ("1", "2", "3", "4") else cell for cell in line[1:]))
                for line in table.lines
            ),
        )
        for table in tables
        if "population" not in table.name
    ]


class OfExactNumbers(Intruder):
    """The same intruder, where what is printed is not rounded."""

    def reads(self, name, text, **how):
        super().reads(name, text, **{**how, "exact": True})


def test_no_count_under_five_follows_from_all_tables_of_a_year(folder):
    shown, true = tables_of(folder), tables_of(folder, plain=True)
    assert whole_year(shown).works_out() == {}
    # Nor does it help to guess rightly which numbers are hidden for their own sake.
    assert whole_year(shown, true=true).works_out() == {}
    with patch("tests.insight.intruder.Intruder", OfExactNumbers):
        found = whole_year(hidden_alone(true)).works_out()
    assert len(found) > 30, "the intruder is one that can succeed"


@pytest.mark.full
@pytest.mark.parametrize("scale", [0.002, *SMALL])
def test_no_count_under_five_follows_in_many_made_nations(scale, tmp_path):
    for seed in range(1, 26):
        nation = a_nation(tmp_path / str(seed), scale=scale, seed=seed)
        assert whole_year(tables_of(nation)).works_out() == {}, seed


def test_the_intruder_concludes_nothing_that_is_not_so(folder):
    """Fed with the true numbers it meets no contradiction: what it follows does hold."""
    true = [table for table in tables_of(folder, plain=True) if "population" not in table.name]
    with patch("tests.insight.intruder.Intruder", OfExactNumbers):
        assert whole_year(true).works_out()


def test_the_same_figure_is_printed_alike_wherever_it_stands(folder):
    tables = {one.name.removesuffix(f"-{ENDS}"): one for one in tables_of(folder)}
    counts = {line[0]: dict(zip(tables["counts"].columns, line, strict=True))
              for line in tables["counts"].lines}  # fmt: skip
    for line in tables["ukmpu-a-calls"].lines:
        assert line[-1] == counts[line[0]]["call/1"]
    for line in tables["ukmpu-a-calls-population"].lines:
        assert line[1] == counts[line[0]]["call/1"]
    for line in tables["ukmpu-b-incidents"].lines:
        assert line[-1] == counts[line[0]]["individual/1"]
    for line in tables["ukmpu-b4-repeats"].lines[:-1]:
        assert line[2] == counts[line[0]]["repeat-more-than-once/1"]


def test_how_complete_a_table_is_names_no_small_count(folder):
    for table in tables_of(folder):
        said = json.dumps(dict(table.completeness))
        assert "." not in said, "to the nearest five, or hidden"
        for name in (
            "age_not_known_percent", "absent_not_told_apart_percent", "time_away_not_known_percent",
        ):  # fmt: skip
            value = table.completeness.get(name, 0)
            assert value == "c" or value % 5 == 0


def test_most_of_what_was_counted_can_still_be_read(folder):
    tables = tables_of(folder)
    cells = sum(len(line) - 1 for table in tables for line in table.lines)
    readable = 1 - sum(table.hidden for table in tables) / cells
    assert readable > (0.5 if "0.004" in str(json.dumps(tables[0].coverage)) else 0.7)

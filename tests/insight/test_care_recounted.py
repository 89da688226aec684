"""Children missing from care, authority by authority: the files themselves read again and counted."""

import csv
import io
from collections import defaultdict
from datetime import date

import pytest

from whereabouts.engines.disclosure import named_rules
from whereabouts.insight.figures.care_table import AWAY_COUNTS, LEAD, MISSING, care_table
from whereabouts.insight.figures.ssda903 import files
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics import making

OURS = named_rules(rules_id="ours", at=date(2024, 3, 31))
# Nothing hidden and nothing rounded: what is counted can be compared to the digit.
PLAIN = type(OURS)(**{**vars(OURS), "hide_below": 1, "round_to": 1, "least_base": 1})


def counted(line, name):
    """Return a count as it is shown: of one that follows from others c is less than `hide_below`."""
    if line[name] == "c" and name in {*MISSING, *AWAY_COUNTS} - LEAD:
        return PLAIN.hide_below - 1
    return int(line[name])


@pytest.mark.parametrize("seed", [51, 52, 53])
def test_every_cell_is_what_a_slow_recount_of_the_files_finds(seed, tmp_path):
    columnar.write(nation=make_nation(years=2, scale=0.02, seed=seed), folder=tmp_path)
    source = making.from_folder(folder=tmp_path)
    returns = making.returns_of(source=source, ends=2024, area=None)
    table = care_table(returns=returns, ends=2024, rules=PLAIN, coverage="made up")
    lines = {line[0]: dict(zip(table.columns, line, strict=True)) for line in table.lines}
    total = defaultdict(int)
    for code, made in returns.items():
        written = files(made=made)
        times, open_at_end = defaultdict(int), set()
        for row in csv.DictReader(io.StringIO(written["missing.csv"])):
            assert row["MISSING"] == "M"
            times[row["CHILD"]] += 1
            if row["MIS_END"] == "":
                open_at_end.add(row["CHILD"])
        cared_for = sum(1 for _ in csv.DictReader(io.StringIO(written["header.csv"])))
        found = {
            "looked_after": cared_for,
            "missing_children": len(times),
            "missing_incidents": sum(times.values()),
            "missing_more_than_once": len([one for one in times.values() if one >= 2]),
            "missing_at_31_march": len(open_at_end),
            "away_children": 0,
            "away_incidents": 0,
        }
        for name, count in found.items():
            assert counted(lines[code], name) == count, (code, name)
            total[name] += count
        if times:
            mean = sum(times.values()) / len(times)
            assert abs(float(lines[code]["incidents_a_child"]) - mean) <= 0.050001
            share = 100 * len(times) / cared_for
            assert abs(float(lines[code]["share_missing_percent"]) - share) <= 0.500001
    for name, count in total.items():
        assert lines["all"][name] == str(count), name
    assert total["missing_more_than_once"] > 20

"""Who lays the tables of a year, or two packs, side by side works out no count under five.

Every small world is tried: whoever knows the method, and all that is shown, is left with more than
one world that explains it for every small count and for every difference of two.
"""

from collections import defaultdict
from datetime import date
from functools import cache
from itertools import product

import pytest

from whereabouts.engines.disclosure import named_rules, shown_line
from whereabouts.insight.figures.care_table import care_table
from whereabouts.insight.figures.counting import Counted
from whereabouts.insight.figures.definitions import definition
from whereabouts.insight.figures.ssda903 import Return
from whereabouts.insight.figures.tables import by_area

OURS = named_rules(rules_id="ours", at=date(2026, 11, 1))
BOTH = ("incident", "child")
# Incidents up to `MOST` in an area are tried; where a world above `SURE` explains what is shown,
# larger ones that were not tried may explain it too.
MOST, SURE = 8, 7
WHAT = {
    "incidents": lambda area: area[0],
    "children": lambda area: area[1],
    "incidents in care": lambda area: area[2],
    "children in care": lambda area: area[3],
    "incidents of others": lambda area: area[0] - area[2],
    "other children": lambda area: area[1] - area[3],
}


def children_of(incidents):
    """Yield how many children so many incidents can be of."""
    return range(1 if incidents else 0, incidents + 1)


def areas():
    """Return every area: incidents, children, and of both those in care."""
    return [
        (incidents, own + others, in_care, own)
        for incidents in range(MOST + 1)
        for in_care in range(incidents + 1)
        for own in children_of(in_care)
        for others in children_of(incidents - in_care)
    ]


@cache
def by_force(one, other):
    """Return what the counts by force show of (incidents, children) of two areas."""
    whole = [sum(pair) for pair in zip(one, other, strict=True)]
    named = {
        code: {
            name: Counted(name, name, number) for name, number in zip(BOTH, numbers, strict=True)
        }
        for code, numbers in (("a", one), ("b", other), ("all", whole))
    }
    table = by_area(
        name="x", title="x", counts={code: named[code] for code in "ab"}, whole=named["all"],
        definitions=[definition(name=name) for name in BOTH], rules=OURS, coverage="x",
        completeness={},
    )  # fmt: skip
    return table.lines


def a_return(incidents, children):
    rows = tuple(
        {"CHILD": str(min(number, children - 1)), "MISSING": "M", "MIS_END": "x"}
        for number in range(incidents)
    )
    return Return(ends=2026, missing=rows, header=(), episodes=(), left_out=())


@cache
def in_care(one, other):
    """Return what the table of children looked after shows of the same two areas."""
    returns = {"a": a_return(*one), "b": a_return(*other)}
    table = care_table(returns=returns, ends=2026, rules=OURS, coverage="x")
    kept = [table.columns.index(name) for name in ("missing_children", "missing_incidents")]
    return tuple(tuple(line[place] for place in kept) for line in table.lines)


@cache
def line_by_line(one, other):
    """Return the same as each column alone would show it."""
    shown = [shown_line(counts=column, rules=OURS) for column in zip(one, other, strict=True)]
    return tuple((*(cell.text for cell in cells), total.text) for cells, total in shown)


def worked_out(care):
    """Return every small count of an area that only one number explains."""
    by_look = defaultdict(list)
    for one, other in product(areas(), repeat=2):
        look = (by_force(one[:2], other[:2]), care(one[2:], other[2:]))
        by_look[look].append((one, other))
    found = []
    for look, alike in by_look.items():
        if max(area[0] for world in alike for area in world) > SURE:
            continue
        for name, number in WHAT.items():
            for place in (0, 1):
                values = {number(world[place]) for world in alike}
                if len(values) == 1 and values <= {1, 2, 3, 4}:
                    found.append((look, name, values))
    return found


@pytest.mark.slow
def test_counts_by_force_and_the_table_of_children_looked_after_name_no_small_count():
    assert worked_out(in_care) == []


@pytest.mark.slow
def test_that_attack_does_find_what_tables_protected_apart_leave_open():
    assert worked_out(line_by_line)


def test_two_packs_of_which_one_is_a_part_of_the_other_name_no_small_count():
    """A force's pack and its partnership's: what is in both, and in the wider one alone."""
    most, sure = 12, 7
    pairs = [(wider, part) for wider in range(most + 1) for part in range(wider + 1)]
    by_look = defaultdict(list)
    for one, other in product(pairs, repeat=2):
        by_look[line_by_line(one, other)].append((one, other))
    for look, alike in by_look.items():
        if max(line[0] for world in alike for line in world) > sure:
            continue
        for number in (lambda line: line[0], lambda line: line[1], lambda line: line[0] - line[1]):
            values = {number(world[0]) for world in alike}
            assert len(values) > 1 or not values <= {1, 2, 3, 4}, look

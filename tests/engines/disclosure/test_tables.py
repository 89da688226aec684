"""Tables: no small count follows from the rest, for a reader who works everything out."""

import random
from datetime import date
from itertools import product

import pytest

from whereabouts.engines.disclosure import (
    TOO_FEW,
    Named,
    named_rules,
    shown,
    shown_line,
    shown_table,
    shown_together,
)

DAY = date(2026, 11, 20)
OURS = named_rules(rules_id="ours", at=DAY)
AUTHORITY = named_rules(rules_id="dfe-authority", at=DAY)


def texts(cells):
    return [cell.text for cell in cells]


def test_a_line_without_small_counts_is_shown_whole():
    cells, total = shown_line(counts=[10, 25, 0, 60], rules=OURS)
    assert texts(cells) == ["10", "25", "0", "60"]
    assert total.text == "95"


def test_one_small_count_takes_another_with_it():
    cells, total = shown_line(counts=[3, 12, 40], rules=AUTHORITY)
    assert texts(cells) == ["c", "c", "40"]
    assert total.text == "55"


def test_rounding_alone_would_have_given_two_away():
    """Five, and two small ones, to a total of five: without more, each of the two is one."""
    cells, total = shown_line(counts=[5, 1, 1], rules=OURS)
    assert "5" not in [*texts(cells), total.text] or texts(cells).count("c") == 3


def recovered(published):
    """Return the small counts that only one of all possible lines would explain."""
    found = []
    for lines in published.values():
        if max(max(line) for line in lines) > 9:
            continue  # other lines, with numbers higher than were tried, look the same
        for place in range(len(lines[0])):
            values = {line[place] for line in lines}
            if len(values) == 1 and values <= {1, 2, 3, 4}:
                found.append((lines, place))
    return found


def every_line(publish):
    published = {}
    for counts in product(range(15), repeat=3):
        published.setdefault(publish(list(counts)), []).append(counts)
    return published


def test_who_knows_how_it_is_made_and_tries_every_line_names_no_small_count():
    def publish(counts):
        cells, total = shown_line(counts=counts, rules=OURS)
        return (*texts(cells), total.text)

    published = every_line(publish)
    assert recovered(published) == []
    # Nor are there ever but two numbers left that a small one could be.
    for lines in published.values():
        for place in range(3) if max(max(line) for line in lines) <= 9 else ():
            values = {line[place] for line in lines}
            assert len(values) > 2 or not values & {1, 2, 3, 4}


@pytest.mark.full
def test_nor_of_four_cells():
    published = {}
    for counts in product(range(13), repeat=4):
        cells, total = shown_line(counts=list(counts), rules=OURS)
        published.setdefault((*texts(cells), total.text), []).append(counts)
    assert [found for found in recovered(published) if max(max(one) for one in found[0]) < 8] == []


def test_that_attack_does_find_what_plain_hiding_leaves_open():
    def publish(counts):
        cells = [shown(count=count, rules=AUTHORITY) for count in counts]
        return (*texts(cells), str(sum(counts)))

    assert len(recovered(every_line(publish))) > 20


def narrowest(counts, cells, rows, columns, total, rules):
    """Work out, by narrowing every cell from its row and column, how little is left of each."""
    most = rules.hide_below - 1

    def of(cell):
        if cell.number is None:
            return [1, most if cell.why == TOO_FEW else 10**6]
        number, half = int(cell.number), rules.round_to // 2
        return [max(number - half, rules.hide_below), number + half] if number else [0, 0]

    grid = [[of(cell) for cell in [*row, end]] for row, end in zip(cells, rows, strict=True)]
    grid.append([of(cell) for cell in [*columns, total]])
    lines = [*grid, *[list(column) for column in zip(*grid, strict=True)]]
    for _ in range(60):
        for line in lines:
            low, high = sum(c[0] for c in line[:-1]), sum(c[1] for c in line[:-1])
            line[-1][0], line[-1][1] = max(line[-1][0], low), min(line[-1][1], high)
            for cell in line[:-1]:
                cell[0] = max(cell[0], line[-1][0] - (high - cell[1]))
                cell[1] = min(cell[1], line[-1][1] - (low - cell[0]))
                low, high = sum(c[0] for c in line[:-1]), sum(c[1] for c in line[:-1])
    return min(
        grid[r][c][1] - grid[r][c][0] + 1
        for r, row in enumerate(counts)
        for c, count in enumerate(row)
        if 0 < count < rules.hide_below
    )


@pytest.mark.parametrize("rules", [OURS, AUTHORITY], ids=lambda rules: rules.id)
def test_no_table_leaves_a_small_count_fewer_than_three_numbers(rules):
    chance = random.Random(2016)
    tried = 0
    for _ in range(300):
        most = chance.choice((4, 9, 30))
        counts = [[chance.randint(0, most) for _ in range(4)] for _ in range(5)]
        if not any(0 < count < rules.hide_below for row in counts for count in row):
            continue
        tried += 1
        assert narrowest(counts, *shown_table(counts=counts, rules=rules), rules) >= 3
    assert tried > 100


def test_a_table_hides_no_more_than_it_needs():
    counts = [[3, 40, 50], [40, 60, 70], [55, 80, 90]]
    cells, rows, columns, total = shown_table(counts=counts, rules=OURS)
    assert sum(cell.number is None for row in cells for cell in row) == 1
    assert texts([*rows, *columns, total]) == ["95", "170", "225", "100", "180", "210", "490"]
    assert (total.number, cells[0][0].why) == (490, TOO_FEW)


def test_every_number_shown_in_a_table_is_the_rounded_count():
    counts = [[3, 12, 8], [22, 0, 41]]
    cells, rows, columns, total = shown_table(counts=counts, rules=OURS)
    for row, seen in zip(counts, cells, strict=True):
        for count, cell in zip(row, seen, strict=True):
            assert cell.number in (None, shown(count=count, rules=OURS).number)
    assert [row.number for row in rows] == [25, 65]
    assert total.text == "85"
    assert len(columns) == 3


def side_by_side(first, second):
    """Return two tables of the same children: their columns' sums, and the whole, are the same."""

    def named(which, counts):
        names = [[(which, r, c) for c in range(len(row) + 1)] for r, row in enumerate(counts)]
        return Named(counts=counts, names=[*names, ["girls", "boys", "whole"]])

    return [named("by age", first), named("by level", second)]


def hidden_sums(tables):
    return [[cell.number is None for cell in [*sums, whole]] for _, _, sums, whole in tables]


def test_a_sum_hidden_in_one_table_is_hidden_in_each_that_stands_beside_it():
    first, second = [[1, 0], [0, 60]], [[1, 30], [0, 30]]
    apart = [shown_table(counts=one, rules=AUTHORITY) for one in (first, second)]
    together = shown_together(tables=side_by_side(first, second), rules=AUTHORITY)
    assert hidden_sums(apart)[0] != hidden_sums(apart)[1]
    one, other = hidden_sums(together)
    assert one == other


@pytest.mark.parametrize("rules", [OURS, AUTHORITY], ids=lambda rules: rules.id)
def test_tables_of_the_same_children_never_show_what_one_of_them_hides(rules):
    chance = random.Random(7)
    differed = 0
    for _ in range(150):
        girls, boys = (chance.choice((3, 9, 40)) for _ in range(2))
        tables = []
        for rows in (3, 2):
            columns = [parted(chance, total, rows) for total in (girls, boys)]
            tables.append([list(row) for row in zip(*columns, strict=True)])
        apart = hidden_sums([shown_table(counts=one, rules=rules) for one in tables])
        differed += apart[0] != apart[1]
        together = shown_together(tables=side_by_side(*tables), rules=rules)
        one, other = hidden_sums(together)
        assert one == other
        for counts, seen in zip(tables, together, strict=True):
            if any(0 < count < rules.hide_below for row in counts for count in row):
                assert narrowest(counts, *seen, rules) >= 3
    assert differed > 5


def parted(chance, total, into):
    """Return a total as so many counts."""
    edges = sorted(chance.randint(0, total) for _ in range(into - 1))
    return [end - start for start, end in zip([0, *edges], [*edges, total], strict=True)]

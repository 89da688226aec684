"""Whoever reads how children say they were treated works out of no few of them what they said."""

from random import Random

import pytest

from tests.insight.intruder import Intruder
from tests.insight.test_pack import OURS, PLAIN
from whereabouts.engines.disclosure import shown
from whereabouts.insight.lookups.treated import KEYS, VALUES
from whereabouts.practice.voice.rules import Tally, by_unit

EVERY = "every unit"
UNITS = ("Early turn", "Late turn", "Night turn", "No unit named")


def what_children_said(seed):
    """Return the answers of a force's children, of each of its units; most are few."""
    chance = Random(seed)
    tallies = []
    for unit in UNITS[: chance.randint(1, len(UNITS))]:
        children = chance.choice([1, 3, 5, 6, 7, 7, 8, 12, 30])
        for question in KEYS:
            likely = [chance.choice([0, 0, 1, 6]) for _ in VALUES]
            said = chance.choices(VALUES, weights=[*likely[:-1], 1], k=children)
            tallies += [
                Tally(unit=unit, question=question, answer=value, number=said.count(value))
                for value in VALUES if said.count(value)
            ]  # fmt: skip
    return tallies


def printed(tallies, *, rules=OURS):
    units, whole = by_unit(tallies=tallies, questions=KEYS, answers=VALUES, rules=rules)
    return {**units, EVERY: whole}


def cell_by_cell(tallies):
    """Return the page as if each small number were hidden and nothing else were done."""
    plain = printed(tallies, rules=PLAIN)

    def seen(number):
        cell = shown(count=number, rules=OURS).number
        return None if cell is None else int(cell)

    return {
        unit: {
            question: {value: seen(number) for value, number in line.items()}
            for question, line in lines.items()
        }
        for unit, lines in plain.items()
    }


def reads(reader, page):
    """Take in the page: every child answers every question once, of one unit."""
    units = [unit for unit in page if unit != EVERY]
    for unit, lines in page.items():
        if all(number is None for line in lines.values() for number in line.values()):
            continue  # nothing is shown of it: it is no table
        for question, line in lines.items():
            for value, number in line.items():
                reader.reads((unit, question, value), "c" if number is None else str(number))
    for question in KEYS:
        for unit in page:
            reader.adds_up((unit, "children"), [(unit, question, value) for value in VALUES])
        for value in VALUES:
            reader.adds_up((EVERY, question, value), [(unit, question, value) for unit in units])
    reader.adds_up((EVERY, "children"), [(unit, "children") for unit in units])
    return reader


def attack(seeds):
    shown_cells = every = 0
    for seed in seeds:
        page = printed(what_children_said(seed))
        assert reads(Intruder(), page).works_out() == {}, seed
        cells = [
            number for lines in page.values() for line in lines.values()
            for number in line.values()
        ]  # fmt: skip
        every += len(cells)
        shown_cells += sum(number is not None for number in cells)
    return shown_cells / every


def test_no_few_children_follow_from_the_answers_of_all_units_and_questions():
    assert attack(range(300)) > 0.4


@pytest.mark.full
def test_nor_in_ten_thousand_forces():
    attack(range(300, 10_300))


def test_the_same_reader_finds_many_where_each_cell_is_hidden_by_itself():
    found = sum(
        len(reads(Intruder(), cell_by_cell(what_children_said(seed))).works_out())
        for seed in range(100)
    )
    assert found > 20

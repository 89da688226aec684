"""Two answers, one taken from the other: no count under five comes out."""

import random
from datetime import date

import numpy as np
import pytest

from whereabouts.engines.disclosure import (
    HIDDEN,
    TOO_FEW,
    Cube,
    CubeRefused,
    Shown,
    named_rules,
)

OURS = named_rules(rules_id="ours", at=date(2026, 11, 20))
DIMENSIONS = {
    "year": ("2023", "2024", "2025"),
    "force": tuple(f"F{n:02}" for n in range(12)),
    "age": ("0-9", "10-12", "13-15", "16-17"),
    "sex": ("F", "M", "X"),
    "care": ("yes", "no"),
}
PEOPLE = 700
TRIES = 5_000


def nation(seed):
    """Make a cube in which most combinations are few."""
    made = np.random.default_rng(seed)
    cube = Cube(dimensions=DIMENSIONS, rules=OURS)
    cube.fill(
        places=[
            np.minimum(made.geometric(0.45, PEOPLE) - 1, len(values) - 1)
            for values in DIMENSIONS.values()
        ]
    )
    return cube


def a_question(chance):
    """Ask with some filters, each for some values."""
    names = chance.sample(list(DIMENSIONS), chance.randint(0, 4))
    return {
        name: frozenset(chance.sample(DIMENSIONS[name], chance.randint(1, len(DIMENSIONS[name]))))
        for name in names
    }


def one_beside(question, chance):
    """Ask nearly the same: as whoever wants to work out a few children would."""
    beside = dict(question)
    name = chance.choice(list(DIMENSIONS))
    values = set(beside.get(name, DIMENSIONS[name]))
    values ^= {chance.choice(DIMENSIONS[name])}
    if values:
        beside[name] = frozenset(values)
    return beside


def both(left, right):
    return {
        name: left.get(name, frozenset(DIMENSIONS[name]))
        & right.get(name, frozenset(DIMENSIONS[name]))
        for name in {*left, *right}
    }


def interval(seen):
    """Return what a figure could be, worked out apart from the engine."""
    if seen.number is None:
        return (1, 4) if seen.why == TOO_FEW else (0, PEOPLE)
    return (0, 0) if not seen.number else (max(5, int(seen.number) - 2), int(seen.number) + 2)


def exactly(seen):
    return (int(seen.number), int(seen.number))


def worked_out(cube, left, right, answer, reading):
    """Return the true small counts that a reader of the two answers can name.

    There are those of the left alone, of both, of the right alone; the reader knows from the
    questions which of the three must be nobody.
    """
    shared = cube.count(filters=both(left, right))
    counts = (cube.count(filters=left) - shared, shared, cube.count(filters=right) - shared)
    (a_low, a_high), (b_low, b_high) = reading(answer(left)), reading(answer(right))
    of_left, of_both, of_right = [0, a_high], [0, min(a_high, b_high)], [0, b_high]
    if subset(left, right):
        of_left = [0, 0]
    if subset(right, left):
        of_right = [0, 0]
    if not all(both(left, right).values()):
        of_both = [0, 0]
    for _ in range(3):
        of_both[0] = max(of_both[0], a_low - of_left[1], b_low - of_right[1])
        of_both[1] = min(of_both[1], a_high - of_left[0], b_high - of_right[0])
        of_left[0] = max(of_left[0], a_low - of_both[1])
        of_left[1] = min(of_left[1], a_high - of_both[0])
        of_right[0] = max(of_right[0], b_low - of_both[1])
        of_right[1] = min(of_right[1], b_high - of_both[0])
    parts = zip(counts, (of_left, of_both, of_right), strict=True)
    return [count for count, (low, high) in parts if 0 < count < 5 and low == high]


def subset(left, right):
    """Say whether whoever is counted by one question is always counted by the other."""
    return all(
        left.get(name, frozenset(DIMENSIONS[name])) <= values for name, values in right.items()
    )


def attack(cube, tries, answer, seed, reading=interval):
    chance = random.Random(seed)
    found = small = 0
    for _ in range(tries):
        left = a_question(chance)
        right = one_beside(left, chance) if chance.random() < 0.7 else a_question(chance)
        small += 0 < abs(cube.count(filters=left) - cube.count(filters=right)) < 5
        found += len(worked_out(cube, left, right, answer, reading))
    return found, small


def plain(cube):
    """Answer every question with the true count."""

    def answer(question):
        return Shown(cube.count(filters=question))

    return answer


def test_no_pair_of_answers_gives_a_small_count_away():
    cube = nation(1)
    found, small = attack(cube, TRIES, lambda q: cube.answer(filters=q), seed=2)
    assert found == 0
    assert small > TRIES / 20  # the attack had something to find


@pytest.mark.full
def test_no_pair_of_a_hundred_thousand_gives_a_small_count_away():
    for seed in range(5):
        cube = nation(seed)
        found, small = attack(cube, 20_000, lambda q, cube=cube: cube.answer(filters=q), seed)
        assert found == 0
        assert small > 1_000


def test_the_attack_finds_many_where_counts_are_told_as_they_are():
    cube = nation(1)
    found, _ = attack(cube, 1_000, plain(cube), seed=2, reading=exactly)
    assert found > 50


def test_a_difference_of_two_figures_is_never_a_small_count():
    cube, chance = nation(3), random.Random(3)
    for _ in range(2_000):
        left = a_question(chance)
        seen = [cube.answer(filters=q).number for q in (left, one_beside(left, chance))]
        if None not in seen:
            assert abs(seen[0] - seen[1]) not in (1, 2, 3, 4)


def few(counts):
    cube = Cube(dimensions={"home": ("care", "family"), "sex": ("F", "M")}, rules=OURS)
    places = [(h, s) for (h, s), count in counts.items() for _ in range(count)]
    cube.fill(places=[np.array([p[0] for p in places]), np.array([p[1] for p in places])])
    return cube


def test_a_filter_that_leaves_out_only_a_few_is_not_answered():
    cube = few({(0, 0): 40, (0, 1): 3})
    assert cube.answer(filters={"home": frozenset({"care"})}).text == "45"
    girls = cube.answer(filters={"home": frozenset({"care"}), "sex": frozenset({"F"})})
    assert (girls.text, girls.why) == ("c", HIDDEN)


def test_a_filter_that_leaves_out_nobody_is_answered():
    cube = few({(0, 0): 40})
    assert cube.answer(filters={"sex": frozenset({"F"})}).text == "40"
    assert cube.answer(filters={"sex": frozenset({"M"})}).text == "0"


def test_naming_every_value_is_the_same_question_as_naming_none():
    cube = few({(0, 0): 40, (1, 1): 2})
    whole = {"sex": frozenset({"F", "M"})}
    assert cube.answer(filters=whole) == cube.answer(filters={}) == Shown(40)


@pytest.mark.parametrize("filters", [{"age": frozenset({"9"})}, {"sex": frozenset({"U"})}])
def test_what_the_cube_does_not_have_is_refused(filters):
    with pytest.raises(CubeRefused):
        few({(0, 0): 9}).answer(filters=filters)

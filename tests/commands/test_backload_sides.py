"""Forces in groups that may be written side by side: the same parts always, and stopped as one."""

import threading

import numpy as np
import pytest

from whereabouts.interfaces.commands.backload.sides import (
    SIDES,
    Stopped,
    parts_of,
    side_by_side,
    sides_of,
)

LONG = 5


@pytest.fixture
def force():
    chance = np.random.default_rng(4)
    return chance.choice(43, 5_000, p=np.arange(1, 44) / np.arange(1, 44).sum())


def test_groups_are_nearly_even_and_always_the_same(force):
    side = sides_of(force=force)
    sizes = np.bincount(side[force], minlength=SIDES)
    assert sizes.min() > 0.9 * sizes.max()
    assert side.tolist() == sides_of(force=force).tolist()


def test_every_row_is_in_one_part_of_its_forces_side_in_order(force):
    rows = np.flatnonzero(np.arange(len(force)) % 7)
    parts = parts_of(rows=rows, force=force, at_once=300)
    assert sorted(np.concatenate([part for _, part in parts]).tolist()) == rows.tolist()
    side = sides_of(force=force[rows])
    first = [int(part[0]) for _, part in parts]
    assert first == sorted(first)
    for own in range(SIDES):
        mine = [part for of, part in parts if of == own]
        assert max(map(len, mine)) <= 300
        assert max(map(len, mine)) - min(map(len, mine)) <= 1
        joined = np.concatenate(mine)
        assert joined.tolist() == sorted(joined.tolist())
        assert set(side[force[joined]].tolist()) == {own}


def test_nothing_has_no_parts():
    none = np.zeros(0, np.int64)
    assert parts_of(rows=none, force=none, at_once=10) == []


@pytest.mark.parametrize("lines", [1, 2, 3, 4])
def test_a_side_has_one_connection_and_its_parts_come_in_order(lines):
    parts = [(number % SIDES, number) for number in range(40)]
    taken, guard = [], threading.Lock()

    def take(part, connection, go_on):
        go_on()
        with guard:
            taken.append((part, connection))

    side_by_side(parts=parts, connections=[f"line {one}" for one in range(lines)], take=take)
    assert sorted(part for part, _ in taken) == list(range(40))
    for side in range(SIDES):
        mine = [(part, line) for part, line in taken if part % SIDES == side]
        assert [part for part, _ in mine] == sorted(part for part, _ in mine)
        assert {line for _, line in mine} == {f"line {side % lines}"}


def test_what_one_raises_stops_the_others_and_is_what_is_raised():
    both, ended = threading.Barrier(2), []

    def take(part, connection, go_on):
        both.wait(LONG)
        if part == 0:
            raise LookupError("the first one failed")
        for _ in range(LONG * 1_000):
            try:
                go_on()
            except Stopped:
                ended.append(part)
                raise
            threading.Event().wait(0.001)

    with pytest.raises(LookupError, match="the first one failed"):
        side_by_side(parts=[(0, 0), (1, 1)], connections=["one", "other"], take=take)
    assert ended == [1]

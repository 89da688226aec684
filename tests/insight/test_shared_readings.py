"""Whoever asks at once shares one reading, and nobody gets one from before they asked."""

import threading
import time

import pytest

from whereabouts.insight.lookups.kept import LONGEST, Kept
from whereabouts.insight.lookups.shared_readings import SharedReadings


def asking(number, together, ask, key="ours"):
    found, failed = [], []

    def one():
        try:
            found.append(together.read(key=key, ask=ask))
        except ZeroDivisionError as fault:
            failed.append(fault)

    threads = [threading.Thread(target=one) for _ in range(number)]
    for thread in threads:
        thread.start()
    return threads, found, failed


class Slow:
    """A reading that takes until it is let go, and says which one it was."""

    def __init__(self):
        self.number, self.begun, self.go_on = 0, threading.Event(), threading.Event()

    def __call__(self):
        self.number += 1
        mine = self.number
        self.begun.set()
        self.go_on.wait(60)
        return mine


def until(holds):
    gives_up = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < gives_up, "it did not come about"
        time.sleep(0.005)


def shared_by(together, followers, key="ours"):
    """Return whether so many wait for what somebody else is about to read."""
    reading = together._gathering.get(key)
    return reading is not None and len(reading.done._cond._waiters) == followers


def finished(threads):
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()


def test_those_who_ask_while_one_reads_share_the_next_reading_and_not_that_one():
    together, ask = SharedReadings(), Slow()
    first, found_first, _ = asking(1, together, ask)
    assert ask.begun.wait(60)
    later, found_later, _ = asking(9, together, ask)
    until(lambda: shared_by(together, 8))
    ask.go_on.set()
    finished([*first, *later])
    assert found_first == [1]
    assert found_later == [2] * 9
    assert ask.number == 2


def test_what_is_asked_with_other_eyes_is_read_by_itself():
    together, ask = SharedReadings(), Slow()
    ours, found_ours, _ = asking(1, together, ask, key="ours")
    assert ask.begun.wait(60)
    theirs, found_theirs, _ = asking(1, together, ask, key="theirs")
    until(lambda: ask.number == 2)
    ask.go_on.set()
    finished([*ours, *theirs])
    assert {*found_ours, *found_theirs} == {1, 2}


def test_one_after_the_other_each_reads_anew():
    together = SharedReadings()
    numbers = iter(range(10))
    assert [together.read(key="ours", ask=lambda: next(numbers)) for _ in range(3)] == [0, 1, 2]


def test_a_reading_that_fails_fails_for_the_one_who_read_and_the_others_read_themselves():
    together, begun, go_on, tries = SharedReadings(), threading.Event(), threading.Event(), []

    def ask():
        tries.append(1)
        if len(tries) == 1:
            begun.set()
            go_on.wait(60)
            return "first"
        if len(tries) == 2:
            raise ZeroDivisionError
        return "by itself"

    first, found_first, _ = asking(1, together, ask)
    assert begun.wait(60)
    later, found, failed = asking(3, together, ask)
    until(lambda: shared_by(together, 2))
    go_on.set()
    finished([*first, *later])
    assert found_first == ["first"]
    assert found == ["by itself"] * 2
    assert len(failed) == 1


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def kept(clock):
    return Kept(most=10, clock=lambda: clock[0])


def test_a_thing_is_made_once_and_no_more_are_kept_than_may_be(kept):
    made = []
    for number in [*range(4), *range(4)]:
        assert kept.get(number, lambda key: made.append(key) or key * 2) == number * 2
    assert made == [0, 1, 2, 3]
    for number in range(100):
        kept.get(number, lambda key: key)
        assert len(kept) <= 10


def test_what_nobody_asks_for_is_let_go_and_what_is_asked_for_stays(kept, clock):
    made = []

    def ask(number):
        return kept.get(number, lambda key: made.append(key) or key)

    ask(1), ask(2)
    for _ in range(3):
        clock[0] += LONGEST + 1
        kept.turn_in_time()
        ask(1)
    assert made == [1, 2]
    assert len(kept) <= 2
    ask(2)
    assert made == [1, 2, 2]


def test_before_its_time_nothing_is_let_go(kept, clock):
    kept.get(1, str)
    clock[0] += LONGEST - 1
    kept.turn_in_time()
    kept.turn_in_time()
    assert len(kept) == 1

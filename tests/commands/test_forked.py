"""Two work, forked by parents that only wait: replaced at once, ended politely, never alone."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from whereabouts.interfaces.commands.forked import BESIDE, LEASH, WORKER, Forked, _Superior
from whereabouts.launcher import supervise

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
pytestmark = [pytest.mark.slow, linux]

# Each who works writes its duty into a file of its own, and works until it is told to stop.
WORKING = """
import os, signal, sys, time
from pathlib import Path
from whereabouts.interfaces.commands import forked
forked.WORKS_ON_SECONDS = float(sys.argv[2])
folder = Path(sys.argv[1])
(folder / "first").write_text(str(os.getpid()))
by = forked.forked(say=lambda words: print(words, file=sys.stderr, flush=True))
if by is None:
    sys.exit(0)
told = []
signal.signal(signal.SIGTERM, lambda number, frame: told.append(number))
note = folder / f"{os.getpid()}"
note.write_text("beside" if by.beside else "works")
while not told and not by.over():
    time.sleep(0.02)
note.write_text("done")
"""
FAMILY = 4  # a parent, its worker, its deputy, and one beside
ENDING = """
import sys
from whereabouts.interfaces.commands.forked import forked
if forked(say=lambda words: print(words, flush=True)):
    sys.exit(int(sys.argv[1]))
"""


def started(source, *arguments, hold=None):
    leash = {} if hold is None else {LEASH: str(hold)}
    return subprocess.Popen(
        [sys.executable, "-c", source, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True, cwd=Path(__file__).parents[2],
        env={**os.environ, **leash}, pass_fds=[] if hold is None else [hold],
    )  # fmt: skip


def until(condition, seconds=15.0):
    """Return what the condition gives, as soon as that is something."""
    gives_up = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < gives_up, "it did not come about"
        time.sleep(0.02)
    return found


class Family:
    """One parent whom we started, and all who come of it."""

    def __init__(self, folder, *, works_on=1.0, leash=False):
        self.folder = folder
        hold, self.leash = os.pipe() if leash else (None, None)
        self.first = started(WORKING, str(folder), str(works_on), hold=hold)
        if hold is not None:
            os.close(hold)
        self.both()

    def who(self, state, *, without=frozenset()):
        notes = [file for file in self.folder.iterdir() if file.name.isdigit()]
        return {int(file.name) for file in notes if file.read_text() == state} - set(without)

    def both(self, *, without=frozenset()):
        """Return one who works and one beside, as soon as both are there and not of these."""
        return until(
            lambda: (
                (works := self.who("works", without=without))
                and (beside := self.who("beside", without=without))
                and (min(works), min(beside))
            )
        )

    def deputy(self):
        _, beside = self.both()
        return int(Path(f"/proc/{beside}/stat").read_text().rpartition(")")[2].split()[1])

    def living(self):
        """Return all of its process group."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[2]) == self.first.pid and fields[0] not in "ZX":
                    found.append(int(stat.parent.name))
        return found

    def end(self):
        for pid in self.living():
            os.kill(pid, signal.SIGKILL)
        self.first.communicate()


@pytest.fixture
def family(tmp_path):
    one = Family(tmp_path)
    yield one
    one.end()


@pytest.fixture
def lasting(tmp_path):
    """One that has a leash, so that it does not end by itself."""
    one = Family(tmp_path, works_on=0.3, leash=True)
    yield one
    one.end()


@pytest.mark.parametrize("which", [0, 1])
def test_one_who_is_killed_is_replaced_within_a_moment(family, which):
    time.sleep(1.1)  # steady by then
    killed = family.both()[which]
    began = time.monotonic()
    os.kill(killed, signal.SIGKILL)
    until(lambda: family.who(["works", "beside"][which], without={killed}))
    assert time.monotonic() - began < 1.0
    assert len(family.living()) == FAMILY


def test_a_deputy_that_is_killed_is_replaced_and_so_is_who_worked_for_it(family):
    time.sleep(1.1)
    deputy, before = family.deputy(), set(family.both())
    os.kill(deputy, signal.SIGKILL)
    (another,) = until(lambda: family.who("beside", without=before))
    assert another not in before
    assert family.first.poll() is None
    # Whom it had forked works on for a moment, and ends by itself.
    until(lambda: before & family.who("done"))
    until(lambda: len(family.living()) == FAMILY)


def test_told_to_stop_it_tells_all_who_work_waits_for_their_end_and_ends_well(family):
    both = set(family.both())
    family.first.send_signal(signal.SIGTERM)
    _, said = family.first.communicate(timeout=10)
    assert family.first.returncode == 0, said
    assert family.who("done") == both
    assert family.living() == []


def test_without_its_first_parent_the_deputy_fills_every_place_anew(lasting):
    before = set(lasting.both())
    lasting.first.kill()
    lasting.first.wait()
    until(lambda: lasting.who("works", without=before))
    # The deputy that was and the one that it has, a worker, and one beside for each deputy.
    until(lambda: len(lasting.living()) == FAMILY + 1)
    (works,) = lasting.who("works", without=before)
    os.kill(works, signal.SIGKILL)
    until(lambda: lasting.who("works", without={works, *before}))


def test_when_the_leash_is_let_go_all_of_them_end_by_themselves(lasting):
    lasting.first.kill()
    lasting.first.wait()
    until(lambda: len(lasting.living()) == FAMILY + 1)
    os.close(lasting.leash)
    until(lambda: lasting.living() == [])
    assert not lasting.who("works")
    assert not lasting.who("beside")


def test_without_a_leash_they_work_on_for_a_while_and_then_end_by_themselves(family):
    both = set(family.both())
    family.first.kill()
    family.first.wait()
    time.sleep(0.4)
    assert both <= set(family.living())
    until(lambda: family.living() == [])
    assert both <= family.who("done")


def test_one_after_the_other_is_killed_over_and_over_and_somebody_always_works(lasting):
    chance = Random(3)
    for _ in range(25):
        os.kill(chance.choice(lasting.living()), signal.SIGKILL)
        time.sleep(0.3)
        assert len(lasting.living()) >= 2
    until(lambda: len(lasting.living()) >= FAMILY)


@pytest.mark.parametrize(("code", "ends_with"), [("3", 3), ("0", 1)])
def test_those_who_end_by_themselves_at_once_again_and_again_end_the_parent(code, ends_with):
    parent = started(ENDING, code)
    said, _ = parent.communicate(timeout=20)
    assert parent.returncode == ends_with
    assert said.count("The worker ended") == 2


def test_as_long_as_its_parent_is_there_nobody_is_over(monkeypatch):
    monkeypatch.delenv(LEASH, raising=False)
    assert not Forked(duty=WORKER, superior=_Superior(pid=os.getppid())).over()
    assert Forked(duty=BESIDE, superior=_Superior(pid=os.getppid())).beside


def test_both_ends_of_the_leash_are_called_alike():
    assert supervise.LEASH == LEASH

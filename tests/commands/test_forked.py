"""Who works is forked by a parent that only waits: replaced at once, ended politely, never lost."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from whereabouts.interfaces.commands.forked import Forked

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
pytestmark = [pytest.mark.slow, linux]

# Each of the forked writes its number into a file of its own, and works until it is told to stop.
WORKING = """
import os, signal, sys, time
from pathlib import Path
from whereabouts.interfaces.commands import forked
forked.WORKS_ON_SECONDS = 1.0
by = forked.forked(say=lambda words: print(words, file=sys.stderr, flush=True))
if by is None:
    sys.exit(0)
told = []
signal.signal(signal.SIGTERM, lambda number, frame: told.append(number))
folder = Path(sys.argv[1])
(folder / f"{os.getpid()}").write_text("works")
while not told and not by.over():
    time.sleep(0.02)
(folder / f"{os.getpid()}").write_text("done")
"""
ENDING = """
import sys
from whereabouts.interfaces.commands.forked import forked
if forked(say=lambda words: print(words, flush=True)):
    sys.exit(int(sys.argv[1]))
"""


def started(source, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", source, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, start_new_session=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip


def until(condition, seconds=15.0):
    """Return what the condition gives, as soon as that is something."""
    gives_up = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < gives_up, "it did not come about"
        time.sleep(0.02)
    return found


def those_who(state, folder):
    return {int(file.name) for file in folder.iterdir() if file.read_text() == state}


@pytest.fixture
def parent(tmp_path):
    """A parent whose first child works."""
    process = started(WORKING, str(tmp_path))
    until(lambda: those_who("works", tmp_path))
    yield process
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def test_one_who_is_killed_is_replaced_within_a_moment(parent, tmp_path):
    (first,) = those_who("works", tmp_path)
    time.sleep(1.1)  # steady by then
    began = time.monotonic()
    os.kill(first, signal.SIGKILL)
    until(lambda: those_who("works", tmp_path) - {first})
    assert time.monotonic() - began < 1.0
    assert parent.poll() is None


def test_told_to_stop_it_tells_who_works_waits_for_the_end_and_ends_well(parent, tmp_path):
    parent.send_signal(signal.SIGTERM)
    _, said = parent.communicate(timeout=10)
    assert parent.returncode == 0, said
    assert len(those_who("done", tmp_path)) == 1
    assert not those_who("works", tmp_path)


def test_without_its_parent_one_works_on_for_a_while_and_then_ends_by_itself(parent, tmp_path):
    (only,) = those_who("works", tmp_path)
    parent.kill()
    parent.wait()
    time.sleep(0.4)
    assert those_who("works", tmp_path) == {only}
    until(lambda: those_who("done", tmp_path) == {only})


def test_killed_over_and_over_the_parent_goes_on_replacing(parent, tmp_path):
    seen = set()

    def others():
        return those_who("works", tmp_path) - seen

    for _ in range(5):
        fresh = until(others)
        for pid in fresh:
            os.kill(pid, signal.SIGKILL)
        seen |= fresh
    assert until(others)
    assert parent.poll() is None


@pytest.mark.parametrize(("code", "ends_with"), [("3", 3), ("0", 1)])
def test_those_who_end_by_themselves_at_once_again_and_again_end_the_parent(code, ends_with):
    parent = started(ENDING, code)
    said, _ = parent.communicate(timeout=20)
    assert parent.returncode == ends_with
    assert said.count("another begins") == 2


def test_as_long_as_its_parent_is_there_nobody_is_over():
    assert not Forked(parent=os.getppid()).over()

"""Parts that die come back, all of them end together, and nobody else's process is touched."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from whereabouts.launcher import processes
from whereabouts.launcher import supervise as supervise_module
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused
from whereabouts.launcher.supervise import Part, Stopped, stopping_on_signals, supervise

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
LEAVING = """
import subprocess, sys, time
child = subprocess.Popen(["sleep", "60"])
with open(sys.argv[1], "a") as children:
    children.write(f"{child.pid}\\n")
time.sleep(60)
"""
LEAVE_A_CHILD = [sys.executable, "-c", LEAVING]
# Forks one who works until nobody holds the other end of the leash.
FORKING = """
import os, select, sys, time
leash = int(os.environ["WHEREABOUTS_LEASH"])
pid = os.fork()
if pid == 0:
    with open(sys.argv[1], "a") as forked:
        forked.write(f"{os.getpid()}\\n")
    select.select([leash], [], [])
    sys.exit()
time.sleep(60)
"""
SUPERVISOR = """
import io, os, sys
from pathlib import Path
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.supervise import Part, supervise
folder = Path(sys.argv[1])
places = Places(checkout=folder, state=folder, cluster=folder)
supervise(parts=[Part(name="sleeper", command=["sleep", "60"], environ=dict(os.environ))],
          places=places, progress=Progress(stream=io.StringIO()))
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A checkout of the test's own."""
    return Places(checkout=tmp_path, state=tmp_path, cluster=tmp_path)


def wait_for(*, condition: Callable[[], bool], seconds: float = 60) -> None:
    """Return once the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Return whether a process runs."""
    return processes.began(pid=pid) is not None


def test_a_part_that_is_killed_comes_back_and_its_children_do_not_outlive_it(
    places: Places, tmp_path: Path
) -> None:
    children = tmp_path / "children"
    part = Part(
        name="web", command=[*LEAVE_A_CHILD, str(children)], environ=dict(os.environ), pause=0.05
    )
    seen: list[int] = []

    def ready() -> bool:
        pids = [int(pid) for pid in children.read_text().split()] if children.exists() else []
        if len(pids) == 1 and not seen and part.process is not None:
            seen.append(pids[0])
            part.process.kill()
        return len(pids) == 2

    def stop() -> None:
        raise Stopped(signal.SIGTERM)

    with pytest.raises(Stopped):
        supervise(
            parts=[part],
            places=places,
            progress=Progress(stream=io.StringIO()),
            ready=ready,
            on_ready=stop,
        )

    wait_for(condition=lambda: not any(alive(int(pid)) for pid in children.read_text().split()))
    assert part.ends == 1
    assert list(places.running.glob("*.pid")) == []


def test_what_a_killed_part_forked_works_on_until_another_has_taken_over(
    places: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervise_module, "TAKES_OVER_SECONDS", 1.0)
    forked = tmp_path / "forked"
    part = Part(
        name="worker",
        command=[sys.executable, "-c", FORKING, str(forked)],
        environ=dict(os.environ),
        outlived=True,
    )
    killed: list[int] = []

    def all_forked() -> list[int]:
        return [int(pid) for pid in forked.read_text().split()] if forked.exists() else []

    def ready() -> bool:
        if len(all_forked()) == 1 and not killed and part.process is not None:
            killed.append(part.process.pid)
            part.process.kill()
        if len(all_forked()) < 2:
            assert all(alive(pid) for pid in all_forked())
            return False
        first, second = all_forked()
        return alive(second) and not alive(first)

    def stop() -> None:
        raise Stopped(signal.SIGTERM)

    began = time.monotonic()
    with pytest.raises(Stopped):
        supervise(
            parts=[part],
            places=places,
            progress=Progress(stream=io.StringIO()),
            ready=ready,
            on_ready=stop,
        )

    assert time.monotonic() - began > 1.0
    wait_for(condition=lambda: not any(alive(pid) for pid in all_forked()))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux tells a child of our death")
def test_a_killed_supervisor_takes_along_what_outlived_its_part(
    places: Places, tmp_path: Path
) -> None:
    forked = tmp_path / "forked"
    outliving = SUPERVISOR.replace(
        'command=["sleep", "60"]',
        f"outlived=True, command={[sys.executable, '-c', FORKING, str(forked)]!r}",
    )
    supervisor = subprocess.Popen([sys.executable, "-c", outliving, str(tmp_path)])
    wait_for(condition=lambda: forked.exists() and bool(forked.read_text()))
    part = processes.noted(file=places.running / "sleeper.pid")
    assert part is not None
    os.kill(part, signal.SIGKILL)
    time.sleep(0.1)
    (worker,) = (int(pid) for pid in forked.read_text().split()[:1])
    assert alive(worker)

    supervisor.kill()
    supervisor.wait()

    wait_for(condition=lambda: not any(alive(int(pid)) for pid in forked.read_text().split()))


@pytest.mark.parametrize(
    ("how", "pause"),
    [("import os; os.kill(os.getpid(), 9)", "0.2"), ("raise SystemExit(3)", "0.5")],
)
def test_a_part_that_was_killed_waits_less_for_its_start_than_one_that_failed(
    places: Places, how: str, pause: str
) -> None:
    said = io.StringIO()

    with pytest.raises(Refused, match="does not start"):
        supervise(
            parts=[Part(name="web", command=[sys.executable, "-c", how], environ={})],
            places=places,
            progress=Progress(stream=said),
            ready=lambda: False,
        )

    assert f"starting it again in {pause} s" in said.getvalue()


def test_a_part_that_waits_starts_when_the_others_are_ready_and_ends_with_them(
    places: Places,
) -> None:
    first = Part(name="web", command=SLEEP, environ=dict(os.environ))
    later = Part(name="finder", command=SLEEP, environ=dict(os.environ), waits=True)
    looked: list[bool] = []

    def ready() -> bool:
        looked.append(later.process is None)
        return len(looked) == 3

    def told() -> None:
        looked.append(later.process is None)

    stopper = threading.Thread(
        target=lambda: (
            wait_for(condition=lambda: later.process is not None),
            os.kill(os.getpid(), signal.SIGTERM),
        )
    )
    with stopping_on_signals():
        stopper.start()
        with pytest.raises(Stopped):
            supervise(
                parts=[first, later],
                places=places,
                progress=Progress(stream=io.StringIO()),
                ready=ready,
                on_ready=told,
            )
    stopper.join()

    assert looked == [True] * 4
    assert later.process is not None
    assert not alive(later.process.pid)
    assert list(places.running.glob("*.pid")) == []


def test_a_part_that_never_starts_is_given_up_with_the_end_of_its_log(
    places: Places, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", "print('no such port'); raise SystemExit(3)"]
    part = Part(
        name="web",
        command=command,
        environ=dict(os.environ),
        log=tmp_path / "web.log",
        pause=0.01,
    )

    with pytest.raises(Refused, match=r"exit code 3(.|\n)*no such port"):
        supervise(
            parts=[part],
            places=places,
            progress=Progress(stream=io.StringIO()),
            ready=lambda: False,
        )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux tells a child of our death")
def test_a_killed_supervisor_takes_its_parts_along(places: Places, tmp_path: Path) -> None:
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISOR, str(tmp_path)])
    note = places.running / "sleeper.pid"
    wait_for(condition=lambda: processes.noted(file=note) is not None)
    sleeper = processes.noted(file=note)
    assert sleeper is not None

    supervisor.kill()
    supervisor.wait()

    wait_for(condition=lambda: not alive(sleeper))


def test_a_leftover_is_ended_and_a_process_that_took_over_its_number_is_not(
    tmp_path: Path,
) -> None:
    leftover = subprocess.Popen(SLEEP, start_new_session=True)
    stranger = subprocess.Popen(SLEEP, start_new_session=True)
    try:
        processes.note(file=tmp_path / "web.pid", pid=leftover.pid)
        (tmp_path / "worker.pid").write_text(f"{stranger.pid}\nanother boot/1\n")

        assert processes.end_leftovers(folder=tmp_path) == ["web"]

        assert leftover.wait(timeout=10) == -signal.SIGTERM
        assert stranger.poll() is None
        assert list(tmp_path.iterdir()) == []
    finally:
        for process in (leftover, stranger):
            process.kill()
            process.wait()

"""A database that is killed comes back by itself, and one that was stopped by name does not."""

import io
import os
import shutil
import signal
import time
from collections.abc import Iterator

import pytest

from tests.launcher.conftest import new_server
from whereabouts.launcher import cluster, processes
from whereabouts.launcher.cluster.server import Server
from whereabouts.launcher.databases import not_durable
from whereabouts.launcher.progress import Progress

pytestmark = pytest.mark.slow
APP = "whereabouts_app"


@pytest.fixture
def quiet() -> Progress:
    """Somewhere for the lines to go."""
    return Progress(stream=io.StringIO())


@pytest.fixture
def own() -> Iterator[Server]:
    """A cluster of the test's own, not made yet."""
    server = new_server(kind="system")
    yield server
    server.stop()
    shutil.rmtree(server.home)


def comes_about(condition: object, *, seconds: float = 30.0) -> bool:
    """Return whether a condition comes about in time."""
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_killed_as_a_whole_it_is_started_again_and_stopped_by_name_it_stays_stopped(
    own: Server, quiet: Progress
) -> None:
    with cluster.running(server=own, progress=quiet):
        assert not_durable(url=own.url(role=APP)) == []
        for victim in processes.working_in(folder=own.data.resolve()):
            os.kill(victim, signal.SIGKILL)
        assert comes_about(lambda: not own.running())
        assert comes_about(own.running)

        cluster.stop(server=own, although_needed=True)
        assert not comes_about(own.alive, seconds=2.0)
    assert not own.alive()


@pytest.mark.parametrize("setting", ["synchronous_commit", "fsync", "full_page_writes"])
def test_a_server_that_could_lose_what_it_acknowledged_is_named(
    own: Server, quiet: Progress, setting: str
) -> None:
    with cluster.running(server=own, progress=quiet):
        with (own.data / "postgresql.conf").open("a") as conf:
            conf.write(f"{setting} = off\n")
        own.account.run(command=[own.binaries.program(name="pg_ctl"), "reload", "-D", own.data])
        assert comes_about(lambda: not_durable(url=own.url(role=APP)))
        said = not_durable(url=own.url(role=APP))
    assert len(said) == 1
    assert said[0].startswith(f"{setting} is off")

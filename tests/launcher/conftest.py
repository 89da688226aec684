"""Clusters of the tests' own, on each PostgreSQL that this machine can have."""

import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from whereabouts.launcher.cluster import APP_VARIABLE, OWNER_VARIABLE
from whereabouts.launcher.cluster.account import find_account
from whereabouts.launcher.cluster.binaries import find_binaries, find_system_binaries
from whereabouts.launcher.cluster.server import Server
from whereabouts.launcher.cluster.settings import APP_ROLE, OWNER_ROLE
from whereabouts.launcher.databases import ensure_database
from whereabouts.launcher.environment import ensure_tool
from whereabouts.launcher.places import find_places
from whereabouts.launcher.progress import Progress

IN_MEMORY = Path("/dev/shm")  # a dozen clusters are made here: on a disk that takes minutes
ROOM = 2 * 1024**3


def fetched_package() -> Path:
    """Return the folder of the package's programs, fetched once."""
    return ensure_tool(
        places=find_places(),
        progress=Progress(),
        name="postgres",
        python=lambda: Path(sys.executable),
    )


def open_folder() -> Path:
    """Return a new folder that the service account may pass through, as pytest's own is not."""
    in_memory = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM
    parent = IN_MEMORY if in_memory else None
    folder = Path(tempfile.mkdtemp(prefix="whereabouts-test-", dir=parent))
    folder.chmod(0o711)
    return folder


def new_server(*, kind: str) -> Server:
    """Return a cluster that has been neither made nor started, in a folder of its own."""
    if kind == "system" and find_system_binaries() is None:
        pytest.skip("this machine has no PostgreSQL of its own")
    home = open_folder()
    account = find_account()
    binaries = find_binaries(
        wanted=kind, fetch_package=fetched_package, account=account, keep_in=home
    )
    return Server(home=home, binaries=binaries, account=account)


@pytest.fixture(params=["system", "embedded"])
def kind(request: pytest.FixtureRequest) -> str:
    """Whose programs are used."""
    return str(request.param)


@pytest.fixture
def stopped_server(kind: str) -> Iterator[Server]:
    """A cluster that has been neither made nor started."""
    server = new_server(kind=kind)
    yield server
    server.stop()
    shutil.rmtree(server.home)


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[str, Server]]:
    """The clusters that tests share, made when one is first asked for."""
    made: dict[str, Server] = {}
    yield made
    for server in made.values():
        server.stop()
        shutil.rmtree(server.home)


@pytest.fixture
def shared_server(kind: str, servers: dict[str, Server]) -> Server:
    """A cluster that runs, for tests that leave it as it was."""
    if kind not in servers:
        servers[kind] = new_server(kind=kind)
        servers[kind].make()
        servers[kind].start()
    return servers[kind]


@pytest.fixture
def server(stopped_server: Server) -> Server:
    """A cluster of the test's own that runs."""
    stopped_server.make()
    stopped_server.start()
    return stopped_server


@pytest.fixture
def server_environ(shared_server: Server) -> dict[str, str]:
    """The variables that name an empty database of the test's own."""
    name = f"whereabouts_{uuid.uuid4().hex[:12]}"
    given = {
        APP_VARIABLE: shared_server.url(role=APP_ROLE),
        OWNER_VARIABLE: shared_server.url(role=OWNER_ROLE),
    }
    app, owner = ensure_database(name=name, environ=given)
    return {APP_VARIABLE: app, OWNER_VARIABLE: owner}

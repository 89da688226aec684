"""A whole system in a place of its own, whose parts can be killed."""

import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

from whereabouts.launcher import processes
from whereabouts.launcher.cluster import database_urls, find_server
from whereabouts.launcher.cluster import stop as stop_cluster
from whereabouts.launcher.cluster.server import Server
from whereabouts.launcher.places import CHECKOUT, find_places
from whereabouts.launcher.supervise import die_with

IN_MEMORY = Path("/dev/shm")  # noqa: S108  nothing here has to survive a power cut: only kills
ROOM = 2 * 1024**3
READY_SECONDS = 240.0  # it may have to migrate first, on a busy machine
STOP_SECONDS = 30.0
PARTS = ("web", "worker", "database")
ENDED_BY_A_KILL = -signal.SIGKILL


class NotReady(Exception):
    """The system did not come up, or did not come back, in time; says what it wrote last."""


class House:
    """One `bin/whereabouts up` with a database, a state folder and a port of its own."""

    def __init__(self, *, folder: Path, pattern: "House | None" = None) -> None:
        """Plan it in a folder; its database is a copy of the pattern's where there is one."""
        self.folder = folder
        self._pattern = pattern
        self.port = free_port()
        self.log = folder / "up.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environ(self) -> dict[str, str]:
        """Return the variables of everything that runs in this house."""
        named = ("WHEREABOUTS_", "PYTEST_", "COV_CORE_", "DJANGO_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(named)}
        asked = {name: os.environ[name] for name in ("WHEREABOUTS_POSTGRES",) if name in os.environ}
        empty = self.folder / "static"
        empty.mkdir(exist_ok=True)
        return {
            **kept,
            **asked,
            "WHEREABOUTS_STATE_DIR": str(self.folder / "state"),
            "WHEREABOUTS_CLUSTER_DIR": str(self.folder / "cluster"),
            "WHEREABOUTS_STATIC_DIR": str(empty),
            "WHEREABOUTS_PYTHON": sys.executable,
            "WHEREABOUTS_SECRET_KEY_FILE": str(self._key_file()),
            "DJANGO_SETTINGS_MODULE": "whereabouts.config.settings",
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def server(self) -> Server:
        """Return this house's cluster."""
        return find_server(places=find_places(environ=self.environ), environ=self.environ)

    def urls(self) -> tuple[str, str]:
        """Return the addresses of the database itself, for the application and its owner."""
        return database_urls(environ=self.environ)

    def direct(self) -> dict[str, str]:
        """Return the variables of a program that reaches the database itself."""
        return self._reaching(urls=self.urls())

    def by_proxy(self, *, port: int) -> dict[str, str]:
        """Return the variables of a program that reaches the database through a local port."""
        app, owner = self.urls()
        return self._reaching(urls=(_at_port(app, port), _at_port(owner, port)))

    def start(self, *, through: int | None = None) -> None:
        """Start everything and return once it answers; `through` is a proxy's port.

        :raises NotReady: it does not answer in time.
        """
        self._copy_pattern()
        environ = self.environ if through is None else self.by_proxy(port=through)
        command = [sys.executable, str(CHECKOUT / "bin" / "whereabouts"), "up"]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=CHECKOUT,
                start_new_session=True,
                preexec_fn=die_with(parent=os.getpid()),
            )
        self.wait_until_ready()

    def start_database(self) -> None:
        """Start its database alone, so that nobody but the caller writes."""
        self._copy_pattern()
        self.server.start()

    def prepare(self) -> None:
        """Make and migrate its database, and leave it standing still: others begin as copies of it.

        :raises NotReady: it could not be migrated.
        """
        command = [sys.executable, str(CHECKOUT / "bin" / "whereabouts"), "migrate"]
        with self.log.open("ab") as log:
            done = subprocess.run(
                command, env=self.environ, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, cwd=CHECKOUT, check=False,
            )  # fmt: skip
        stop_cluster(server=self.server, although_needed=True)
        if done.returncode:
            raise NotReady("The database was not migrated. It wrote last:\n" + self.last_lines())

    def _copy_pattern(self) -> None:
        if self._pattern is None or self.server.exists():
            return
        into = self.server.folder.parent
        into.mkdir(parents=True, exist_ok=True)
        # With owners and modes: it belongs to the account that runs the database.
        subprocess.run(["cp", "-a", self._pattern.server.folder, into], check=True)  # noqa: S607

    def stop(self) -> None:
        """Stop everything, the database as well."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if (self.folder / "cluster").exists():
            stop_cluster(server=self.server, although_needed=True)

    def ready(self) -> bool:
        """Return whether the web part answers and reaches its database."""
        said = self.ask(path="/readyz")
        return said is not None and said.get("database") == "reachable"

    def wait_until_ready(self, *, seconds: float = READY_SECONDS) -> float:
        """Return the seconds until it answered.

        :raises NotReady: it does not in this time.
        """
        began = time.monotonic()
        while not self.ready():
            over = time.monotonic() - began > seconds
            if over or (self._process is not None and self._process.poll() is not None):
                raise NotReady("The system does not answer. It wrote last:\n" + self.last_lines())
            time.sleep(0.05)
        return time.monotonic() - began

    def ask(self, *, path: str) -> dict[str, Any] | None:
        """Return what an address answers as JSON, or None where nothing does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=3)
        try:
            connection.request("GET", path)
            said = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            connection.close()
        return said if isinstance(said, dict) else None

    def kill(self, *, part: str, chance: Random) -> bool:
        """Kill a part without warning; return whether there was something to kill.

        Of web and worker sometimes one process alone, sometimes all; of the database all of them.
        """
        if part == "database":
            return self._kill_database()
        pid = processes.noted(file=self.folder / "state" / "running" / f"{part}.pid")
        if pid is None:
            return False
        victims = [pid, *descendants(pid)]
        victims = chance.choice([victims, victims[:1], [chance.choice(victims[1:] or victims)]])
        for victim in victims:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        return True

    def last_lines(self, *, most: int = 25) -> str:
        """Return the end of what the parts wrote."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-most:])

    def _kill_database(self) -> bool:
        victims = processes.working_in(folder=self.server.data.resolve())
        note = self.server.data / "postmaster.pid"
        with suppress(OSError, ValueError, IndexError):
            # The postmaster first: it must not see its children fall and put things in order.
            first = int(note.read_text().split()[0])
            victims.sort(key=lambda pid: pid != first)
        for victim in victims:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        return bool(victims)

    def _reaching(self, *, urls: tuple[str, str]) -> dict[str, str]:
        app, owner = urls
        reached = {"WHEREABOUTS_DATABASE_URL": app, "WHEREABOUTS_OWNER_DATABASE_URL": owner}
        return {**self.environ, **reached}

    def _key_file(self) -> Path:
        file = self.folder / "secret-key"
        if not file.exists():
            file.write_text(secrets.token_urlsafe(64))
        return file


@contextmanager
def a_folder(*, on_disk: bool = False) -> Iterator[Path]:
    """Give a folder that every account may pass through, and remove it afterwards."""
    in_memory = not on_disk and IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free > ROOM
    parent = IN_MEMORY if in_memory else None
    folder = Path(tempfile.mkdtemp(prefix="whereabouts-faults-", dir=parent))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def a_pattern() -> Iterator[House]:
    """Give a house that never runs, but whose database is made and migrated: once for many."""
    with a_folder() as folder:
        pattern = House(folder=folder)
        try:
            pattern.prepare()
            yield pattern
        finally:
            stop_cluster(server=pattern.server, although_needed=True)


@contextmanager
def a_house(*, pattern: House | None = None, on_disk: bool = False) -> Iterator[House]:
    """Start a house, and stop and remove it afterwards."""
    with a_folder(on_disk=on_disk) as folder:
        house = House(folder=folder, pattern=pattern)
        try:
            house.start()
            yield house
        finally:
            house.stop()


@contextmanager
def a_database(*, pattern: House) -> Iterator[House]:
    """Give a house of which only the database runs: no part of the product writes to it."""
    with a_folder() as folder:
        house = House(folder=folder, pattern=pattern)
        try:
            house.start_database()
            yield house
        finally:
            house.stop()


def run_in(*, environ: dict[str, str], module: str, arguments: list[str], given: str = "") -> Any:
    """Run one of our modules as a program and return the JSON that it prints.

    :raises NotReady: it failed; says what it wrote.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environ,
        cwd=CHECKOUT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotReady(f"{module} failed:\n{done.stderr[-3000:]}")
    sys.stderr.write(done.stderr)
    return json.loads(done.stdout)


def descendants(pid: int) -> list[int]:
    """Return the processes that one has started or forked and that live, and theirs."""
    found = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text().split()]
    return found + [one for child in found for one in descendants(child)]


def _at_port(url: str, port: int) -> str:
    # The proxy stands on loopback and reaches the socket in the same account's name.
    role, name = url.split("@", 1)[0], url.split("@/", 1)[1].split("?", 1)[0]
    return f"{role}@127.0.0.1:{port}/{name}?sslmode=disable&gssencmode=disable"


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

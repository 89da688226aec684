"""The drill: the commands that keep a copy and put it back, on a system that is written to."""

import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from whereabouts.launcher.cluster import find_server
from whereabouts.launcher.cluster.settings import OWNER_ROLE
from whereabouts.launcher.places import CHECKOUT, find_places
from whereabouts.proving.house import House, NotReady
from whereabouts.proving.ledger import Ledger
from whereabouts.proving.loaders import JourneyLoader
from whereabouts.proving.runs import Say, cast_of

WRITING_SECONDS = 2.0
APART_SECONDS = 0.5


def drill(*, house: House, seed: int, say: Say) -> dict[str, Any]:
    """Copy while reports come in, restore to an instant between two of them, and compare.

    What was acknowledged before the instant has to be there, and nothing that came after it. The
    house stands still afterwards. `restore` itself verifies copy, audit log and pages.
    """
    cast_of(house)
    copies, clean = house.folder / "copies", house.folder / "clean"
    before, after = Ledger(), Ledger()
    loader = _writing(house, f"before-{seed}", before)
    say("Copying, while reports come in")
    copied = _command(house, "backup", str(copies))
    time.sleep(WRITING_SECONDS)
    unanswered = not loader.finish()
    time.sleep(APART_SECONDS)
    until = datetime.now(UTC)
    time.sleep(APART_SECONDS)
    loader = _writing(house, f"after-{seed}", after)
    time.sleep(WRITING_SECONDS)
    unanswered = not loader.finish() or unanswered
    # The last segment of the log is kept as soon as the server stops.
    house.stop()
    say(f"Restoring to {until.isoformat()}")
    restored = _command(
        house, "restore", str(copies), "--to", str(clean), "--until", until.isoformat()
    )
    there = _keys(house, clean)
    return {
        "run": "drill",
        "seed": seed,
        "acknowledged": len(before.acknowledged),
        "after_the_instant": len(after.acknowledged),
        "lost": len(set(before.acknowledged) - there),
        "doubled": len(set(after.asked) & there),
        "unanswered": int(unanswered),
        "said": [*copied.splitlines(), *restored.splitlines()],
    }


def _writing(house: House, name: str, ledger: Ledger) -> JourneyLoader:
    """Start a writer, and return once its first report was acknowledged."""
    loader = JourneyLoader(name=name, ledger=ledger, environ=house.direct())
    loader.start()
    gives_up = time.monotonic() + 60.0
    while not ledger.acknowledged and time.monotonic() < gives_up:
        time.sleep(0.05)
    return loader


def _command(house: House, *arguments: str) -> str:
    """Run `bin/whereabouts` as somebody at a terminal would, and return what it prints.

    :raises NotReady: it refused; says why.
    """
    done = subprocess.run(
        [sys.executable, str(CHECKOUT / "bin" / "whereabouts"), *arguments],
        env=house.environ,
        cwd=CHECKOUT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotReady(f"{arguments[0]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def _keys(house: House, clean: Path) -> set[str]:
    """Return the keys of the reports in a restored cluster, which is started for the question."""
    environ = {**house.environ, "WHEREABOUTS_CLUSTER_DIR": str(clean)}
    server = find_server(places=find_places(environ=environ), environ=environ)
    server.start()
    try:
        with psycopg.connect(server.url(role=OWNER_ROLE)) as connection:
            found = connection.execute("SELECT idempotency_key FROM reports_report").fetchall()
    finally:
        server.stop()
    return {key for (key,) in found}

"""The drill: the commands that keep a copy and put it back, on a system that is written to."""

import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from whereabouts.launcher.cluster import find_server
from whereabouts.launcher.cluster.settings import OWNER_ROLE
from whereabouts.launcher.places import CHECKOUT, find_places
from whereabouts.proving.house import House, NotReady
from whereabouts.proving.ledger import Ledger
from whereabouts.proving.loaders import JourneyLoader
from whereabouts.proving.runs import Say, cast_of

AFTER_SECONDS = (0.3, 1.5)  # until the next instant, and after the last
ACKNOWLEDGED_WITHIN = 60.0


def drill(*, house: House, seed: int, say: Say, points: int = 1) -> dict[str, Any]:
    """Copy while reports come in, restore to random instants meanwhile, and compare.

    What was acknowledged by an instant has to be there, and nothing that was sent after it. The
    house stands still afterwards. `restore` itself verifies copy, audit log and pages.
    """
    cast_of(house)
    copies, chance, ledger = house.folder / "copies", Random(seed), Ledger()
    loader = JourneyLoader(name=f"drill-{seed}", ledger=ledger, environ=house.direct())
    loader.start()
    _acknowledged(ledger, more_than=0)
    say("Copying, while reports come in")
    copied = _command(house, "backup", str(copies))
    instants = []
    for _ in range(points):
        _acknowledged(ledger, more_than=len(ledger.acknowledged))
        time.sleep(chance.uniform(*AFTER_SECONDS))
        instants.append(datetime.now(UTC))
    _acknowledged(ledger, more_than=len(ledger.asked))
    unanswered = not loader.finish()
    # The last segment of the log is kept as soon as the server stops.
    house.stop()
    found = {"lost": 0, "doubled": 0, "acknowledged": 0, "after_the_instant": 0}
    said = copied.splitlines()
    for until in instants:
        say(f"Restoring to {until.isoformat()}")
        one, words = _restored(house=house, copies=copies, until=until, ledger=ledger)
        found = {name: found[name] + one[name] for name in found}
        said += words
    return {
        "run": "drill",
        "seed": seed,
        "points": points,
        **found,
        "unanswered": int(unanswered),
        "said": said,
    }


def _restored(
    *, house: House, copies: Path, until: datetime, ledger: Ledger
) -> tuple[dict[str, int], list[str]]:
    """Restore to an instant; return what is wrong with it and what the command said."""
    clean = house.folder / "clean"
    restored = _command(
        house, "restore", str(copies), "--to", str(clean), "--until", until.isoformat()
    )
    there = _keys(house, clean)
    shutil.rmtree(clean)
    before, after = ledger.answered_before(at=until), ledger.asked_after(at=until)
    found = {
        "acknowledged": len(before),
        "after_the_instant": len(after),
        "lost": len(before - there),
        "doubled": len(after & there),
    }
    return found, restored.splitlines()


def _acknowledged(ledger: Ledger, *, more_than: int) -> None:
    """Wait until more reports than so many were acknowledged.

    :raises NotReady: they were not in time.
    """
    gives_up = time.monotonic() + ACKNOWLEDGED_WITHIN
    while len(ledger.acknowledged) <= more_than:
        if time.monotonic() > gives_up:
            raise NotReady("No report was acknowledged within a minute.")
        time.sleep(0.05)


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

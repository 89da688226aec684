"""Whole processes whose every reading of the clock is wrong: worker, web server, and database.

By libfaketime, where the machine has it; the machine's own clock is not ours to change.
"""

import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from whereabouts.launcher.places import CHECKOUT
from whereabouts.proving.house import House, NotReady, a_database, free_port, run_in
from whereabouts.proving.ledger import Ledger
from whereabouts.proving.loaders import ApiLoader, JourneyLoader
from whereabouts.proving.runs import Say, cast_of, tally_of

FAKING = ("*/faketime/libfaketime.so.1", "faketime/libfaketime.so.1")
OFFSETS = ("-3650d", "-1d", "-1h", "-1s", "+1s", "+1h", "+1d")
# Of a database not ten years: what it holds then lies further ahead than any deadline.
OF_A_DATABASE = ("-1d", "-1h", "-1s", "+1s", "+1h", "+1d")
NONE_HERE = "NOT JUMPED: there is no libfaketime here (Debian: apt-get install libfaketime)"
DEADLINES = 60
SPAN_SECONDS = 20
AT_EACH_SECONDS = 4.0
UP_SECONDS = 60.0
APART_SECONDS = 2.0  # over which a clock differs, as `/readyz` says it


def library() -> Path | None:
    """Return libfaketime, or None where there is none."""
    return next((file for place in FAKING for file in Path("/usr/lib").glob(place)), None)


def faked(*, by: Path, offset: str) -> dict[str, str]:
    """Return the variables under which a program takes another time for now."""
    return {"LD_PRELOAD": str(by), "FAKETIME": offset, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def wrong_workers(*, house: House, say: Say) -> str:
    """Let the real worker come round under each wrong clock; return what was done, or why not.

    :raises NotReady: it failed.
    """
    by = library()
    if by is None:
        say(NONE_HERE)
        return NONE_HERE
    for offset in OFFSETS:
        _come_round(environ={**house.direct(), **faked(by=by, offset=offset)}, what=offset)
    return f"jumped {', '.join(OFFSETS)}"


def wrong_web(*, house: House, ledger: Ledger, token: str, say: Say) -> dict[str, Any]:
    """Send reports to web servers with wrong clocks, and at last to the right one.

    Returns which clocks were tried, and of how many over two seconds `/readyz` did not say so.
    """
    by = library()
    if by is None:
        say(NONE_HERE)
        return {"web_clock": NONE_HERE}
    loader, told = ApiLoader(name="clocks", ledger=ledger, port=house.port, token=token), 0
    for offset in OFFSETS:
        with _a_web(house=house, by=by, offset=offset) as port:
            loader.port = port
            if offset == OFFSETS[0]:
                loader.start()
            time.sleep(AT_EACH_SECONDS)
            told += _says_that_clocks_differ(port=port)
            say(f"web server {offset}: {len(ledger.acknowledged)} reports")
            loader.port = house.port
    unanswered = not loader.finish()
    return {
        "web_clock": f"jumped {', '.join(OFFSETS)}",
        "clocks_not_said": sum(not offset.endswith("1s") for offset in OFFSETS) - told,
        "unanswered": int(unanswered),
    }


def wrong_database(*, pattern: House, seed: int, say: Say) -> dict[str, Any]:
    """Let the database itself take other times for now, one after the other, under a writer."""
    by = library()
    if by is None:
        return {"run": "database clock", "seed": seed, "skipped": NONE_HERE}
    ledger = Ledger()
    with a_database(pattern=pattern) as house:
        cast_of(house)
        run_in(
            environ=house.direct(),
            module="whereabouts.proving.setting",
            arguments=["deadlines", str(DEADLINES), str(SPAN_SECONDS), str(seed)],
        )
        writer = JourneyLoader(name=f"database-{seed}", ledger=ledger, environ=house.direct())
        writer.start()
        for offset in OF_A_DATABASE:
            house.server.stop()
            _start_at(house=house, by=by, offset=offset)
            _come_round(environ=house.direct(), what=f"database {offset}")
            say(f"database {offset}: {len(ledger.acknowledged)} reports")
        differed = _differed(house)
        house.server.stop()
        house.server.start()
        unanswered = int(not writer.finish())
        worker = subprocess.Popen(
            [sys.executable, "-m", "whereabouts.manage", "run_timers", "--beside"],
            env=house.direct(), cwd=CHECKOUT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            found = tally_of(house, ledger, unanswered=unanswered, until_fired=True)
            # Between two of these clocks no lag means anything.
            del found["lag_seconds"], found["lag_most_seconds"]
        finally:
            worker.kill()
            worker.wait()
    return {
        "run": "database clock",
        "seed": seed,
        "database_clock": f"jumped {', '.join(OF_A_DATABASE)}",
        "clocks_not_said": int(not differed),
        **found,
    }


def _come_round(*, environ: dict[str, str], what: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "whereabouts.manage", "run_timers", "--once"],
        env=environ, cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NotReady(f"The worker, {what}, failed:\n{done.stderr[-2000:]}")


@contextmanager
def _a_web(*, house: House, by: Path, offset: str) -> Iterator[int]:
    """Start a web server with a wrong clock, and give its port."""
    port = free_port()
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", "whereabouts.config.asgi:application"),
            *("--host", "127.0.0.1", "--port", str(port), "--log-level", "critical"),
        ],
        env={**house.direct(), **faked(by=by, offset=offset)},
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        gives_up = time.monotonic() + UP_SECONDS
        while _asked(port=port, path="/healthz") is None:
            if time.monotonic() > gives_up:
                raise NotReady(f"The web server {offset} away does not answer.")
            time.sleep(0.1)
        yield port
    finally:
        server.kill()
        server.wait()


def _says_that_clocks_differ(*, port: int) -> bool:
    said = _asked(port=port, path="/readyz") or {}
    return "clock_apart_seconds" in said and abs(said["clock_apart_seconds"] or 0) > APART_SECONDS


def _asked(*, port: int, path: str) -> dict[str, Any] | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with suppress(OSError, http.client.HTTPException, ValueError):
        connection.request("GET", path)
        body = connection.getresponse().read()
        said = json.loads(body) if body[:1] == b"{" else {}
        return said if isinstance(said, dict) else {}
    return None


def _start_at(*, house: House, by: Path, offset: str) -> None:
    """Start the house's server with a wrong clock."""
    server = house.server
    given = [f"{name}={value}" for name, value in faked(by=by, offset=offset).items()]
    program = server.binaries.program(name="pg_ctl")
    command: list[str | Path] = [
        "/usr/bin/env",
        *given,
        program,
        *("start", "-s", "-w", "-D"),
        server.data,
        "-l",
        server.log,
    ]
    done = server.account.run(command=command)
    if done.returncode:
        raise NotReady(f"The database {offset} away does not start:\n{done.stderr[-2000:]}")


def _differed(house: House) -> bool:
    with psycopg.connect(house.urls()[1]) as line:
        asked = "SELECT EXISTS (SELECT 1 FROM timers_heartbeat WHERE name = 'clocks differ')"
        row = line.execute(asked).fetchone()
    return bool(row and row[0])

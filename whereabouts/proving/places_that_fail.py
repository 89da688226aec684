"""A disk that fills and a clock that jumps, where the machine lets us make them."""

import ctypes
import ctypes.util
import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

from whereabouts.launcher.places import CHECKOUT
from whereabouts.proving.counts import Counts
from whereabouts.proving.house import House, NotReady, a_folder, run_in
from whereabouts.proving.ledger import Ledger
from whereabouts.proving.loaders import FormLoader, JourneyLoader
from whereabouts.proving.runs import Say, cast_of, tally_of
from whereabouts.proving.wrong_clocks import wrong_web, wrong_workers

DISK_MIB = 400
LEAVE_KIB = 64
FULL_SECONDS = 6.0


def full_disk(*, pattern: House, seed: int, say: Say) -> dict[str, Any]:
    """Fill the small disk under the database while reports come in, and give the space back."""
    with a_folder() as folder:
        cluster = folder / "cluster"
        cluster.mkdir(mode=0o711)
        if not _mount(cluster):
            return {"run": "disk", "skipped": "a small disk of our own needs root: none is filled"}
        try:
            house = House(folder=folder, pattern=pattern)
            return _on_small_disk(house=house, disk=cluster, seed=seed, say=say)
        finally:
            _unmount(cluster)


def _on_small_disk(*, house: House, disk: Path, seed: int, say: Say) -> dict[str, Any]:
    ledger = Ledger()
    try:
        house.start()
        cookies = cast_of(house)["cookies"]
        loaders = [
            JourneyLoader(name=f"disk-{seed}", ledger=ledger, environ=house.direct()),
            FormLoader(name=f"pages-{seed}", ledger=ledger, port=house.port, cookies=cookies),
        ]
        for loader in loaders:
            loader.start()
        time.sleep(3.0)
        before = len(ledger.acknowledged)
        say("Filling the disk")
        ballast = disk / "ballast"
        _fill(ballast, disk)
        ends = time.monotonic() + FULL_SECONDS
        while time.monotonic() < ends:
            _fill(ballast, disk)
            time.sleep(0.2)
        while_full = len(ledger.acknowledged) - before
        ballast.unlink()
        say("Space is given back")
        back = house.wait_until_ready()
        time.sleep(2.0)
        unanswered = [loader.finish() for loader in loaders].count(False)
        counts = tally_of(house, ledger, unanswered=unanswered, until_fired=False)
    finally:
        house.stop()
    return {
        "run": "disk",
        "seed": seed,
        "acknowledged_while_full": while_full,
        "back_seconds": round(back, 2),
        "errors": dict(ledger.errors),
        **counts,
    }


def jumping_clock(*, house: House, counts: Counts, seed: int, say: Say) -> dict[str, Any]:
    """Let a second worker with a jumping clock fire beside the real one, and count.

    Once by what the worker is told, and, where libfaketime is there, in whole workers and web
    servers whose every reading of the clock is wrong (`wrong_clocks.py`).
    """
    cast = cast_of(house)
    run_in(
        environ=house.direct(),
        module="whereabouts.proving.setting",
        arguments=["deadlines", str(min(counts.deadlines, 400)), "20", str(seed)],
    )
    chance = Random(seed)
    offsets = [
        chance.choice([1, -1, 3_600, -3_600, 86_400, -86_400, -315_360_000, 0.5])
        for _ in range(counts.clock_jumps)
    ]
    done = subprocess.run(
        [sys.executable, "-m", "whereabouts.proving.jumping"],
        env=house.direct(),
        cwd=CHECKOUT,
        input=json.dumps(offsets),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NotReady(f"The worker with the jumping clock failed:\n{done.stderr[-2000:]}")
    say(f"{len(offsets)} jumps: {done.stdout.strip()} deadlines fired by the jumping clock")
    ledger = Ledger()
    whole = wrong_workers(house=house, say=say)
    web = wrong_web(house=house, ledger=ledger, token=cast["token"], say=say)
    unanswered = web.pop("unanswered", 0)
    found = tally_of(house, ledger, unanswered=unanswered, until_fired=True)
    return {
        "run": "clock",
        "seed": seed,
        "jumps": len(offsets),
        "whole_process_clock": whole,
        **web,
        **found,
    }


def _fill(ballast: Path, disk: Path) -> None:
    free = os.statvfs(disk)
    left = free.f_bavail * free.f_frsize - LEAVE_KIB * 1024
    if left <= 0:
        return
    with suppress(OSError), ballast.open("ab") as file:
        file.write(b"\0" * left)


def _mount(folder: Path) -> bool:
    library = ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True)
    options = f"size={DISK_MIB}m,mode=0711".encode()
    done: int = library.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, options)
    return done == 0


def _unmount(folder: Path) -> None:
    library = ctypes.CDLL(ctypes.util.find_library("c"), use_errno=True)
    library.umount2(str(folder).encode(), 2)  # detached, although something may still look at it

"""The runs: kills under load while deadlines fall due, and partitions. Each returns its counts."""

import json
import time
from collections.abc import Callable, Sequence
from random import Random
from threading import Thread
from typing import Any

from whereabouts.proving.counts import Counts
from whereabouts.proving.house import PARTS, House, run_in
from whereabouts.proving.ledger import Ledger
from whereabouts.proving.loaders import ApiLoader, FormLoader, JourneyLoader, Loader
from whereabouts.proving.proxy import Proxy, schedule

Say = Callable[[str], None]
BAD = (
    *("lost", "doubled", "half", "changed"),
    *("missed", "deadlines_doubled", "early", "unanswered", "broken", "clocks_not_said"),
    *("messages_lost", "messages_doubled", "messages_waiting", "late"),
)
SETTLE_SECONDS = 120.0
DEADLINES_A_SECOND = 15


def kills(
    *, house: House, counts: Counts, seed: int, say: Say, lines: bool = False
) -> dict[str, Any]:
    """Kill every part at random instants while reports come in and deadlines fall due.

    With `lines` the schedules of the lines run at the same time, in the same system.
    """
    chance, ledger = Random(seed), Ledger()
    wanted = {
        "web": counts.web_kills,
        "worker": counts.worker_kills,
        "database": counts.database_kills,
    }
    order = [part for part in PARTS for _ in range(wanted[part])]
    chance.shuffle(order)
    cast = cast_of(house)
    span = max(counts.deadlines / DEADLINES_A_SECOND, 5.0)
    run_in(
        environ=house.direct(),
        module="whereabouts.proving.setting",
        arguments=["deadlines", str(counts.deadlines), str(span), str(seed)],
    )
    writers = [
        JourneyLoader(name=f"kills-{seed}-{number}", ledger=ledger, environ=house.direct())
        for number in range(counts.writers - 1)
    ]
    over_http: dict[str, Any] = {"ledger": ledger, "port": house.port}
    loaders: list[Loader] = [
        *writers,
        FormLoader(name=f"pages-{seed}", cookies=cast["cookies"], **over_http),
        ApiLoader(name=f"api-{seed}", token=cast["token"], **over_http),
    ]
    done, back, gives_up = dict.fromkeys(PARTS, 0), [], time.monotonic() + counts.most_seconds
    beside = _Beside(house=house, ledger=ledger, counts=counts, seed=seed, wanted=lines)
    for loader in loaders:
        loader.start()
    beside.start()
    for part in order:
        if time.monotonic() > gives_up:
            break
        time.sleep(chance.uniform(0.2, 1.2))
        if part == "web" and writers:
            # The journey's own process dies as the web part does: both are the application.
            chance.choice(writers).kill()
        done[part] += _kill(house, part, chance)
        back.append((part, _back(house, part)))
        if sum(done.values()) % 25 == 0:
            say(f"{sum(done.values())} of {len(order)} kills; {len(ledger.acknowledged)} reports")
    beside.join()
    answered = [loader.finish() for loader in loaders]
    say("Everything is up again: waiting for the last deadline")
    unanswered = answered.count(False) + beside.unanswered
    more = {"seed": seed}
    found = tally_of(house, ledger, unanswered=unanswered, until_fired=True, more=more)
    times = [seconds for part, seconds in back if part == "database"]
    return {
        "run": "kills",
        "seed": seed,
        "kills": done,
        "kills_wanted": wanted,
        "schedules": beside.done,
        "database_back_seconds_most": round(max(times), 2) if times else None,
        "errors": dict(ledger.errors),
        **found,
    }


def partitions(*, house: House, counts: Counts, seed: int, say: Say) -> dict[str, Any]:
    """Cut, stall, slow and reset the line between writers and database, several lines at once."""
    ledger, done, unanswered = Ledger(), 0, 0
    cast_of(house)
    gives_up = time.monotonic() + counts.most_seconds
    while done < counts.schedules and time.monotonic() < gives_up:
        several = min(counts.schedules_at_once, counts.schedules - done)
        unanswered += _several(
            house=house, ledger=ledger, seeds=range(done, done + several), counts=counts, seed=seed
        )
        done += several
        say(f"{done} of {counts.schedules} schedules; {len(ledger.acknowledged)} reports")
    return {
        "run": "partitions",
        "seed": seed,
        "schedules": done,
        "schedules_wanted": counts.schedules,
        "schedule_seconds": counts.schedule_seconds,
        "errors": dict(ledger.errors),
        **tally_of(house, ledger, unanswered=unanswered, until_fired=False),
    }


def bad(*, found: dict[str, Any]) -> dict[str, int]:
    """Return what is not nought and has to be."""
    return {name: found[name] for name in BAD if found.get(name)}


class _Beside(Thread):
    """The schedules of the lines, while something else is done to the same system."""

    def __init__(
        self, *, house: House, ledger: Ledger, counts: Counts, seed: int, wanted: bool
    ) -> None:
        super().__init__(name="lines", daemon=True)
        self._given: dict[str, Any] = {"house": house, "ledger": ledger, "counts": counts}
        self._given |= {"seed": seed, "seeds": range(counts.schedules if wanted else 0)}
        self.done = self.unanswered = 0

    def run(self) -> None:
        self.unanswered = _several(**self._given)
        self.done = len(self._given["seeds"])


def _several(
    *, house: House, ledger: Ledger, seeds: Sequence[int], counts: Counts, seed: int
) -> int:
    """Run some schedules at once, each with a line and a writer; return who got no answer."""
    target = house.server.socket_folder / ".s.PGSQL.5432"
    lines = [Proxy(target=target) for _ in seeds]
    loaders = [
        JourneyLoader(
            name=f"line-{seed}-{number}", ledger=ledger, environ=house.by_proxy(port=line.port)
        )
        for number, line in zip(seeds, lines, strict=True)
    ]
    weathers = [
        schedule(chance=Random(f"{seed}:{number}"), seconds=counts.schedule_seconds)
        for number in seeds
    ]
    threads = [
        Thread(target=line.run, kwargs={"weathers": one})
        for line, one in zip(lines, weathers, strict=True)
    ]
    for loader in loaders:
        loader.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answered = [loader.finish() for loader in loaders]
    for line in lines:
        line.close()
    return answered.count(False)


def cast_of(house: House) -> dict[str, Any]:
    """Make the made-up force; return its call handler's cookies and its system's token."""
    cast: dict[str, Any] = run_in(
        environ=house.direct(), module="whereabouts.proving.setting", arguments=["cast"]
    )
    return cast


def _kill(house: House, part: str, chance: Random) -> int:
    """Kill a part as soon as there is something to kill; return 1, or 0 where nothing came up."""
    gives_up = time.monotonic() + 15.0
    while not house.kill(part=part, chance=chance):
        if time.monotonic() > gives_up:
            return 0
        time.sleep(0.05)
    return 1


def _back(house: House, part: str) -> float:
    """Wait for a part to answer again, but for a worker, whose lag the deadlines show."""
    return 0.0 if part == "worker" else house.wait_until_ready(seconds=60.0)


def tally_of(
    house: House, ledger: Ledger, *, unanswered: int, until_fired: bool,
    more: dict[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Compare what was acknowledged with what is there; `more` is what else is known.

    With `until_fired` it waits for the last deadline, as long as any fire within `SETTLE_SECONDS`.
    """
    known = {
        "asked": ledger.asked,
        "acknowledged": ledger.acknowledged,
        "changed": ledger.changed,
        **(more or {}),
    }
    gives_up, fired = time.monotonic() + SETTLE_SECONDS, 0
    while True:
        found: dict[str, Any] = run_in(
            environ=house.direct(),
            module="whereabouts.proving.tally",
            arguments=[],
            given=json.dumps(known),
        )
        still = until_fired and found["fired"] < found["deadlines"]
        if not still:
            break
        # While more fire it is late, not lost: the lag says how late.
        if not found["last_due_passed"] or found["fired"] > fired:
            fired = found["fired"]
            gives_up = time.monotonic() + SETTLE_SECONDS
        if time.monotonic() > gives_up:
            break
        time.sleep(1.0)
    return {**found, "unanswered": unanswered}

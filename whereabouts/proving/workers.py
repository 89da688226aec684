"""The run in which the workers alone are killed, while much falls due and goes out."""

import time
from datetime import UTC, datetime
from random import Random
from typing import Any

import psycopg

from whereabouts.proving.counts import Counts
from whereabouts.proving.house import House, run_in
from whereabouts.proving.ledger import Ledger
from whereabouts.proving.receiving import receiver
from whereabouts.proving.runs import Say, cast_of, tally_of
from whereabouts.proving.workforce import Workforce

DUE_A_SECOND = 100
MOST_P99_SECONDS = 2.0
MOST_OVER_A_RESTART_SECONDS = 5.0
BACK_WITHIN_SECONDS = 120.0
# What was in the hand of one who was killed is sent again after the minute of its lease.
STANDS_STILL_SECONDS = 120.0
WAITING = (
    "SELECT (SELECT count(*) FROM timers_timer WHERE state = 'waiting' AND key LIKE %s)"
    " + (SELECT count(*) FROM outbox_delivery WHERE state = 'waiting')"
)


def workers(*, house: House, counts: Counts, seed: int, say: Say) -> dict[str, Any]:
    """Kill whoever fires deadlines or forks those who do, at random instants, and nothing else.

    Each deadline writes history, audit and a notice, and each notice goes to a receiver.
    """
    chance, kills, last = Random(seed), 0, counts.lone_kills
    span = max(counts.lone_deadlines / DUE_A_SECOND, 1.0)
    cast_of(house)
    force = Workforce(house=house, chance=chance)
    with receiver() as hears:
        _setting(house, "endpoint", hears.address)
        due = _setting(house, "rate", str(counts.lone_deadlines), str(span), str(seed))
        force.start()
        began = datetime.fromisoformat(due["first"])
        for number, instant in enumerate(sorted(chance.uniform(0, span) for _ in range(last)), 1):
            passed = (datetime.now(UTC) - began).total_seconds()
            time.sleep(max(0.0, instant - passed))
            kills += force.kill()
            if number % 10 == 0:
                say(f"{number} of {last} kills")
        unanswered = int(not force.finish(seconds=BACK_WITHIN_SECONDS))
        say("Every worker is back: waiting for the last deadline, and for what is on its way")
        _until_none_waits(house=house, seed=seed)
        more = {"seed": seed, "received": dict(hears.taken)}
        found = tally_of(house, Ledger(), unanswered=unanswered, until_fired=False, more=more)
    found |= {
        "due_a_second": DUE_A_SECOND,
        "back_seconds": [round(seconds, 2) for seconds in force.back_seconds],
        "back_seconds_most": round(max(force.back_seconds, default=0.0), 2),
        "nobody_seconds_most": round(force.nobody_seconds, 2),
    }
    done, wanted = {"workers alone": kills}, {"workers alone": last}
    return {
        "run": "workers",
        "seed": seed,
        "kills": done,
        "kills_wanted": wanted,
        **found,
        "late": too_late(found=found),
    }


def too_late(*, found: dict[str, Any]) -> int:
    """Return how many of the two bounds on lateness are broken."""
    most = found["back_seconds_most"] + MOST_OVER_A_RESTART_SECONDS
    return int(found["lag_seconds"].get("p99", 0.0) > MOST_P99_SECONDS) + int(
        (found["lag_most_seconds"] or 0.0) > most
    )


def _setting(house: House, *arguments: str) -> Any:
    module = "whereabouts.proving.setting"
    return run_in(environ=house.direct(), module=module, arguments=list(arguments))


def _until_none_waits(*, house: House, seed: int) -> None:
    """Return when every deadline has fired and every parcel is out, or when that stands still."""
    with psycopg.connect(house.urls()[0], autocommit=True) as line:
        waited, gives_up = None, 0.0
        while waited != 0 and (waited is None or time.monotonic() < gives_up):
            row = line.execute(WAITING, [f"proving:{seed}:%"]).fetchone()
            waiting = int(row[0]) if row else 0
            if waited is None or waiting < waited:
                waited, gives_up = waiting, time.monotonic() + STANDS_STILL_SECONDS
            time.sleep(0.5)

"""`bench board`: the live board, personalised by access, beside one statement that makes a string.

Two strings are the limits of the same run: a lean one, with less than any board shows, and the
board's own lines, everything that it shows, put together by the database. Times are told by the
wall and by processor, this process and the database's together, since machines are shared.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

from whereabouts.interfaces.commands.bench_pages import (
    FLOOR,
    browser,
    fill,
    in_a_process_of_ones_own,
    spread,
)
from whereabouts.interfaces.commands.board_copies import copy_open_episodes
from whereabouts.interfaces.commands.board_screens import (
    KeptBoard,
    changes_of,
    inspectors,
    measure_screens,
)
from whereabouts.interfaces.commands.measuring import own_database

WRONG_USAGE = 2
LIVE = {"HX-Request": "true", "X-Whereabouts-Live": "1"}
AT_ONCE = 100  # screens of one process, each of them sent what changed
WANTED = {"board": 2.0, "delta": 0.1, "screens_p99_ms": 1000}

Ask = Callable[[], Any]


def main(argv: list[str]) -> int:
    """Print the measure as JSON; return 0."""
    parser = argparse.ArgumentParser(prog="whereabouts bench board", allow_abbrev=False)
    parser.add_argument("--episodes", type=int, default=600)
    parser.add_argument("--copies", type=int, default=1, help="of each, so that there are more")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--asked", type=int, default=7, help="times in a round")
    parser.add_argument("--screens", type=int, default=200, help="0: none is opened")
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if (
        min(options.episodes, options.copies) < 1
        or options.rounds < 2
        or options.asked < 2
        or options.screens < 0
    ):
        parser.print_usage(sys.stderr)
        return WRONG_USAGE
    _, owner = own_database(measure="board")
    with in_a_process_of_ones_own():
        print(json.dumps(_measure(options, owner), indent=2))
    return 0


def _measure(options: argparse.Namespace, owner: str) -> dict[str, Any]:
    from django.utils import timezone

    at = timezone.now()
    cast = fill(episodes=options.episodes, at=at)
    with psycopg.connect(owner, autocommit=True) as line:
        if options.copies > 1:
            copy_open_episodes(line=line, times=options.copies)
        line.execute("VACUUM ANALYZE")
        return _measured(options, cast, line)


def _measured(options: argparse.Namespace, cast: dict[str, Any], line: Any) -> dict[str, Any]:
    from django.utils import timezone

    from whereabouts.foundations.agencies.queries import actor_of
    from whereabouts.insight.lookups.board import board_counts

    at = timezone.now()
    inspector = cast["duty_inspector"]
    client = browser(inspector)
    number = options.episodes * options.copies
    if board_counts(actor=actor_of(member=inspector, at=at), at=at).open != number:
        raise AssertionError("The board does not have as many episodes as it should.")
    every = f"most={number}"  # of a board with more than a thousand the page shows a thousand
    asked: dict[str, Ask] = {
        "lean_string": lambda: _string(inspector),
        "same_string": lambda: _lines(inspector),
        "board": _get(client, f"/board/?{every}"),
        "board_first_100": _get(client, "/board/"),
        "renewed": _get(client, f"/board/rows/?{every}", LIVE),
        "changed": _get(client, f"/board/rows/?{every}", LIVE),
        "empty_view": _get(client, "/healthz"),
    }
    # The change itself is no cost of a board: it is made before the time is taken.
    changes = changes_of(member=inspector)
    before: dict[str, Ask] = {"changed": lambda: next(changes)}
    opened: list[KeptBoard] = []
    # Of those without an owner one goes, and the next comes up, wherever it stood among all.
    readers = inspectors(like=inspector)
    many = [browser(readers[number % len(readers)]) for number in range(AT_ONCE)]
    for name, clients, query in (
        ("delta", [client], f"{every}&unowned=1"),
        ("delta_first_100", [client], "unowned=1"),
        ("delta_on_100_screens", many, "unowned=1"),
    ):
        kept = KeptBoard(clients=clients, query=query)
        opened.append(kept)
        asked[name] = kept.renew
        before[name] = partial(kept.hear, changes)
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    for name, ask in asked.items():
        for _ in range(3):
            before.get(name, lambda: None)()
            ask()
    # Turn by turn, so that a noisy minute is noisy for all of them.
    for _ in range(options.rounds):
        for name, ask in asked.items():
            for _ in range(options.asked):
                before.get(name, lambda: None)()
                taken[name].append(_timed(ask))
    for kept in opened:
        kept.close()
    results = {
        name: {
            "wall": spread([wall for wall, _ in times]),
            "processor": spread([processor for _, processor in times]),
        }
        for name, times in taken.items()
    }
    middle = {
        name: statistics.median(processor for _, processor in times)
        for name, times in taken.items()
    }
    walls = {name: statistics.median(wall for wall, _ in times) for name, times in taken.items()}
    return {
        "measure": "board",
        "episodes_open": number,
        "times_each": options.rounds * options.asked,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "results": results,
        "by_processor_over_the_lean_string": _over(middle, "lean_string"),
        "by_processor_over_the_same_string": _over(middle, "same_string"),
        "by_the_wall_over_the_lean_string": _over(walls, "lean_string"),
        "by_the_wall_over_the_same_string": _over(walls, "same_string"),
        "wanted": WANTED,
        "screens": measure_screens(members=readers, number=options.screens, changes=changes)
        if options.screens
        else None,
    }


def _over(middle: dict[str, float], limit: str) -> dict[str, float]:
    return {
        name: round(middle[name] / middle[limit], 2)
        for name in (
            "board",
            "board_first_100",
            "renewed",
            "changed",
            "delta",
            "delta_first_100",
            "delta_on_100_screens",
        )
    }


def _timed(ask: Ask) -> tuple[float, float]:
    wall, processor = time.perf_counter(), _processor()
    ask()
    return (time.perf_counter() - wall) * 1000, (_processor() - processor) * 1000


def _processor() -> float:
    """Return the processor time of this process and of its database's, where that can be told."""
    from django.db import connection

    line: Any = connection.connection
    try:
        text = Path(f"/proc/{line.info.backend_pid}/schedstat").read_text()
    except (OSError, AttributeError):
        return time.process_time()
    return time.process_time() + int(text.split()[0]) / 1e9


def _get(client: Any, path: str, headers: dict[str, str] | None = None) -> Ask:
    def ask() -> None:
        response = client.get(path, headers=headers or {})
        if response.status_code != 200:
            raise AssertionError(f"A page answered {response.status_code}.")

    return ask


def _string(member: Any) -> None:
    from django.db import connection
    from django.utils import timezone

    from whereabouts.foundations.access.scope import entered
    from whereabouts.foundations.agencies.queries import actor_of

    at = timezone.now()
    with entered(actor=actor_of(member=member, at=at), at=at), connection.cursor() as cursor:
        cursor.execute(FLOOR)
        cursor.fetchone()


def _lines(member: Any) -> None:
    from django.utils import timezone

    from whereabouts.foundations.access.scope import entered
    from whereabouts.foundations.agencies.queries import actor_of
    from whereabouts.insight.lookups.board_lines import as_text

    at = timezone.now()
    with entered(actor=actor_of(member=member, at=at), at=at):
        as_text()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

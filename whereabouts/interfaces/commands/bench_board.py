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
import sys
import time
from collections.abc import Callable, Iterator
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
    """Print the measure as JSON; return 0, or 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(prog="whereabouts bench board", allow_abbrev=False)
    parser.add_argument("--episodes", type=int, default=600)
    parser.add_argument("--copies", type=int, default=5, help="of each afterwards; 1: no more")
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
        measured = _measure(options, owner)
    print(json.dumps(measured, indent=2))
    return 0 if all(measured["kept"].values()) else 1


def _measure(options: argparse.Namespace, owner: str) -> dict[str, Any]:
    from django.utils import timezone

    began, load = time.monotonic(), os.getloadavg()
    cast = fill(episodes=options.episodes, at=timezone.now())
    members = {
        "inspector": cast["duty_inspector"],
        "readers": inspectors(like=cast["duty_inspector"]),
    }
    sizes = {}
    screens = None
    with psycopg.connect(owner, autocommit=True) as line:
        for copies in dict.fromkeys((1, options.copies)):
            if copies > 1:
                copy_open_episodes(line=line, times=copies)
            line.execute("VACUUM ANALYZE")
            number = options.episodes * copies
            sizes[str(number)], changes = _measured(options, number, **members)
            if copies == 1 and options.screens:
                screens = measure_screens(
                    members=members["readers"], number=options.screens, changes=changes
                )
    return {
        "measure": "board",
        "times_each": options.rounds * options.asked,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before": [round(one, 1) for one in load],
        "load_after": [round(one, 1) for one in os.getloadavg()],
        "minutes": round((time.monotonic() - began) / 60, 1),
        "wanted": WANTED,
        "kept": _kept(sizes, screens),
        "rows": sizes,
        "screens": screens,
    }


def _kept(sizes: dict[str, Any], screens: dict[str, Any] | None) -> dict[str, bool]:
    """Return of each limit whether it was kept, at every size, over what says the same."""
    over = [(number, one["by_processor_over_the_same_string"]) for number, one in sizes.items()]
    kept = {
        f"{name}_of_{number}": ratios[name] <= most
        for number, ratios in over
        for name, most in (("board", WANTED["board"]), ("delta", WANTED["delta"]))
    }
    for number, ratios in over:
        kept[f"delta_of_{number}_a_screen_of_many"] = (
            ratios["delta_on_100_screens"] / AT_ONCE <= WANTED["delta"]
        )
    if screens is not None:
        after = screens["shown_after"]
        kept["screens"] = (
            screens["shown_on"] == screens["of"]
            and after is not None
            and after["p99_ms"] <= WANTED["screens_p99_ms"]
        )
    return kept


def _measured(
    options: argparse.Namespace, number: int, *, inspector: Any, readers: list[Any]
) -> tuple[dict[str, Any], Iterator[int]]:
    from django.utils import timezone

    from whereabouts.foundations.agencies.queries import actor_of
    from whereabouts.insight.lookups.board import board_counts

    at = timezone.now()
    client = browser(inspector)
    if board_counts(actor=actor_of(member=inspector, at=at), at=at).open != number:
        raise AssertionError("The board does not have as many episodes as it should.")
    every = f"most={number}"  # of more than a thousand a screen shows a thousand
    asked: dict[str, Ask] = {
        "lean_string": lambda: _string(inspector),
        "same_string": lambda: _lines(inspector),
        # All rows at once, signed in, with its look recorded; a page holds the first 75.
        "board": _get(client, f"/board/rows/?{every}"),
        "board_page": _get(client, "/board/"),
        "renewed": _get(client, f"/board/rows/?{every}", LIVE),
        "changed": _get(client, f"/board/rows/?{every}", LIVE),
        "empty_view": _get(client, "/healthz"),
    }
    # The change itself is no cost of a board: it is made before the time is taken.
    changes = changes_of(member=inspector)
    before: dict[str, Ask] = {"changed": lambda: next(changes)}
    opened: list[KeptBoard] = []
    # Of those without an owner one goes, and the next comes up, wherever it stood among all.
    many = [browser(readers[number % len(readers)]) for number in range(AT_ONCE)]
    for name, clients, query in (
        ("delta", [client], f"{every}&unowned=1"),
        ("delta_first_rows", [client], "unowned=1"),
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
    middle = {name: one["processor"]["p50_ms"] for name, one in results.items()}
    walls = {name: one["wall"]["p50_ms"] for name, one in results.items()}
    return {
        "episodes_open": number,
        "results": results,
        "by_processor_over_the_lean_string": _over(middle, "lean_string"),
        "by_processor_over_the_same_string": _over(middle, "same_string"),
        "by_the_wall_over_the_lean_string": _over(walls, "lean_string"),
        "by_the_wall_over_the_same_string": _over(walls, "same_string"),
    }, changes


def _over(middle: dict[str, float], limit: str) -> dict[str, float]:
    return {
        name: round(middle[name] / middle[limit], 2)
        for name in (
            "board",
            "board_page",
            "renewed",
            "changed",
            "delta",
            "delta_first_rows",
            "delta_on_100_screens",
        )
    }


def _timed(ask: Ask) -> tuple[float, float]:
    """Return how long it took by the wall, and by processor: ours and the database's."""
    theirs, ours, wall = _of_the_database(), time.process_time(), time.perf_counter()
    ask()
    wall, ours = time.perf_counter() - wall, time.process_time() - ours
    return wall * 1000, (ours + _of_the_database() - theirs) * 1000


def _of_the_database() -> float:
    """Return the processor time of this process's line in the database, where that can be told."""
    from django.db import connection

    line: Any = connection.connection
    try:
        text = Path(f"/proc/{line.info.backend_pid}/schedstat").read_text()
    except (OSError, AttributeError):
        return 0.0
    return int(text.split()[0]) / 1e9


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

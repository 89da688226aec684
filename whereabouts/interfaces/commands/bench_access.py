"""`bench access`: what the policies cost: the search and the board with row security on and off.

A database of its own, filled through the journeys, read as the application. With the policies off
the same code asks the same questions; the gates of the code stay as they are. On and off take
turns, so that a noisy minute is noisy for both.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg

from whereabouts.interfaces.commands.bench_pages import (
    WRONG_USAGE,
    browser,
    fill,
    in_a_process_of_ones_own,
    letters,
    spread,
)
from whereabouts.interfaces.commands.measuring import own_database

WANTED = 1.2
INDEX_WITHIN = 120.0

Ask = Callable[[int], Any]


def main(argv: list[str]) -> int:
    """Print the measure as JSON; return 0, or 1 where the policies cost more than is allowed."""
    parser = argparse.ArgumentParser(prog="whereabouts bench access")
    parser.add_argument("--episodes", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--asked", type=int, default=10, help="questions of a kind in a round")
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if options.episodes < 1 or options.rounds < 1 or options.asked < 2:
        parser.print_usage(sys.stderr)
        return WRONG_USAGE
    _, owner = own_database(measure="access")
    with in_a_process_of_ones_own():
        measured = measure(
            owner=owner, episodes=options.episodes, rounds=options.rounds, asked=options.asked
        )
    print(json.dumps(measured, indent=2))
    return 0 if measured["kept"] else 1


def measure(*, owner: str, episodes: int, rounds: int, asked: int) -> dict[str, Any]:
    """Return the times of each question with the policies on and off, and their ratios."""
    from django.utils import timezone

    at = timezone.now()
    cast = fill(episodes=episodes, at=at)
    with _index():
        questions = _questions(cast, at)
        times: dict[str, dict[str, list[float]]] = {
            name: {"on": [], "off": []} for name in questions
        }
        for number in range(rounds):
            # Whoever comes second finds everything warm: each is second as often as the other.
            for state in ("on", "off") if number % 2 else ("off", "on"):
                with psycopg.connect(owner, autocommit=True) as line:
                    _policies(line, on=state == "on")
                for name, ask in questions.items():
                    ask(0)
                    times[name][state] += _timed(ask, asked)
        with psycopg.connect(owner, autocommit=True) as line:
            _policies(line, on=True)
    results: dict[str, dict[str, Any]] = {
        name: {
            "on": spread(both["on"]),
            "off": spread(both["off"]),
            "ratio_p50": round(statistics.median(both["on"]) / statistics.median(both["off"]), 3),
            "ratio_mean": round(statistics.fmean(both["on"]) / statistics.fmean(both["off"]), 3),
        }
        for name, both in times.items()
    }
    return {
        "measure": "access",
        "episodes_open": episodes,
        "rounds": rounds,
        "asked_in_a_round": asked,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "results": results,
        "most": WANTED,
        "kept": all(one["ratio_p50"] <= WANTED for one in results.values()),
    }


def _questions(cast: dict[str, Any], at: datetime) -> dict[str, Ask]:
    from whereabouts.foundations.agencies.queries import actor_of
    from whereabouts.insight.lookups.board import board
    from whereabouts.insight.lookups.search import find_children

    actor = actor_of(member=cast["call_handler"], at=at)
    inspector = actor_of(member=cast["duty_inspector"], at=at)
    client = browser(cast["duty_inspector"])

    def search(number: int, *, tables: bool) -> Any:
        from django.test import override_settings

        with override_settings(FINDER=not tables):
            answer = find_children(actor=actor, at=at, names=f"{letters(number * 7)} Sampelton")
        assert answer.hits, "Nobody was found."  # noqa: S101  a measure of nothing is none
        return answer

    return {
        "search_by_index": lambda number: search(number, tables=False),
        "search_by_tables": lambda number: search(number, tables=True),
        "board": lambda number: board(actor=inspector, at=at),
        "board_page": lambda number: client.get("/board/"),
    }


def _timed(ask: Ask, count: int) -> list[float]:
    taken = []
    for number in range(count):
        began = time.perf_counter()
        ask(number)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def _policies(line: psycopg.Connection[Any], *, on: bool) -> None:
    from psycopg import sql

    from whereabouts.foundations.access.fences import Unfenced
    from whereabouts.foundations.access.fencing import fence_of, our_models

    for model in our_models():
        if not isinstance(fence_of(model), Unfenced):
            line.execute(
                sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY").format(
                    sql.Identifier(model._meta.db_table),
                    sql.SQL("ENABLE" if on else "DISABLE"),
                )
            )


@contextmanager
def _index() -> Iterator[None]:
    """Keep the search index in a process of its own, as an installation does."""
    from whereabouts.insight import finding

    process = subprocess.Popen(
        [sys.executable, "-m", "whereabouts.manage", "run_finder", "--skip-checks"]
    )
    try:
        until = time.monotonic() + INDEX_WITHIN
        while (finding.state() or {}).get("records") is None:
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError("The search index did not start.")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)

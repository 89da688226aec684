"""`bench intake`: from the journey's entry to COMMIT's return, over one durable row of 300 bytes.

A database of its own; both in turn and in one run, so that a noisy minute is noisy for both. Beside
it the same over HTTP, from a request in this process to the API's answer.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg

from whereabouts.interfaces.commands.bench_pages import (
    HOST,
    ROW,
    WRONG_USAGE,
    in_a_process_of_ones_own,
    letters,
    spread,
)
from whereabouts.interfaces.commands.measuring import own_database
from whereabouts.launcher.databases import not_durable

WANTED_TIMES = 10.0
ANSWER_WITHIN_MS = 1000
WARM_UP = 20
MOST_REPORTS = 5_000  # the first lies so many steps back


def main(argv: list[str]) -> int:
    """Print the measure as JSON; return 0, or 1 where the database would not be durable."""
    parser = argparse.ArgumentParser(prog="whereabouts bench intake")
    parser.add_argument("--reports", type=int, default=300, help="how many, by each way")
    parser.add_argument("--seconds", type=float, default=90, help="stop measuring after so long")
    parser.add_argument(
        "--apart-minutes", type=float, default=120,
        help="between two reports, by their own times: a dozen a day; 0 for all at once",
    )  # fmt: skip
    parser.add_argument("--alike", action="store_true", help="every child like the others by name")
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if options.reports < 2 or options.seconds <= 0 or options.apart_minutes < 0:
        parser.print_usage(sys.stderr)
        return WRONG_USAGE
    app, owner = own_database(measure="intake")
    off = not_durable(url=app)
    if off:
        sys.stderr.write("\n".join(off) + "\n")
        return 1
    with in_a_process_of_ones_own():
        measured = measure(
            owner=owner, reports=options.reports, seconds=options.seconds,
            apart=timedelta(minutes=options.apart_minutes), alike=options.alike,
        )  # fmt: skip
    print(json.dumps(measured, indent=2))
    return 0


def measure(
    *, owner: str, reports: int, seconds: float, apart: timedelta, alike: bool
) -> dict[str, Any]:
    """Return the times of the journey, of the API, and of one durable row, each taken in turn.

    Fewer than `reports` where the machine is too busy to take them in so many `seconds`. By their
    own times the reports of the journey are `apart`: a force has a dozen a day, and whoever was
    reported within hours is compared with each new child.
    """
    prepare, take, send, statements = _takers(apart=apart, alike=alike)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench_limit (words text)")
        connection.execute("SET synchronous_commit = on")

        def insert() -> None:
            connection.execute("INSERT INTO bench_limit VALUES (%s)", [ROW])

        each: dict[str, Callable[[], Any]] = {"journey": take, "api": send, "durable_row": insert}
        taken: dict[str, list[float]] = {name: [] for name in each}
        processor, ends = 0.0, time.monotonic() + seconds
        for number in range(reports + WARM_UP):
            if time.monotonic() > ends and len(taken["journey"]) > 1:
                break
            prepare()
            for name, do in each.items():
                began, worked = time.perf_counter(), time.process_time()
                do()
                if number >= WARM_UP:
                    taken[name].append((time.perf_counter() - began) * 1000)
                    processor += (time.process_time() - worked) if name == "journey" else 0.0
        reports = len(taken["journey"])
    results = {name: spread(times) for name, times in taken.items()}
    limit = results["durable_row"]
    times = {
        name: {
            cut: round(results[name][f"{cut}_ms"] / limit[f"{cut}_ms"], 1) for cut in ("p50", "p99")
        }
        for name in ("journey", "api")
    }
    return {
        "measure": "intake",
        "reports_each": reports,
        "apart_minutes": apart / timedelta(minutes=1),
        "alike": alike,
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
        "results": results,
        "statements_a_report": statements,
        "processor_ms_a_report": round(processor / reports * 1000, 1),
        "over_a_durable_row": times,
        "api_answer": answered_in(results["api"]),
        "wanted": f"p99 of the journey at most {WANTED_TIMES} times",
        "met": times["journey"]["p99"] <= WANTED_TIMES,
    }


def answered_in(api: dict[str, float]) -> dict[str, Any]:
    """Return how soon a caller's own screen has the receipt and what is known, and the wish."""
    return {
        "p50_ms": api["p50_ms"],
        "p99_ms": api["p99_ms"],
        "wanted": f"p99 at most {ANSWER_WITHIN_MS} ms, with what is known of the child",
        "met": api["p99_ms"] <= ANSWER_WITHIN_MS,
    }


def _name(number: int, *, alike: bool) -> str:
    """Return a made-up name: of letters in turn, or like all the others but for one of three."""
    if alike:
        return f"Testa {letters(number * 31)} Sampleton"
    return f"{letters(number * 7_919 + 11)} {letters(number * 104_729 + 5)}"


def _born(number: int, *, alike: bool) -> date:
    return date(2012, 3, 12) if alike else date(2012, number % 12 + 1, number % 28 + 1)


def _takers(
    *, apart: timedelta, alike: bool
) -> tuple[Callable[[], None], Callable[[], None], Callable[[], None], int]:
    """Return what prepares a report, takes it by the journey, sends one by the API; and a count.

    What is prepared is what the page has anyway when the journey is entered: who asks, and the
    report. The count is of the journey's statements.
    """
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from whereabouts.foundations.agencies.actions import enrol, make_token, open_agency
    from whereabouts.foundations.agencies.models import Area
    from whereabouts.foundations.agencies.queries import actor_of
    from whereabouts.journeys.report_missing import Told, report_missing

    at = timezone.now()
    force = open_agency(
        kind="police_force", name="Northmoor Police", code="northmoor-police", at=at, made_up=True
    )
    council = open_agency(
        kind="authority", name="Aldermere Council", code="aldermere-council", at=at, made_up=True
    )
    Area.objects.create(authority=council, force=force)
    handler = enrol(
        agency=force, username="call_handler@bench", display_name="Example Member",
        roles=("call_handler",), at=at - timedelta(days=2_000), rank="constable",
    )  # fmt: skip
    _, secret = make_token(
        agency=force, name="bench", scopes=["reports"], at=at, expires_at=at + timedelta(days=1),
        per_minute=1_000_000,
    )  # fmt: skip
    numbers, client = iter(range(10**6)), Client(SERVER_NAME=HOST)
    prepared: dict[str, Any] = {}

    def prepare() -> None:
        number = next(numbers)
        now = at + (number - MOST_REPORTS) * apart
        told = Told(
            idempotency_key=f"bench-{number}",
            happened_at=now,
            names=_name(number, alike=alike),
            born_text=f"{_born(number, alike=alike):%d/%m/%Y}",
            sex="F",
            reporter_name="Paula Sampleton",
            relation="mother",
            reporter_contact="01632 960001",
            last_seen_at=now - timedelta(hours=1),
            last_seen_place="the made-up park",
            facts={"whereabouts_known": False, "self_harm": "current"},
            words="Did not come home from the made-up park.",
        )
        prepared.update(actor=actor_of(member=handler, at=now), told=told, at=now)

    def take() -> None:
        report_missing(**prepared)

    def send() -> None:
        number = next(numbers)
        # Of a child on record, so that the answer holds what is known.
        names, born = _name(number - 1, alike=alike), _born(number - 1, alike=alike)
        answer = client.post(
            "/api/v1/reports",
            {"child": {"names": names, "date_of_birth": born.isoformat()}, "words": "Not home."},
            content_type="application/json",
            headers={"authorization": f"Bearer {secret}", "idempotency-key": f"bench-{number}"},
        )
        if answer.status_code not in {200, 201}:
            raise AssertionError(f"The API answered {answer.status_code}.")

    counted = [0]

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        counted[0] += 1
        return execute(sql, params, many, context)

    prepare()
    take()
    prepare()
    with connection.execute_wrapper(count):
        take()
    return prepare, take, send, counted[0]

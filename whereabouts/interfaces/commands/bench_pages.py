"""`bench pages`: how long the pages take that a control room lives on, beside two limits.

A database of its own, filled through the journeys, read as the application with every fence up.
The limits of the same run: a view that does nothing, and one durable row of 300 bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import django
import psycopg

from whereabouts.interfaces.commands.measuring import own_database

WRONG_USAGE = 2
ROW = "x" * 300
HOST = "localhost"
MOST_MS, MOST_BYTES = 300, 100_000  # of what a control room does; without images
PAGES = ("board", "picture", "home", "report_page", "episode_page", "report_post")
LEVELS: tuple[dict[str, Any], ...] = (
    {},
    {"violence_at_home": True},
    {"self_harm": "current"},
    {"late_night": True},
)

# What a board's rows hold, put together as text by one statement behind the same fences: less than
# any page does, and so what no page can beat.
FLOOR = """
SELECT string_agg(
    '<tr><td>' || e.reference || '<td>' || coalesce(n.name, '') || '<td>' || e.level || '<td>'
    || e.category || '<td>' || e.state || '<td>' || to_char(e.reported_at, 'DD Mon HH24:MI')
    || '<td>' || coalesce(to_char(t.due_at, 'DD Mon HH24:MI'), '') || '<td>'
    || coalesce(m.notices, 0), E'\\n' ORDER BY t.due_at)
FROM episodes_episode e
LEFT JOIN (SELECT child_id, min(given || ' ' || family) AS name FROM people_childname
           GROUP BY child_id) n ON n.child_id = e.child_id
LEFT JOIN (SELECT episode_id, min(due_at) AS due_at FROM investigation_task
           WHERE state IN ('open', 'accepted') GROUP BY episode_id) t ON t.episode_id = e.id
LEFT JOIN (SELECT subject, count(*) AS notices FROM outbox_message
           WHERE acknowledged_at IS NULL GROUP BY subject) m ON m.subject = 'episode:' || e.id
WHERE e.state <> 'closed'
"""

Ask = Callable[[], Any]


def main(argv: list[str]) -> int:
    """Print the measure as JSON; return 0."""
    parser = argparse.ArgumentParser(prog="whereabouts bench pages")
    parser.add_argument("--episodes", type=int, default=600)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--json", action="store_true", help="always so; taken for evenness")
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    if options.episodes < 1 or options.requests < 2:
        parser.print_usage(sys.stderr)
        return WRONG_USAGE
    _, owner = own_database(measure="pages")
    with in_a_process_of_ones_own():
        measured = _measure(owner=owner, episodes=options.episodes, requests=options.requests)
    print(json.dumps(measured, indent=2))
    return 0


@contextmanager
def in_a_process_of_ones_own() -> Iterator[None]:
    """Migrate the database that the variables name, and leave no connection behind."""
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    try:
        yield
    finally:
        connections.close_all()


def _measure(*, owner: str, episodes: int, requests: int) -> dict[str, Any]:
    from django.utils import timezone

    from whereabouts.interfaces.web.warm import make_ready

    at = timezone.now()
    make_ready(on=at.date())  # as every process of the site does
    began = time.perf_counter()
    cast = fill(episodes=episodes, at=at)
    filled = time.perf_counter() - began
    handler, inspector = browser(cast["call_handler"]), browser(cast["duty_inspector"])
    draft, reference = cast["draft"], cast["reference"]
    # The limits come between the pages, so that a noisy minute is noisy for both.
    results = {"empty_view": _timed(_get(inspector, "/healthz"), requests)}
    results["board_floor"] = _floor(cast["duty_inspector"], requests)
    results["board"] = _timed(_get(inspector, "/board/"), requests)
    # What a screen is sent that shows all of it; a page holds the first rows.
    results["board_all_rows"] = _timed(_get(inspector, f"/board/rows/?most={episodes}"), requests)
    results["picture"] = _timed(_get(inspector, "/picture/"), requests)
    results["home"] = _timed(_get(inspector, "/"), requests)
    results["durable_insert"] = _durable_inserts(owner=owner, count=requests)
    results["report_page"] = _timed(_get(handler, f"/reports/drafts/{draft}/"), requests)
    results["episode_page"] = _timed(_get(inspector, f"/episodes/{reference}/"), requests)
    results["report_post"] = _timed(_report(handler), requests)
    results["durable_insert_again"] = _durable_inserts(owner=owner, count=requests)
    empty, insert = results["empty_view"]["p50_ms"], results["durable_insert"]["p50_ms"]
    return {
        "measure": "pages",
        "episodes_open": episodes,
        "requests_each": requests,
        "fill_seconds": round(filled, 1),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "results": results,
        "over_an_empty_view": {
            name: round(one["p50_ms"] / empty, 1)
            for name, one in results.items()
            if name in {*PAGES, "board_all_rows"} - {"report_post"}
        },
        "board_all_rows_over_one_statement": round(
            results["board_all_rows"]["p50_ms"] / results["board_floor"]["p50_ms"], 1
        ),
        "wanted": {"p99_ms": MOST_MS, "bytes": MOST_BYTES},
        "kept": {
            name: results[name]["p99_ms"] <= MOST_MS and results[name]["bytes"] <= MOST_BYTES
            for name in PAGES
        },
        "report_post_p99_over_durable_insert_p99": round(
            results["report_post"]["p99_ms"] / results["durable_insert"]["p99_ms"], 1
        ),
        "report_post_p50_over_durable_insert_p50": round(
            results["report_post"]["p50_ms"] / insert, 1
        ),
    }


def fill(*, episodes: int, at: datetime) -> dict[str, Any]:
    """Report children missing through the journeys; return the members and a draft of theirs."""
    from whereabouts.foundations.agencies.actions import enrol, open_agency
    from whereabouts.foundations.agencies.keys import new_id
    from whereabouts.foundations.agencies.models import Area
    from whereabouts.foundations.agencies.queries import actor_of
    from whereabouts.journeys.report_missing import Told, report_missing
    from whereabouts.journeys.save_draft import save_draft

    force, authority = (
        open_agency(kind=kind, name=name, code=code, at=at, made_up=True)
        for kind, name, code in (
            ("police_force", "Northmoor Police", "northmoor-police"),
            ("authority", "Aldermere Council", "aldermere-council"),
        )
    )
    Area.objects.create(authority=authority, force=force)
    members = {
        role: enrol(
            agency=force, username=f"{role}@bench", display_name="Example Member", roles=(role,),
            at=at - timedelta(days=400), rank=rank,
        )
        for role, rank in (("call_handler", "constable"), ("duty_inspector", "inspector"))
    }  # fmt: skip
    actor = actor_of(member=members["call_handler"], at=at)
    reference = ""
    for number in range(episodes):
        told_at = at - timedelta(minutes=number % 2880)
        told = Told(
            idempotency_key=f"bench-{number}",
            happened_at=told_at,
            names=f"Testa {letters(number)} Sampleton",
            born_text=f"{number % 28 + 1}/{number % 12 + 1}/{2009 + number % 9}",
            sex="FM"[number % 2],
            reporter_name="Paula Sampleton",
            relation="mother",
            reporter_contact="01632 960001",
            last_seen_at=told_at - timedelta(hours=1),
            last_seen_place="the made-up park",
            facts={"whereabouts_known": False, **LEVELS[number % len(LEVELS)]},
            words="Did not come home from the made-up park.",
        )
        reference = report_missing(actor=actor, told=told, at=told_at).episode
    draft = new_id()
    answers = {"names": "Testa Sampleton", "born_text": "12/3/2012", "words": "Not home yet."}
    save_draft(actor=actor, draft_id=draft, answers=answers, at=at)
    return {**members, "draft": draft, "reference": reference}


def letters(number: int) -> str:
    """Return a made-up name for a number."""
    # Names that no search takes for one another's.
    letters = ""
    for _ in range(4):
        number, place = divmod(number * 7 + 3, 26)
        letters += "aeioulnrstbcdfghjkmpqvwxyz"[place]
    return letters.capitalize()


def browser(member: Any) -> Any:
    """Return a browser in this process, signed in as a member."""
    from django.test import Client
    from django.test.client import ClientHandler
    from django.utils import timezone

    from whereabouts.interfaces.web.sessions import begin

    client = Client(SERVER_NAME=HOST)
    client.handler = ClientHandler(enforce_csrf_checks=False)
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    begin(session=session, how="two_factors", at=timezone.now())
    session.save()
    return client


def _get(client: Any, path: str) -> Ask:
    return lambda: client.get(path)


def _report(client: Any) -> Ask:
    from whereabouts.foundations.agencies.keys import new_id

    numbers = iter(range(10**6))

    def send() -> Any:
        name = f"Zeno {letters(next(numbers) * 31)} Quillfeather"
        body = {
            "do": "send", "child": "unknown", "names": name, "born_text": "12/3/2012", "sex": "F",
            "reporter_name": "Paula Quillfeather", "relation": "mother",
            "reporter_contact": "01632 960001", "last_seen_place": "the made-up park",
            "seen": "hour", "words": "Did not come home.", "q-whereabouts_known": "no",
        }  # fmt: skip
        return client.post(f"/reports/drafts/{new_id()}/", body)

    return send


def _timed(ask: Ask, count: int) -> dict[str, Any]:
    from django.db import connection

    queries = [0]

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries[0] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        response = ask()
    if response.status_code not in {200, 302}:
        raise AssertionError(f"A page answered {response.status_code}.")
    ask()
    taken = []
    for _ in range(count):
        began = time.perf_counter()
        response = ask()
        taken.append((time.perf_counter() - began) * 1000)
        if response.status_code not in {200, 302}:
            raise AssertionError(f"A page answered {response.status_code}.")
    return {**spread(taken), "queries": queries[0], "bytes": len(response.content)}


def _floor(member: Any, count: int) -> dict[str, Any]:
    """Return how long the board's rows take as text of one statement, as the same reader."""
    from django.db import connection
    from django.utils import timezone

    from whereabouts.foundations.access.scope import entered
    from whereabouts.foundations.agencies.queries import actor_of

    taken, text = [], ""
    for _ in range(count):
        began, at = time.perf_counter(), timezone.now()
        with entered(actor=actor_of(member=member, at=at), at=at), connection.cursor() as cursor:
            cursor.execute(FLOOR)
            text = cursor.fetchone()[0]
        taken.append((time.perf_counter() - began) * 1000)
    return {**spread(taken), "bytes": len(text)}


def _durable_inserts(*, owner: str, count: int) -> dict[str, Any]:
    taken = []
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench_limit (words text)")
        connection.execute("SET synchronous_commit = on")
        for _ in range(count):
            began = time.perf_counter()
            connection.execute("INSERT INTO bench_limit VALUES (%s)", [ROW])
            taken.append((time.perf_counter() - began) * 1000)
    return spread(taken)


def spread(taken: list[float]) -> dict[str, Any]:
    """Return the middle and the tail of some times."""
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    return {
        "p50_ms": round(cuts[49], 2),
        "p95_ms": round(cuts[94], 2),
        "p99_ms": round(cuts[98], 2),
    }

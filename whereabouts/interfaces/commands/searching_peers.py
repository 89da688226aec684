"""The peers of `bench search`: PostgreSQL's trigrams and Tantivy, each as good as we can set it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg

from whereabouts.engines.matching import BirthRange, Candidate, Query, compare, name_parts
from whereabouts.interfaces.commands.corpus import People, Question
from whereabouts.launcher.databases import recreate_database

Asked = tuple[Question, Query]
RESCORED = 200

TRIGRAM = """
    SELECT row FROM (
        SELECT row, similarity(name, %(name)s)
            + CASE WHEN born = %(day)s THEN 0.5 WHEN born = ANY(%(near)s) THEN 0.3
                WHEN born BETWEEN %(first)s AND %(last)s THEN 0.15 ELSE 0 END AS fit
        FROM person WHERE name %% %(name)s
    ) AS found ORDER BY fit DESC, row LIMIT %(most)s
"""


@dataclass(frozen=True)
class Peer:
    """Another way of searching, loaded and ready."""

    name: str
    set_up: dict[str, Any]
    loaded: float
    answer: Callable[[Asked], Sequence[int]]
    worked: Callable[[], float] = lambda: 0.0  # processor time of another process so far, in ms


def trigram_peer(*, people: People, shown: int) -> Peer:
    """Return pg_trgm with a GIN index, ranked by similarity and the date of birth."""
    began = time.perf_counter()
    # Anew for every size: this process goes on with the database that it was given.
    _, owner = recreate_database(name="whereabouts_bench_search")
    connection = psycopg.connect(owner, autocommit=True)
    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    connection.execute("CREATE TABLE person (row int, name text, born date)")
    with connection.cursor() as cursor, cursor.copy("COPY person FROM STDIN") as copy:
        for row in range(len(people)):
            born = people.birthday(row)
            for name in _names(people, row):
                copy.write_row((row, name, born))
    connection.execute("SET maintenance_work_mem = '1GB'")
    connection.execute("CREATE INDEX ON person USING gin (name gin_trgm_ops)")
    connection.execute("CREATE INDEX ON person (born)")
    connection.execute("VACUUM ANALYZE person")
    connection.execute("SET pg_trgm.similarity_threshold = 0.3")
    connection.execute("SET work_mem = '256MB'")
    connection.execute("SET max_parallel_workers_per_gather = 0")  # one thread, as all have here
    version = connection.execute("SHOW server_version").fetchone()
    schedule = Path(f"/proc/{connection.info.backend_pid}/schedstat")

    def worked() -> float:
        # Nanoseconds on a processor, where the server is on this machine and it is a Linux.
        try:
            return int(schedule.read_text(encoding="ascii").split()[0]) / 1e6
        except OSError:
            return 0.0

    def answer(asked: Asked) -> Sequence[int]:
        query = asked[1]
        born = query.born
        day = born.earliest if born is not None and born.precision == "day" else None
        found = connection.execute(
            TRIGRAM,
            {
                "name": " ".join(name_parts(text=asked[0].name)),
                "day": day,
                "near": _near(day),
                "first": None if born is None else born.earliest,
                "last": None if born is None else born.latest,
                "most": shown,
            },
        ).fetchall()
        return [row for (row,) in found]

    return Peer(
        "trigram",
        {
            "postgresql": version[0] if version else "",
            "index": "gin (name gin_trgm_ops)",
            "similarity_threshold": 0.3,
            "work_mem": "256MB",
            "rank": "similarity + 0.5 same day, 0.3 a likely slip from it, 0.15 in range",
            "threads": 1,
            "access": "none",
        },
        time.perf_counter() - began,
        answer,
        worked,
    )


def tantivy_peers(*, people: People, shown: int) -> Iterator[Peer]:
    """Return Tantivy's fuzzy search with the date of birth, and its best 200 scored again.

    None where it is not installed.
    """
    try:
        tantivy: Any = import_module("tantivy")
    except ImportError:
        return
    began = time.perf_counter()
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=True)
    builder.add_text_field("name", tokenizer_name="default")
    builder.add_text_field("born", tokenizer_name="raw")
    builder.add_text_field("year", tokenizer_name="raw")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(heap_size=512_000_000, num_threads=1)
    for row in range(len(people)):
        born = f"{people.birthday(row):%Y%m%d}"
        for name in _names(people, row):
            writer.add_document(tantivy.Document(row=row, name=name, born=born, year=born[:4]))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    loaded = time.perf_counter() - began

    def candidates(asked: Asked, most: int) -> list[int]:
        query = _fuzzy(tantivy, schema, asked)
        found = searcher.search(query, most * 2).hits
        rows = (searcher.doc(address)["row"][0] for _, address in found)
        return list(dict.fromkeys(rows))[:most]

    def rescored(asked: Asked) -> Sequence[int]:
        query = asked[1]
        scored = [
            (-compare(query=query, candidate=_candidate(people, row)).score, row)
            for row in candidates(asked, RESCORED)
        ]
        return [row for _, row in sorted(scored)[:shown]]

    set_up = {
        "version": tantivy.__version__,
        "name": "each word: fuzzy, one slip (a transposition is one), or exact at double weight",
        "born": "day exact at weight 8, likely slips at 4, the years of a range at 2",
        "threads": 1,
        "access": "none",
    }
    yield Peer("tantivy_fuzzy", set_up, loaded, lambda asked: candidates(asked, shown))
    yield Peer(
        "tantivy_rescored",
        {**set_up, "scored_again": f"the best {RESCORED}, by our own comparison"},
        loaded,
        rescored,
    )


def _fuzzy(tantivy: Any, schema: Any, asked: Asked) -> Any:
    should = tantivy.Occur.Should
    queries = []
    for word in name_parts(text=asked[0].name):
        queries.append((should, tantivy.Query.fuzzy_term_query(schema, "name", word, 1)))
        exact = tantivy.Query.term_query(schema, "name", word)
        queries.append((should, tantivy.Query.boost_query(exact, 2.0)))
    born = asked[1].born
    if born is not None and born.precision == "day":
        days = [(born.earliest, 8.0), *((day, 4.0) for day in _near(born.earliest))]
        for day, weight in days:
            term = tantivy.Query.term_query(schema, "born", f"{day:%Y%m%d}")
            term = tantivy.Query.const_score_query(term, weight)
            queries.append((should, term))
    elif born is not None:
        for year in range(born.earliest.year, born.latest.year + 1):
            term = tantivy.Query.term_query(schema, "year", f"{year}")
            queries.append((should, tantivy.Query.const_score_query(term, 2.0)))
    return tantivy.Query.boolean_query(queries)


def _names(people: People, row: int) -> Iterator[str]:
    given, former = people.given_name(row), people.former_name(row)
    yield " ".join(name_parts(text=f"{given} {people.family_name(row)}"))
    if former is not None:
        yield " ".join(name_parts(text=f"{given} {former}"))


def _near(day: date | None) -> list[date]:
    """Return the day with month and day changed round, a month off and a year off."""
    if day is None:
        return []
    found = [day + timedelta(days=off) for off in (-1, 1)]
    for year, month, number in (
        (day.year, day.day, day.month),
        (day.year - 1, day.month, day.day),
        (day.year + 1, day.month, day.day),
        (day.year, day.month - 1, day.day),
        (day.year, day.month + 1, day.day),
    ):
        try:
            found.append(date(year, month, number))
        except ValueError:
            continue
    return [each for each in found if each != day]


def _candidate(people: People, row: int) -> Candidate:
    given, former = people.given_name(row), people.former_name(row)
    names = ((given, people.family_name(row)),)
    born = people.birthday(row)
    return Candidate(
        names=names if former is None else (*names, (given, former)),
        births=(BirthRange(born, born, "day"),),
        sex=people.sex(row),
        places=(people.address(row),),
    )

"""The run of a history: batch by batch, each whole or not at all, and on from where it stopped."""

from __future__ import annotations

import csv
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from django.db import models
from psycopg import sql

from whereabouts.engines.policy import PackLibrary
from whereabouts.interfaces.commands.backload.agreeing import agreements
from whereabouts.interfaces.commands.backload.areas import authorities_of
from whereabouts.interfaces.commands.backload.around import Around
from whereabouts.interfaces.commands.backload.checking import checked
from whereabouts.interfaces.commands.backload.followed import Followed
from whereabouts.interfaces.commands.backload.forces import (
    follow,
    forces_of,
    practices_meant,
    practices_of,
    tell_apart_from,
)
from whereabouts.interfaces.commands.backload.placed import Placed
from whereabouts.interfaces.commands.backload.records import ANOTHERS, Records
from whereabouts.interfaces.commands.backload.sides import GoOn, parts_of, side_by_side
from whereabouts.interfaces.commands.backload.told import Told
from whereabouts.interfaces.commands.backload.writing import Batch, Whole, Writer
from whereabouts.interfaces.commands.made_nation.making import Nation
from whereabouts.interfaces.commands.made_nation.settings import areas
from whereabouts.records.episodes.events import BACKLOADED
from whereabouts.records.episodes.models import Episode

Connection = psycopg.Connection[Any]
Say = Callable[[str], None]
AT_ONCE = 20_000
EVERY_SECONDS = 1.0
UNDER_WAY = 7_012_016  # the advisory lock that each batch shares


class AlreadyLoaded(RuntimeError):
    """This nation is in this database already, or another one is."""


@dataclass
class Done:
    """What a run did."""

    rows: dict[str, int] = field(default_factory=dict)
    refused: dict[int, list[str]] = field(default_factory=dict)
    new: int = 0
    found: int = 0
    batches: int = 0
    before: int = 0  # batches that an earlier run had done
    of: int = 0
    seconds: float = 0.0

    @property
    def stopped(self) -> bool:
        """Whether something is left to do."""
        return self.before + self.batches < self.of

    def said(self) -> dict[str, Any]:
        """Return it as a document."""
        episodes = self.rows.get(Episode._meta.db_table, 0)
        reasons: dict[str, int] = {}
        for each in self.refused.values():
            for reason in each:
                reasons[reason] = reasons.get(reason, 0) + 1
        return {
            "rows": self.rows,
            "refused": len(self.refused),
            "refused_because": dict(sorted(reasons.items())),
            "children_new": self.new,
            "children_found": self.found,
            "batches": self.batches,
            "batches_before": self.before,
            "stopped": self.stopped,
            "seconds": round(self.seconds, 1),
            "episodes_a_minute": round(episodes / self.seconds * 60) if self.seconds else 0,
        }


def load(
    *,
    nation: Nation,
    library: PackLibrary,
    connection: Connection,
    at: datetime,
    say: Say = lambda _: None,
    batches: int | None = None,
    at_once: int = AT_ONCE,
    refused: Path | None = None,
    followed: bool = False,
    beside: Sequence[Connection] = (),
) -> dict[str, Any]:
    """Bring a nation's history in, or go on with it, and return what was done and how fast.

    `batches` stops after so many; an interruption stops as well, and undoes the batch under way.
    Called again it goes on, and ends as if it had never stopped. `beside` are further connections,
    on which other forces' batches are written at the same time. `refused` is a file for the rows
    that are not good, with their reasons. `followed` writes besides what belongs to each episode
    and child: every call, and those of adults among them; plans, flags, adults who may pose a risk;
    the return, the conversations, harm, and where the child was placed.

    :raises AlreadyLoaded: all of it is there, or another nation is.
    """
    began = time.perf_counter()
    number = number_of(nation=nation)
    sound = checked(nation=nation, vocabulary=library.vocabulary, until=int(at.timestamp()))
    records = Records(nation=nation, number=number, good=sound.good)
    owners = forces_of(nation=nation, at=at)
    parts = parts_of(
        rows=np.flatnonzero(sound.good), force=nation.episodes["force"], at_once=at_once
    )
    _wait_for_what_is_under_way(connection)
    there = _there(connection, records, [rows for _, rows in parts])
    done = Done(refused=dict(sound.reasons), of=len(parts), before=sum(there))
    if parts and all(there):
        raise AlreadyLoaded("This nation is in this database already.")
    follow(nation=nation, owners=owners, at=at)
    writer = Writer(
        nation=nation, number=number, library=library, records=records, owners=owners,
        practices=practices_of(owners=owners),
    )  # fmt: skip
    after = None
    if followed:
        whole = Whole(
            writer=writer, number=number, nation=nation, owners=owners,
            good=np.flatnonzero(sound.good),
        )  # fmt: skip
        after = Followed(
            whole=whole,
            told=Told(whole=whole, until=int(at.timestamp())),
            around=Around(whole=whole),
            placed=Placed(
                whole=whole,
                authorities=authorities_of(
                    land=areas(), forces=[agency for agency, _ in owners], at=at
                ),
            ),
        )
        tell_apart_from(nation=nation, owners=owners, at=at)
    left = [part for part, so in zip(parts, there, strict=True) if not so][:batches]
    run = _Run(
        writer=writer, records=records, owners=owners, done=done, say=say, after=after,
        total=sum(len(rows) for _, rows in left), began=began,
    )  # fmt: skip
    try:
        side_by_side(parts=left, connections=[connection, *beside], take=run.take)
    finally:
        done.seconds = time.perf_counter() - began
        if refused is not None:
            _write_refused(refused, done.refused)
    return done.said()


def compare(
    *, nation: Nation, library: PackLibrary, connection: Connection, at: datetime,
    at_once: int = AT_ONCE, followed: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Return how much of a nation is in the database, and whether it is what its columns say.

    Of a run that was stopped, the batches that are there are compared.
    """
    number = number_of(nation=nation)
    good = checked(nation=nation, vocabulary=library.vocabulary, until=int(at.timestamp())).good
    records = Records(nation=nation, number=number, good=good)
    owners = forces_of(nation=nation, at=at)
    practices = practices_meant(nation=nation, owners=owners)
    writer = Writer(
        nation=nation, number=number, library=library, records=records, owners=owners,
        practices=practices,
    )  # fmt: skip
    rows = np.flatnonzero(good)
    whole = Whole(writer=writer, number=number, nation=nation, owners=owners, good=rows)
    told = Told(whole=whole, until=int(at.timestamp()))
    parts = [
        part for _, part in parts_of(rows=rows, force=nation.episodes["force"], at_once=at_once)
    ]
    _wait_for_what_is_under_way(connection)
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        there = _there(connection, records, parts)
        own = [part for part, so in zip(parts, there, strict=True) if so]
        found = agreements(
            nation=nation, rows=np.sort(np.concatenate([rows[:0], *own])),
            others=np.concatenate([rows[:0], *map(told.others_of, own)]),
            agencies=[agency for agency, _ in owners], connection=connection, followed=followed,
            practices=practices, library=library,
        )  # fmt: skip
        counts = {one.name: one.said() for one in found}
    return {
        "batches": len(own), "of": len(parts), "counts": counts,
        "alike": not any(one["cells_apart"] for one in counts.values()),
    }  # fmt: skip


def number_of(*, nation: Nation) -> int:
    """Return the number that this nation's keys follow from: another nation has another."""
    about = nation.about
    text = f"{about['version']} {about['seed']} {about['scale']} {about['years']}"
    return int.from_bytes(sha256(text.encode()).digest()[:6], "big")


class _Run:
    """What a run holds on to from batch to batch."""

    def __init__(
        self, *, writer: Writer, records: Records, owners: list[tuple[UUID, UUID]], done: Done,
        say: Say, after: Followed | None, total: int, began: float,
    ) -> None:  # fmt: skip
        self._writer, self._records = writer, records
        self._owners, self._done, self._say, self._after = owners, done, say, after
        self._total, self._began = total, began
        self._told, self._taken = time.perf_counter(), 0
        self._one_at_a_time = threading.Lock()

    def take(self, rows: Any, connection: Connection, go_on: GoOn) -> None:
        """Write a batch down, whole or not at all."""
        records = self._records
        held = np.unique(records.of_row[rows]).tolist()
        counts: dict[str, int] = {}
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", [UNDER_WAY])
            found = records.resolve(
                connection=connection,
                records=held,
                agencies=[agency for agency, _ in self._owners],
            )
            wrong = np.isin(records.of_row[rows], sorted(found.wrong))
            asked = connection.execute(
                "SELECT pg_current_xact_id()::text::bigint, clock_timestamp()"
            ).fetchone()
            batch = Batch(
                rows=rows[~wrong],
                part=rows,
                found=found,
                transaction=asked[0] if asked else 0,
                recorded_at=asked[1].astimezone(UTC) if asked else datetime.now(tz=UTC),
            )
            tables = self._writer.tables(batch)
            if self._after is not None:
                whose = self._writer.children_keys(batch)
                tables = chain(tables, self._after.tables(batch, whose, connection))
            for model, text, number in tables:
                go_on()
                copied(connection, model, text)
                table = model._meta.db_table
                counts[table] = counts.get(table, 0) + number
        # Only now is it so.
        with self._one_at_a_time:
            self._note(rows, wrong, counts, new=len(found.new), held=len(held))
            self._tell()

    def _note(self, rows: Any, wrong: Any, counts: dict[str, int], new: int, held: int) -> None:
        for table, number in counts.items():
            self._done.rows[table] = self._done.rows.get(table, 0) + number
        self._done.refused |= {int(row): [ANOTHERS] for row in rows[wrong]}
        self._done.new += new
        self._done.found += held - new
        self._done.batches += 1
        self._taken += len(rows)

    def _tell(self) -> None:
        """Say how far it has come, now and then."""
        now, total = time.perf_counter(), self._total
        if now - self._told < EVERY_SECONDS and self._taken < total:
            return
        self._told = now
        rate = self._taken / (now - self._began)
        left = (total - self._taken) / rate
        self._say(
            f"{self._taken:,} of {total:,} episodes, {rate * 60:,.0f} a minute,"
            f" about {left:,.0f} s left"
        )


def copied(connection: Connection, model: type[models.Model], text: str) -> None:
    """Copy rows into a table.

    COPY does not go through fences, so the rows are copied beside the table and moved into it.
    """
    if not text:
        return
    fields = [field.column for field in model._meta.concrete_fields]
    table, beside = model._meta.db_table, f"beside_{model._meta.db_table}"
    columns = sql.SQL(", ").join([sql.Identifier(str(column)) for column in fields])
    into, aside = sql.Identifier(table), sql.Identifier(beside)
    connection.execute(
        sql.SQL(
            "CREATE TEMPORARY TABLE IF NOT EXISTS {} ON COMMIT DELETE ROWS"
            " AS SELECT {} FROM {} LIMIT 0"
        ).format(aside, columns, into)
    )
    with connection.cursor() as cursor:
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(aside, columns)) as copy:
            copy.write(text)
        cursor.execute(
            sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(into, columns, columns, aside)
        )
        # A batch may have two lots for a table.
        cursor.execute(sql.SQL("TRUNCATE {}").format(aside))


def _wait_for_what_is_under_way(connection: Connection) -> None:
    """Wait until each batch is there or not: that of a run that was killed may still be written."""
    connection.execute("SELECT pg_advisory_lock(%s)", [UNDER_WAY])
    connection.execute("SELECT pg_advisory_unlock(%s)", [UNDER_WAY])


def _there(connection: Connection, records: Records, parts: list[Any]) -> list[bool]:
    """Return which batches are there: the first episode of one tells of it all."""
    if not parts:
        return []
    first = records.episode_keys(np.array([rows[0] for rows in parts]))
    there = {
        key.hex
        for (key,) in connection.execute(
            "SELECT id FROM episodes_episode WHERE id = ANY(%s::uuid[])", [first]
        )
    }
    if not there:
        others = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM audit_auditentry WHERE kind = %s)", [BACKLOADED]
        ).fetchone()
        if others and others[0]:
            raise AlreadyLoaded("Another made-up nation is in this database already.")
    return [key in there for key in first]


def _write_refused(path: Path, refused: dict[int, list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["row", "because"])
        writer.writerows([row, "; ".join(reasons)] for row, reasons in sorted(refused.items()))

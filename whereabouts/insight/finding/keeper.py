"""The index of one database: built, read on from what changed, compared with the tables, asked."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from whereabouts.engines.finding import Asker, Finder, Found
from whereabouts.engines.matching import Query
from whereabouts.insight.finding.sums import Sums
from whereabouts.insight.finding.tables import (
    ENDED,
    SUMS,
    Connection,
    Row,
    every_row,
    rows_of,
)

FRESH_ENOUGH = 0.5  # seconds since it last read on, when somebody asks
TOO_OLD = 2.0  # then the tables are asked instead
WAITS_FOR_ITS_TURN = 0.5
# What changed is kept for an hour: whoever was away for half of it reads everything anew.
FORGETS_AFTER = timedelta(minutes=30)
# So many records changed make the index slower; then, or with a tenth of it in a quiet hour (UTC),
# it is put together anew, and search asks the tables for as long as that takes.
MUCH_CHANGED, QUIET_HOUR = 200_000, 4
LEAST_COMPARED, ROUND = 2000, 300  # records each time; times a round: one a second

log = logging.getLogger(__name__)

# What this snapshot sees and the one before did not see: whatever was committed in between, in
# whatever order its transactions began; nothing twice, and nothing that waits for a slow one.
READ_ON = """
    SELECT pg_current_snapshot()::text, clock_timestamp(), pg_postmaster_start_time(),
        (now() AT TIME ZONE 'UTC')::date,
        (SELECT array_agg(DISTINCT c.child) FROM people_changed c
         WHERE c.transaction >= pg_snapshot_xmin(%(before)s::pg_snapshot)::text::bigint
           AND NOT pg_visible_in_snapshot(c.transaction::text::xid8, %(before)s::pg_snapshot)),
        pg_snapshot_xmax(pg_current_snapshot()) < pg_snapshot_xmax(%(before)s::pg_snapshot)
"""
NEVER = "1:1:"


@dataclass(slots=True)
class Seen:
    """What a snapshot of the database was, and when, by its own clock."""

    snapshot: str
    at: datetime
    server_began: datetime
    day: date


class Keeper:
    """Keeps the index. Safe to use from several threads; one at a time reads the tables."""

    def __init__(self, *, connect: Callable[[], Connection]) -> None:
        """Take what opens a connection as the owner, in autocommit, for this object alone."""
        self._connect = connect
        self._line: Connection | None = None
        self._beside: Connection | None = None
        self._turn = threading.Lock()
        self._finder: Finder | None = None
        self._sums = Sums()
        self._seen: Seen | None = None
        self._known_at = -1e9
        self._compared_to = UUID(int=0)
        self.checked_at: datetime | None = None
        self.differences = self.dropped = self.builds = self.changed = 0

    def close(self) -> None:
        """Close the connections; the next reading opens others."""
        for line in (self._line, self._beside):
            if line is not None:
                line.close()
        self._line = self._beside = None

    def catch_up(self, *, since: float) -> bool:
        """Read on unless it was done since a moment (monotonic); return whether that is so now.

        :raises psycopg.Error: the database does not answer; nothing is lost by that.
        """
        if self._known_at >= since:
            return True
        if not self._turn.acquire(timeout=WAITS_FOR_ITS_TURN):
            return self._known_at >= since
        try:
            if self._known_at < since:
                self._read_on()
        finally:
            self._turn.release()
        return True

    def find(
        self, *, query: Query, asker: Asker, limit: int, fresh: bool
    ) -> tuple[Found, datetime] | None:
        """Return what is found and when that was true; None where the index is too old or away.

        :raises BadName: a name or a place holds characters that no name has.
        """
        now = time.monotonic()
        try:
            caught_up = self.catch_up(since=now if fresh else now - FRESH_ENOUGH)
        except psycopg.Error:
            caught_up = False
        finder, seen = self._finder, self._seen
        too_old = time.monotonic() - self._known_at > TOO_OLD
        if finder is None or seen is None or too_old or (fresh and not caught_up):
            return None
        return finder.find(query=query, asker=asker, limit=limit), seen.at

    def compare(self) -> int:
        """Compare the next part of the records with the tables, mend what differs and count it.

        :raises psycopg.Error: the database does not answer.
        """
        if self._finder is None:
            return 0
        most = max(LEAST_COMPARED, len(self._sums) // ROUND)
        self._beside = self._open(self._beside)
        found = self._beside.execute(SUMS, [self._compared_to, most]).fetchall()
        last = found[-1][0] if len(found) == most else None
        held = self._sums.between(after=self._compared_to, up_to=last)
        suspects = {record for record, total in found if held.pop(record, None) != total}
        wrong = self._mend(suspects | set(held))
        if last is None:
            self.checked_at = self._seen.at if self._seen else None
        self._compared_to = last or UUID(int=0)
        return wrong

    def _mend(self, suspects: set[UUID]) -> int:
        # They may have been changed between the two readings: once more, both in one snapshot.
        if not suspects:
            return 0
        with self._turn, self._snapshot() as line:
            asked = self._asked(line)
            if asked[2] or self._seen is None:
                return 0
            self._take(line, asked)
            before = {record: self._sums.held(record=record) for record in suspects}
            self._refresh(line, suspects, day=self._seen.day)
            wrong = sum(self._sums.held(record=record) != total for record, total in before.items())
        if wrong:
            self.differences += wrong
            log.error("The search index differed from the tables in %d records.", wrong)
        return wrong

    def tidy(self) -> bool:
        """Put the index together anew where much of it has changed; return whether it was."""
        seen, finder = self._seen, self._finder
        if seen is None or finder is None:
            return False
        quiet = seen.at.astimezone(UTC).hour == QUIET_HOUR
        if self.changed < (MUCH_CHANGED // 10 if quiet else MUCH_CHANGED):
            return False
        with self._turn:
            finder.merge()
            self.changed = 0
        return True

    def state(self) -> dict[str, Any]:
        """Return how the index is, as plain values; nothing of it is about anybody."""
        seen = self._seen
        return {
            "records": len(self._finder) if self._finder is not None else None,
            "true_at": seen.at.isoformat() if seen else None,
            "age_seconds": round(time.monotonic() - self._known_at, 2) if seen else None,
            "checked_at": self.checked_at.isoformat() if self.checked_at else None,
            "differences": self.differences,
            "dropped": self.dropped,
            "builds": self.builds,
        }

    def _read_on(self) -> None:
        began = time.monotonic()
        try:
            self._line = self._open(self._line)
            seen, children, must_build = self._asked(self._line)
            if must_build:
                self._build()
                began = time.monotonic()
            if must_build or children or (self._seen and seen.day != self._seen.day):
                # Once more, in one snapshot with what they have become.
                with self._snapshot() as line:
                    self._take(line, self._asked(line))
            else:
                self._seen = seen
        except psycopg.Error:
            self.close()
            raise
        self._known_at = began

    def _build(self) -> None:
        # Nobody is answered from what is known to be wrong; and there is room for one only.
        self._finder, self._sums, self.builds = None, Sums(), self.builds + 1
        with self._snapshot() as line:
            seen, _, _ = self._asked(line)
            sums: list[tuple[UUID, int]] = []

            def entries(rows: Iterable[Row]) -> Iterator[Any]:
                for row in rows:
                    sums.append((row.entry.record, row.sum))
                    yield row.entry

            finder = Finder.build(entries=entries(every_row(connection=line, day=seen.day)))
            self._sums, self._seen = Sums(rows=sums), seen
        self._finder, self._compared_to, self.changed = finder, UUID(int=0), 0

    def _asked(self, line: Connection) -> tuple[Seen, set[UUID], bool]:
        before = self._seen.snapshot if self._seen else NEVER
        row = line.execute(READ_ON, {"before": before}).fetchone()
        assert row is not None  # noqa: S101  a select of values has a row
        snapshot, at, server_began, day, children, went_back = row
        seen = Seen(snapshot, at, server_began, day)
        old = self._seen
        must_build = (
            self._finder is None
            or old is None
            or went_back
            or server_began != old.server_began
            or at - old.at > FORGETS_AFTER
        )
        return seen, set(children or ()), must_build

    def _take(self, line: Connection, asked: tuple[Seen, set[UUID], bool]) -> None:
        seen, children, _ = asked
        if self._seen is not None and seen.day != self._seen.day:
            days = sorted((seen.day, self._seen.day))
            children |= {row[0] for row in line.execute(ENDED, days)}
        # Only with the day that it was: what is protected follows from it.
        self._refresh(line, children, day=seen.day)
        self._seen = seen

    def _refresh(self, line: Connection, children: set[UUID], *, day: date) -> None:
        if not children or self._finder is None:
            return
        rows, gone = rows_of(connection=line, children=children, day=day)
        for row in rows:
            self._finder.put(entry=row.entry)
            self._sums.put(record=row.entry.record, total=row.sum)
        self.changed += len(rows) + len(gone)
        for record in gone:
            self._finder.remove(record=record)
            self._sums.remove(record=record)

    def _open(self, line: Connection | None) -> Connection:
        if line is None or line.closed:
            line = self._connect()
            line.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            line.read_only = True
        return line

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        """Give one transaction that sees the database as it is at one moment."""
        self._line = self._open(self._line)
        with self._line.transaction():
            yield self._line

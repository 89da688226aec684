"""What a child is found by, read from the tables as their owner, with a sum to compare it by."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg

from whereabouts.engines.finding import Entry
from whereabouts.engines.matching import BirthRange
from whereabouts.foundations.agencies.rules import SYNTHETIC
from whereabouts.records.people import rules

ALWAYS = datetime.min.replace(tzinfo=UTC)
AT_ONCE = 5000

# A confidential place stays where it is: of it only that there is one, and until when.
SAID = """
    jsonb_build_object(
        'owner', c.owner_agency_id, 'sex', c.sex,
        'names', (SELECT jsonb_agg(jsonb_build_array(n.given, n.family, n.full) ORDER BY n.id)
            FROM people_childname n WHERE n.child_id = c.id),
        'births', (SELECT jsonb_agg(jsonb_build_array(b.earliest, b.latest, b.precision)
                ORDER BY b.id)
            FROM people_childbirth b WHERE b.child_id = c.id),
        'places', (SELECT jsonb_agg(jsonb_build_array(a.line, a.postcode) ORDER BY a.id)
            FROM people_childaddress a WHERE a.child_id = c.id AND NOT a.confidential),
        'secret', (SELECT jsonb_agg(coalesce(a.until_on, date '9999-12-31') ORDER BY a.id)
            FROM people_childaddress a WHERE a.child_id = c.id AND a.confidential),
        'phones', (SELECT jsonb_agg(h.number ORDER BY h.id)
            FROM people_childphone h WHERE h.child_id = c.id),
        'numbers', (SELECT jsonb_agg(jsonb_build_array(i.scheme, i.value) ORDER BY i.id)
            FROM people_childidentifier i WHERE i.child_id = c.id),
        'same', (SELECT jsonb_agg(s.other ORDER BY s.other) FROM (
            SELECT l.other_id FROM people_samepersonlink l
                WHERE l.child_id = c.id AND l.parted_at IS NULL
            UNION SELECT l.child_id FROM people_samepersonlink l
                WHERE l.other_id = c.id AND l.parted_at IS NULL) s(other)),
        'known', (SELECT jsonb_agg(jsonb_build_array(r.agency_id, r.member_id, r.from_at,
                r.until_at) ORDER BY r.id)
            FROM access_relation r WHERE r.subject = c.id)
    )::text
"""
ROWS = f"""
    SELECT c.id, e.said, hashtextextended(e.said, 0)
    FROM people_child c JOIN agencies_agency g ON g.id = c.owner_agency_id
    CROSS JOIN LATERAL (SELECT {SAID}) AS e(said)
    WHERE g.kind <> '{SYNTHETIC}' AND """  # noqa: S608  put together from constants
SUMS = f"""
    SELECT c.id, hashtextextended({SAID}, 0)
    FROM people_child c JOIN agencies_agency g ON g.id = c.owner_agency_id
    WHERE g.kind <> '{SYNTHETIC}' AND c.id > %s ORDER BY c.id LIMIT %s"""  # noqa: S608
# Whoever is one person with these now. What a parting took away has noted itself.
TOGETHER = """
    WITH RECURSIVE reach(same) AS (
        SELECT unnest(%s::uuid[])
        UNION
        SELECT CASE WHEN l.child_id = reach.same THEN l.other_id ELSE l.child_id END
        FROM reach JOIN people_samepersonlink l
          ON l.parted_at IS NULL AND (l.child_id = reach.same OR l.other_id = reach.same))
    SELECT reach.same FROM reach"""
# Over midnight a secret may have ended, or been ended before.
ENDED = """
    SELECT DISTINCT a.child_id FROM people_childaddress a
    WHERE a.confidential AND a.until_on >= %s AND a.until_on < %s"""

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass
class Persons:
    """Which records are one person, and which persons' places are nobody's to search by."""

    _root: dict[UUID, UUID] = field(default_factory=dict)
    _secret: set[UUID] = field(default_factory=set)

    def join(self, *, one: UUID, other: UUID) -> None:
        """Take two records for one person: the root is the key that comes first."""
        first, second = sorted((self.root(record=one), self.root(record=other)))
        self._root[second] = first

    def root(self, *, record: UUID) -> UUID:
        """Return the person of a record: itself where it stands alone."""
        while (above := self._root.get(record, record)) != record:
            record = above
        return record

    def protect(self, *, record: UUID) -> None:
        """Say that a record has a place that is a secret now; `settle` follows."""
        self._secret.add(record)

    def settle(self) -> None:
        """Carry over to every record of a person what was said of one."""
        self._secret = {self.root(record=record) for record in self._secret}

    def is_protected(self, *, record: UUID) -> bool:
        """Return whether the person of a record is protected."""
        return self.root(record=record) in self._secret


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the tables hold it, and the sum of that."""

    entry: Entry
    sum: int


def every_row(*, connection: Connection, day: date) -> Iterator[Row]:
    """Yield every record, in the order of its key; the connection is in one snapshot."""
    persons = Persons()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child_id, other_id FROM people_samepersonlink WHERE parted_at IS NULL"
        )
        for one, other in cursor:
            persons.join(one=one, other=other)
        cursor.execute(
            "SELECT DISTINCT child_id FROM people_childaddress"
            " WHERE confidential AND (until_on IS NULL OR until_on >= %s)",
            [day],
        )
        for (record,) in cursor:
            persons.protect(record=record)
    persons.settle()
    with connection.cursor(name="every_row") as stream:
        stream.itersize = AT_ONCE
        stream.execute(ROWS + "true ORDER BY c.id")
        for record, said, total in stream:
            yield Row(_entry(record=record, said=json.loads(said), persons=persons), total)


def rows_of(
    *, connection: Connection, children: Iterable[UUID], day: date
) -> tuple[list[Row], set[UUID]]:
    """Return these records as they are now with all of the same persons, and those that are gone.

    The connection is in one snapshot.
    """
    with connection.cursor() as cursor:
        cursor.execute(TOGETHER, [list(children)])
        together = {row[0] for row in cursor}
        cursor.execute(ROWS + "c.id = ANY(%s)", [list(together)])
        found = [(record, json.loads(said), total) for record, said, total in cursor]
    persons = Persons()
    for record, said, _ in found:
        for other in said["same"] or ():
            persons.join(one=record, other=UUID(other))
        if any(date.fromisoformat(until) >= day for until in said["secret"] or ()):
            persons.protect(record=record)
    persons.settle()
    rows = [
        Row(_entry(record=record, said=said, persons=persons), total)
        for record, said, total in found
    ]
    return rows, together - {row.entry.record for row in rows}


def _entry(*, record: UUID, said: dict[str, Any], persons: Persons) -> Entry:
    owner = UUID(said["owner"])
    protected = persons.is_protected(record=record)
    return Entry(
        record=record,
        person=persons.root(record=record),
        owner=owner,
        names=tuple(
            (given, family) if given or family else (full, "")
            for given, family, full in said["names"] or ()
        ),
        births=tuple(
            BirthRange(date.fromisoformat(earliest), date.fromisoformat(latest), precision)
            for earliest, latest, precision in said["births"] or ()
        ),
        sex=said["sex"] or None,
        places=() if protected else tuple(_places(said["places"] or ())),
        phones=tuple(said["phones"] or ()),
        identifiers=tuple((scheme, value) for scheme, value in said["numbers"] or ()),
        known_to=((owner, None, ALWAYS, None), *map(_known_to, said["known"] or ())),
    )


def _places(held: Iterable[tuple[str, str]]) -> Iterator[str]:
    for line, postcode in held:
        yield f"{line} {postcode}".strip()
        if postcode:
            yield rules.letters_of(value=postcode)


def _known_to(row: list[str | None]) -> tuple[UUID, UUID | None, datetime, datetime | None]:
    agency, member, since, until = row
    return (
        UUID(agency),
        UUID(member) if member else None,
        datetime.fromisoformat(since or ""),
        datetime.fromisoformat(until) if until else None,
    )

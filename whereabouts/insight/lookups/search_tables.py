"""Who may be meant, by the tables alone: what search falls back on where the index is away."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from whereabouts.engines.matching import (
    Candidate,
    Match,
    Query,
    blocking_keys,
    compare,
)
from whereabouts.foundations.agencies.planned import planned_once
from whereabouts.insight.lookups.pointers import Birth
from whereabouts.records.people import rules

# Likely people are cut out in the database; the engine then weighs these few with care.
WEIGHED = 200
_AS_JSON = ("records", "names", "births")

Found = tuple[tuple[UUID, ...], Match]


def find_in_tables(*, query: Query, identifier: str, limit: int) -> tuple[list[Found], int]:
    """Return the likeliest people in scope (their records, how they match), and how many fit.

    `identifier` is the value alone: which register gave it, the database says.
    """
    rows = _candidates(query=query, identifier=identifier)
    weighed = sorted(
        ((_compared(row=row, query=query, identifier=identifier), row) for row in rows),
        key=lambda pair: (-pair[0].score, str(pair[1]["person"])),
    )[: max(limit, 1)]
    found = [
        (tuple(UUID(record["child"]) for record in row["records"]), match) for match, row in weighed
    ]
    return found, rows[0]["fits"] if rows else 0


def _candidates(*, query: Query, identifier: str) -> list[dict[str, Any]]:
    each = [blocking_keys(name_text=name, born=None) for name in query.names]
    keys = blocking_keys(name_text="", born=query.born)
    born, place = query.born, query.place or ""
    start, end = keys.born_between or (
        (born.earliest, born.latest) if born is not None else (None, None)
    )
    with planned_once() as cursor:
        cursor.execute(
            "SELECT * FROM people_candidates(%s::uuid[], %s::text[], %s::text[], %s::text[],"
            " %s::date[], %s::date, %s::date, %s, %s, %s, %s, %s, %s)",
            [
                [],
                sorted({key for one in each for key in one.names}),
                sorted({key for one in each for key in one.prefixes}),
                sorted({key for one in each for key in one.sounds}),
                [date.fromisoformat(day) for day in keys.births],
                start,
                end,
                rules.digits_of(number=query.phone or ""),
                rules.letters_of(value=identifier),
                place,
                rules.letters_of(value=place),
                query.sex if query.sex in {"F", "M", "X"} else "",
                WEIGHED,
            ],
        )
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    # Django leaves JSON as text on a bare cursor.
    return [
        row | {name: json.loads(row[name] or "[]") for name in _AS_JSON}
        for row in rows
        if row["records"]
    ]


def _compared(*, row: dict[str, Any], query: Query, identifier: str) -> Match:
    # The database says only whether a number or place is the same; it never gives out which.
    numbers = tuple((scheme, identifier) for scheme in row["schemes"])
    return compare(
        query=Query(
            names=query.names,
            born=query.born,
            sex=query.sex,
            place=query.place,
            phone=query.phone,
            identifiers=numbers,
        ),
        candidate=Candidate(
            names=tuple((name["given"], name["family"]) for name in row["names"]),
            births=tuple(Birth.of(birth).range for birth in row["births"]),
            sex=(row["sexes"] or [None])[0],
            places=(query.place or "",) if row["place_same"] else (),
            phones=(query.phone or "",) if row["phone_same"] else (),
            identifiers=numbers,
        ),
    )

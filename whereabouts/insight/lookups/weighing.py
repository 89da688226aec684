"""How likely each of some children is the person described, by all that is held of either."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from whereabouts.engines.matching import BirthRange, Candidate, Match, Query, compare
from whereabouts.foundations.agencies.planned import planned_once
from whereabouts.insight.lookups.search import Hit, pointers
from whereabouts.records.people import rules

AT_ONCE = 200
_AS_JSON = ("records", "names", "births")


def weigh(
    *,
    children: Iterable[UUID],
    names: tuple[str, ...],
    births: tuple[BirthRange, ...],
    on: date,
    sex: str = "",
    place: str = "",
    phone: str = "",
    identifier: str = "",
) -> list[Hit]:
    """Return each of some children, and whoever has that telephone or number, with how they fit.

    Within what the scope may find; the caller records it. Of several dates of birth the one that
    fits best counts. A confidential place is compared with nothing.
    """
    wanted = sorted(set(children))
    queries = [
        Query(names=names, born=born, sex=sex or None, place=place or None, phone=phone or None)
        for born in births or (None,)
    ]
    best: dict[UUID, Match] = {}
    for start in range(0, max(len(wanted), 1), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        for row in _rows(some, sex=sex, place=place, phone=phone, identifier=identifier):
            found = {UUID(record["child"]) for record in row["records"]}
            if found.isdisjoint(some) and not (row["phone_same"] or row["schemes"]):
                continue  # only the place is the same
            match = max(
                (_compared(row, query, identifier) for query in queries),
                key=lambda one: one.score,
            )
            best[min(found, key=str)] = match
    shown = {
        record: pointer for pointer in pointers(child_ids=best, on=on) for record in pointer.records
    }
    return [
        Hit(
            pointer=shown[child], sure=match.sure, because=match.because, differs=match.differs,
            missing=match.missing, score=match.score,
        )
        for child, match in best.items()
        if child in shown
    ]  # fmt: skip


def _rows(
    children: list[UUID], *, sex: str, place: str, phone: str, identifier: str
) -> list[dict[str, Any]]:
    with planned_once() as cursor:
        cursor.execute(
            "SELECT * FROM people_candidates(%s::uuid[], '{}', '{}', '{}', '{}', NULL, NULL,"
            " %s, %s, %s, %s, %s, %s)",
            [
                children,
                rules.digits_of(number=phone),
                rules.letters_of(value=identifier),
                place,
                rules.letters_of(value=place),
                sex if sex in {"F", "M", "X"} else "",
                2 * AT_ONCE,
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


def _compared(row: dict[str, Any], query: Query, identifier: str) -> Match:
    # The database says only whether a number or place is the same; it never gives out which.
    numbers = tuple((scheme, identifier) for scheme in row["schemes"])
    return compare(
        query=Query(
            names=query.names, born=query.born, sex=query.sex, place=query.place,
            phone=query.phone, identifiers=numbers,
        ),
        candidate=Candidate(
            names=tuple((name["given"], name["family"]) for name in row["names"]),
            births=tuple(
                BirthRange(
                    date.fromisoformat(birth["earliest"]), date.fromisoformat(birth["latest"]),
                    birth["precision"],
                )
                for birth in row["births"]
            ),
            sex=(row["sexes"] or [None])[0],
            places=(query.place or "",) if row["place_same"] else (),
            phones=(query.phone or "",) if row["phone_same"] else (),
            identifiers=numbers,
        ),
    )  # fmt: skip

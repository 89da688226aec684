"""Questions and answers as they go over the socket: one line of JSON each."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from whereabouts.engines.finding import Asker, Found
from whereabouts.engines.matching import BirthRange, Match, Query

LONGEST = 1_000_000


def line(*, said: dict[str, Any]) -> bytes:
    """Return a message as a line."""
    return json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def question(*, query: Query, asker: Asker, limit: int, fresh: bool) -> dict[str, Any]:
    """Return a question as plain values."""
    born = query.born
    return {
        "do": "find",
        "names": query.names,
        "born": born and [born.earliest.isoformat(), born.latest.isoformat(), born.precision],
        "sex": query.sex,
        "place": query.place,
        "phone": query.phone,
        "identifiers": query.identifiers,
        "agency": str(asker.agency),
        "member": str(asker.member),
        "everybody": asker.everybody,
        "moment": asker.moment.isoformat(),
        "limit": limit,
        "fresh": fresh,
    }


def asked(*, said: dict[str, Any]) -> tuple[Query, Asker, int]:
    """Return what a question asks, who asks it, and how many hits are wanted."""
    born = said["born"]
    query = Query(
        names=tuple(said["names"]),
        born=born and BirthRange(date.fromisoformat(born[0]), date.fromisoformat(born[1]), born[2]),
        sex=said["sex"],
        place=said["place"],
        phone=said["phone"],
        identifiers=tuple((scheme, value) for scheme, value in said["identifiers"]),
    )
    asker = Asker(
        agency=UUID(said["agency"]),
        member=UUID(said["member"]),
        everybody=bool(said["everybody"]),
        moment=datetime.fromisoformat(said["moment"]),
    )
    return query, asker, int(said["limit"])


def answer(*, found: Found, true_at: datetime) -> dict[str, Any]:
    """Return an answer as plain values."""
    return {
        "true_at": true_at.isoformat(),
        "fits": found.fits,
        "hits": [
            [
                str(hit.person), [str(record) for record in hit.records], hit.match.score,
                hit.match.sure, hit.match.because, hit.match.differs, hit.match.missing,
            ]
            for hit in found.hits
        ],
    }  # fmt: skip


def hits(*, said: dict[str, Any]) -> list[tuple[UUID, tuple[UUID, ...], Match]]:
    """Return the hits of an answer: the person, the records that the asker may know, how sure."""
    return [
        (
            UUID(person),
            tuple(UUID(record) for record in records),
            Match(
                score=score, sure=sure, because=tuple(because), differs=tuple(differs),
                missing=tuple(missing),
            ),
        )
        for person, records, score, sure, because, differs, missing in said["hits"]
    ]  # fmt: skip

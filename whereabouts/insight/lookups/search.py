"""Who may be meant: children found by name, date of birth, number or place, and why each fits."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from whereabouts.engines.matching import (
    BadDate,
    BadName,
    BirthRange,
    Candidate,
    Match,
    Query,
    blocking_keys,
    compare,
    parse_date_of_birth,
)
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.records.people import rules
from whereabouts.records.people.models import Child
from whereabouts.records.people.vocabulary import SEXES

# Likely people are cut out in the database; the engine then weighs these few with care.
WEIGHED = 200
_AS_JSON = ("records", "names", "births")
_NOTHING = dict.fromkeys(("names", "born", "sex", "place", "phone", "identifier"), "")
_SEX_WORDS = dict(SEXES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """What a person is known by before anybody has a reason to see more.

    `in_reach` says whether the asker's agency has such a reason already.
    """

    child_id: UUID
    records: tuple[UUID, ...]
    name: str
    other_names: tuple[str, ...]
    born: str
    age: int | None
    sex: str
    agencies: tuple[str, ...]
    earlier_episodes: int
    has_plan: bool
    has_flag: bool
    unidentified: bool
    in_reach: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A person who may be meant: how sure in words, why, and how they differ."""

    pointer: Pointer
    sure: str
    because: tuple[str, ...]
    differs: tuple[str, ...]
    missing: tuple[str, ...]
    score: float

    @property
    def child_id(self) -> UUID:
        """Return the key by which the person is chosen."""
        return self.pointer.child_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """The people found, likeliest first, and a sentence about them; problems name their fields."""

    hits: tuple[Hit, ...]
    said: str
    problems: dict[str, str]


@lookup(needs=Permission.CHILD_SEARCH)
def find_children(
    *,
    actor: Actor,
    at: datetime,
    names: str = "",
    born: str = "",
    sex: str = "",
    place: str = "",
    phone: str = "",
    identifier: str = "",
    draft: UUID | None = None,
    limit: int = 20,
) -> SearchAnswer:
    """Return the children who may be meant, as far as the actor's agency may know of them.

    Police find a pointer to any child in the nation; others the children they are related to.
    Every search that shows anybody, or could have, is one look. What cannot be read is left out of
    the search and named in `problems`, so that one slip does not hide a child.
    """
    problems: dict[str, str] = {}
    asked = {
        "names": names.strip(), "born": born.strip(), "sex": sex.strip().upper(),
        "place": place.strip(), "phone": phone.strip(), "identifier": identifier.strip(),
    }  # fmt: skip
    day = _born(asked["born"], at.date(), problems)
    _check_names(asked, problems)
    hits, fits = _likely(asked=asked, born=day, on=at.date(), limit=limit)
    terms = {name: text for name, text in asked.items() if text}
    if terms:
        record_look(
            kind="search",
            page="child search",
            by=actor,
            at=at,
            subjects=[record for hit in hits for record in hit.pointer.records],
            shown=["pointer"] if hits else [],
            terms=terms | ({"draft": str(draft)} if draft else {}),
        )
    said = _said(asked=asked, shown=len(hits), fits=fits, problems=problems)
    return SearchAnswer(hits=tuple(hits), said=said, problems=problems)


def likely_same(
    *, names: tuple[str, ...], births: tuple[BirthRange, ...], on: date, limit: int
) -> list[Hit]:
    """Return who may be the person of these names and dates of birth; callers record it."""
    born = births[0] if births else None
    return _likely(asked=_NOTHING, born=born, on=on, limit=limit, names=names)[0]


def pointers(*, child_ids: Iterable[UUID], on: date) -> list[Pointer]:
    """Return a pointer to each person of these keys whom the scope may find; callers record it."""
    rows = _candidates(asked=_NOTHING, names=(), born=None, most=WEIGHED, children=list(child_ids))
    return _pointers(rows=rows, on=on)


def _born(text: str, on: date, problems: dict[str, str]) -> BirthRange | None:
    try:
        return parse_date_of_birth(text=text, on=on) if text else None
    except BadDate as fault:
        problems["born"] = str(fault)
        return None


def _check_names(asked: dict[str, str], problems: dict[str, str]) -> None:
    for field in ("names", "place"):
        try:
            blocking_keys(name_text=asked[field], born=None)
        except BadName as fault:
            problems[field] = str(fault)
            asked[field] = ""
    for field in ("phone", "identifier", "sex"):
        if "\0" in asked[field] or not asked[field].isprintable():
            problems[field] = "This holds characters that cannot be searched for."
            asked[field] = ""


def _likely(
    *,
    asked: dict[str, str],
    born: BirthRange | None,
    on: date,
    limit: int,
    names: tuple[str, ...] | None = None,
) -> tuple[list[Hit], int]:
    """Return the likeliest people, and how many fit in all."""
    wanted = names if names is not None else tuple(filter(None, (asked["names"],)))
    rows = _candidates(asked=asked, names=wanted, born=born, most=WEIGHED)
    weighed = sorted(
        ((_compared(row=row, asked=asked, names=wanted, born=born), row) for row in rows),
        key=lambda pair: (-pair[0].score, str(pair[1]["person"])),
    )[: max(limit, 1)]
    shown = _pointers(rows=[row for _, row in weighed], on=on)
    hits = [
        Hit(
            pointer=pointer,
            sure=match.sure,
            because=match.because,
            differs=match.differs,
            missing=match.missing,
            score=match.score,
        )
        for (match, _), pointer in zip(weighed, shown, strict=True)
    ]
    return hits, rows[0]["fits"] if rows else 0


def _candidates(
    *,
    asked: dict[str, str],
    names: tuple[str, ...],
    born: BirthRange | None,
    most: int,
    children: list[UUID] | None = None,
) -> list[dict[str, Any]]:
    each = [blocking_keys(name_text=name, born=None) for name in names]
    keys = blocking_keys(name_text="", born=born)
    start, end = keys.born_between or (
        (born.earliest, born.latest) if born is not None else (None, None)
    )
    value = asked["identifier"].partition(":")[2] or asked["identifier"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM people_candidates(%s::uuid[], %s::text[], %s::text[], %s::text[],"
            " %s::date[], %s::date, %s::date, %s, %s, %s, %s, %s, %s)",
            [
                children or [],
                sorted({key for one in each for key in one.names}),
                sorted({key for one in each for key in one.prefixes}),
                sorted({key for one in each for key in one.sounds}),
                [date.fromisoformat(day) for day in keys.births],
                start,
                end,
                rules.digits_of(number=asked["phone"]),
                rules.letters_of(value=value),
                asked["place"],
                rules.letters_of(value=asked["place"]),
                asked["sex"] if asked["sex"] in {"F", "M", "X"} else "",
                most,
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


def _pointers(*, rows: list[dict[str, Any]], on: date) -> list[Pointer]:
    keys = {record["agency"] for row in rows for record in row["records"]}
    names = {str(key): agency.name for key, agency in Agency.objects.in_bulk(keys).items()}
    records = {record["child"] for row in rows for record in row["records"]}
    reached = set(visible(Child).filter(pk__in=records).values_list("pk", flat=True))
    return [_pointer(row=row, on=on, agency_names=names, reached=reached) for row in rows]


def _pointer(
    *, row: dict[str, Any], on: date, agency_names: dict[str, str], reached: set[UUID]
) -> Pointer:
    names = [{**name, "until_on": _day(name["until"])} for name in row["names"]]
    shown = rules.shown_name(names=names, on=on)
    births = [_Birth.of(birth) for birth in row["births"]]
    believed = [birth for birth in births if birth.believed]
    return Pointer(
        child_id=row["person"],
        records=tuple(UUID(record["child"]) for record in row["records"]),
        name=shown,
        other_names=tuple(dict.fromkeys(n["full"] for n in names if n["full"] != shown)),
        born="; ".join(dict.fromkeys(birth.in_words for birth in believed)),
        age=rules.age_years(births=births, on=on),
        sex=", ".join(_SEX_WORDS[sex] for sex in row["sexes"] or ()),
        agencies=tuple(sorted({agency_names[record["agency"]] for record in row["records"]})),
        earlier_episodes=row["episodes"],
        has_plan=row["has_plan"],
        has_flag=row["has_flag"],
        unidentified=all(record["unidentified"] for record in row["records"]),
        in_reach=row["person"] in reached,
    )


def _compared(
    *, row: dict[str, Any], asked: dict[str, str], names: tuple[str, ...], born: BirthRange | None
) -> Match:
    # The database says only whether a number or place is the same; it never gives out which.
    schemes = tuple(row["schemes"])
    value = asked["identifier"]
    return compare(
        query=Query(
            names=names,
            born=born,
            sex=asked["sex"] or None,
            place=asked["place"] or None,
            phone=asked["phone"] or None,
            identifiers=tuple((scheme, value) for scheme in schemes),
        ),
        candidate=Candidate(
            names=tuple((name["given"], name["family"]) for name in row["names"]),
            births=tuple(_Birth.of(birth).range for birth in row["births"]),
            sex=(row["sexes"] or [None])[0],
            places=(asked["place"],) if row["place_same"] else (),
            phones=(asked["phone"],) if row["phone_same"] else (),
            identifiers=tuple((scheme, value) for scheme in schemes),
        ),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class _Birth:
    earliest: date
    latest: date
    precision: Any
    as_said: str
    believed: bool

    @classmethod
    def of(cls, row: dict[str, Any]) -> "_Birth":
        return cls(
            date.fromisoformat(row["earliest"]),
            date.fromisoformat(row["latest"]),
            row["precision"],
            row["as_said"],
            row["believed"],
        )

    @property
    def in_words(self) -> str:
        return rules.birth_in_words(
            earliest=self.earliest,
            latest=self.latest,
            precision=self.precision,
            as_said=self.as_said,
        )

    @property
    def range(self) -> BirthRange:
        return BirthRange(self.earliest, self.latest, self.precision)


def _said(*, asked: dict[str, str], shown: int, fits: int, problems: dict[str, str]) -> str:
    if not any(text for field, text in asked.items() if field != "sex"):
        return "Type a name, a date of birth, a place or a number."
    if problems and not shown:
        return "Part of the search could not be read. " + " ".join(problems.values())
    if not shown:
        return "Nobody is found whom you may know of. The child may still be known elsewhere."
    if fits > shown:
        return f"{fits} people may be meant. The {shown} likeliest are shown: add what you know."
    return "One person may be meant." if shown == 1 else f"{shown} people may be meant."

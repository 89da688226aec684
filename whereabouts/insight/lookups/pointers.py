"""What is shown of a child before anybody has a reason to see more: a pointer, read in scope."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from whereabouts.engines.matching import BirthRange
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.planned import planned_once
from whereabouts.foundations.agencies.queries import agencies_of
from whereabouts.foundations.agencies.rules import RECORDING_KINDS
from whereabouts.records.people import rules
from whereabouts.records.people.models import Child
from whereabouts.records.people.vocabulary import SEXES

NOT_NAMED = "An agency that is not named here"
_SEX_WORDS = dict(SEXES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An agency that holds records of a child, and how to reach it, by day and out of hours."""

    name: str
    phone: str
    out_of_hours_phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """What a person is known by before anybody has a reason to see more.

    That there is one, who holds the records and how to reach them, and how great the risk was and
    is: `highest` is the level that stood highest in any episode, "" where there was none;
    `open_with` names who has an episode open now. Never a place: of a protected child an agency
    that would give one away, such as a home, is not named. `in_reach` says whether the asker's
    agency has a reason to see more already.
    """

    child_id: UUID
    records: tuple[UUID, ...]
    name: str
    other_names: tuple[str, ...]
    born: str
    age: int | None
    sex: str
    agencies: tuple[str, ...]
    holders: tuple[Holder, ...]
    earlier_episodes: int
    highest: str
    open_with: tuple[str, ...]
    has_plan: bool
    has_flag: bool
    flags: int
    unidentified: bool
    in_reach: bool


def pointers(*, child_ids: Iterable[UUID], on: date) -> list[Pointer]:
    """Return a pointer to each person of these keys whom the scope may find; callers record it."""
    rows = _rows(child_ids)
    named = {record["agency"] for row in rows for record in row["records"]}
    named |= {key for row in rows for key in row["open_with"]}
    agencies = agencies_of(keys=named)
    records = {record["child"] for row in rows for record in row["records"]}
    reached = set(_reached(records=[*records]))
    return [_pointer(row=row, on=on, agencies=agencies, reached=reached) for row in rows]


@prepared
def _reached(*, records: list[UUID]) -> "QuerySet[Child, UUID]":
    return visible(Child).filter(pk__in=records).values_list("pk", flat=True)


def by_record(*, found: Iterable[Pointer]) -> dict[UUID, Pointer]:
    """Return pointers by each record that they are of."""
    return {record: pointer for pointer in found for record in pointer.records}


def _rows(child_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    with planned_once() as cursor:
        cursor.execute("SELECT * FROM people_pointers(%s)", [sorted(set(child_ids))])
        columns = [column.name for column in cursor.description]
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        for name in ("records", "names", "births"):
            # Django leaves JSON as text on a bare cursor.
            row[name] = json.loads(row[name] or "[]")
        for record in row["records"]:
            record["child"], record["agency"] = UUID(record["child"]), UUID(record["agency"])
    return [row for row in rows if row["records"]]


def _pointer(
    *, row: dict[str, Any], on: date, agencies: Mapping[UUID, Agency], reached: set[UUID]
) -> Pointer:
    names = [{**name, "until_on": _day(name["until"])} for name in row["names"]]
    shown = rules.shown_name(names=names, on=on)
    births = [Birth.of(birth) for birth in row["births"]]
    believed = [birth for birth in births if birth.believed]
    holding = {record["agency"] for record in row["records"]}
    holders = _holders((agencies[key] for key in holding), protected=row["protected"])
    open_with = _holders((agencies[key] for key in row["open_with"]), protected=row["protected"])
    return Pointer(
        child_id=row["person"],
        records=tuple(record["child"] for record in row["records"]),
        name=shown,
        other_names=tuple(dict.fromkeys(n["full"] for n in names if n["full"] != shown)),
        born="; ".join(dict.fromkeys(birth.in_words for birth in believed)),
        age=rules.age_years(births=births, on=on),
        sex=", ".join(_SEX_WORDS[sex] for sex in row["sexes"] or ()),
        agencies=tuple(holder.name for holder in holders),
        holders=holders,
        earlier_episodes=row["episodes"],
        highest=row["highest"] or "",
        open_with=tuple(holder.name for holder in open_with),
        has_plan=row["has_plan"],
        has_flag=row["flags"] > 0,
        flags=row["flags"],
        unidentified=all(record["unidentified"] for record in row["records"]),
        in_reach=row["person"] in reached,
    )


def _holders(agencies: Iterable[Agency], *, protected: bool) -> tuple[Holder, ...]:
    found = {
        Holder(name=agency.name, phone=agency.phone, out_of_hours_phone=agency.out_of_hours_phone)
        if not protected or agency.kind in RECORDING_KINDS
        else Holder(name=NOT_NAMED, phone="", out_of_hours_phone="")
        for agency in agencies
    }
    return tuple(sorted(found, key=lambda holder: holder.name))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth as the database gives it out."""

    earliest: date
    latest: date
    precision: Any
    as_said: str
    believed: bool

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Birth":
        """Return it from a row of JSON."""
        return cls(
            date.fromisoformat(row["earliest"]),
            date.fromisoformat(row["latest"]),
            row["precision"],
            row["as_said"],
            row["believed"],
        )

    @property
    def in_words(self) -> str:
        """Return it as a page shows it."""
        return rules.birth_in_words(
            earliest=self.earliest,
            latest=self.latest,
            precision=self.precision,
            as_said=self.as_said,
        )

    @property
    def range(self) -> BirthRange:
        """Return it as it is compared."""
        return BirthRange(self.earliest, self.latest, self.precision)

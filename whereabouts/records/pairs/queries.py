"""Questions about suggested pairs; callers are inside a scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.agencies.planned import ask
from whereabouts.records.pairs.models import PairAnswer, SuggestedPair
from whereabouts.records.pairs.rules import State, ordered


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingNow:
    """A child who is missing, at which agency and since when; no more is told of them."""

    child: UUID
    agency: UUID
    reported_at: datetime
    same_place: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """That two records were joined, and parted; why is empty for whoever may not see both."""

    child: UUID
    other: UUID
    other_agency: UUID
    because: str
    joined_at: datetime
    joined_by: UUID
    part_because: str
    parted_at: datetime | None
    parted_by: UUID | None


def open_pairs(*, most: int) -> "list[SuggestedPair]":
    """Return the pairs in scope that nobody has settled: both missing first, then the likeliest."""
    found = visible(SuggestedPair).filter(state=State.OPEN)
    return list(found.order_by("-while_missing", "-score", "suggested_at", "id")[:most])


def pairs_of(*, children: Iterable[UUID]) -> "QuerySet[SuggestedPair]":
    """Return every pair in scope with one of these records."""
    keys = list(children)
    return visible(SuggestedPair).filter(Q(first__in=keys) | Q(second__in=keys))


def said_different(*, records: Iterable[UUID]) -> set[frozenset[UUID]]:
    """Return the pairs of these records that somebody said are different children."""
    keys = list(records)
    rows = visible(SuggestedPair).filter(state=State.DIFFERENT, first__in=keys, second__in=keys)
    return {frozenset(row) for row in rows.values_list("first_id", "second_id")}


def answers_of(*, first: UUID, second: UUID) -> list[PairAnswer]:
    """Return what was said of a pair, first said first."""
    return list(
        visible(PairAnswer)
        .filter(first=first, second=second)
        .select_related("recorded_by", "owner_agency", "asked")
        .order_by("recorded_at", "id")
    )


def asked_of(*, pairs: Iterable[SuggestedPair]) -> dict[UUID, str]:
    """Return for each pair about which another agency was asked the name of the last one asked."""
    keys = {(pair.first_id, pair.second_id): pair.pk for pair in pairs}
    rows = (
        visible(PairAnswer)
        .filter(said="asked", first__in=[first for first, _ in keys])
        .order_by("recorded_at", "id")
        .values_list("first_id", "second_id", "asked__name")
    )
    return {keys[first, second]: name for first, second, name in rows if (first, second) in keys}


def missing_now(
    *, since: datetime, children: Iterable[UUID], lately: datetime | None, place: str = ""
) -> list[MissingNow]:
    """Return who is missing now: of some children since a time, and whoever was reported lately.

    For police every force's; for others whom they have in reach. `same_place` says whether they
    were last seen there; never of a child with a confidential address.
    """
    found = ask(
        sql="SELECT * FROM pairs_missing_of(%s, %s, %s, %s)",
        values=[lately, since, [*children], place.strip()],
    )
    return [
        MissingNow(child=child, agency=agency, reported_at=reported_at, same_place=same_place)
        for child, agency, reported_at, same_place in found
    ]


def joinings(*, children: Iterable[UUID]) -> list[Joining]:
    """Return when these records were joined and parted, by whom, earliest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pairs_joinings(%s)", [sorted(set(children))])
        columns = [column.name for column in cursor.description]
        return [Joining(**dict(zip(columns, row, strict=True))) for row in cursor.fetchall()]


def holders(*, children: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return which agency keeps each record: of any child for police, in reach for others."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT child, agency FROM pairs_holders(%s)", [sorted(set(children))])
        return dict(cursor.fetchall())


def pair_of(*, one: UUID, other: UUID) -> SuggestedPair | None:
    """Return the pair of two records, in whichever order, or None."""
    first, second = ordered(one=one, other=other)
    found = _pair(first=first, second=second)
    return found[0] if found else None


@prepared
def _pair(*, first: UUID, second: UUID) -> "QuerySet[SuggestedPair]":
    return visible(SuggestedPair).filter(first=first, second=second)[:1]

"""Questions about people; callers are inside a scope, and read a child over the joined set."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, Prefetch, Q, QuerySet

from whereabouts.foundations.access.gate import made_here, visible
from whereabouts.foundations.access.prepared import prepared
from whereabouts.foundations.access.scope import current
from whereabouts.foundations.agencies.added import nothing_else
from whereabouts.foundations.agencies.remembered import recall
from whereabouts.records.people import rules
from whereabouts.records.people.models import (
    Adult,
    AdultIntelligence,
    AdultLink,
    Child,
    ChildAddress,
    ChildBirth,
    ChildIdentifier,
    ChildLanguage,
    ChildName,
    ChildPhone,
    ChildPhoto,
    Flag,
    RelatedPerson,
    SamePersonLink,
)

Row = TypeVar("Row", bound=Model)


def same_person_sets(*, child_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return for each child every record of the same person, itself among them.

    A child outside the scope stands alone: whether it is joined is not told.
    """
    scope, asked = current(), frozenset(child_ids)
    return dict(
        recall(
            key=("same people", scope, asked),
            ask=lambda: _same_person_sets(asked=sorted(asked)),
            seen_by=scope.agency_id,
        )
    )


def _same_person_sets(*, asked: list[UUID]) -> dict[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = {child: {child} for child in asked}
    if asked and not nothing_else(table=SamePersonLink._meta.db_table, about=asked):
        with connection.cursor() as cursor:
            cursor.execute("SELECT child, same FROM people_same_person(%s)", [asked])
            for child, same in cursor.fetchall():
                found[child].add(same)
    return {child: frozenset(same) for child, same in found.items()}


def same_person_set(*, child_id: UUID) -> frozenset[UUID]:
    """Return every record of the same person, over the links that stand now."""
    scope = current()
    return recall(
        key=("same person", scope, child_id),
        ask=lambda: same_person_sets(child_ids=[child_id])[child_id],
        seen_by=scope.agency_id,
    )


def display_names(*, child_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the name to show for each child: its own first, else one of a joined record."""
    wanted = list(child_ids)
    sets = same_person_sets(child_ids=wanted)
    rows: dict[UUID, list[Mapping[str, Any]]] = {}
    every = set().union(*sets.values()) if sets else set()
    for row in (
        visible(ChildName)
        .filter(child__in=every)
        .order_by("recorded_at", "id")
        .values("child_id", "full", "kind", "until_on")
    ):
        rows.setdefault(row["child_id"], []).append(row)
    shown = {}
    for child in wanted:
        others = [row for same in sorted(sets[child]) for row in rows.get(same, [])]
        shown[child] = rules.shown_name(names=rows.get(child) or others)
    return shown


def display_name(*, child_id: UUID) -> str:
    """Return the name to show for a child."""
    return display_names(child_ids=[child_id])[child_id]


def names_of(*, child_ids: Iterable[UUID]) -> list[ChildName]:
    """Return every name, first written down first."""
    return _read(model=ChildName, children=[*child_ids], order=("recorded_at", "id"))


def births_of(*, child_ids: Iterable[UUID]) -> list[ChildBirth]:
    """Return every date of birth as stated, first written down first."""
    return _read(model=ChildBirth, children=[*child_ids], order=("recorded_at", "id"))


def believed_spans_of(*, child_ids: Iterable[UUID]) -> list[tuple[UUID, date, date]]:
    """Return (child, earliest, latest) of every believed date of birth, first written first."""
    believed = _of(ChildBirth, child_ids).filter(believed=True).order_by("recorded_at", "id")
    return list(believed.values_list("child_id", "earliest", "latest"))


def sexes_of(*, child_ids: Iterable[UUID]) -> list[str]:
    """Return the sexes that are written down of a child, one a record that has one."""
    children = [*child_ids]
    made = made_here(Child, about=children)
    return _sexes(children=children) if made is None else [one.sex for one in made if one.sex]


def sex_of_each(*, child_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the sex of each record that holds one."""
    children = visible(Child).filter(pk__in=list(child_ids)).exclude(sex="")
    return dict(children.values_list("pk", "sex"))


@prepared
def _sexes(*, children: list[UUID]) -> "QuerySet[Child, str]":
    return visible(Child).filter(pk__in=children).exclude(sex="").values_list("sex", flat=True)


def ages_on(*, child_ids: Iterable[UUID], on: date) -> tuple[int | None, int | None]:
    """Return the youngest age that the believed dates of birth allow, and that any on record does.

    Each is None where no date of birth allows one.
    """
    births = births_of(child_ids=child_ids)
    return rules.age_years(births=births, on=on), rules.youngest_years(births=births, on=on)


def age_on(*, child_ids: Iterable[UUID], on: date) -> int | None:
    """Return the youngest age that the believed dates of birth allow, or None."""
    return rules.age_years(births=births_of(child_ids=child_ids), on=on)


def addresses_of(*, child_ids: Iterable[UUID]) -> list[ChildAddress]:
    """Return the addresses in scope, current before previous; confidential ones to their owner."""
    scope, children = current(), frozenset(child_ids)
    return list(
        recall(
            key=("addresses", scope, children),
            ask=lambda: _held(
                model=ChildAddress, children=[*children], order=("until_on", "kind", "id"),
                along=("force", "authority", "owner_agency"),
            ),
            seen_by=scope.agency_id,
        )
    )  # fmt: skip


def is_protected(*, child_id: UUID) -> bool:
    """Return whether any record of the person keeps a confidential address, whoever may read it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_protected(%s)", [child_id])
        return bool(cursor.fetchone()[0])


def protected_among(*, child_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return of which of these children `is_protected` would say so, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT child FROM unnest(%s::uuid[]) child WHERE people_protected(child)",
            [list(child_ids)],
        )
        return frozenset(child for (child,) in cursor.fetchall())


def phones_of(*, child_ids: Iterable[UUID]) -> list[ChildPhone]:
    """Return the child's telephone numbers."""
    return _held(model=ChildPhone, children=[*child_ids], order=("id",))


def identifiers_of(*, child_ids: Iterable[UUID]) -> list[ChildIdentifier]:
    """Return the numbers that other registers gave."""
    return _held(model=ChildIdentifier, children=[*child_ids], order=("scheme", "id"))


def languages_of(*, child_ids: Iterable[UUID]) -> list[ChildLanguage]:
    """Return the languages, the preferred one first."""
    return _held(model=ChildLanguage, children=[*child_ids], order=("-preferred", "language"))


def photo_of(*, child_ids: Iterable[UUID]) -> ChildPhoto | None:
    """Return the latest photograph, or None."""
    return _of(ChildPhoto, child_ids).order_by("taken_on", "recorded_at", "id").last()


def related_people_of(*, child_ids: Iterable[UUID]) -> list[RelatedPerson]:
    """Return the people around the child and what each may be told."""
    return _read(
        model=RelatedPerson, children=[*child_ids], order=("relation", "name", "id"),
        along=("told_by",),
    )  # fmt: skip


def flags_of(*, child_ids: Iterable[UUID], at: datetime) -> list[Flag]:
    """Return the flags that stood at a moment, with their owners; proposals left out."""
    return flags_and_proposals(child_ids=child_ids, at=at)[0]


def flag_proposals_of(*, child_ids: Iterable[UUID]) -> list[Flag]:
    """Return the flags that were proposed and not settled."""
    return _flag_proposals(children=[*child_ids])


@prepared(about="children")
def _flag_proposals(*, children: list[UUID]) -> "QuerySet[Flag]":
    proposed = _of(Flag, children).filter(state="proposed")
    return proposed.select_related("owner", "owner_agency").order_by("raised_at", "id")


def linked_with(*, adult_ids: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    """Return (adult, child) of every link of some adults, as far as the scope sees adults."""
    links = visible(AdultLink).filter(adult__in=list(adult_ids))
    return list(links.values_list("adult", "child"))


def exploitation_raised(*, agency: UUID) -> list[datetime]:
    """Return when an agency raised, or proposed, each flag of exploitation; it names nobody."""
    found = visible(Flag).filter(owner_agency=agency, kind__in=("cse", "cce"))
    return list(found.values_list("raised_at", flat=True))


def adult_links_of(*, child_ids: Iterable[UUID]) -> list[AdultLink]:
    """Return the adults of concern linked to the child, each with the intelligence in scope.

    Empty for whoever does not see adults. `link.adult.intelligence.all()` is fetched already.
    """
    links = _held(model=AdultLink, children=[*child_ids], order=("-said_at", "id"))
    if not links:
        return []
    intelligence = visible(AdultIntelligence).order_by("-known_at")
    adults = (
        visible(Adult)
        .filter(pk__in={link.adult_id for link in links})
        .prefetch_related(Prefetch("intelligence", queryset=intelligence))
        .in_bulk()
    )
    for link in links:
        if link.adult_id in adults:
            link.adult = adults[link.adult_id]
    return [link for link in links if link.adult_id in adults]


def flags_and_proposals(
    *, child_ids: Iterable[UUID], at: datetime
) -> tuple[list[Flag], list[Flag]]:
    """Return the flags that stood at a moment, and those proposed and not settled."""
    found = _flags(children=[*child_ids], at=at)
    return (
        [flag for flag in found if flag.state != "proposed"],
        [flag for flag in found if flag.state == "proposed"],
    )


@prepared(about="children")
def _flags(*, children: list[UUID], at: datetime) -> "QuerySet[Flag]":
    return (
        _of(Flag, children)
        .filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at), raised_at__lte=at)
        .exclude(state="declined")
        .select_related("owner", "owner_agency")
        .order_by("strength", "kind", "id")
    )


def concerns_of(*, child_ids: Iterable[UUID], at: datetime) -> frozenset[str]:
    """Return the concerns that hold back what relatives may be told: from flags, and as set."""
    children = list(child_ids)
    found = {rules.CONCERN_OF_FLAG[kind] for kind in _kinds_of_concern(children=children)}
    # A concern without a flag of its own shows in those who wait for a senior already.
    if _awaiting_senior(children=children):
        found.add("honour")
    return frozenset(found)


@prepared(about="children")
def _kinds_of_concern(*, children: list[UUID]) -> "QuerySet[Flag, str]":
    return (
        _of(Flag, children)
        .filter(state__in=("active", "proposed"), kind__in=rules.CONCERN_OF_FLAG)
        .values_list("kind", flat=True)
    )


@prepared(about="children")
def _awaiting_senior(*, children: list[UUID]) -> "QuerySet[RelatedPerson, UUID]":
    waiting = _of(RelatedPerson, children).filter(awaiting_senior=True)
    return waiting.values_list("pk", flat=True)[:1]


def _read(
    *, model: type[Row], children: list[UUID], order: tuple[str, ...], along: tuple[str, ...] = ()
) -> list[Row]:
    """Return what is held; what this transaction has written itself without asking for it."""
    made = made_here(model, about=children)
    if made is None:
        return _held(model=model, children=children, order=order, along=along)
    return sorted(made, key=attrgetter(*order))


@prepared(about="children")
def _held(
    *, model: type[Row], children: list[UUID], order: tuple[str, ...], along: tuple[str, ...] = ()
) -> "QuerySet[Row]":
    found = _of(model, children).order_by(*order)
    return found.select_related(*along) if along else found


def _of(model, child_ids):
    return visible(model).filter(child__in=list(child_ids))

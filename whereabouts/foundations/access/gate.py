"""The first fence: fenced rows for somebody, and an agency's reasons to see a child."""

from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from whereabouts.foundations.access.fences import RelatedChild, holding
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.access.prepared import Words, prepared
from whereabouts.foundations.access.scope import NotVisible, current, scope_or_none
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.added import rows_made
from whereabouts.foundations.agencies.gathered import insert, insert_now
from whereabouts.foundations.agencies.remembered import forget

Row = TypeVar("Row", bound=Model)


def visible(model: type[Row], *, reasons: str = "") -> "QuerySet[Row]":
    """Return the rows of a fenced table that the scope entered may see.

    `reasons` names the part of the same statement that has what `reasons_to_see` gives: then the
    reasons are looked for there, and what is about no child of that part is seen by owning it.
    """
    fence = model.fence  # type: ignore[attr-defined]
    return model._default_manager.filter(fence.visible(replace(current(), reasons=reasons)))


def reasons_to_see(*, among: Any) -> "QuerySet[Relation]":
    """Return the reasons that the scope entered has now to see some children: a condition."""
    return visible(Relation).filter(among, holding(scope=current()))


def one(model: type[Row], **wanted: Any) -> Row:
    """Return the one visible row that is wanted.

    :raises NotVisible: there is none, or none that may be seen.
    """
    given = {name: Words(value) if name == "reference" else value for name, value in wanted.items()}
    if all(isinstance(value, UUID | Words) for value in given.values()):
        found = _fitting(model=model, **given)
    else:
        found = list(visible(model).filter(**wanted)[:2])
    if not found:
        raise NotVisible()
    if len(found) > 1:
        raise model.MultipleObjectsReturned("Several rows fit.")  # type: ignore[attr-defined]
    return found[0]


@prepared
def _fitting(*, model: type[Row], **wanted: UUID | Words) -> "QuerySet[Row]":
    return visible(model).filter(**wanted)[:2]


def made_here(model: type[Row], *, about: Collection[UUID]) -> list[Row] | None:
    """Return the rows about some children where this transaction made the children and the rows.

    None where they have to be asked for: always, but for rows of the scope's own agency that it
    sees for being its own.
    """
    fence = model.fence  # type: ignore[attr-defined]
    rows = rows_made(table=model._meta.db_table, about=about)
    if rows is None or type(fence) is not RelatedChild:
        return None
    found = [row for row in rows if getattr(row, _column(fence)) in about]
    own = current().agency_id
    return (
        [copy(row) for row in found] if all(row.owner_agency_id == own for row in found) else None
    )


def _column(fence: RelatedChild) -> str:
    return fence.column if fence.column != "id" else "pk"


def relate(
    *,
    subjects: Iterable[UUID],
    agency: UUID,
    kind: str,
    at: datetime,
    until_at: datetime | None = None,
    member: UUID | None = None,
    because: str = "",
    via_link: bool = False,
) -> None:
    """Give an agency a reason to see a child, over every record of the child; once if said twice.

    `subjects` are the keys of the joined set, the child's own record among them.
    """
    forget(seen_by=agency)  # it may see more from now on
    subjects = set(subjects)
    scope = scope_or_none()
    insert(
        rows=[
            Relation(
                subject=subject,
                agency_id=agency,
                member_id=member,
                kind=kind,
                from_at=at,
                until_at=until_at,
                because=because,
                via_link=via_link,
            )
            for subject in sorted(subjects)
        ],
        once=True,
    )
    # What the scope itself sees by it, and may let others see, it sees at once.
    if scope is None or scope.agency_id == agency:
        insert_now(model=Relation)


def end_relation(*, subjects: Iterable[UUID], agency: UUID, kind: str, because: str) -> int:
    """End one reason of an agency to see a child, from now on; return how many rows ended.

    Every other reason stays: `because` says which one, and an empty one ends nothing.
    """
    forget(seen_by=agency)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_end_relation(%s, %s, %s, %s)",
            [sorted(set(subjects)), agency, kind, because],
        )
        return int(cursor.fetchone()[0])


def agencies_reached(*, subject: UUID) -> list[UUID]:
    """Return the agencies that may see a child now, so that each can be told of a change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency_id FROM access_agencies_reached(%s)", [subject])
        return [row[0] for row in cursor.fetchall()]


def agencies_reached_by_any(*, subjects: Iterable[UUID]) -> list[UUID]:
    """Return the agencies that may see any of some children now, each once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT reached.agency_id FROM unnest(%s::uuid[]) AS child,"
            " access_agencies_reached(child) AS reached",
            [sorted(set(subjects))],
        )
        return [row[0] for row in cursor.fetchall()]


def is_related(*, actor: Actor, subject: UUID, at: datetime) -> bool:
    """Return whether the actor's agency has a reason to see the child now."""
    return actor.agency_id in agencies_reached(subject=subject)


def child_by_reference(*, reference: str) -> tuple[UUID, UUID]:
    """Return the child and the owning agency behind an exact reference, beyond the fence.

    For emergency access alone: whoever calls this records it and tells the agency.

    :raises NotVisible: nothing has that reference.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_child_by_reference(%s)", [reference])
        found = cursor.fetchone()
    if found is None:
        raise NotVisible()
    return found[0], found[1]

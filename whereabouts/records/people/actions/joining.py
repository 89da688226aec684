"""Saying that two records are one person, and taking it back: links only, nothing is moved."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.remembered import forget
from whereabouts.records.people import events
from whereabouts.records.people.actions.children import owned, write_down
from whereabouts.records.people.models import Child, SamePersonLink
from whereabouts.records.people.queries import same_person_set


class AlreadyJoined(Exception):
    """The two records are known to be one person already."""


class NotJoined(Exception):
    """The two records are not joined by a link that stands."""


@transaction.atomic
def link_records(
    *, child: Child, other: Child, because: str, by: Actor, at: datetime
) -> SamePersonLink:
    """Link two records as one person. `rebuild_relations` follows, once what hangs on it is done.

    :raises AlreadyJoined: they are one person already, or are one and the same record.
    """
    _one_at_a_time()
    if other.pk in same_person_set(child_id=child.pk):
        raise AlreadyJoined("These records are joined already.")
    link = SamePersonLink.objects.create(
        child=child, other=other, because=because, **owned(by=by, at=at)
    )
    forget()
    write_down(
        kind=events.RECORDS_JOINED, child_id=child.pk, by=by, at=at,
        other=str(other.pk), because=because,
    )  # fmt: skip
    return link


@transaction.atomic
def part_records(
    *, child: Child, other: Child, because: str, by: Actor, at: datetime
) -> SamePersonLink:
    """Part two records that a link joins. `rebuild_relations` follows, as the very last step.

    :raises NotJoined: no link between the two stands.
    """
    _one_at_a_time()
    links = SamePersonLink.objects.filter(parted_at__isnull=True)
    link = (links.filter(child=child, other=other) | links.filter(child=other, other=child)).first()
    if link is None:
        raise NotJoined("These two records are not joined to each other.")
    SamePersonLink.objects.filter(pk=link.pk).update(
        parted_at=at, parted_by_id=by.member_id, part_because=because
    )
    link.refresh_from_db()
    forget()
    write_down(
        kind=events.RECORDS_PARTED, child_id=child.pk, by=by, at=at,
        other=str(other.pk), because=because,
    )  # fmt: skip
    return link


def rebuild_relations(*, child_ids: Iterable[UUID]) -> None:
    """Make the derived relations of these records again from the direct ones and the links.

    After a parting the actor may have lost sight of a record, so nothing comes after it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_rebuild_relations(%s)", [sorted(set(child_ids))])
    forget()


def _one_at_a_time() -> None:
    # Two people joining at once could close a ring, which one parting would not open again.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('people.same_person'))")

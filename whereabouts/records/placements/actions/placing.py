"""Starting and ending placements; a placement says whose duty the child is, and who may see."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import connection, transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.remembered import forget
from whereabouts.foundations.audit import actions as audit
from whereabouts.records.people.actions import add_address, relate_to_child
from whereabouts.records.people.models import Child, ChildAddress
from whereabouts.records.placements import events, rules
from whereabouts.records.placements.models import Placement
from whereabouts.records.placements.reasons import reasons_on

SOURCE = "Placement"
NOT_NAMED = "A confidential placement: no place is written down"


class AlreadyEnded(Exception):
    """The placement has ended already."""


class ReasonUnknown(Exception):
    """Why a placement ends is not one of the reasons of that day."""


class EndsBeforeStart(Exception):
    """A placement cannot end before it began."""


@transaction.atomic
def start_placement(
    *,
    child: Child,
    living_at: str,
    started_on: date,
    by: Actor,
    at: datetime,
    looked_after: bool | None = True,
    home: UUID | None = None,
    responsible_authority: UUID | None = None,
    host_authority: UUID | None = None,
    host_force: UUID | None = None,
    place: str = "",
    carer_name: str = "",
    legal_status: str = "",
    out_of_area: bool | None = None,
    confidential: bool = False,
) -> Placement:
    """Start a placement, and relate the agencies whose duty the child is.

    Out of area follows from the two authorities where nobody says. A named place becomes an
    address of the child's, so that a call about it finds them. A confidential one always becomes
    a confidential address, named or not: that protects the child from every search by place.
    """
    if out_of_area is None:
        out_of_area = rules.is_out_of_area(
            responsible_authority=responsible_authority, host_authority=host_authority
        )
    placement = Placement.objects.create(
        child=child,
        living_at=living_at,
        looked_after=looked_after,
        home_id=home,
        responsible_authority_id=responsible_authority,
        host_authority_id=host_authority,
        host_force_id=host_force,
        place="" if confidential else place,
        carer_name=carer_name,
        legal_status=legal_status,
        out_of_area=out_of_area,
        started_on=started_on,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    forget()
    home_parent = Agency.objects.values_list("parent", flat=True).get(pk=home) if home else None
    for agency, kind in rules.relations_of(
        responsible_authority=responsible_authority,
        host_authority=host_authority,
        host_force=host_force,
        home=home,
        home_parent=home_parent,
    ):
        relate_to_child(
            child_id=child.pk, agency=agency, kind=kind, at=at, because=_because(placement)
        )
    if place or confidential:
        add_address(
            child=child, line=place or NOT_NAMED, kind="carer", force=host_force,
            authority=host_authority, confidential=confidential, from_on=started_on,
            source=SOURCE, by=by, at=at,
        )  # fmt: skip
    audit.record(
        kind=events.STARTED, subject=f"child:{child.pk}", by=by, at=at,
        payload={"placement": str(placement.pk)},
    )  # fmt: skip
    return placement


@transaction.atomic
def end_placement(
    *, placement: Placement, ended_on: date, by: Actor, at: datetime, because: str = ""
) -> None:
    """End a placement. Who hosted and cared sees no more after that day; who is responsible does.

    `because` is a key of the reasons of that day; empty where nobody has said why yet.

    :raises AlreadyEnded: it has ended.
    :raises EndsBeforeStart: the day lies before the first one.
    :raises ReasonUnknown: it is none of the reasons.
    """
    if because and because not in {one.key for one in reasons_on(on=ended_on)}:
        raise ReasonUnknown("Choose why the placement ends.")
    if ended_on < placement.started_on:
        raise EndsBeforeStart("A placement ends on or after the day it began.")
    ended = Placement.objects.filter(pk=placement.pk, ended_on__isnull=True).update(
        ended_on=ended_on, ended_because=because
    )
    if not ended:
        raise AlreadyEnded("This placement has ended already.")
    placement.refresh_from_db()
    ChildAddress.objects.filter(
        child=placement.child_id, source=SOURCE, from_on=placement.started_on, until_on=None
    ).update(until_on=ended_on)
    last_moment = datetime.combine(ended_on + timedelta(days=1), time.min, tzinfo=UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT placements_end_relations(%s, %s, %s)",
            [placement.child_id, _because(placement), max(last_moment, at)],
        )
    forget()
    audit.record(
        kind=events.ENDED, subject=f"child:{placement.child_id}", by=by, at=at,
        payload={"placement": str(placement.pk)},
    )  # fmt: skip


def _because(placement: Placement) -> str:
    return f"placement:{placement.pk}"

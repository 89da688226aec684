"""Making an agreement, and ending it early with everything that is shared under it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.practice.sharing import events, queries
from whereabouts.practice.sharing.actions.sharing import end_sharing
from whereabouts.practice.sharing.models import Agreement


class AlreadyOver(Exception):
    """The agreement has ended."""


@transaction.atomic(savepoint=False)
def make_agreement(
    *, with_agency: UUID, title: str, purpose: str, starts_at: datetime, ends_at: datetime,
    by: Actor, at: datetime,
) -> Agreement:  # fmt: skip
    """Write down that two agencies share until a day. It is never lengthened: a new one is made."""
    made = Agreement.objects.create(
        with_agency_id=with_agency,
        title=title.strip(),
        purpose=purpose.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    audit.record(
        kind=events.AGREEMENT_MADE, subject=f"agreement:{made.pk}", by=by, at=at,
        payload={"with": str(with_agency), "ends_at": ends_at.isoformat()},
    )  # fmt: skip
    return made


@transaction.atomic(savepoint=False)
def withdraw_agreement(*, agreement: Agreement, because: str, by: Actor, at: datetime) -> int:
    """End an agreement now, with everything shared under it; return how many sharings ended.

    What the actor's agency cannot see of them ends as well: a code asks for the agreement, and a
    reason to see a child never lasts longer than the agreement it was given under.

    :raises AlreadyOver: it has ended.
    """
    # Before it is ended: what is shared under it is read by whoever still sees it.
    shared = list(queries.under(agreement=agreement, at=at))
    done = Agreement.objects.filter(
        pk=agreement.pk, withdrawn_at__isnull=True, ends_at__gt=at
    ).update(withdrawn_at=at, withdrawn_by=by.member_id, withdrawn_because=because.strip())
    if not done:
        raise AlreadyOver("This agreement has ended already.")
    for one in shared:
        end_sharing(sharing=one, because=because, by=by, at=at)
    audit.record(
        kind=events.AGREEMENT_WITHDRAWN, subject=f"agreement:{agreement.pk}", by=by, at=at,
        payload={"because": because.strip(), "sharings": len(shared)},
    )  # fmt: skip
    return len(shared)

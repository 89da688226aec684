"""A pack opened by its code: what it holds, its receipt, and what its reader saw.

Nobody is signed in. The code leads to one page; what is said there is written in the name of the
agency that shared the pack, by a role that may do nothing else.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import system_actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.journeys.door import journey
from whereabouts.practice.sharing import actions as sharing
from whereabouts.practice.sharing import queries, rules
from whereabouts.practice.sharing.actions import AlreadyReceipted
from whereabouts.practice.sharing.gate import slip_for

__all__ = ["AlreadyReceipted", "NameNeeded", "Reader", "receipt_pack", "whose_pack"]
READER = "pack_reader"


class NameNeeded(Exception):
    """A receipt needs a name."""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whoever has a code that opens: as an actor who may read one pack, and its key."""

    actor: Actor
    slip_id: UUID


def whose_pack(*, typed: str, at: datetime) -> Reader | None:
    """Return which pack a code opens now, or None: alike for wrong, used, ended and old ones."""
    found = queries.opened_by(
        code_hash=sharing.hash_of(typed=typed), at=at,
        closes_at=at + length_of(key="pack_stays_open", at=at),
    )  # fmt: skip
    if found is None:
        return None
    slip_id, agency = found
    clock = system_actor(agency=agency, at=at)
    return Reader(
        actor=Actor(
            member_id=clock.member_id, agency_id=clock.agency_id, agency_kind=clock.agency_kind,
            roles=frozenset({READER}), calendar=clock.calendar, purpose="a pack by its code",
            name="A reader of a pack",
        ),
        slip_id=slip_id,
    )  # fmt: skip


@journey(needs=Permission.PACK_READ)
def receipt_pack(*, actor: Actor, slip_id: UUID, name: str, saw: str = "", at: datetime) -> None:
    """Keep the reader's receipt, and what they saw, where they say so; whoever shared is told.

    :raises NameNeeded: there is no name.
    :raises AlreadyReceipted: both were given before.
    """
    slip = slip_for(actor, slip_id=slip_id)
    if not name.strip():
        raise NameNeeded("Enter your name: it is the receipt.")
    if slip.receipt_at is None:
        sharing.receipt(slip=slip, name=name, by=actor, at=at)
    elif not saw.strip():
        raise AlreadyReceipted("The receipt for this pack was given before.")
    if saw.strip():
        sharing.give_feedback(slip=slip, words=saw, by=actor, at=at)
        kind = Agency.objects.get(pk=slip.owner_agency_id).kind
        promise(
            key=f"slip:{slip.pk}:saw", kind="pack_answered", subject=f"child:{slip.child_id}",
            from_agency=slip.owner_agency_id, to_agency=slip.owner_agency_id,
            to_role=rules.ROLE_OF_KIND.get(kind, "missing_coordinator"), child=slip.child_id,
            text="Somebody who got a pack wrote what they saw. Read it on the sharing page.", at=at,
        )  # fmt: skip

"""Calls for help that no episode came of: the offer that they leave owed, once an occasion."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit import actions as audit
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.practice.support import events
from whereabouts.practice.support.models import HelpSought, SupportOffer
from whereabouts.practice.support.vocabulary import CHILD, FAMILY
from whereabouts.records.people.models import Child
from whereabouts.records.people.queries import same_person_set

HELP_CLOCK = "help_sought_due"


@transaction.atomic
def owe_help(
    *,
    child: UUID,
    to_whom: str,
    definitions: Sequence[str],
    calls: int,
    agency: UUID,
    role: str,
    by: Actor,
    at: datetime,
) -> HelpSought | None:
    """Owe an offer to those who called again and again; None where one is owed already."""
    sought = HelpSought(
        child_id=child,
        to_whom=to_whom,
        definitions=list(definitions),
        calls=calls,
        assigned_agency_id=agency,
        to_role=role,
        asked_at=at,
        due_at=at + length_of(key="help_sought_offered", at=at),
        owner_agency_id=by.agency_id,
        recorded_at=at,
        recorded_by_id=by.member_id,
    )
    # Two calls that come in at once owe it once.
    HelpSought.objects.bulk_create([sought], ignore_conflicts=True)
    if not HelpSought.objects.filter(pk=sought.pk).exists():
        return None
    set_clock(sought=sought, due_at=sought.due_at, at=at)
    audit.record(
        kind=events.HELP_SOUGHT, subject=f"help_sought:{sought.pk}", by=by, at=at,
        payload={"to": to_whom, "calls": calls},
    )  # fmt: skip
    return sought


def set_clock(*, sought: HelpSought, due_at: datetime, at: datetime) -> None:
    """Set the clock until which help is offered."""
    set_timer(
        key=f"help_sought:{sought.pk}:{due_at.isoformat()}",
        kind=HELP_CLOCK,
        subject=f"help_sought:{sought.pk}",
        agency=sought.owner_agency_id,
        at=at,
        due_at=due_at,
    )


def help_sought_by(*, child: Child, to_whom: str) -> list[HelpSought]:
    """Return what an offer to somebody would settle: the child's own, or the family's."""
    return list(
        HelpSought.objects.filter(
            child__in=same_person_set(child_id=child.pk), settled_at__isnull=True,
            to_whom=CHILD if to_whom == CHILD else FAMILY,
        )
    )  # fmt: skip


def settle_help(
    *, sought: Iterable[HelpSought], offer: SupportOffer, by: Actor, at: datetime
) -> None:
    """Say that those who called again and again got their offer, with somebody by name."""
    for one in sought:
        HelpSought.objects.filter(pk=one.pk, settled_at__isnull=True).update(
            settled_at=at, settled_by_id=by.member_id, offer=offer
        )
        stand_down(subject=f"help_sought:{one.pk}", at=at, kinds=(HELP_CLOCK,))

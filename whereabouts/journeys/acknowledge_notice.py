"""Acknowledge notices: somebody has read them and acts."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access import gate
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record
from whereabouts.foundations.outbox import actions as outbox
from whereabouts.foundations.outbox.actions import AlreadyAcknowledged
from whereabouts.foundations.outbox.models import Message
from whereabouts.journeys.door import journey

__all__ = ["AlreadyAcknowledged", "NotVisible", "acknowledge_notice", "acknowledge_notices"]


@journey(needs=Permission.NOTICE_ACKNOWLEDGE)
def acknowledge_notice(*, actor: Actor, key: UUID, at: datetime) -> None:
    """Acknowledge a notice to one of the actor's roles.

    :raises NotVisible: there is none, or it is to somebody else.
    :raises AlreadyAcknowledged: somebody else was first.
    """
    message = gate.one(Message, pk=key, to_agency=actor.agency_id)
    to_me = message.to_role in actor.roles and message.to_member_id in {None, actor.member_id}
    if not to_me and message.climbed_to not in actor.roles:
        raise NotVisible()
    outbox.acknowledge(message=message, by=actor, at=at)
    record(kind="notice.acknowledged", subject=f"message:{key}", by=actor, at=at)


@journey(needs=Permission.NOTICE_ACKNOWLEDGE)
def acknowledge_notices(*, actor: Actor, keys: Iterable[UUID], at: datetime) -> int:
    """Acknowledge a list at once and return how many; what others were first at is left theirs.

    In the order of their keys, so that two people with one list wait for each other and neither for
    ever.

    :raises NotVisible: one of them is not there, or to somebody else; then none is acknowledged.
    """
    done = 0
    for key in sorted(set(keys)):
        try:
            acknowledge_notice(actor=actor, key=key, at=at)
        except AlreadyAcknowledged:
            continue
        done += 1
    return done

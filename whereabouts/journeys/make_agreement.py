"""Agree with another agency to share until a day, and end it early with all that it carried."""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.outbox.actions import promise
from whereabouts.foundations.timers.actions import set_timer, stand_down
from whereabouts.journeys.door import journey
from whereabouts.practice.sharing import actions as sharing
from whereabouts.practice.sharing.actions import AlreadyOver
from whereabouts.practice.sharing.gate import agreement_for

__all__ = [
    "AlreadyOver",
    "Incomplete",
    "NotVisible",
    "make_agreement",
    "withdraw_agreement",
]


class Incomplete(Exception):
    """Something that an agreement says is not said; `field` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@journey(needs=Permission.AGREEMENT_SET)
def make_agreement(
    *, actor: Actor, with_agency: UUID, title: str, purpose: str, ends_at: datetime, at: datetime
) -> UUID:
    """Write an agreement down, from now until a day, and tell the other agency.

    :raises Incomplete: the agency, the title, the purpose or a day ahead is lacking.
    """
    if not Agency.objects.filter(pk=with_agency).exclude(pk=actor.agency_id).exists():
        raise Incomplete("with_agency", "Choose another agency.")
    if not title.strip():
        raise Incomplete("title", "Enter what the agreement is called.")
    if not purpose.strip():
        raise Incomplete("purpose", "Enter what is shared under it, and for what.")
    if ends_at <= at:
        raise Incomplete("ends_at", "Choose a day ahead: every agreement ends.")
    made = sharing.make_agreement(
        with_agency=with_agency, title=title, purpose=purpose, starts_at=at, ends_at=ends_at,
        by=actor, at=at,
    )  # fmt: skip
    promise(
        key=f"agreement:{made.pk}", kind="agreement_made", subject=f"agreement:{made.pk}",
        from_agency=actor.agency_id, to_agency=with_agency, to_role="information_governance",
        text="Another agency wrote down an agreement to share with yours. Read it.", at=at,
    )  # fmt: skip
    set_timer(
        key=f"agreement:{made.pk}:ends", kind="agreement_ends", subject=f"agreement:{made.pk}",
        agency=actor.agency_id, at=at,
        due_at=max(at, ends_at - length_of(key="agreement_ending_told", at=at)),
    )  # fmt: skip
    return made.pk


@journey(needs=Permission.AGREEMENT_SET)
def withdraw_agreement(*, actor: Actor, agreement_id: UUID, because: str, at: datetime) -> int:
    """End an agreement now, and everything shared under it; return how many sharings ended.

    :raises NotVisible: the actor's agency is no party to it.
    :raises Incomplete: there is no reason.
    :raises AlreadyOver: it has ended.
    """
    found = agreement_for(actor, agreement_id=agreement_id)
    if not because.strip():
        raise Incomplete("because", "Enter why it ends.")
    ended = sharing.withdraw_agreement(agreement=found, because=because, by=actor, at=at)
    stand_down(subject=f"agreement:{found.pk}", at=at)
    other = (
        found.with_agency_id if found.owner_agency_id == actor.agency_id else found.owner_agency_id
    )
    promise(
        key=f"agreement:{found.pk}:withdrawn", kind="agreement_withdrawn",
        subject=f"agreement:{found.pk}", from_agency=actor.agency_id, to_agency=other,
        to_role="information_governance", at=at,
        text="An agreement to share was ended early, and what was shared under it.",
    )  # fmt: skip
    return ended

"""Open an episode for a child who was there when somebody visited after a breach of a notice."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.journeys.door import journey
from whereabouts.journeys.locate_child import AdultSeen, Found
from whereabouts.journeys.open_for_found_child import (
    BadDate,
    BadName,
    KeyUsedOtherwise,
    NotUsable,
    open_for_found_child,
)
from whereabouts.journeys.told import Receipt, Told
from whereabouts.practice.adults import actions as adults
from whereabouts.practice.adults.actions import NotNow
from whereabouts.practice.adults.gate import breach_for
from whereabouts.records.episodes.gate import episode_for

__all__ = [
    "BadDate",
    "BadName",
    "KeyUsedOtherwise",
    "NotNow",
    "NotUsable",
    "open_for_child_at_visit",
]


@journey(needs=Permission.REPORT_TAKE)
def open_for_child_at_visit(
    *, actor: Actor, breach_id: UUID, told: Told, found: Found, at: datetime
) -> Receipt:
    """Open it as for a child whom nobody reported, linked with the notice and with its holder.

    Whether it is the child of the notice is not decided here: who they are is asked as of anybody
    who is found (HMIC 2016, line 722). Said again with the same key, nothing is done twice.

    :raises NotVisible: the actor's agency recorded no such breach.
    :raises NotNow: nobody has visited, or no child was there.
    :raises NotUsable, KeyUsedOtherwise, NotVisible, UnknownFact, BadValue, BadDate, BadName,
        NotInList, NotYet: as for a child whom nobody reported.
    """
    breach = breach_for(actor, breach_id=breach_id)
    adults.refuse_unless_children(breach=breach)
    receipt = open_for_found_child(
        actor=actor, told=told, found=found, at=at,
        adults=(AdultSeen(adult=breach.notice.adult_id, detail="There when we visited."),),
    )  # fmt: skip
    episode = episode_for(actor, reference=receipt.reference)
    adults.keep_child_at_visit(breach=breach, episode=episode, by=actor, at=at)
    return receipt

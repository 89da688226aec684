"""Ask the agency that keeps another record whether a child here is theirs; it decides."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.alike import chosen
from whereabouts.journeys.door import journey
from whereabouts.journeys.identify_child import NotUnidentified
from whereabouts.journeys.settle_pair import (
    AlreadyJoined,
    AlreadySettled,
    NobodyToAsk,
    ask_keeper,
)
from whereabouts.records.pairs import actions as pairs
from whereabouts.records.pairs.queries import pair_of
from whereabouts.records.people.gate import child_for
from whereabouts.records.people.rules import ReasonNeeded, reason_given

__all__ = [
    "AlreadyJoined", "AlreadySettled", "NobodyToAsk", "NotUnidentified", "ReasonNeeded",
    "ask_whether_one", "ask_who_it_is",
]  # fmt: skip


@journey(needs=Permission.CHILD_UPDATE)
def ask_who_it_is(
    *, actor: Actor, child_id: UUID, known_id: UUID, because: str, at: datetime
) -> str:
    """Ask whether an unknown child is the one whom another agency keeps; return its name.

    Whoever is asked sees what was entered here, compares and decides: nothing is typed again. The
    actor sees no more of the other record than a search shows.

    :raises NotVisible: the child is not the actor's to see, or there is no other to know of.
    :raises ReasonNeeded: no reason was given.
    :raises NotUnidentified: the record is not of an unknown child.
    :raises AlreadyJoined: they are one child already.
    :raises AlreadySettled: somebody has said already that they are different.
    :raises NobodyToAsk: the actor sees both, or whoever keeps the other may not be named.
    """
    reason = reason_given(text=because)
    if not child_for(actor, child_id=child_id).unidentified:
        raise NotUnidentified("This child is known: joining is for a coordinator.")
    return _ask(child_id=child_id, other_id=known_id, because=reason, by=actor, at=at)


@journey(needs=Permission.CHILD_JOIN)
def ask_whether_one(
    *, actor: Actor, child_id: UUID, other_id: UUID, because: str, at: datetime
) -> str:
    """Ask the same of a child who is known here, for a coordinator; return the agency's name.

    :raises NotVisible: the child is not the actor's to see, or there is no other to know of.
    :raises ReasonNeeded: no reason was given.
    :raises AlreadyJoined: they are one child already.
    :raises AlreadySettled: somebody has said already that they are different.
    :raises NobodyToAsk: the actor sees both, or whoever keeps the other may not be named.
    """
    reason = reason_given(text=because)
    child = child_for(actor, child_id=child_id)
    return _ask(child_id=child.pk, other_id=other_id, because=reason, by=actor, at=at)


def _ask(*, child_id: UUID, other_id: UUID, because: str, by: Actor, at: datetime) -> str:
    suggestion = chosen(child_id=child_id, other_id=other_id, at=at)
    if suggestion is None:
        raise NotVisible()
    record_look(
        kind="search", page="who else it may be", by=by, at=at, shown=["pointer"],
        subjects=[other_id],
    )  # fmt: skip
    if pairs.suggest(suggestion=suggestion, by=by, at=at) == pairs.ONE:
        raise AlreadyJoined("These records are joined already.")
    pair = pair_of(one=child_id, other=other_id)
    if pair is None:
        raise NotVisible()
    return ask_keeper(pair=pair, because=because, by=by, at=at)

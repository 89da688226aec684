"""The adults on a briefing: the one place that decides what of them is shown on the street.

A name is shown to roles that see adults, of children whom the reader may see. A photograph leaves
the record by a named decision alone, graded and with an end: a release to the reader's own force
that holds it and stands at the moment of reading. Once it is over, or called back, none is shown.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.adults.gate import released_to
from whereabouts.practice.adults.queries import photographs_for
from whereabouts.records.people.models import AdultLink

# A relative or an associate is no adult to look out for by that alone.
LOOKED_OUT_FOR = ("believed_with", "partner", "supplier", "found_with", "risk")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultOnStreet:
    """An adult to look out for: with whom they are linked, how, and how sure that is."""

    adult_id: UUID
    name: str
    description: str
    how: tuple[str, ...]
    confirmed: bool
    children: tuple[UUID, ...]
    photograph: UUID | None = None  # the release that lets it be shown
    photograph_until: datetime | None = None
    conditions: str = ""


@lookup(needs=Permission.BRIEFING_READ)
def photograph_on_street(*, actor: Actor, at: datetime, release_id: UUID) -> bytes | None:
    """Return a photograph that a named decision lets the actor's force show on its beats; a look.

    :raises NotVisible: there is no such decision for this actor, or it is over.
    """
    found = released_to(actor, release_id=release_id)
    record_look(
        kind="view", page="briefing photograph", by=actor, at=at, subjects=(),
        shown=["adult photograph"],
    )  # fmt: skip
    return bytes(found.picture) if found.picture is not None else None


def adults_of(*, children: Collection[UUID], actor: Actor) -> tuple[AdultOnStreet, ...]:
    """Return the adults linked with some children, those with most of them first.

    The caller is in a scope and records the look.
    """
    if not children or not permitted(roles=actor.roles, permission=Permission.ADULT_LOOK):
        return ()
    links: dict[UUID, list[AdultLink]] = defaultdict(list)
    for one in (
        visible(AdultLink)
        .filter(child__in=children, kind__in=LOOKED_OUT_FOR)
        .select_related("adult")
        .order_by("-said_at", "pk")
    ):
        links[one.adult_id].append(one)
    shown = photographs_for(adult_ids=links, agency=actor.agency_id)
    found = [
        AdultOnStreet(
            adult_id=key,
            name=said[0].adult.name,
            description=said[0].adult.description,
            how=tuple(dict.fromkeys(one.get_kind_display() for one in said)),
            confirmed=any(one.strength == "confirmed" for one in said),
            children=tuple(dict.fromkeys(one.child_id for one in said)),
            photograph=shown[key].pk if key in shown else None,
            photograph_until=shown[key].expires_at if key in shown else None,
            conditions=shown[key].conditions if key in shown else "",
        )
        for key, said in links.items()
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.children), not one.confirmed, one.name)))

"""Adults of concern where something is decided about a child: known, with whom else, chosen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.known_parts import adults as lines_of
from whereabouts.insight.lookups.known_shapes import AdultLine, KnownOfAdult
from whereabouts.practice.adults.queries import entries
from whereabouts.records.people import queries as people
from whereabouts.records.people.models import AdultLink

SHOWN_OF_EACH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoLinked:
    """Another child with whom the adult is linked, and how."""

    child_id: UUID
    name: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultNamed:
    """An adult of concern: how linked with this child, the latest known, the other children."""

    line: AdultLine
    intelligence: tuple[KnownOfAdult, ...]
    others: tuple[AlsoLinked, ...]

    @property
    def registered_sex_offender(self) -> bool | None:
        """Whether they are on the register of the courts."""
        return self.line.registered_sex_offender


def adults_named(*, children: frozenset[UUID], at: datetime) -> tuple[AdultNamed, ...]:
    """Return each adult once, whoever may see none gets none; callers are inside a scope.

    Without an adult only one question is put.
    """
    lines: dict[UUID, AdultLine] = {}
    for line in lines_of(children=children, at=at):
        lines.setdefault(line.adult_id, line)
    if not lines:
        return ()
    others = _others(adults=lines, children=children)
    return tuple(
        AdultNamed(
            line=line, intelligence=line.intelligence[:SHOWN_OF_EACH], others=others[line.adult_id]
        )
        for line in lines.values()
    )


@lookup(needs=Permission.ADULT_LINK)
def adults_to_choose(*, actor: Actor, at: datetime) -> list[tuple[UUID, str]]:
    """Return the adults on the register of the actor's agency, by name, for a form; a look."""
    found = [(one.adult_id, one.adult.name) for one in entries(agency=actor.agency_id)]
    record_look(
        kind="list", page="adults to choose", by=actor, at=at, subjects=(), shown=["adults"]
    )
    return sorted(found, key=lambda one: one[1].casefold())


def _others(
    *, adults: Iterable[UUID], children: frozenset[UUID]
) -> dict[UUID, tuple[AlsoLinked, ...]]:
    """Return the other children of each adult whom one may see; two records of one are one."""
    links = list(
        visible(AdultLink)
        .filter(adult__in=list(adults))
        .exclude(child__in=children)
        .order_by("-said_at", "id")
    )
    sets = people.same_person_sets(child_ids={link.child_id for link in links})
    names = people.display_names(child_ids=list(sets)) if links else {}
    found: dict[UUID, dict[frozenset[UUID], AlsoLinked]] = defaultdict(dict)
    for link in links:
        same = sets.get(link.child_id, frozenset({link.child_id}))
        if names.get(link.child_id) and not same & children:
            found[link.adult_id].setdefault(
                same,
                AlsoLinked(
                    child_id=link.child_id,
                    name=names[link.child_id],
                    how=link.get_kind_display(),
                ),
            )
    return defaultdict(tuple, {key: tuple(one.values()) for key, one in found.items()})

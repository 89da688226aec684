"""Every agency's records as they are compared: read agency by agency, by its own clock."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from whereabouts.engines.matching import BirthRange, Candidate
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.queries import NobodyOnDuty, system_actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.records.people.models import (
    Child,
    ChildAddress,
    ChildBirth,
    ChildIdentifier,
    ChildName,
    ChildPhone,
    SamePersonLink,
)
from whereabouts.records.people.queries import protected_among


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One record, the agency that keeps it, and what it is compared by."""

    child: UUID
    agency: UUID
    candidate: Candidate


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """Every record, and the pairs that people have joined, each in the order of their keys."""

    records: tuple[Kept, ...]
    joined: frozenset[tuple[UUID, UUID]]


def every_register(
    *, at: datetime, tell: Callable[[int, int], None] = lambda done, of: None
) -> Registers:
    """Return every record of every agency, and write down one look for each agency.

    `tell` hears before each agency how many are done, of how many.

    No person calls this: `bin/whereabouts link` does. Each agency's records are read in the scope
    of its own clock and no other. A protected child is compared by no place at all, whoever keeps
    the secret one, on whichever record; statements of birth that nobody believes any more are left
    out.
    """
    records: list[Kept] = []
    joined: set[tuple[UUID, UUID]] = set()
    agencies = list(Agency.objects.order_by("id").values_list("pk", flat=True))
    for number, agency in enumerate(agencies):
        tell(number, len(agencies))
        try:
            clock = system_actor(agency=agency, at=at)
        except NobodyOnDuty:
            continue
        with entered(actor=clock, at=at):
            own = _own(agency)
            records += own
            links = visible(SamePersonLink).filter(parted_at__isnull=True)
            joined |= {_ordered(*pair) for pair in links.values_list("child_id", "other_id")}
            record_look(
                kind="search",
                page="linking of registers",
                by=clock,
                at=at,
                subjects=[kept.child for kept in own],
                shown=["pair"],
            )
    return Registers(records=tuple(records), joined=frozenset(joined))


def _own(agency: UUID) -> list[Kept]:
    rows = visible(Child).filter(owner_agency=agency, unidentified=False).order_by("id")
    sexes = dict(rows.values_list("pk", "sex"))
    names = _by_child(ChildName, sexes, "given", "family")
    births = _by_child(
        ChildBirth, sexes, "earliest", "latest", "precision", "believed", order="recorded_at"
    )
    places = _by_child(ChildAddress, sexes, "postcode", "line", "confidential")
    phones = _by_child(ChildPhone, sexes, "number")
    secret = protected_among(child_ids=places)
    numbers = _by_child(ChildIdentifier, sexes, "scheme", "value")
    return [
        Kept(
            child=child,
            agency=agency,
            candidate=Candidate(
                names=tuple(dict.fromkeys(names[child])),
                births=tuple(
                    dict.fromkeys(
                        BirthRange(first, last, precision)
                        for first, last, precision, believed in births[child]
                        if believed
                    )
                ),
                sex=sex or None,
                places=() if child in secret else _places(places[child]),
                phones=tuple(number for (number,) in phones[child]),
                identifiers=tuple(numbers[child]),
            ),
        )
        for child, sex in sexes.items()
    ]


def _places(rows: list[tuple[str, str, bool]]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(postcode or line for postcode, line, confidential in rows if not confidential)
    )


def _by_child(
    model: Any, children: Iterable[UUID], *fields: str, order: str = "id"
) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    rows = visible(model).filter(child__in=list(children)).order_by(order, "id")
    for child, *values in rows.values_list("child_id", *fields):
        found[child].append(tuple(values))
    return found


def _ordered(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if str(one) < str(other) else (other, one)

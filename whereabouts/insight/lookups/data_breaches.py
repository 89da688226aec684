"""Breaches of personal data of one agency: what happened, by when it is told, what was decided."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.governance import queries, rules
from whereabouts.practice.governance.gate import breach_for
from whereabouts.practice.governance.models import DataBreach

MOST = 100
KINDS, PEOPLE_TOLD = rules.BREACH_KINDS, rules.PEOPLE_TOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachLine:
    """A breach of personal data, and what was decided about it."""

    key: UUID
    kind: str
    words: str
    people: int | None
    known_at: datetime
    due_at: datetime
    overdue: bool
    open: bool
    state: str
    told_at: datetime | None
    late: bool
    reference: str
    because: str
    people_told: str
    people_because: str
    settled_at: datetime | None
    settled_by: str


@lookup(needs=Permission.RECORDS_GOVERN)
def breaches_page(*, actor: Actor, at: datetime) -> tuple[BreachLine, ...]:
    """Return the breaches of the actor's agency, undecided ones first; it shows no child."""
    return tuple(_line(one, at=at) for one in queries.breaches()[:MOST])


@lookup(needs=Permission.RECORDS_GOVERN)
def breach_page(*, actor: Actor, at: datetime, breach_id: UUID) -> BreachLine:
    """Return one breach.

    :raises NotVisible: there is none for this actor.
    """
    return _line(breach_for(actor, breach_id=breach_id), at=at)


def _line(one: DataBreach, *, at: datetime) -> BreachLine:
    return BreachLine(
        key=one.pk, kind=one.get_kind_display(), words=one.words, people=one.people,
        known_at=one.known_at, due_at=one.due_at,
        overdue=one.state == "open" and one.due_at <= at, open=one.state == "open",
        state=one.get_state_display(), told_at=one.told_at,
        late=one.told_at is not None and one.told_at > one.due_at, reference=one.reference,
        because=one.because,
        people_told=one.get_people_told_display() if one.people_told else "",
        people_because=one.people_because, settled_at=one.settled_at,
        settled_by=one.settled_by.display_name if one.settled_by else "",
    )  # fmt: skip

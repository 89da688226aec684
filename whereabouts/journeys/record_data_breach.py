"""Write down a breach of personal data, and decide within 72 hours whether it is told of."""

from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.journeys.door import journey
from whereabouts.practice.governance import breaching, rules
from whereabouts.practice.governance.actions import AlreadyAnswered
from whereabouts.practice.governance.gate import breach_for
from whereabouts.practice.governance.rules import BreachDecided

__all__ = [
    "AlreadyAnswered",
    "BreachDecided",
    "Incomplete",
    "decide_data_breach",
    "record_data_breach",
]


class Incomplete(Exception):
    """Something that it needs is not said; `field` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@journey(needs=Permission.RECORDS_GOVERN)
def record_data_breach(
    *,
    actor: Actor,
    kind: str,
    words: str,
    known_at: datetime,
    at: datetime,
    people: int | None = None,
) -> UUID:
    """Write down what happened and since when the agency knows, and return its key.

    The law counts from then: 72 hours to tell the Commissioner, unless no risk is likely.

    :raises Incomplete: what happened or since when it is known is not said, or lies ahead.
    """
    if kind not in dict(rules.BREACH_KINDS):
        raise Incomplete("kind", "Choose what happened.")
    if not words.strip():
        raise Incomplete("words", "Write what happened.")
    if known_at > at:
        raise Incomplete("known_at", "That time has not come yet.")
    if people is not None and people < 0:
        raise Incomplete("people", "Enter about how many people, or leave it out.")
    made = breaching.record_breach(
        kind=kind, words=words, known_at=known_at, people=people, by=actor, at=at
    )
    promise(
        key=f"data_breach:{made.pk}", kind="data_breach", subject=f"data_breach:{made.pk}",
        from_agency=actor.agency_id, to_agency=actor.agency_id, to_role="information_governance",
        text="A breach of personal data is on record: decide whether it is told of.", at=at,
    )  # fmt: skip
    return made.pk


@journey(needs=Permission.RECORDS_GOVERN)
def decide_data_breach(
    *, actor: Actor, breach_id: UUID, decided: BreachDecided, at: datetime
) -> None:
    """Say when the Commissioner was told and by which reference, or why not; and the people.

    :raises NotVisible: there is none for this actor.
    :raises Incomplete: naming what the decision lacks.
    :raises AlreadyAnswered: it is decided.
    """
    found = breach_for(actor, breach_id=breach_id)
    lacks = rules.lacking_of_breach(
        decided=decided, known_at=found.known_at, due_at=found.due_at, at=at
    )
    if lacks is not None:
        raise Incomplete(*lacks)
    breaching.decide_breach(breach=found, decided=decided, by=actor, at=at)

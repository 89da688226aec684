"""Ask about a record; make, release or refuse a bundle; answer."""

from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import length_of
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.outbox.actions import promise
from whereabouts.insight.lookups.bundle_parts import held_of, others_around
from whereabouts.journeys.door import journey
from whereabouts.practice.governance import actions as governance
from whereabouts.practice.governance import rules
from whereabouts.practice.governance.actions import AlreadyAnswered, AnotherDecides
from whereabouts.practice.governance.gate import request_for
from whereabouts.records.people.gate import person_for
from whereabouts.records.people.queries import same_person_set

__all__ = [
    "AlreadyAnswered",
    "AnotherDecides",
    "Incomplete",
    "NotVisible",
    "answer_request",
    "ask_about_record",
    "make_bundle",
    "release_bundle",
]


class Incomplete(Exception):
    """Something that it needs is not said; `field` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@journey(needs=Permission.PARTNER_TELL)
def ask_about_record(
    *, actor: Actor, child_id: UUID, kind: str, asker: str, asked_by: str, words: str, at: datetime
) -> UUID:
    """Write down that somebody asks for what is held, or for something to be put right.

    The actor's own information governance is told; it answers for what the agency itself holds.

    :raises NotVisible: there is no such child for this actor.
    :raises Incomplete: what is asked, who asks, or what is wrong, is not said.
    """
    child, _ = person_for(actor, child_id=child_id)
    if kind not in dict(rules.KINDS):
        raise Incomplete("kind", "Choose what they ask for.")
    if asker not in dict(rules.ASKERS):
        raise Incomplete("asker", "Choose who asks.")
    if not asked_by.strip():
        raise Incomplete("asked_by", "Enter their name.")
    if kind == rules.CORRECTION and not words.strip():
        raise Incomplete("words", "Write what is wrong, and what is right.")
    made = governance.ask(
        child=child, kind=kind, asker=asker, asked_by=asked_by, words=words, by=actor, at=at,
        due_at=at + length_of(key="record_request_answered", at=at),
    )  # fmt: skip
    promise(
        key=f"request:{made.pk}", kind="record_asked_about", subject=f"request:{made.pk}",
        from_agency=actor.agency_id, to_agency=actor.agency_id, to_role="information_governance",
        text="Somebody asks about a record. It is answered within a month.", at=at,
    )  # fmt: skip
    return made.pk


@journey(needs=Permission.RECORDS_GOVERN)
def make_bundle(*, actor: Actor, request_id: UUID, at: datetime) -> tuple[int, int]:
    """Put together what the agency holds; return how many lines go and how many are withheld.

    :raises NotVisible: there is no such request for this actor.
    :raises Incomplete: it asks for something to be put right.
    :raises AlreadyAnswered: there is a bundle, or an answer.
    """
    found = request_for(actor, request_id=request_id)
    if found.kind != rules.ACCESS:
        raise Incomplete("kind", "This asks for something to be put right: answer it.")
    children = same_person_set(child_id=found.child_id)
    lines = rules.bundle(
        held=held_of(children=children, agency=actor.agency_id, at=at), asker=found.asker,
        others=others_around(children=children),
    )  # fmt: skip
    made = governance.keep_bundle(request=found, lines=rules.going(lines=lines), by=actor, at=at)
    return made.goes, made.withheld


@journey(needs=Permission.RECORDS_GOVERN)
def release_bundle(*, actor: Actor, request_id: UUID, at: datetime) -> None:
    """Release a bundle that somebody else put together, having read it over.

    :raises NotVisible: there is no such request for this actor.
    :raises AnotherDecides: the actor put it together.
    :raises AlreadyAnswered: there is none that waits.
    """
    governance.release_bundle(request=request_for(actor, request_id=request_id), by=actor, at=at)


@journey(needs=Permission.RECORDS_GOVERN)
def answer_request(
    *, actor: Actor, request_id: UUID, corrected: bool, words: str, at: datetime
) -> None:
    """Say that something was put right, or refuse a request with the reason.

    :raises NotVisible: there is no such request for this actor.
    :raises Incomplete: there are no words; or a copy of what is held is said to be put right.
    :raises AlreadyAnswered: it has its answer.
    """
    found = request_for(actor, request_id=request_id)
    if not words.strip():
        raise Incomplete("words", "Write what was put right, or why it is refused.")
    if corrected and found.kind != rules.CORRECTION:
        raise Incomplete("answer", "They asked for a copy: make the bundle, or refuse it.")
    governance.answer(
        request=found, state="corrected" if corrected else "refused", words=words, by=actor, at=at
    )

"""What waits for somebody's answer: a proposal, a challenge, an offer, a transfer; each a look."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups import decision_parts as parts
from whereabouts.insight.lookups.decision_shapes import Grade, Statement
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.supervision.gate import (
    challenge_for,
    offer_for,
    proposal_for,
    transfer_for,
)
from whereabouts.practice.supervision.rules import CHALLENGERS
from whereabouts.records.people.queries import display_name, same_person_set


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAnswer:
    """Something that waits: about which episode, from whom, in what words."""

    reference: str
    by: str
    words: str
    at: datetime
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalToAnswer:
    """A proposal with all that an inspector reads before they answer."""

    reference: str
    name: str
    by: str
    at: datetime
    level: str
    category: str
    stands: str
    rationale: str
    rules: tuple[str, ...]
    answers: tuple[tuple[str, str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    cited: tuple[Statement, ...]
    grades: tuple[Grade, ...]
    open: bool


@lookup(needs=Permission.RISK_OVERRIDE)
def proposal_to_answer(*, actor: Actor, at: datetime, proposal_id: UUID) -> ProposalToAnswer:
    """Return a proposal, with the bars that it would pass in words.

    :raises NotVisible: there is no such proposal for this actor.
    """
    asked = proposal_for(actor, proposal_id=proposal_id)
    record_look(
        kind="view", page="proposal", by=actor, at=at, subjects=[asked.child_id],
        shown=["name", "reasons", "statements", "grades"],
    )  # fmt: skip
    because = {
        (row["rule"], row["because"])
        for row in asked.assessment.result["fired"]
        if row["rule"] in asked.rules
    }
    return ProposalToAnswer(
        reference=asked.episode.reference,
        name=display_name(child_id=asked.child_id),
        by=asked.recorded_by.display_name,
        at=asked.asked_at,
        level=asked.level,
        category=asked.category,
        stands=asked.episode.level,
        rationale=asked.rationale,
        rules=tuple(asked.rules),
        answers=tuple(
            (rule, answer.get("answer", ""), answer.get("reason", ""))
            for rule, answer in sorted(asked.prompt_answers.items())
        ),
        reasons=tuple(sorted(because)),
        cited=tuple(
            one
            for one in parts.statements(episode=asked.episode, since=None)
            if str(one.key) in asked.cited
        ),
        grades=parts.grades(
            children=same_person_set(child_id=asked.child_id), episode=asked.episode
        ),
        open=asked.state == "asked",
    )


@lookup(needs=Permission.CHALLENGE_ANSWER)
def challenge_to_answer(*, actor: Actor, at: datetime, challenge_id: UUID) -> ToAnswer:
    """Return a challenge for whoever answers it.

    :raises NotVisible: there is no such challenge for this actor.
    """
    made = challenge_for(actor, challenge_id=challenge_id)
    record_look(
        kind="view", page="challenge", by=actor, at=at, subjects=[made.child_id], shown=["words"]
    )
    return ToAnswer(
        reference=made.episode.reference,
        by=made.made_by_name or CHALLENGERS.get(made.made_by_kind, "Somebody"),
        words=made.words,
        at=made.made_at,
        open=made.state == "open",
    )


@lookup(needs=Permission.EPISODE_OWN)
def offer_to_answer(*, actor: Actor, at: datetime, offer_id: UUID) -> ToAnswer:
    """Return an offer of ownership to the actor.

    :raises NotVisible: there is no such offer to this actor.
    """
    offered = offer_for(actor, offer_id=offer_id)
    record_look(
        kind="view", page="offer", by=actor, at=at, subjects=[offered.child_id], shown=["words"]
    )
    return ToAnswer(
        reference=offered.episode.reference,
        by=offered.from_member.display_name if offered.from_member else "",
        words=offered.words,
        at=offered.offered_at,
        open=offered.state == "offered",
    )


@lookup(needs=Permission.EPISODE_TRANSFER)
def transfer_to_answer(*, actor: Actor, at: datetime, transfer_id: UUID) -> ToAnswer:
    """Return an offer of an episode to the actor's force.

    :raises NotVisible: there is no such offer to this force.
    """
    asked = transfer_for(actor, transfer_id=transfer_id)
    record_look(
        kind="view", page="transfer", by=actor, at=at, subjects=[asked.child_id], shown=["words"]
    )
    return ToAnswer(
        reference=asked.episode.reference,
        by=asked.owner_agency.name,
        words=asked.because,
        at=asked.offered_at,
        open=asked.state == "offered",
    )

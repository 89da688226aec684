"""Second looks: what was known then, without the grade; the comparison once one has graded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.insight.lookups.episode_risk import answer_of, label_of, question_of
from whereabouts.practice.oversight.gate import second_look_for, second_look_to_grade
from whereabouts.practice.oversight.models import SecondLook
from whereabouts.practice.oversight.queries import graded_at, looks_waiting, may_review
from whereabouts.practice.oversight.rules import ABOUT_THE_GRADE, CONFIDENCES, FINDINGS
from whereabouts.practice.risk import packs
from whereabouts.practice.risk.models import Assertion
from whereabouts.records.episodes.models import EpisodeReport
from whereabouts.records.people.queries import display_name
from whereabouts.records.people.vocabulary import RELATIONS

MOST = 25


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A second look that the actor may take; it says nothing of whom, or of the grade."""

    key: UUID
    due_at: datetime
    begun: bool


@dataclass(frozen=True, kw_only=True)
class WaitingLooks:
    """What the actor may take, and how many wait for other people."""

    mine: list[Waiting]
    others: int


@dataclass(frozen=True, kw_only=True)
class Known:
    """A fact as it was known: the question, the answer in words, and who said so."""

    question: str
    answer: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Telling:
    """A report as it was told, or words that came with an answer."""

    by: str
    at: datetime
    words: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What was known when the episode was graded; nothing here depends on the grade."""

    key: UUID
    at: datetime
    facts: tuple[Known, ...]
    reports: tuple[Telling, ...]
    words: tuple[Telling, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One's own grade and the recorded one, side by side, and what became of it."""

    reference: str
    name: str
    mine: str
    my_words: str
    my_confidence: str
    recorded: str
    label: str
    category: str
    by: str
    decided_at: datetime
    rationale: str
    overrode: tuple[str, ...]
    override_reason: str
    recommended: str
    floor: str
    reasons: tuple[tuple[str, str], ...]
    state: str
    level_now: str
    finding: str
    finding_words: str
    because: str
    drawn: str


@dataclass(frozen=True, kw_only=True)
class SecondLookPage:
    """The facts, and the comparison once the reviewer has graded."""

    facts: Facts
    comparison: Comparison | None


@lookup(needs=Permission.SECOND_LOOK)
def second_looks(*, actor: Actor, at: datetime) -> WaitingLooks:
    """Return what the actor may take, the soonest due first."""
    mine: list[Waiting] = []
    others = 0
    for look in looks_waiting(actor=actor)[: MOST * 4]:
        if look.state == "waiting" and not may_review(look=look, actor=actor):
            others += 1
        elif len(mine) < MOST:
            mine.append(Waiting(key=look.pk, due_at=look.due_at, begun=look.state == "graded"))
    return WaitingLooks(mine=mine, others=others)


@lookup(needs=Permission.SECOND_LOOK)
def second_look(*, actor: Actor, at: datetime, look_id: UUID) -> SecondLookPage:
    """Return what was known when the episode was graded; the grade only once the actor has graded.

    :raises NotVisible: there is none for this actor.
    """
    look = second_look_for(actor, look_id=look_id)
    graded = look.state != "waiting"
    record_look(
        kind="view", page="second look", by=actor, at=at, subjects=[look.child_id],
        shown=["facts", "words", *(["name", "level", "reasons"] if graded else [])],
    )  # fmt: skip
    return SecondLookPage(facts=_facts(look), comparison=_comparison(look) if graded else None)


@lookup(needs=Permission.SECOND_LOOK)
def taken_meanwhile(*, actor: Actor, at: datetime, look_id: UUID) -> bool:
    """Return whether somebody else graded a second look that the actor might have taken."""
    try:
        return second_look_to_grade(actor, look_id=look_id).state != "waiting"
    except NotVisible:
        return False


def _facts(look: SecondLook) -> Facts:
    assessment = look.assessment
    known = packs.vocabulary().facts
    order = {name: place for place, name in enumerate(known)}
    names = sorted(
        (
            name for name, value in assessment.facts.items()
            if value is not None and name not in ABOUT_THE_GRADE
        ),
        key=lambda name: order.get(name, len(order)),
    )  # fmt: skip
    links = (
        visible(EpisodeReport)
        .filter(episode=look.episode_id, report__recorded_at__lte=assessment.recorded_at)
        .select_related("report")
        .order_by("report__happened_at")
    )
    relations = dict(RELATIONS)
    said = (
        visible(Assertion)
        .filter(episode=look.episode_id, recorded_at__lte=assessment.recorded_at)
        .exclude(words="")
        .exclude(fact__in=ABOUT_THE_GRADE)
        .order_by("said_at", "pk")
    )
    return Facts(
        key=look.pk,
        at=assessment.at,
        facts=tuple(
            Known(
                question=question_of(fact=name),
                answer=answer_of(fact=name, value=assessment.facts[name]),
                source=assessment.sources.get(name, ""),
            )
            for name in names
        ),
        reports=tuple(
            Telling(
                by=str(relations.get(link.report.relation, "Relation not given")),
                at=link.report.happened_at,
                words=link.report.words,
            )
            for link in links
        ),
        words=tuple(
            Telling(
                by=f"{question_of(fact=one.fact)} {one.said_by}", at=one.said_at, words=one.words
            )
            for one in said
        ),
    )


def _comparison(look: SecondLook) -> Comparison:
    grade, decision, assessment = look.blind_grade, look.decision, look.assessment
    finding = getattr(look, "finding", None)
    result: dict[str, Any] = assessment.result
    reasons = {(row["rule"], row["because"]) for row in result["fired"]}
    return Comparison(
        reference=look.episode.reference,
        name=display_name(child_id=look.child_id),
        mine=grade.level,
        my_words=grade.words,
        my_confidence=dict(CONFIDENCES)[grade.confidence],
        recorded=look.level,
        label=label_of(pack=assessment.pack, level="absent"),
        category=look.category,
        by=decision.recorded_by.display_name if decision else "",
        decided_at=graded_at(look=look),
        rationale=decision.rationale if decision else "",
        overrode=tuple(decision.overrode) if decision else (),
        override_reason=decision.override_reason if decision else "",
        recommended=result["level"],
        floor=result["floor"],
        reasons=tuple(sorted(reasons)),
        state=look.episode.state,
        level_now=look.episode.level,
        finding=finding.finding if finding else "",
        finding_words=dict(FINDINGS)[finding.finding] if finding else "",
        because=finding.because if finding else "",
        drawn=look.get_standing_display(),
    )

"""Which questions a caller is asked, in which order; and the reports that are being written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any
from uuid import UUID

from whereabouts.engines.policy import IMMEDIACY, LEVELS, Fact, Pack, evaluate
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.risk import packs
from whereabouts.records.people.vocabulary import ADULT_LINK_KINDS, RELATIONS, SEXES
from whereabouts.records.placements.models import LIVING_AT
from whereabouts.records.reports.models import Report, ReportDraft
from whereabouts.records.reports.queries import drafts_of

__all__ = ["ADULT_LINK_KINDS", "LIVING_AT", "RELATIONS", "SEXES"]

# Who speaks when somebody of this relation rings; everybody else may speak as a carer would.
SPEAKS_AS = {"school": "school", "social_worker": "social_care", "the_child": "child"}
# Facts with a field of their own on the page, or that only a clock or a register can give.
ASKED_OTHERWISE = frozenset(
    ("age_years", "sex", "living_at", "late_night", "first_time", "carer_disagrees")
)
# Where the child is comes first in every call: it decides what kind of call this is.
FIRST = "whereabouts_known"
ANSWERABLE = frozenset(("carer", "school", "social_care", "child"))

CHOICE_WORDS = {
    ("medical_need", "none"): "No",
    ("medical_need", "ongoing"): "Yes, ongoing",
    ("medical_need", "time_critical"): "Within hours",
    ("self_harm", "none"): "No",
    ("self_harm", "past"): "In the past",
    ("self_harm", "current"): "Happening now",
    ("substance", "none"): "No",
    ("substance", "uses"): "Uses",
    ("substance", "dependent"): "Depends on them",
    ("cse_flag", "none"): "No",
    ("cce_flag", "none"): "No",
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of the vocabulary: its answers as (value, words), and to whom it is put.

    `withheld` questions are not put to a caller who may be the cause; `put_to` names relations.
    """

    fact: str
    text: str
    why: str
    kind: str
    answers: tuple[tuple[str, str], ...]
    withheld: bool
    put_to: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class DraftSeen:
    """A draft of the actor's own: what was typed, and what became of it.

    `state` is "open", "sent" or "put away"; `episode` is the reference where it was sent.
    """

    draft_id: UUID
    answers: Mapping[str, Any]
    started_at: datetime
    saved_at: datetime
    version: int
    state: str
    report: str = ""
    episode: str = ""


def may_be_cause(*, relation: str) -> bool:
    """Return whether a caller may be the one a child is running from: everybody but three kinds.

    Relatives and carers where the child lives may be the cause; a "friend" or stranger may be who
    controls the child; and whoever has not said who they are may be anybody.
    """
    return relation not in SPEAKS_AS


def may_be_put(*, fact: Fact, relation: str) -> bool:
    """Return whether a question may be put to a caller of this relation, who could answer it."""
    if fact.not_to_caller_who_may_harm and may_be_cause(relation=relation):
        return False
    return SPEAKS_AS.get(relation, "carer") in fact.who_can_answer


def question_of(*, fact: Fact) -> Question:
    """Return a fact's question with its answers in words."""
    answers = {
        "bool": (("yes", "Yes"), ("no", "No"), ("unknown", "Not known")),
        "choice": (
            *((value, _words(fact.name, value)) for value in fact.values),
            ("unknown", "Not known"),
        ),
    }.get(fact.kind, ())
    relations = ("", *(relation for relation, _ in RELATIONS))
    return Question(
        fact=fact.name,
        text=fact.question,
        why=fact.why,
        kind=fact.kind,
        answers=answers,
        withheld=fact.not_to_caller_who_may_harm,
        put_to=frozenset(one for one in relations if may_be_put(fact=fact, relation=one)),
    )


def value_of(*, fact: str, answer: str) -> Any:
    """Return the value that an answer means; None is "asked, and not known".

    :raises KeyError: there is no such fact, or it has no such answer.
    """
    definition = packs.vocabulary().facts[fact]
    if answer == "unknown":
        return None
    if definition.kind == "bool":
        return {"yes": True, "no": False}[answer]
    if definition.kind == "choice":
        return {value: value for value in definition.values}[answer]
    return _number(answer) if definition.kind == "float" else int(_number(answer))


def prescribed(*, pack: Pack) -> list[Question]:
    """Return the questions of a first call, what could be most urgent first."""
    facts = pack.vocabulary.facts
    result = evaluate(pack=pack, facts={}, sources={}, at="")
    raises = {one["fact"]: one["could_raise_to"] for one in result["questions"]}
    asked = [
        fact
        for name, fact in facts.items()
        if fact.kind in ("bool", "choice")
        and fact.group != "plan"
        and name not in ASKED_OTHERWISE
        and ANSWERABLE & set(fact.who_can_answer)
    ]
    soonest = _soonest(pack=pack, undecided=result["undecided"])
    order = {name: place for place, name in enumerate(raises)}
    asked.sort(
        key=lambda fact: (
            fact.name != FIRST,
            -LEVELS.index(raises[fact.name]) if raises.get(fact.name) else 1,
            -soonest.get(fact.name, 0),
            order.get(fact.name, len(facts)),
        )
    )
    return [question_of(fact=fact) for fact in asked]


@lookup(needs=Permission.REPORT_TAKE)
def questions_to_ask(*, actor: Actor, at: datetime) -> list[Question]:
    """Return the prescribed questions under the pack in force for the actor's agency."""
    own = Agency.objects.only("local_pack", "country").get(pk=actor.agency_id)
    return prescribed(pack=packs.own_pack(agency=own, at=at))


@lookup(needs=Permission.REPORT_TAKE)
def own_drafts(*, actor: Actor, at: datetime) -> list[DraftSeen]:
    """Return the actor's own drafts that wait, latest first."""
    return [_seen(draft) for draft in drafts_of(actor=actor)]


@lookup(needs=Permission.REPORT_TAKE)
def own_draft(*, actor: Actor, draft_id: UUID, at: datetime) -> DraftSeen | None:
    """Return a draft of the actor's own, or None where nothing of theirs was kept under the key."""
    draft = visible(ReportDraft).filter(pk=draft_id, member=actor.member_id).first()
    if draft is None:
        return None
    report = None
    if draft.report_reference:
        report = visible(Report).filter(reference=draft.report_reference).first()
    return _seen(draft, report=report)


def _seen(draft: ReportDraft, report: Report | None = None) -> DraftSeen:
    state = "sent" if draft.report_reference else "put away" if draft.discarded_at else "open"
    return DraftSeen(
        draft_id=draft.pk,
        answers=draft.answers,
        started_at=draft.recorded_at,
        saved_at=draft.saved_at,
        version=draft.version,
        state=state,
        report=draft.report_reference,
        episode=report.receipt.get("reference", "") if report else "",
    )


def _soonest(*, pack: Pack, undecided: list[dict[str, Any]]) -> dict[str, int]:
    """Return for each fact how soon the harm is that it alone could show."""
    found: dict[str, int] = {}
    for row in undecided:
        if len(row["lacks"]) > 1 and not row["could_raise_to"]:
            continue
        soon = pack.clause(clause_id=row["clause"]).prompt.get("immediacy", IMMEDIACY[0])
        for name in row["lacks"]:
            found[name] = max(found.get(name, 0), IMMEDIACY.index(soon))
    return found


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise KeyError(text) from None
    if not isfinite(number):
        raise KeyError(text)
    return number


def _words(fact: str, value: str) -> str:
    return CHOICE_WORDS.get((fact, value), value.replace("_", " ").capitalize())

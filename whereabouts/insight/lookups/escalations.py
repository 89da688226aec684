"""Matters that climb: those that one's agency raised, and those that wait for one's answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.engines.deadlines import london_date
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import ROLE_NAMES, Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.escalation import queries, rules
from whereabouts.practice.escalation.gate import raised_for, standing_for
from whereabouts.practice.escalation.models import Climb, Escalation
from whereabouts.records.episodes.models import Episode


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step that a matter climbed."""

    agency: str
    role: str
    why: str
    at: datetime
    due_at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterLine:
    """A matter as it stands."""

    key: UUID
    kind: str
    words: str
    wanted: str
    raised_by: str
    agency: str
    raised_at: datetime
    at_agency: str
    at_role: str
    level: int
    due_at: datetime
    overdue: bool
    state: str
    state_key: str
    answer: str
    answered_by: str
    answered_at: datetime | None
    settled_at: datetime | None
    reference: str
    may_answer: bool
    steps: tuple[StepLine, ...] = ()


@lookup(needs=Permission.ESCALATE)
def matters_raised(*, actor: Actor, at: datetime) -> list[MatterLine]:
    """Return what the actor's agency took up, what is not settled first; a look."""
    found = list(queries.raised()[:100])
    _look(found, actor=actor, at=at)
    return [_matter(one, actor=actor, at=at) for one in found]


@lookup(needs=Permission.ESCALATION_ANSWER)
def matters_to_answer(*, actor: Actor, at: datetime) -> list[MatterLine]:
    """Return what waits at the actor's agency that they may answer; a look where of a child."""
    found = [
        one
        for one in queries.open_at(agency=actor.agency_id).select_related(
            "owner_agency", "recorded_by", "at_agency", "to_agency", "episode", "answered_by"
        )
        if _may_answer(one, actor=actor)
    ]
    _look(found, actor=actor, at=at)
    return [_matter(one, actor=actor, at=at) for one in found]


@lookup(needs=Permission.ESCALATE)
def matter_raised(*, actor: Actor, at: datetime, escalation_id: UUID) -> MatterLine:
    """Return a matter that the actor's agency took up, with its steps.

    :raises NotVisible: there is none for this actor.
    """
    found = raised_for(actor, escalation_id=escalation_id)
    _look([found], actor=actor, at=at)
    return _matter(found, actor=actor, at=at, steps=True)


@lookup(needs=Permission.ESCALATION_ANSWER)
def matter_to_answer(*, actor: Actor, at: datetime, escalation_id: UUID) -> MatterLine:
    """Return a matter that stands at the actor's agency, with its steps there.

    :raises NotVisible: there is none for this actor.
    """
    found = standing_for(actor, escalation_id=escalation_id)
    _look([found], actor=actor, at=at)
    return _matter(found, actor=actor, at=at, steps=True)


@lookup(needs=Permission.ESCALATE)
def ladder_choices(
    *, actor: Actor, at: datetime
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return the kinds of matter, and the agencies to which one may be taken."""
    agencies = Agency.objects.filter(kind__in=rules.with_ladders()).order_by("name")
    return list(rules.KINDS), [(str(one.pk), one.name) for one in agencies]


def _may_answer(one: Escalation, *, actor: Actor) -> bool:
    ladder = rules.ladder_for(agency_kind=one.to_agency.kind, on=london_date(instant=one.raised_at))
    return (
        one.state == "open"
        and one.at_agency_id == actor.agency_id
        and one.recorded_by_id != actor.member_id
        and rules.may_answer(ladder=ladder, level=one.level, roles=actor.roles)
    )


def _look(found: list[Escalation], *, actor: Actor, at: datetime) -> None:
    children = sorted({one.child_id for one in found if one.child_id})
    if children:
        record_look(
            kind="view", page="escalations", by=actor, at=at, subjects=children,
            shown=["escalation"],
        )  # fmt: skip


def _matter(one: Escalation, *, actor: Actor, at: datetime, steps: bool = False) -> MatterLine:
    climbs = (
        visible(Climb).filter(escalation=one).select_related("at_agency").order_by("level")
        if steps
        else ()
    )
    return MatterLine(
        key=one.pk, kind=one.get_kind_display(), words=one.words, wanted=one.wanted,
        raised_by=one.recorded_by.display_name, agency=one.owner_agency.name,
        raised_at=one.raised_at, at_agency=one.at_agency.name,
        at_role=ROLE_NAMES.get(one.at_role, one.at_role), level=one.level, due_at=one.due_at,
        overdue=one.state == "open" and one.due_at <= at, state=one.get_state_display(),
        state_key=one.state, answer=one.answer,
        answered_by=one.answered_by.display_name if one.answered_by else "",
        answered_at=one.answered_at, settled_at=one.settled_at,
        reference=_reference(one),
        may_answer=_may_answer(one, actor=actor),
        steps=tuple(_step(step) for step in climbs),
    )  # fmt: skip


def _reference(one: Escalation) -> str:
    """Return the episode's reference where it is there for the reader: a board sees none."""
    if one.episode_id is None:
        return ""
    seen = visible(Episode).filter(pk=one.episode_id).values_list("reference", flat=True)
    return seen.first() or ""


def _step(one: Climb) -> StepLine:
    return StepLine(
        agency=one.at_agency.name, role=ROLE_NAMES.get(one.at_role, one.at_role),
        why=one.get_why_display(), at=one.at, due_at=one.due_at, words=one.words,
    )  # fmt: skip

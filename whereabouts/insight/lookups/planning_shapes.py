"""Plans as plain values: what stands, what is drafted, what was done, what is proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from whereabouts.practice.plans.rules import Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that somebody took into the plan, with where it comes from."""

    line_id: UUID
    text: str
    source: str
    by: str
    at: datetime
    overrode: bool
    because: str
    child_told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A first action in an episode: what was planned, and what became of it."""

    title: str
    role: str
    due_at: datetime | None
    state: str
    settled_at: datetime | None
    late: bool
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """An episode in which the plan was in use: done against planned, and whether it was left."""

    reference: str
    reported_at: datetime
    planned: int
    done: int
    in_time: int
    actions: tuple[Done, ...]
    departed: tuple[tuple[str, datetime, str], ...]  # by whom, when, why


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A live plan, or a version of one."""

    plan_id: UUID
    version: int
    agency_id: UUID
    agency: str
    owner: str
    agreed_at: datetime
    ended_at: datetime | None
    ended_by: str
    ends_on: date
    overdue: bool
    ours: bool
    says: Mapping[str, Any]
    recipients: tuple[tuple[str, str], ...] = ()  # role, agency
    approved_by: tuple[tuple[str, str, datetime], ...] = ()  # agency, who, when
    asked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A plan that is being written or waits, and who has answered."""

    draft_id: UUID
    state: str
    agency: str
    by: str
    at: datetime
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """What is known beforehand, part by part, and how old the description is."""

    form: str
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    by: str
    agency: str
    filled_at: datetime
    described_on: date | None
    discussed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ages:
    """How old the photograph and the description are; None where nobody knows, or there is none."""

    photo_on: date | None
    photo_old: bool | None
    has_photo: bool
    described_on: date | None
    description_old: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """A child's plan as it is read: on a telephone, at night."""

    child_id: UUID
    name: str
    full: bool
    missing_now: tuple[str, ...]
    plans: tuple[PlanView, ...]
    lines: Mapping[str, tuple[Line, ...]]
    profile: ProfileView | None
    ages: Ages
    adults: tuple[tuple[str, str], ...]
    drafts: tuple[DraftLine, ...]
    uses: tuple[Use, ...]
    versions: int
    proposed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPair:
    """A version, and what it says otherwise than the one before it of the same agency.

    `lines` are those that stood in it on its last day, by part; today's, where it is in force.
    """

    plan: PlanView
    changed: tuple[Difference, ...]
    first: bool
    lines: dict[str, tuple[Line, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionsPage:
    """Every version of every agency's plan, the latest first."""

    child_id: UUID
    name: str
    versions: tuple[VersionPair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """An agency that is asked to approve, and its answer."""

    agency: str
    role: str
    agreed: bool | None
    words: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """A drafted plan, who is asked, what it lacks, and whether the asker may answer."""

    draft_id: UUID
    child_id: UUID
    name: str
    state: str
    agency: str
    by: str
    ours: bool
    says: Mapping[str, Any]
    lacks: tuple[str, ...]
    thin: tuple[str, ...]
    recipients: tuple[tuple[str, str], ...]
    approvals: tuple[Approval, ...]
    may_answer: bool
    may_send: bool
    changed: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedLine:
    """A line that a source proposes: its words, or whom to ask where the child did not allow it."""

    key: str
    part: str
    part_words: str
    text: str
    source: str
    audience: str
    allowed: bool
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesPage:
    """What sources propose for a child's plan."""

    child_id: UUID
    name: str
    proposed: tuple[ProposedLine, ...]
    standing: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What stands when somebody begins to write: the live version, or nothing yet."""

    child_id: UUID
    name: str
    says: Mapping[str, Any]
    recipients: tuple[str, ...]  # "agency role" of each that is ticked
    choices: tuple[tuple[str, str], ...]
    country: str

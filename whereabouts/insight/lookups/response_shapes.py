"""The plain shapes that the pages of going out, talking, telling and the plan are drawn from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.insight.lookups.episode_shapes import TaskLine
from whereabouts.insight.lookups.known_shapes import (
    AddressLine,
    AdultLine,
    AroundLine,
    FlagLine,
    PlacementLine,
)
from whereabouts.insight.lookups.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """One unit, how far it came, or that none was free."""

    key: UUID
    unit: str
    going: str
    stage: str
    stage_words: str
    none_free: bool
    said_by: str
    words: str
    agency: str
    asked_at: datetime
    sent_at: datetime | None
    arrived_at: datetime | None
    child_seen_at: datetime | None
    child_seen_by: str
    stood_down_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendPage:
    """Everything for whoever stands at the door with a telephone in their hand."""

    reference: str
    child_id: UUID
    name: str
    age: int | None
    sex: str
    level: str
    decided: bool
    state: str
    under_way: bool
    has_photo: bool
    description: str
    clothing: str
    communication_needs: tuple[str, ...]
    about_me: tuple[str, ...]
    voice: Voice
    last_seen_at: datetime | None
    last_seen_place: str
    addresses: tuple[AddressLine, ...]
    placement: PlacementLine | None
    around: tuple[AroundLine, ...]
    adults: tuple[AdultLine, ...]
    flags: tuple[FlagLine, ...]
    plan_words: tuple[str, ...]
    search_home: TaskLine | None
    attendance: TaskLine | None
    going_out: str
    going_out_words: str
    nobody_yet: bool
    none_free: int
    units: tuple[UnitLine, ...]
    i_am_there: bool
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """One try to reach the child, or one reply."""

    at: datetime
    how: str
    from_child: bool
    by: str
    tone: str
    safe: str
    danger: bool
    words: str
    next_by: str
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkPage:
    """How the child was reached so far, words to begin with, and who tries next."""

    reference: str
    child_id: UUID
    name: str
    under_way: bool
    phones: tuple[str, ...]
    communication_needs: tuple[str, ...]
    voice: Voice
    contacts: tuple[ContactLine, ...]
    answered_by: str
    next_task: TaskLine | None
    next_default: datetime
    kind_words: tuple[tuple[str, str, str], ...]
    reviewed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateLine:
    """News that was promised to somebody, and what they were told."""

    key: UUID
    person: str
    relation: str
    named: str
    mine: bool
    due_at: datetime
    overdue: bool
    state: str
    language: str
    interpreter: bool
    said: tuple[str, ...]
    their_words: str
    because: str
    given_at: datetime | None
    given_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyLine:
    """Somebody around the child: what they may be told, and what is promised to them."""

    key: UUID
    name: str
    relation: str
    told: str
    told_words: str
    language: str
    may_promise: bool
    sayable: tuple[tuple[str, str], ...]
    promised: UpdateLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyPage:
    """Who around the child waits for news, until when, and what they may be told."""

    reference: str
    child_id: UUID
    name: str
    family: tuple[FamilyLine, ...]
    updates: tuple[UpdateLine, ...]
    colleagues: tuple[tuple[UUID, str], ...]
    under_way: bool
    next_default: datetime

    def of(self, *, update_id: UUID) -> tuple[FamilyLine, UpdateLine] | None:
        """Return a promise that stands, with whom it was made to; or None."""
        for line in self.family:
            if line.promised is not None and line.promised.key == update_id:
                return line, line.promised
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOfEnquiry:
    """A line of the plan: what is to be done now, and what each round before it brought."""

    kind: str
    title: str
    now: TaskLine | None
    rounds: tuple[TaskLine, ...]
    again_after_hours: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffLine:
    """A supervisor looked at the plan."""

    at: datetime
    by: str
    agreed: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicityLine:
    """A decision on publicity."""

    at: datetime
    by: str
    decision: str
    goes_out: bool
    channels: tuple[str, ...]
    because: str
    harm_weighed: str
    may_say: str
    child_view: str
    up: bool
    taken_down_at: datetime | None
    taken_down_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """The investigation plan: its lines, what is not asked, who signed it, and publicity."""

    reference: str
    name: str
    level: str
    decided: bool
    ours: bool
    under_way: bool
    lines: tuple[LineOfEnquiry, ...]
    not_asked: tuple[str, ...]
    sign_offs: tuple[SignOffLine, ...]
    publicity: tuple[PublicityLine, ...]

    @property
    def appeal(self) -> PublicityLine | None:
        """Return the appeal that is up, or None."""
        return next((one for one in self.publicity if one.up), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossPage:
    """What another force asks, for the force that answers."""

    task: TaskLine
    reference: str
    child_id: UUID
    name: str
    age: int | None
    level: str
    holder: str
    description: str
    clothing: str
    addresses: tuple[AddressLine, ...]
    around: tuple[AroundLine, ...]
    adults: tuple[AdultLine, ...]
    flags: tuple[FlagLine, ...]
    answers: tuple[tuple[str, str], ...]

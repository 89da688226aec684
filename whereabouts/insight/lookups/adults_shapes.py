"""Adults who pose a risk, as plain values: pages get these and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """An entry of the register in a line."""

    adult_id: UUID
    name: str
    entered_at: datetime
    last_action_at: datetime | None
    days_without: int | None
    children: int
    others: str
    keep_until: date
    keep_due: bool
    sex_offender: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedLine:
    """An adult who is linked with a child and never was entered: since when, and what was done."""

    adult_id: UUID
    name: str
    linked_at: datetime
    last_action_at: datetime | None
    days_without: int | None
    children: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A warning notice in a line: where it stands, whether it holds now, what it waits for."""

    notice_id: UUID
    adult_id: UUID
    reference: str
    adult: str
    child_id: UUID
    child: str
    agency: str
    state: str
    state_words: str
    holds: bool
    lapses_at: datetime | None
    review: str
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachLine:
    """A breach: what happened, the visit, and what was decided."""

    breach_id: UUID
    notice_id: UUID
    reference: str
    words: str
    source: str
    breached_at: datetime
    visit_due_at: datetime
    overdue: bool
    visited_at: datetime | None
    visited_by: str
    found_words: str
    children_found: int | None
    decided_at: datetime | None
    decided_by: str
    decision: str
    decision_words: str
    # The episodes opened for children who were there.
    episodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterView:
    """The register's first page: who waits for action, notices, and all who are on it."""

    rows: tuple[RegisterRow, ...]
    notices: tuple[NoticeLine, ...]
    breaches: tuple[BreachLine, ...]
    unregistered: tuple[LinkedLine, ...]
    action_days: int

    @property
    def without_action(self) -> tuple[RegisterRow | LinkedLine, ...]:
        """Those with whom nothing was done for too long, entered on the register or only linked."""
        every: list[RegisterRow | LinkedLine] = [*self.rows, *self.unregistered]
        return tuple(one for one in every if one.days_without is not None)

    @property
    def waiting(self) -> tuple[NoticeLine, ...]:
        """The notices that wait for somebody: to be authorised, served or reviewed."""
        return tuple(
            one for one in self.notices if one.state in {"draft", "authorised"} or one.review
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """A child with whom the adult is linked."""

    child_id: UUID
    name: str
    age: int | None
    how: str
    strength: str
    source: str
    grade: str
    said_at: datetime
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLine:
    """What leads to an adult."""

    kind: str
    value: str
    words: str
    source: str
    grade: str
    grade_words: str
    known_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidLine:
    """Something that was known, done or answered: what, who, when."""

    what: str
    words: str
    by: str
    at: datetime
    grade: str = ""
    grade_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseLine:
    """What was let go of an adult, to whom, until when."""

    release_id: UUID
    agency: str
    parts: tuple[str, ...]
    grade: str
    because: str
    conditions: str
    by: str
    at: datetime
    expires_at: datetime
    stands: bool
    ended_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningLine:
    """A warning to a home, with its receipt."""

    warning_id: UUID
    agency: str
    look_for: str
    do_this: str
    sent_at: datetime
    expires_at: datetime
    received_at: datetime | None
    received_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """Why an adult is on the register, and until when."""

    because: str
    source: str
    grade: str
    entered_at: datetime
    by: str
    agency: str
    keep_until: date
    keep_due: bool
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AdultView:
    """Everything about an adult for whoever works on them."""

    adult_id: UUID
    name: str
    age: int | None
    born_on: date | None
    description: str
    sex_offender: bool | None
    owner: str
    ours: bool
    has_photo: bool
    entry: EntryView | None
    links: tuple[LinkLine, ...]
    traces: tuple[TraceLine, ...]
    known: tuple[SaidLine, ...]
    others: SaidLine | None
    actions: tuple[SaidLine, ...]
    shared: tuple[tuple[str, tuple[str, ...]], ...]
    notices: tuple[NoticeLine, ...]
    releases: tuple[ReleaseLine, ...]
    warnings: tuple[WarningLine, ...]
    days_without: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedRelease:
    """What the police let one's own agency know of an adult."""

    release_id: UUID
    name: str
    description: str
    has_photo: bool
    conditions: str
    agency: str
    by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningsView:
    """A home's page: warnings that name nobody, and what was let go to it by name."""

    warnings: tuple[WarningLine, ...]
    releases: tuple[ReceivedRelease, ...]

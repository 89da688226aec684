"""What an episode's page shows, as plain values: the page gets these and nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from whereabouts.insight.lookups.beside import Beside
from whereabouts.insight.lookups.known_shapes import SeenLine
from whereabouts.insight.lookups.support_shapes import Again
from whereabouts.insight.lookups.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """The child, and when and where they were last seen."""

    child_id: UUID
    name: str
    unidentified: bool
    age: int | None
    sex: str
    has_photo: bool
    description: str
    clothing: str
    communication_needs: str
    about_me: str
    voice: Voice
    last_seen_at: datetime | None
    last_seen_place: str
    away_for: timedelta | None  # once the child is back


@dataclass(frozen=True, slots=True, kw_only=True)
class Stands:
    """What stands now: decided by a person, or recommended and not yet decided."""

    level: str
    label: str
    category: str
    decided: bool
    by: str
    decided_at: datetime | None
    assessment: int | None
    recommended: str
    seriousness: str
    immediacy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A clause that holds: its rule, what it does, in words, and where it comes from."""

    rule: str
    strength: str
    effects: tuple[str, ...]
    because: str
    source: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that nobody knows yet, and how far it could raise the level."""

    fact: str
    text: str
    why: str
    could_raise_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """What the rules make of what is known; `said` may be read aloud, the rest never."""

    number: int
    at: datetime
    level: str
    possible_level: str
    floor: str
    pack: str
    reasons: tuple[Reason, ...]
    record: tuple[str, ...]
    said: tuple[str, ...]
    not_known: tuple[str, ...]
    questions: tuple[Question, ...]
    as_enquiries: int
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A fact that is new, or another, since the assessment before."""

    fact: str
    question: str
    before: str
    now: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One assessment, and what changed since the one before."""

    number: int
    at: datetime
    by: str
    cause: str
    level: str
    possible_level: str
    floor: str
    changes: tuple[Change, ...]
    rules_new: tuple[str, ...]
    rules_gone: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A prompt, or a "should this be HIGH?", and what was answered."""

    rule: str
    strength: str
    answer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionLine:
    """What a person decided, and why."""

    at: datetime
    by: str
    rank: str
    level: str
    category: str
    kind: str
    assessment: int
    rationale: str
    overrode: tuple[str, ...]
    override_reason: str
    supervisor: str
    inspector: str
    cited: tuple[str, ...]
    answers: tuple[Answered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastGrade:
    """How another episode of the same child was graded, in whichever force."""

    reference: str
    agency: str
    reported_at: datetime
    level: str
    category: str
    decided: bool
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalLine:
    """A proposal to go lower, and how it was answered."""

    key: UUID
    at: datetime
    by: str
    mine: bool
    level: str
    category: str
    rules: tuple[str, ...]
    rationale: str
    state: str
    answered_by: str
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeLine:
    """A disagreement with the grade, and what came of it."""

    key: UUID
    at: datetime
    by: str
    agency: str
    words: str
    due_at: datetime
    state: str
    answer: str
    answered_by: str
    answered_at: datetime | None
    told: str
    may_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """Something to be done, by whom, until when; `whose` is mine, ours or theirs."""

    key: UUID
    reference: str
    kind: str
    title: str
    detail: str
    because: str
    role: str
    agency: str
    owner: str
    whose: str
    state: str
    due_at: datetime | None
    waits_for: str
    overdue: bool
    settled_at: datetime | None
    result: str
    not_done: str
    own_form: bool
    about: str
    name: str = ""
    accepted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """A line of the history: what happened, when, and who wrote it down."""

    at: datetime
    recorded_at: datetime
    kind: str
    sentence: str
    words: str
    detail: str
    by: str
    agency: str
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """Who was told what, and whether they have read it."""

    text: str
    role: str
    agency: str
    at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
    climbed_to: str
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    """A clock that runs, and what happens when it runs out."""

    words: str
    due_at: datetime
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """Another episode that belongs to this one."""

    reference: str
    kind: str
    words: str
    name: str
    agency: str
    level: str
    state: str
    child_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One telling of what happened."""

    reference: str
    at: datetime
    by: str
    relation: str
    agency: str
    words: str
    incomplete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement about a fact: `stated` as the vocabulary has it, `value` in words."""

    key: UUID
    stated: Any
    value: str
    by: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """A fact on which statements disagree: the worse stands until somebody settles it."""

    fact: str
    question: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A place on the way from missing to followed up."""

    state: str
    words: str
    at: datetime | None
    done: bool
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLine:
    """An offer of ownership, or of the whole episode, that waits for an answer."""

    key: UUID
    at: datetime
    by: str
    to: str
    to_me: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodePage:
    """An episode as somebody may see it; `full` says whether reasons and intelligence are shown."""

    reference: str
    at: datetime
    version: int
    full: bool
    ours: bool
    agency: str
    owner: str
    mine: bool
    state: str
    under_way: bool
    reported_at: datetime
    next_due: TaskLine | None
    who: Who
    stands: Stands
    path: tuple[Step, ...]
    recommendation: Recommendation | None
    versions: tuple[Version, ...]
    decisions: tuple[DecisionLine, ...]
    grades: tuple[PastGrade, ...]
    proposals: tuple[ProposalLine, ...]
    challenges: tuple[ChallengeLine, ...]
    tasks: tuple[TaskLine, ...]
    log: tuple[LogLine, ...]
    sightings: tuple[SeenLine, ...]
    notices: tuple[NoticeLine, ...]
    clocks: tuple[ClockLine, ...]
    links: tuple[LinkLine, ...]
    reports: tuple[ReportLine, ...]
    contradictions: tuple[Contradiction, ...]
    offer: OfferLine | None
    transfer: OfferLine | None
    shown: frozenset[UUID]
    again: Again | None = None
    beside: Beside | None = None

    def tasks_of(self, whose: str) -> tuple[TaskLine, ...]:
        """Return the tasks that wait: mine, ours (my agency's) or theirs."""
        return tuple(
            task
            for task in self.tasks
            if task.whose == whose and task.state in ("open", "accepted")
        )

    @property
    def settled(self) -> tuple[TaskLine, ...]:
        """Return the tasks that are done, left undone or no longer asked for."""
        return tuple(task for task in self.tasks if task.state not in ("open", "accepted"))

    @property
    def waiting(self) -> ProposalLine | None:
        """Return the proposal that waits for an inspector, or None."""
        return next((one for one in self.proposals if one.state == "asked"), None)

    def as_facts(self) -> dict[str, Any]:
        """Return the numbers that a screen reader hears when the page renews itself."""
        return {
            "level": self.stands.level,
            "overdue": sum(task.overdue for task in self.tasks),
            "unread": sum(
                not (notice.acknowledged_at or notice.withdrawn) for notice in self.notices
            ),
        }

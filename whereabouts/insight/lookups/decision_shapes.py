"""What the decide page shows, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.insight.lookups.adults_named import AdultNamed
from whereabouts.insight.lookups.asking import Question
from whereabouts.insight.lookups.support_shapes import Again


@dataclass(frozen=True, kw_only=True)
class Basis:
    """A fact that a rule rests on: the question, the answer in words, and who said so."""

    text: str
    answer: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A rule that holds: why, what it does, what it rests on, and where it comes from."""

    rule: str
    because: str
    does: tuple[str, ...]
    rests_on: tuple[Basis, ...]
    source: str
    bars: bool


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A prompt to accept or decline, or "should this be HIGH?" (`consider`)."""

    rule: str
    because: str
    consider: bool


@dataclass(frozen=True, kw_only=True)
class Considered:
    """A "should this be HIGH?" that was declined lately, by whom, when and why."""

    rule: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Could:
    """What could still raise the level: a rule that lacks answers."""

    rule: str
    because: str
    level: str


@dataclass(frozen=True, kw_only=True)
class AskNext:
    """A question worth asking now, and what its answer could raise the level to."""

    question: Question
    could_raise_to: str
    to_caller: bool


@dataclass(frozen=True, kw_only=True)
class Grade:
    """An earlier decision about this child, in this episode or another."""

    at: datetime
    by: str
    rank: str
    agency: str
    reference: str
    here: bool
    category: str
    level: str
    recommended: str
    rationale: str
    overrode: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Something said in this episode, or after the grade of an earlier one, to be cited."""

    key: UUID
    text: str
    answer: str
    words: str
    by: str
    at: datetime
    earlier: bool = False


@dataclass(frozen=True, kw_only=True)
class Supervisor:
    """Somebody who may be named as the supervisor of a decision."""

    key: UUID
    name: str
    rank: str
    on_duty: bool


@dataclass(frozen=True, kw_only=True)
class Running:
    """Something that is running already, whatever is decided."""

    title: str
    to_role: str
    agency: str
    due_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A proposal that waits for a duty inspector."""

    key: UUID
    category: str
    level: str
    rationale: str
    rules: tuple[str, ...]
    by: str
    asked_at: datetime
    own: bool


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something that happened since a page was made."""

    at: datetime
    by: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who reported last: the name and relation, and whether they may be the cause."""

    name: str
    relation: str
    relation_words: str
    may_be_cause: bool


@dataclass(frozen=True, kw_only=True)
class DecidePage:
    """Everything that whoever decides must see."""

    reference: str
    version: int
    child_id: UUID
    name: str
    age: int | None
    sex: str
    agency: str
    state: str
    category: str
    level: str
    decided: bool
    recommended: str
    possible: str
    floor: str
    seriousness: str
    immediacy: str
    reported_at: datetime
    last_seen_at: datetime | None
    last_seen_place: str
    owner: str
    pack: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    closed: Mapping[str, str]
    reasons: tuple[Reason, ...]
    record: tuple[str, ...]
    sayable: tuple[str, ...]
    conflicts: tuple[str, ...]
    contradictions: tuple[str, ...]
    ask: tuple[AskNext, ...]
    ask_later: tuple[str, ...]
    could: tuple[Could, ...]
    prompts: tuple[Prompt, ...]
    considered: tuple[Considered, ...]
    grades: tuple[Grade, ...]
    new: tuple[Statement, ...]
    supervisors: tuple[Supervisor, ...]
    needs_supervisor: bool
    may_override: bool
    running: tuple[Running, ...]
    waiting: Waiting | None
    caller: Caller
    assessed_at: datetime
    cites: bool
    again: Again | None = None
    adults: tuple[AdultNamed, ...] = ()

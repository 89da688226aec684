"""The plain values of which vocabularies and packs are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .compiling import Compiled

LEVELS = ("absent", "low", "medium", "high")
SERIOUSNESS = ("none_apparent", "some", "serious", "grave")
IMMEDIACY = ("none_apparent", "days", "hours", "now")
CATEGORIES = ("absent", "missing", "whereabouts_known")
SCALES: Mapping[str, tuple[str, ...]] = {
    "level": LEVELS,
    "seriousness": SERIOUSNESS,
    "immediacy": IMMEDIACY,
}

# Who may let a decision pass beneath a bar, lowest first.
PASSING_RANKS = ("duty_inspector", "detective_chief_inspector", "superintendent")

# In place of a pack's name: what each force followed on the day.
FOLLOWED = "followed"

# A badness threshold: a value reaches it where its own key is not less. See Fact.key.
Threshold = tuple[float, int]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a rule may ask about, with its question and its one worse direction."""

    name: str
    group: str
    kind: str  # bool, choice, int, float
    values: tuple[str, ...]  # of a choice: from the least bad to the worst
    worse: str  # bool: true/false · choice: last · int, float: up/down · none: no rule may read it
    question: str
    question_cy: str
    why: str
    why_source: str
    who_can_answer: tuple[str, ...]
    derived_from: str
    not_to_caller_who_may_harm: bool = False
    sayable: bool = False
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Answers that do not go together: listed in the result, never refused."""

    text: str
    when: tuple[tuple[str, str, tuple[object, ...]], ...] = ()  # fact, operator, operands
    not_more: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every fact by name, in the order of the file, and what does not go together."""

    facts: Mapping[str, Fact]
    conflicts: tuple[Conflict, ...] = ()
    sha256: str = ""


# One requirement: this fact is at least this bad. A term is several at once; a condition is
# any of its terms. No term at all can never hold; an empty term always does.
Literal = tuple[str, Threshold]
Term = frozenset[Literal]
Condition = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of a rule with what follows from it."""

    id: str
    rule: str
    when: Condition
    reads: tuple[str, ...]
    said: str  # the condition in words
    because: str
    source: str
    sayable: str = ""
    status: str = "settled"  # or proposed
    bar: str | None = None
    pass_by: str = "duty_inspector"  # noqa: S105 (who may pass a bar)
    prompt: Mapping[str, str] = field(default_factory=dict)  # scale -> position
    consider: bool = False
    owes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Clauses under one name."""

    id: str
    title: str
    clauses: tuple[Clause, ...]
    pack: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """A kind of thing owed: to whom, and the clock it runs by."""

    kind: str
    to: str
    since: str
    length: float
    unit: str
    calendar: str
    text: str
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit, as `[[deadlines]]` in a pack."""

    key: str
    event: str
    length: float
    unit: str
    calendar: str
    source: str
    status: str
    level: str | None = None
    to: str = ""
    repeats: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One of the first tasks that a level asks for."""

    kind: str
    levels: tuple[str, ...]
    to: str
    since: str
    length: float
    unit: str
    text: str
    source: str
    status: str
    again_after_hours: float | None = None  # a line of enquiry that is looked at again


@dataclass(frozen=True, slots=True)
class PackFile:
    """One pack file as read: a base, the safeguards, or a partnership's own."""

    id: str
    layer: str  # base, safeguards, local
    title: str
    sha256: str
    in_force_from: date | None
    in_force_to: date | None
    commencement_status: str
    partnership: str
    child_absent_allowed: bool
    rules: tuple[Rule, ...]
    obligations: tuple[Obligation, ...]
    deadlines: tuple[Deadline, ...]
    tasks: tuple[Task, ...]
    table: Mapping[tuple[str, str], str]
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    jurisdiction: str = "england_and_wales"
    says: str = ""  # of a local pack: the practice, in a sentence
    source: str = ""  # of a local pack: who described the practice


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules that hold together: a base, the safeguards and perhaps a local addition."""

    id: str
    sha256: str
    files: tuple[PackFile, ...]
    vocabulary: Vocabulary
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    table: Mapping[tuple[str, str], str]
    rules: tuple[Rule, ...]
    obligations: Mapping[str, Obligation]
    deadlines: tuple[Deadline, ...]
    tasks: tuple[Task, ...]
    child_absent_allowed: bool
    absent_forbidden_by: tuple[str, ...]
    compiled: Compiled = field(repr=False, compare=False)

    def tasks_for(self, *, level: str) -> tuple[Task, ...]:
        """Return the first tasks of that level, in the order of the pack."""
        return tuple(task for task in self.tasks if level in task.levels)

    def clause(self, *, clause_id: str) -> Clause:
        """Return the clause of that id.

        :raises KeyError: the pack has no such clause.
        """
        return self.compiled.clauses_by_id[clause_id]

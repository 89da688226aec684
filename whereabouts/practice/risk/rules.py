"""Pure decisions about statements, standing levels and what stands in a decision's way."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from whereabouts.engines.policy import Fact
from whereabouts.records.episodes.rules import LEVEL_ORDER


@dataclass(frozen=True, kw_only=True)
class Said:
    """A statement about a fact; a value of None says that the speaker does not know."""

    fact: str
    value: Any
    who: str
    when: datetime
    resolves: bool = False
    carried: bool = False


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a decision may not stand: the rule, in words, and who may pass it."""

    rule: str
    text: str
    passed_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants to decide, and with what.

    `answers` maps a rule to {"answer": "accepted"|"declined", "reason": words}. `cited` are the
    keys of statements recorded since the last grading. `supervisor` is the supervisor's key where
    one is named.
    """

    category: str
    level: str
    rationale: str = ""
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    cited: tuple[UUID, ...] = ()
    supervisor: UUID | None = None
    override_reason: str = ""

    @property
    def effective_level(self) -> str:
        """The level that the wish comes to: the lowest category has the lowest level."""
        return "absent" if self.category == "absent" else self.level


def badness(*, fact: Fact, value: Any) -> float:
    """Return how bad a value is, greater being worse; 0 for facts that no rule reads."""
    if fact.worse == "none":
        return 0.0
    if fact.kind == "bool":
        return float(value is (fact.worse == "true"))
    if fact.kind == "choice":
        return float(fact.values.index(value))
    return float(value) if fact.worse == "up" else -float(value)


def standing(*, fact: Fact, said: Iterable[Said]) -> Said | None:
    """Return the statement that stands: of contradictory ones the worse, until one resolves.

    A named person's resolution puts every earlier statement aside. "Not known" never outweighs a
    statement. Equal ones: the latest.
    """
    ordered = sorted(said, key=lambda one: one.when)
    for place in range(len(ordered) - 1, -1, -1):
        if ordered[place].resolves:
            ordered = ordered[place:]
            break
    known = [one for one in ordered if one.value is not None]
    if not known:
        return None
    return max(known, key=lambda one: (badness(fact=fact, value=one.value), one.when))


def contradicted(*, said: Iterable[Said]) -> bool:
    """Return whether statements of this episode disagree and nobody has settled it."""
    ordered = sorted(said, key=lambda one: one.when)
    values: set[str] = set()
    for one in ordered:
        if one.resolves:
            values = set()
        if one.value is not None:
            values.add(repr(one.value))
    return len(values) > 1


def higher(*, one: str, other: str) -> str:
    """Return the higher of two levels."""
    return max(one, other, key=LEVEL_ORDER.index)


def raises_what_stands(
    *, decided_level: str, then: Mapping[str, Any], now: Mapping[str, Any]
) -> bool:
    """Return whether a new assessment says more than the one that was decided upon.

    A decision below a recommendation stays until the recommendation, or a bar, goes higher.
    """
    order = LEVEL_ORDER.index
    if order(now["floor"]) > max(order(decided_level), order(then["floor"])):
        return True
    return order(now["level"]) > max(order(then["level"]), order(decided_level))


def standing_category(*, result: Mapping[str, Any]) -> str:
    """Return the category that stands until a person has decided: never absent by itself."""
    if result["categories"]["missing"]["allowed"] == "no":
        return "whereabouts_known"
    return "missing"


def is_lowering(*, level: str, category: str, stands_level: str, stands_category: str) -> bool:
    """Return whether a decision lies below what stands by an earlier decision."""
    if LEVEL_ORDER.index(level) < LEVEL_ORDER.index(stands_level):
        return True
    return category == "absent" and stands_category != "absent"


def decision_kind(*, level: str, category: str, stands: tuple[str, str] | None) -> str:
    """Return how a decision compares with the decision before it."""
    if stands is None:
        return "first"
    if is_lowering(
        level=level, category=category, stands_level=stands[0], stands_category=stands[1]
    ):
        return "lower"
    return "same" if (level, category) == stands else "higher"


def unanswered(
    *, rules: Sequence[str], answers: Mapping[str, Mapping[str, str]], considered: Collection[str]
) -> tuple[str, ...]:
    """Return the rules beneath which a decision goes without declining them for a reason.

    A question that an inspector declined in the last 30 days, with nothing new, is not asked again.
    """
    missing = []
    for rule in rules:
        answer = answers.get(rule, {})
        # What goes beneath a prompt declines it: accepting it here would contradict itself.
        if answer.get("answer") == "declined" and answer.get("reason", "").strip():
            continue
        if rule in considered:
            continue
        missing.append(rule)
    return tuple(missing)


def fires_on(*, result: Mapping[str, Any], rule: str) -> list[tuple[str, Any]]:
    """Return the facts on which a rule asks "should this be HIGH?", and their values."""
    return sorted(
        (fact, repr(value))
        for row in result["fired"]
        if row["rule"] == rule and row["strength"] == "consider"
        for fact, value in row["facts"].items()
    )

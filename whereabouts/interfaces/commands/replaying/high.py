"""What became of HIGH: by rule, force, age and care.

HIGH is *recommended* where the pack grades high; *considered* where a clause asks "should this be
HIGH?"; *declined* where either was so and the decision was lower; *overridden* where the decision
was below what the pack bars, or the lowest where the pack lets no child be. A clause whose fact
lies in another's sight counts for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy import LEVELS, Clause
from whereabouts.interfaces.commands.replaying.past import Past
from whereabouts.interfaces.commands.replaying.under import Under

Column = NDArray[Any]
HIGH = LEVELS.index("high")
AGES = ((0, 9), (10, 12), (13, 15), (16, 17))
CARE = (("looked after", 1), ("not looked after", 0), ("not known", -1))


@dataclass
class _Rule:
    """Where a rule asks for high, raises and bars: of all its clauses together."""

    rows: int
    asks: Column = field(init=False)
    raises: Column = field(init=False)
    barred: Column = field(init=False)

    def __post_init__(self) -> None:
        self.asks, self.raises, self.barred = (np.zeros(self.rows, np.bool_) for _ in range(3))

    def add(self, clause: Clause, holds: Column, decided: Column) -> None:
        if clause.consider:
            self.asks |= holds
        if clause.bar or clause.prompt:
            self.raises |= holds
        if clause.bar:
            self.barred |= holds & (decided < LEVELS.index(clause.bar))


def high_of(*, past: Past, under: Under) -> dict[str, Any]:
    """Return how often high was recommended, considered, declined and overridden."""
    known = past.decided >= 0
    lower = known & (past.decided < HIGH)
    recommended = known & (under.grades.level == HIGH)
    considered = np.zeros(len(past), np.bool_)
    by_rule: dict[str, dict[str, Any]] = {}
    for name, rule in _rules(past, under, known):
        considered |= rule.asks
        row = {
            "recommended": int((rule.raises & recommended).sum()),
            "considered": int(rule.asks.sum()),
            "declined": int((rule.asks & lower).sum()),
            "overridden": int(rule.barred.sum()),
        }
        if any(row.values()):
            declined_share = share(part=row["declined"], whole=row["considered"])
            by_rule[name] = {**row, "declined_share": declined_share}
    parts = {
        "recommended": recommended,
        "considered": considered,
        "declined": (considered | recommended) & lower,
        "overridden": known & (past.decided < under.least),
    }
    return {
        **{name: int(where.sum()) for name, where in parts.items()},
        "by_rule": by_rule,
        "by_force": {
            force: _counts(parts, past.force == place)
            for place, force in enumerate(past.forces)
            if (past.force == place).any()
        },
        "by_age": {name: _counts(parts, where) for name, where in _ages(past)},
        "by_care": {name: _counts(parts, where) for name, where in _care(past)},
    }


def share(*, part: int, whole: int) -> float | None:
    """Return a share to four places; of nothing there is none."""
    return round(part / whole, 4) if whole else None


def _rules(past: Past, under: Under, known: Column) -> Iterator[tuple[str, _Rule]]:
    """Yield each rule by name, its clauses taken together: they stand one after another."""
    name, rule = "", _Rule(0)
    for clause, holds in under.clauses():
        if not (clause.bar or clause.prompt or clause.consider):
            continue
        if clause.rule != name:
            if name:
                yield name, rule
            name, rule = clause.rule, _Rule(len(past))
        rule.add(clause, known & holds, past.decided)
    if name:
        yield name, rule


def _counts(parts: dict[str, Column], where: Column) -> dict[str, int]:
    counted = {name: int((part & where).sum()) for name, part in parts.items()}
    return {"episodes": int(where.sum()), **counted}


def _ages(past: Past) -> Iterator[tuple[str, Column]]:
    age = past.facts.values.get("age_years", np.full(len(past), -1))
    for least, most in AGES:
        yield f"{least} to {most}", (age >= least) & (age <= most)
    yield "not known", age < 0


def _care(past: Past) -> Iterator[tuple[str, Column]]:
    care = past.facts.values.get("looked_after", np.full(len(past), -1))
    for name, code in CARE:
        yield name, care == code

"""What a replay says: what would have been graded differently, and what became of HIGH.

HIGH is *recommended* where the pack grades high; *considered* where a clause asks "should this be
HIGH?"; *declined* where either was so and the decision was lower; *overridden* where the decision
was below what the pack bars. A clause whose fact lies in another's sight counts for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy import LEVELS, Pack
from whereabouts.engines.policy.bulk import Grades, grade_all
from whereabouts.interfaces.commands.replaying.past import Past

Column = NDArray[Any]
HIGH = LEVELS.index("high")
MOST_HIGH, MOST_DECLINED = 0.30, 0.70  # beyond either a named practitioner approves, or it goes
LEAST_CONSIDERED = 20  # of fewer a share says nothing
AGES = ((0, 9), (10, 12), (13, 15), (16, 17))
CARE = (("looked after", 1), ("not looked after", 0), ("not known", -1))
SHOWN = 5


def replayed(*, pack: Pack, past: Past, shown: int = SHOWN) -> dict[str, Any]:
    """Return the whole document of a replay."""
    grades = grade_all(pack=pack, columns=past.facts)
    known = past.decided >= 0
    higher = known & (grades.level > past.decided)
    lower = known & (grades.level < past.decided)
    below = known & (past.decided < grades.floor)
    document = {
        "pack": pack.id,
        "pack_sha256": pack.sha256,
        "episodes": len(past),
        "levels": {
            "decided": _by_level(past.decided[known]),
            "graded": _by_level(grades.level),
        },
        "different": {
            "higher": int(higher.sum()),
            "lower": int(lower.sum()),
            "same": int((known & (grades.level == past.decided)).sum()),
            "not_decided": int((~known).sum()),
        },
        "by_force": list(_by_force(past, grades, higher, lower)),
        "examples": {
            "higher": _examples(pack, past, grades, higher, shown),
            "lower": _examples(pack, past, grades, lower, shown),
        },
        "high": _high(pack, past, grades),
        "second_look": {
            "below_what_was_known": int(below.sum()),
            "worst_first": _examples(pack, past, grades, below, shown),
        },
    }
    document["approval"] = _approval(document)
    return document


def below_what_was_known(*, pack: Pack, past: Past, most: int) -> dict[str, list[str]]:
    """Return by force what was graded below what the pack's rules bar, so many at most of each.

    Those furthest below come first, and of them the newest: from the facts that were known then.
    """
    grades = grade_all(pack=pack, columns=past.facts)
    below = np.flatnonzero((past.decided >= 0) & (past.decided < grades.floor))
    apart = grades.floor[below].astype(int) - past.decided[below]
    found: dict[str, list[str]] = {}
    for row in below[np.lexsort((-past.reported_at[below], -apart))].tolist():
        of_force = found.setdefault(past.forces[past.force[row]], [])
        if len(of_force) < most:
            of_force.append(past.name(row))
    return found


def _by_level(levels: Column) -> dict[str, int]:
    counts = np.bincount(levels, minlength=len(LEVELS))
    return {name: int(count) for name, count in zip(LEVELS, counts, strict=True)}


def _by_force(
    past: Past, grades: Grades, higher: Column, lower: Column
) -> Iterator[dict[str, Any]]:
    number = len(past.forces)

    def count(where: Column) -> Column:
        return np.bincount(past.force[where], minlength=number)

    everywhere = np.ones(len(past), np.bool_)
    columns = {
        "episodes": count(everywhere),
        "higher": count(higher),
        "lower": count(lower),
        "high_decided": count(past.decided == HIGH),
        "high_graded": count(grades.level == HIGH),
    }
    for place in np.flatnonzero(columns["episodes"]):
        row = {name: int(column[place]) for name, column in columns.items()}
        yield {"force": past.forces[place], **row}


def _examples(
    pack: Pack, past: Past, grades: Grades, where: Column, shown: int
) -> list[dict[str, Any]]:
    """Return the rows that differ most, the newest of them first."""
    rows = np.flatnonzero(where)
    apart = np.abs(grades.level[rows].astype(int) - past.decided[rows])
    order = np.lexsort((-past.reported_at[rows], -apart))[:shown]
    found = []
    for row in rows[order]:
        answer = grades.row(number=int(row))
        at = datetime.fromtimestamp(int(past.reported_at[row]), UTC)
        found.append(
            {
                "episode": past.name(int(row)),
                "force": past.forces[past.force[row]],
                "reported_at": at.isoformat(),
                "decided": LEVELS[past.decided[row]],
                "graded": answer["level"],
                "floor": answer["floor"],
                "because": [
                    f"{clause}: {pack.clause(clause_id=clause).because}"
                    for clause in answer["fired"]
                    if pack.clause(clause_id=clause).bar or pack.clause(clause_id=clause).prompt
                ],
            }
        )
    return found


def _high(pack: Pack, past: Past, grades: Grades) -> dict[str, Any]:
    known = past.decided >= 0
    lower = known & (past.decided < HIGH)
    recommended = known & (grades.level == HIGH)
    considered = np.zeros(len(past), np.bool_)
    by_rule: dict[str, dict[str, Any]] = {}
    holding = {
        clause.id: known & grades.holds(clause=clause.id)
        for rule in pack.rules
        for clause in rule.clauses
        if clause.bar or clause.prompt or clause.consider
    }
    for rule in pack.rules:
        asks = np.zeros(len(past), np.bool_)
        raises, barred = asks.copy(), asks.copy()
        for clause in rule.clauses:
            if clause.id not in holding:
                continue
            holds = holding[clause.id]
            if clause.consider:
                asks |= holds
            if clause.bar or clause.prompt:
                raises |= holds
            if clause.bar:
                barred |= holds & (past.decided < LEVELS.index(clause.bar))
        considered |= asks
        row = {
            "recommended": int((raises & recommended).sum()),
            "considered": int(asks.sum()),
            "declined": int((asks & lower).sum()),
            "overridden": int(barred.sum()),
        }
        if any(row.values()):
            by_rule[rule.id] = {**row, "declined_share": _share(row["declined"], row["considered"])}
    overridden = known & (past.decided < grades.floor)
    declined = (considered | recommended) & lower
    parts = {
        "recommended": recommended,
        "considered": considered,
        "declined": declined,
        "overridden": overridden,
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


def _approval(document: dict[str, Any]) -> dict[str, Any]:
    """Say whether a named practitioner has to approve the pack for it to stay in force."""
    share = _share(document["levels"]["graded"]["high"], document["episodes"])
    because = []
    if share is not None and share > MOST_HIGH:
        because.append(f"It recommends high for {share:.1%} of episodes, more than 30 %.")
    for rule, row in document["high"]["by_rule"].items():
        if row["considered"] >= LEAST_CONSIDERED and row["declined_share"] > MOST_DECLINED:
            because.append(
                f"{rule}: considered {row['considered']} times and declined {row['declined']}:"
                f" {row['declined_share']:.1%}, more than 70 %."
            )
    return {"high_share": share, "needed": bool(because), "because": because}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None

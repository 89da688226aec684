"""What each force decided: by its own practice of the day, and not by any pack of today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.made_nation.history import History
from whereabouts.interfaces.commands.made_nation.local import USES, leaves_absent, packs_in_force
from whereabouts.interfaces.commands.made_nation.settings import Areas

Column = NDArray[Any]
WORDS = ("acpo", "acpo_with_more", "own", "none")
ABSENT, LOW, MEDIUM, HIGH = range(4)
CITED = 0.15


@dataclass(frozen=True)
class Practice:
    """A row a force: its words for absent and missing, how it uses and counts them."""

    absent_words: Column  # places in WORDS
    missing_acpo: Column
    use: Column  # places in USES
    leaning: Column  # how readily it says absent
    strict: Column  # how readily it says high
    counts_calls: Column
    inseparable: Column
    loses_months: Column


def make_practice(*, chance: np.random.Generator, given: dict[str, Any], areas: Areas) -> Practice:
    """Return what each force does; which does what is drawn, since the report names none."""
    number, counts = len(areas.forces), given["practice"]

    held = np.bincount(areas.force_of, weights=areas.children, minlength=number)
    size = held / held.sum()

    def drawn(many: int) -> Column:
        """Draw so many forces that hold, together, about as many of the children."""
        tried = [chance.permutation(number)[:many] for _ in range(100)]
        found = np.zeros(number, np.bool_)
        found[min(tried, key=lambda some: abs(size[some].sum() - many / number))] = True
        return found

    words = np.repeat(
        np.arange(4),
        [
            counts["absent_acpo"],
            counts["absent_acpo_with_more"],
            counts["absent_own_words"],
            counts["absent_none"],
        ],
    )
    words = chance.permutation(words)
    use = chance.choice([1, 2, 3], number, p=[0.5, 0.3, 0.2])
    use[words == WORDS.index("acpo_with_more")] = USES.index("up_to_limit")
    use[words == WORDS.index("own")] = USES.index("own_words")
    use[words == WORDS.index("none")] = USES.index("never")
    return Practice(
        absent_words=words.astype(np.int8),
        missing_acpo=drawn(counts["missing_acpo"]),
        use=use.astype(np.int8),
        leaning=chance.gamma(2.0, 0.5, number),
        strict=chance.normal(0, 0.25, number),
        counts_calls=drawn(counts["counts_calls"]),
        inseparable=drawn(counts["inseparable"]),
        loses_months=drawn(counts["lost_months"]),
    )


def decide(
    *,
    chance: np.random.Generator,
    given: dict[str, Any],
    practice: Practice,
    codes: Sequence[str],
    facts: dict[str, Column],
    danger: Column,
    episodes: dict[str, Column],
    years: list[dict[str, Any]],
) -> Column:
    """Return the level of each episode, the lowest being the lowest category of its day."""
    grading = given["grading"]
    number, force = len(danger), episodes["force"]
    ends = np.array([year["ends"] for year in years])[episodes["year"]]
    seen = danger + 0.9 * chance.normal(size=number)
    level = np.full(number, MEDIUM, np.int8)
    packs, which = packs_in_force(
        forces=vars(practice), codes=codes, force=force, at=episodes["reported_at"]
    )
    may_be_lowest = leaves_absent(packs=packs, which=which, facts=facts)
    for year in np.unique(ends):
        rows = np.flatnonzero(ends == year)
        had_absent = year <= grading["absent_until"]
        share = grading["absent_share"] if had_absent else grading["lowest_share"]
        weight = np.where(may_be_lowest[rows], practice.leaning[force[rows]], 0.0) * np.exp(
            -seen[rows]
        )
        chosen = min(round(share * len(rows)), int((weight > 0).sum()))
        lowest = np.zeros(len(rows), np.bool_)
        # The least of exponential draws over weights: a draw without putting back.
        with np.errstate(divide="ignore"):
            keys = chance.exponential(size=len(rows)) / weight
        lowest[np.argsort(keys)[:chosen]] = True
        rest = rows[~lowest]
        score = seen[rest] + practice.strict[force[rest]]
        if len(rest):
            low, high = np.quantile(score, [grading["low"], 1 - grading["high"]])
            level[rest[score < low]] = LOW
            level[rest[score >= high]] = HIGH
        level[rows[lowest]] = ABSENT
    return level


def earlier_levels(
    *, chance: np.random.Generator, history: History, level: Column
) -> dict[str, Column]:
    """Return the facts that hang on what was decided before."""
    highest = history.highest(of=level)
    return {
        "highest_previous_level": (highest + 1).astype(np.int8),
        # Cited as new since the last grading: a share that nothing published settles.
        "new_information": ((highest >= 0) & (chance.random(len(level)) < CITED)).astype(np.int8),
    }


def plans(
    *, chance: np.random.Generator, child: Column, episodes_ever: Column, highest: Column
) -> dict[str, Column]:
    """Return what a live trigger plan directs: children seen often have one, and some say high.

    Drawn for each child once: whoever has a plan keeps it, and it goes on saying the same.
    """
    number = len(highest)
    _, first, whose = np.unique(child, return_index=True, return_inverse=True)
    own = first[whose]
    has = (episodes_ever >= 5) & (chance.random(number)[own] < 0.25)
    directs = np.where(chance.random(number)[own] < 0.1, 3, 2)
    return {
        "plan_level": np.where(has, directs, 0).astype(np.int8),
        "plan_category": np.where(has & (chance.random(number)[own] < 0.5), 1, 0).astype(np.int8),
    }

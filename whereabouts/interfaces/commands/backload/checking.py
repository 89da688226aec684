"""Each row of a history is good, or is refused with every reason that it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy import BadValue, UnknownFact, Vocabulary
from whereabouts.engines.policy.bulk import Columns, check_columns
from whereabouts.interfaces.commands.backload.text import offsets
from whereabouts.interfaces.commands.made_nation.columnar import facts_of
from whereabouts.interfaces.commands.made_nation.making import Nation

Column = NDArray[Any]
DAY = 86_400
ADULT_DAYS = 18 * 365 + 5  # the eighteenth birthday at the latest
LEVELS = 4


@dataclass(frozen=True)
class Checked:
    """Which rows are good, and of those that are not, what is wrong with each."""

    good: Column
    reasons: dict[int, list[str]]

    def counts(self) -> dict[str, int]:
        """Return how many rows each reason refuses."""
        found: dict[str, int] = {}
        for reasons in self.reasons.values():
            for reason in reasons:
                found[reason] = found.get(reason, 0) + 1
        return dict(sorted(found.items()))


def checked(*, nation: Nation, vocabulary: Vocabulary, until: int) -> Checked:
    """Check every row: `until` is the moment, in seconds, that nothing may lie after."""
    episodes = nation.episodes
    wrong = dict(_wrong(nation, until))
    bad_facts = _facts(facts_of(table=episodes), vocabulary)
    every = np.zeros(len(episodes["child"]), np.bool_)
    for where in (*wrong.values(), *bad_facts.values()):
        every |= where
    reasons = {
        int(row): [what for what, where in (*wrong.items(), *bad_facts.items()) if where[row]]
        for row in np.flatnonzero(every)
    }
    return Checked(~every, reasons)


def _wrong(nation: Nation, until: int) -> Mapping[str, Column]:
    episodes, people = nation.episodes, nation.tables["children"]
    child, force = episodes["child"], episodes["force"]
    reported, back, seen = (
        episodes[name].astype(np.int64) for name in ("reported_at", "returned_at", "last_seen_at")
    )
    no_child = (child < 0) | (child >= len(people["born"]))
    born = people["born"][np.where(no_child, 0, child)].astype(np.int64)
    known = people["birth_known"][np.where(no_child, 0, child)] & ~no_child
    days = reported // DAY - born
    return {
        "no such child": no_child,
        "no such force": (force < 0) | (force >= len(nation.about["forces"])),
        "no such level": (episodes["level"] < 0) | (episodes["level"] >= LEVELS),
        "reported in the future": reported - offsets(reported) > until,
        "reported before it was last seen": seen > reported,
        "back before it was reported": (back >= 0) & (back < reported),
        "back in the future": back - offsets(back) > until,
        "reported before birth": known & (days < 0),
        "of an adult": known & (days > ADULT_DAYS),
        "missing twice at once": _twice(child, force, reported, back),
    }


def _twice(child: Column, force: Column, reported: Column, back: Column) -> Column:
    """Say which rows begin before the one before them, of the same child and force, has ended."""
    order = np.lexsort((reported, force, child))
    same = np.zeros(len(order), np.bool_)
    same[1:] = (child[order][1:] == child[order][:-1]) & (force[order][1:] == force[order][:-1])
    before = np.roll(back[order], 1)
    overlaps = same & ((before < 0) | (before > reported[order]))
    found = np.zeros(len(order), np.bool_)
    found[order] = overlaps
    return found


def _facts(columns: Columns, vocabulary: Vocabulary) -> dict[str, Column]:
    """Return the rows that say what no fact may be, a column at a time: nearly all are good."""
    found: dict[str, Column] = {}
    for name, column in columns.values.items():
        try:
            check_columns(vocabulary=vocabulary, columns=Columns(columns.rows, {name: column}))
        except UnknownFact:
            found[f"no such fact: {name}"] = np.ones(columns.rows, np.bool_)
        except BadValue:
            found[f"no such value: {name}"] = _bad(name, column, vocabulary)
    return found


def _bad(name: str, column: Column, vocabulary: Vocabulary) -> Column:
    values, places = np.unique(column, return_inverse=True)
    bad = np.zeros(len(values), np.bool_)
    for at in range(len(values)):
        try:
            check_columns(vocabulary=vocabulary, columns=Columns(1, {name: values[at : at + 1]}))
        except BadValue:
            bad[at] = True
    return bad[places]

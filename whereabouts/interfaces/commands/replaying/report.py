"""What a replay says: what would have been graded differently, and whether that needs approval."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy import LEVELS, Pack
from whereabouts.engines.policy.bulk import Grades
from whereabouts.interfaces.commands.replaying.high import HIGH, high_of, share
from whereabouts.interfaces.commands.replaying.own_rules import own_rules
from whereabouts.interfaces.commands.replaying.past import Past
from whereabouts.interfaces.commands.replaying.under import Under, graded_under

Column = NDArray[Any]
MOST_HIGH, MOST_DECLINED = 0.30, 0.70  # beyond either a named practitioner approves, or it goes
LEAST_CONSIDERED = 20  # of fewer a share says nothing
SHOWN = 5


def replayed(*, pack: Pack | None, past: Past, shown: int = SHOWN) -> dict[str, Any]:
    """Return the whole document of a replay; without a pack under what each force followed.

    :raises NoOwnPacks: no pack is named, and the past does not say which each was under.
    """
    under = graded_under(pack=pack, past=past)
    grades = under.grades
    known = past.decided >= 0
    higher = known & (grades.level > past.decided)
    lower = known & (grades.level < past.decided)
    below = known & (past.decided < under.least)
    document: dict[str, Any] = {
        "pack": under.id,
        "pack_sha256": under.sha256,
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
            "higher": _examples(past, under, higher, shown),
            "lower": _examples(past, under, lower, shown),
        },
        "high": high_of(past=past, under=under),
        "second_look": {
            "below_what_was_known": int(below.sum()),
            "worst_first": _examples(past, under, below, shown),
        },
    }
    document["approval"] = _approval(document)
    if under.own:
        document["own_rules"] = own_rules(past=past, under=under)
        document["approval"] |= _approval_of_each(past, under)
    return document


def below_what_was_known(*, pack: Pack | None, past: Past, most: int) -> dict[str, list[str]]:
    """Return by force what was graded below what the pack's rules bar, so many at most of each.

    Those furthest below come first, and of them the newest: from the facts that were known then.
    Without a pack the rules are those that the force itself had.
    """
    under = graded_under(pack=pack, past=past)
    below = np.flatnonzero((past.decided >= 0) & (past.decided < under.least))
    apart = under.least[below].astype(int) - past.decided[below]
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


def _examples(past: Past, under: Under, where: Column, shown: int) -> list[dict[str, Any]]:
    """Return the rows that differ most, the newest of them first."""
    rows = np.flatnonzero(where)
    apart = np.abs(under.grades.level[rows].astype(int) - past.decided[rows])
    order = np.lexsort((-past.reported_at[rows], -apart))[:shown]
    found = []
    for row in rows[order]:
        answer, pack = under.grades.row(number=int(row)), under.pack_of(row=int(row))
        at = datetime.fromtimestamp(int(past.reported_at[row]), UTC)
        clauses = [pack.clause(clause_id=clause) for clause in answer["fired"]]
        found.append(
            {
                "episode": past.name(int(row)),
                "force": past.forces[past.force[row]],
                "reported_at": at.isoformat(),
                "pack": pack.id,
                "decided": LEVELS[past.decided[row]],
                "graded": answer["level"],
                "floor": answer["floor"],
                "absent_forbidden_by": list(pack.absent_forbidden_by),
                "because": [f"{one.id}: {one.because}" for one in clauses if one.bar or one.prompt],
            }
        )
    return found


def _approval(document: dict[str, Any]) -> dict[str, Any]:
    """Say whether a named practitioner has to approve the pack for it to stay in force."""
    high = share(part=document["levels"]["graded"]["high"], whole=document["episodes"])
    because = []
    if high is not None and high > MOST_HIGH:
        because.append(f"It recommends high for {high:.1%} of episodes, more than 30 %.")
    for rule, row in document["high"]["by_rule"].items():
        if row["considered"] >= LEAST_CONSIDERED and row["declined_share"] > MOST_DECLINED:
            because.append(
                f"{rule}: considered {row['considered']} times and declined {row['declined']}:"
                f" {row['declined_share']:.1%}, more than 70 %."
            )
    return {"high_share": high, "needed": bool(because), "because": because}


def _approval_of_each(past: Past, under: Under) -> dict[str, Any]:
    """Say so of each pack that some force followed, from the episodes under it."""
    each = []
    for place, pack in enumerate(under.packs):
        some = past.of(rows=np.flatnonzero(under.which == place))
        alone = graded_under(pack=pack, past=some)
        document = {
            "episodes": len(some),
            "levels": {"graded": _by_level(alone.grades.level)},
            "high": high_of(past=some, under=alone),
        }
        each.append({"pack": pack.id, **_approval(document)})
    return {
        "needed": any(one["needed"] for one in each),
        "because": [f"{one['pack']}: {reason}" for one in each for reason in one["because"]],
        "by_pack": each,
    }

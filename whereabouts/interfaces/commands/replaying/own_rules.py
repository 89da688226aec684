"""By force, how its decisions stand beside the rules that it had itself on the day.

*Below* and *above* are decisions lower and higher than its own pack recommends from what was known;
*declined* are those where its own pack recommended HIGH or asked for it, and less was decided;
*barred* those below what its own pack bars, among them *no category*: the lowest, where its own
pack lets no child be. *Named otherwise* are records that carry another pack's name than the one
that the force says it followed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.replaying.high import HIGH
from whereabouts.interfaces.commands.replaying.past import Past
from whereabouts.interfaces.commands.replaying.under import Under

Column = NDArray[Any]


def own_rules(*, past: Past, under: Under) -> dict[str, Any]:
    """Return the packs that were followed, and the counts, of all and by force."""
    parts = _parts(past, under)
    return {
        "packs": [
            {"pack": pack.id, "pack_sha256": pack.sha256, "episodes": int(count)}
            for pack, count in zip(
                under.packs, _counted(under.which, len(under.packs)), strict=True
            )
        ],
        **{name: int(where.sum()) for name, where in parts.items()},
        "by_force": _by_force(past, under, parts),
    }


def _parts(past: Past, under: Under) -> dict[str, Column]:
    known, level = past.decided >= 0, under.grades.level
    asked = known & (level == HIGH)
    for clause, holds in under.clauses():
        if clause.consider:
            asked |= known & holds
    own = past.own
    parts = {
        "below": known & (past.decided < level),
        "above": known & (past.decided > level),
        "same": known & (past.decided == level),
        "declined": asked & (past.decided < HIGH),
        "barred": known & (past.decided < under.least),
        "no_category": (past.decided == 0) & (under.least > under.grades.floor),
    }
    if own is not None and own.named_otherwise is not None:
        parts["named_otherwise"] = own.named_otherwise
    return parts


def _by_force(past: Past, under: Under, parts: dict[str, Column]) -> list[dict[str, Any]]:
    number = len(past.forces)
    episodes = _counted(past.force, number)
    columns = {name: _counted(past.force[where], number) for name, where in parts.items()}
    pairs = past.force.astype(np.int64) * len(under.packs) + under.which
    pairs = pairs[np.argsort(past.reported_at, kind="stable")]
    kinds, first = np.unique(pairs, return_index=True)
    followed: dict[int, list[str]] = {}  # the earliest first
    for force, pack in (divmod(one, len(under.packs)) for one in kinds[np.argsort(first)].tolist()):
        followed.setdefault(force, []).append(under.packs[pack].id)
    return [
        {
            "force": past.forces[place],
            "packs": followed[place],
            "episodes": int(episodes[place]),
            **{name: int(column[place]) for name, column in columns.items()},
        }
        for place in np.flatnonzero(episodes).tolist()
    ]


def _counted(places: Column, number: int) -> Column:
    return np.bincount(places, minlength=number)

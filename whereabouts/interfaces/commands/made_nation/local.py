"""Which local packs each force of the nation follows, and what they leave of absent.

The practices are those of `policy_packs/local` and stand nowhere else: here is only which force
follows which, and until when.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy import PackLibrary, load_packs
from whereabouts.engines.policy.bulk import UNKNOWN, Columns, may_hold
from whereabouts.interfaces.commands.made_nation.settings import settings

Column = NDArray[Any]
PACKS = Path(__file__).resolve().parents[4] / "policy_packs"
# How a force used its lowest category for children (HMIC 2016, line 558), where it had one.
USES = ("never", "for_any", "from_14", "only_care", "up_to_limit", "own_words")


@lru_cache(maxsize=1)
def library() -> PackLibrary:
    """Return the packs that are held."""
    return load_packs(PACKS)


def followed(*, forces: Mapping[str, Column], force: int) -> list[tuple[str, date, date | None]]:
    """Return each local pack that a force follows, its first day, and the first day after."""
    given = settings()["practice"]
    names, use = given["local_packs"], USES[forces["use"][force]]
    chosen = [names[use]] if use in names else []
    if not forces["missing_acpo"][force]:
        chosen.append(names["missing_own_words"])
    return [
        (pack, given["local_packs_from"], None if _lasts(pack) else given["local_packs_until"])
        for pack in chosen
    ]


def leaves_absent(*, use: str, day: date, facts: dict[str, Column], rows: Column) -> Column:
    """Return where the local pack of a use lets a child be absent; never where nobody knows."""
    given = settings()["practice"]
    pack = given["local_packs"].get(use)
    found: Column = np.ones(len(rows), np.bool_)
    if pack is None or not (_lasts(pack) or day < given["local_packs_until"]):
        return found
    held = library()
    for file in held.of_partnership(name=pack):
        if not held.holds(file=file, day=day):
            continue
        if not file.child_absent_allowed:
            found[:] = False
        bars = [clause for rule in file.rules for clause in rule.clauses if clause.bar]
        reads = {name for clause in bars for name in clause.reads}
        columns = Columns(len(rows), {name: _column(facts, name)[rows] for name in reads})
        for clause in bars:
            found &= ~may_hold(clause=clause, vocabulary=held.vocabulary, columns=columns)
    return found


def with_outside_care(*, facts: dict[str, Column]) -> dict[str, Column]:
    """Return facts of the past with what follows from looked_after, where nobody said it apart."""
    if "outside_care" in facts or "looked_after" not in facts:
        return facts
    return {**facts, "outside_care": _column(facts, "outside_care")}


def _lasts(pack: str) -> bool:
    """Say whether a force that followed it goes on after absent was no category of its own."""
    return pack in settings()["practice"]["local_packs_lasting"]


def _column(facts: dict[str, Column], name: str) -> Column:
    if name == "outside_care" and name not in facts:
        care = np.asarray(facts["looked_after"])
        return np.where(care == UNKNOWN, UNKNOWN, 1 - care).astype(np.int8)
    return facts[name]

"""Which packs each force of the nation goes by on a day, and what they leave of absent.

The practices are those of `policy_packs` and stand nowhere else: here is only which force follows
which local pack, and until when. A Welsh force has the Welsh base of its years.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.policy import Pack, PackLibrary, load_packs
from whereabouts.engines.policy.bulk import UNKNOWN, Columns, may_hold
from whereabouts.engines.policy.own_packs import Practice, packs_of
from whereabouts.interfaces.commands.made_nation.history import DAY
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


def practices(*, forces: Mapping[str, Column], codes: Sequence[str]) -> list[Practice]:
    """Return what each force goes by: the base of its country, and the local packs it follows."""
    return [
        Practice(
            jurisdiction="wales" if code.startswith("W") else "england",
            followed=tuple(followed(forces=forces, force=force)),
        )
        for force, code in enumerate(codes)
    ]


def packs_in_force(
    *, forces: Mapping[str, Column], codes: Sequence[str], force: Column, at: Column
) -> tuple[tuple[Pack, ...], Column]:
    """Return the packs, and for each episode the place of the one in force for its force then.

    The nation's moments are those of British clocks, so that a day of theirs is a British day.
    """
    return packs_of(
        library=library(), practices=practices(forces=forces, codes=codes),
        whose=np.asarray(force), day=np.asarray(at, np.int64) // DAY,
    )  # fmt: skip


def leaves_absent(*, packs: Sequence[Pack], which: Column, facts: dict[str, Column]) -> Column:
    """Return where each force's own base and local packs let a child be absent.

    What nobody knows lets no child be. The safeguards are left out: they came later.
    """
    found: Column = np.zeros(len(which), np.bool_)
    for place, pack in enumerate(packs):
        own = np.flatnonzero(which == place)
        found[own] = pack.child_absent_allowed and _left_by(pack, facts, own)
    return found


def _left_by(pack: Pack, facts: dict[str, Column], rows: Column) -> Column:
    only_care = pack.files[0].id in settings()["practice"]["lowest_only_in_care"]
    left: Column = np.ones(len(rows), np.bool_)
    if only_care:
        left = np.asarray(facts["looked_after"])[rows] == 1
    ours = [file for file in pack.files if file.layer != "safeguards"]
    bars = [clause for file in ours for rule in file.rules for clause in rule.clauses if clause.bar]
    reads = {name for clause in bars for name in clause.reads}
    columns = Columns(len(rows), {name: _column(facts, name)[rows] for name in reads})
    for clause in bars:
        left = left & ~may_hold(clause=clause, vocabulary=pack.vocabulary, columns=columns)
    return left


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

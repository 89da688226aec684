"""Which pack each of many episodes was under: that of whoever recorded it, on its day.

Each is then graded by its own (`bulk.grade_each`), by the one copy of the rules. This needs numpy,
which a single evaluation does not, so the package does not import it by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from .bulk import Grades
from .library import PackLibrary
from .model import Clause, Pack
from .refusals import NoPackInForce

Column = npt.NDArray[Any]
Following = tuple[str, date, date | None]  # a local pack, the first day, and the first day after

EPOCH, NONE = date(1970, 1, 1), -1


@dataclass(frozen=True, slots=True)
class Practice:
    """What somebody who records goes by: their jurisdiction, and the local packs they follow."""

    jurisdiction: str | None = None
    followed: tuple[Following, ...] = ()


def in_turn(*, library: PackLibrary, practice: Practice) -> list[tuple[date, Pack | None]]:
    """Return what was in force for a practice, with the first day of each, one after another.

    None stands where no base was in force; before the first day none was either.
    """
    found: list[tuple[date, Pack | None]] = []
    for day in sorted(_turns(library, practice)):
        local = {
            name
            for name, first, until in practice.followed
            if first <= day and (until is None or day < until)
        }
        pack = None
        with suppress(NoPackInForce):
            pack = library.in_force(
                at=day, local="+".join(sorted(local)) or None, jurisdiction=practice.jurisdiction
            )
        if not found or found[-1][1] is not pack:
            found.append((day, pack))
    return found


def packs_of(
    *, library: PackLibrary, practices: Sequence[Practice], whose: Column, day: Column
) -> tuple[tuple[Pack, ...], Column]:
    """Return the packs by name, and for each row the place of the one in force for it.

    `whose` are places in `practices`, `day` the British days, as days since 1970.

    :raises NoPackInForce: on some day no base was.
    """
    turns = {one: in_turn(library=library, practice=one) for one in set(practices)}
    held = {pack.id: pack for found in turns.values() for _, pack in found if pack is not None}
    names = sorted(held)
    which = np.zeros(len(whose), np.int16)
    for number, practice in enumerate(practices):
        rows = np.flatnonzero(whose == number)
        first = np.array([(begins - EPOCH).days for begins, _ in turns[practice]])
        places = [NONE, *(NONE if p is None else names.index(p.id) for _, p in turns[practice])]
        which[rows] = np.array(places)[np.searchsorted(first, day[rows], side="right")]
    if (which == NONE).any():
        raise NoPackInForce((EPOCH + timedelta(days=int(day[which == NONE].min()))).isoformat())
    used, place = np.unique(which, return_inverse=True)
    return tuple(held[names[number]] for number in used.tolist()), place.astype(np.int16)


def each_clause(
    *, packs: Sequence[Pack], which: Column, grades: Grades
) -> Iterator[tuple[Pack, Clause, Column]]:
    """Yield each clause in order, with a pack that has it, and the rows in which it holds.

    Two packs may have clauses of one name that are not one clause: each is yielded, with its rows.
    """
    for name in grades.clauses:
        those: dict[int, tuple[Pack, Clause, list[bool]]] = {}
        for place, pack in enumerate(packs):
            clause = pack.compiled.clauses_by_id.get(name)
            if clause is not None:
                _, _, has = those.setdefault(id(clause), (pack, clause, [False] * len(packs)))
                has[place] = True
        holds = grades.holds(clause=name)
        for pack, clause, has in those.values():
            yield pack, clause, holds if len(those) == 1 else holds & np.array(has)[which]


def _turns(library: PackLibrary, practice: Practice) -> Iterable[date]:
    """Return every day on which what is in force may be another than on the day before."""
    names = {name for name, _, _ in practice.followed}
    for file in library.files:
        if file.layer == "local" and file.partnership not in names:
            continue
        if file.in_force_from is not None:
            yield file.in_force_from
        last = library.last_day(file=file)
        if last is not None:
            yield last + timedelta(days=1)
    for _, first, until in practice.followed:
        yield first
        if until is not None:
            yield until

"""Children of a history as records: a force's own number finds again who is there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import numpy as np
import psycopg
from numpy.typing import NDArray

from whereabouts.engines.matching import KEYS_VERSION, normal_name, stored_keys
from whereabouts.interfaces.commands.backload.text import keys
from whereabouts.interfaces.commands.made_nation.making import Nation

Column = NDArray[Any]
FORCES = 100  # a record is told by its child and its force, as child * 100 + force
EPOCH = date(1970, 1, 1)
GIVEN = ("Testa", "Testo", "Exempla", "Exemplo", "Ficta", "Ficto", "Modela", "Modelo")
FAMILY = ("Sampleton", "Madeupson", "Examplewright", "Notreal", "Pretendley", "Inventham")
ANOTHERS = "the number is another child's"
CHILDREN, NAMES, BIRTHS, RELATIONS, NUMBERS, EPISODES, ASSESSMENTS, DECISIONS, DEATHS = range(9)

# Found by the force's number, and held beside what the file says of the child.
FIND = """
SELECT i.value, i.owner_agency_id, i.child_id, n.normal, b.earliest
FROM people_childidentifier i
LEFT JOIN LATERAL (SELECT normal FROM people_childname n WHERE n.child_id = i.child_id
    ORDER BY n.recorded_at, n.id LIMIT 1) n ON true
LEFT JOIN LATERAL (SELECT earliest FROM people_childbirth b WHERE b.child_id = i.child_id
    AND b.believed ORDER BY b.recorded_at, b.id LIMIT 1) b ON true
WHERE i.scheme = 'force' AND i.value = ANY(%s)
"""


@dataclass(frozen=True)
class Found:
    """What became of a batch's children: the key of each, which are new, whose number is wrong."""

    key_of: dict[int, str]  # by record
    new: list[int]
    wrong: set[int] = field(default_factory=set)


class Records:
    """The records of a nation: one a child and force, first written down at some row."""

    def __init__(self, *, nation: Nation, number: int, good: Column) -> None:
        self.nation, self._number = nation, number
        episodes = nation.episodes
        rows = np.flatnonzero(good)
        pairs = episodes["child"][rows].astype(np.int64) * FORCES + episodes["force"][rows]
        self.pairs, first, places = np.unique(pairs, return_index=True, return_inverse=True)
        self.first_row = rows[first]
        self.of_row = np.full(len(good), -1, np.int64)
        self.of_row[rows] = places

    def episode_keys(self, rows: Column) -> list[str]:
        """Return the keys of the episodes of some rows."""
        at = self.nation.episodes["reported_at"][rows]
        return keys(nation=self._number, kind=EPISODES, numbers=rows, at=at)

    def child(self, record: int) -> int:
        """Return the child's place in the nation."""
        return int(self.pairs[record]) // FORCES

    def force(self, record: int) -> int:
        """Return the force's place."""
        return int(self.pairs[record]) % FORCES

    def first_at(self, records: Any) -> Column:
        """Return when some records were written down first."""
        first: Column = self.nation.episodes["reported_at"][self.first_row[records]]
        return first

    def reference(self, record: int) -> str:
        """Return the number by which the force knows the child."""
        code = self.nation.about["forces"][self.force(record)]
        return f"{code}/{self._number:x}/{self.child(record)}"

    def name(self, record: int) -> tuple[str, str]:
        """Return the child's made-up name."""
        child = self.child(record)
        return GIVEN[child % len(GIVEN)], FAMILY[child // len(GIVEN) % len(FAMILY)]

    def born(self, record: int) -> date | None:
        """Return the day of birth where the force knows it."""
        people, child = self.nation.tables["children"], self.child(record)
        if not people["birth_known"][child]:
            return None
        return EPOCH + timedelta(days=int(people["born"][child]))

    def resolve(
        self,
        *,
        connection: psycopg.Connection[Any],
        records: Sequence[int],
        agencies: Sequence[UUID],
    ) -> Found:
        """Return who of these is there already, and who is new.

        A number under which the database has another name or another day of birth is wrong: whoever
        it is, their rows wait until somebody has looked.
        """
        by_reference = {self.reference(record): record for record in records}
        key_of: dict[int, str] = {}
        wrong = set()
        for value, agency, child, normal, earliest in connection.execute(
            FIND, [list(by_reference)]
        ):
            record = by_reference[value]
            if agency != agencies[self.force(record)]:
                continue
            born = self.born(record)
            if normal != name_keys(*self.name(record))["normal"] or (
                born is not None and earliest is not None and born != earliest
            ):
                wrong.add(record)
            key_of[record] = child.hex
        new = [record for record in records if record not in key_of]
        made = keys(
            nation=self._number, kind=CHILDREN, numbers=self.pairs[new], at=self.first_at(new)
        )
        key_of |= dict(zip(new, made, strict=True))
        return Found(key_of, new, wrong)


@cache
def name_keys(given: str, family: str) -> Mapping[str, Any]:
    """Return how a name is written and found."""
    found = stored_keys(given=given, family=family)
    full = f"{given} {family}"
    return {
        "full": full,
        "normal": normal_name(text=full),
        "name_keys": list(found.names),
        "prefix_keys": list(found.prefixes),
        "sound_keys": list(found.sounds),
        "keys_version": KEYS_VERSION,
    }

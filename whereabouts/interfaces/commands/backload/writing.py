"""The rows of each table that a batch of a history becomes, as text for COPY."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import numpy as np
from django.db import models
from numpy.typing import NDArray

from whereabouts.engines.policy import IMMEDIACY, LEVELS, SERIOUSNESS, PackLibrary
from whereabouts.engines.policy.own_packs import Practice
from whereabouts.engines.references import new_reference
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.agencies.keys import new_id
from whereabouts.foundations.audit.models import AuditEntry
from whereabouts.foundations.audit.rules import canonical_bytes, entry_hash
from whereabouts.interfaces.commands.backload import records as numbers
from whereabouts.interfaces.commands.backload.answers import answers, facts_as_json
from whereabouts.interfaces.commands.backload.grading import graded
from whereabouts.interfaces.commands.backload.records import FORCES, Found, Records, name_keys
from whereabouts.interfaces.commands.backload.text import (
    NULL,
    dashed,
    each,
    keys,
    lines,
    moments,
    picked,
    said,
    table,
)
from whereabouts.interfaces.commands.made_nation.making import Nation
from whereabouts.interfaces.commands.made_nation.settings import LIVING_AT
from whereabouts.practice.risk.models import Assessment, Decision
from whereabouts.records.episodes.events import BACKLOADED, FOUND_DEAD
from whereabouts.records.episodes.models import Episode, LogEntry
from whereabouts.records.people.models import Child, ChildBirth, ChildIdentifier, ChildName

Column = NDArray[Any]
ETHNICITIES = ("WBRI", "BOTH", "AOTH", "OOTH")  # one of each broad group
BECAUSE = "Made up with a nation."
DAY = 86_400
ODD = 0x9E3779B97 | 1  # any odd number takes each reference to another one
FORTY_BITS = (1 << 40) - 1


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Good rows of a nation, and whose children they are."""

    rows: Column
    part: Column  # all that were taken up together: those as well whose number is another child's
    found: Found
    transaction: int
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Lot:
    """A batch's columns, with the keys of its episodes and of their children."""

    batch: Batch
    made: Mapping[str, Column]
    episodes: Column
    child: Column


def owned(
    *, owners: Sequence[tuple[UUID, UUID]], force: Column, recorded: list[str]
) -> dict[str, Any]:
    """Return whose each row is, and who wrote it down when: a force, and its clock."""
    return {
        "owner_agency_id": picked([agency for agency, _ in owners], force),
        "recorded_by_id": picked([clock for _, clock in owners], force),
        "recorded_at": each(recorded),
    }


class Writer:
    """Makes the rows of a batch, table after table, each after what it points to."""

    def __init__(
        self, *, nation: Nation, number: int, library: PackLibrary, records: Records,
        owners: Sequence[tuple[UUID, UUID]], practices: Sequence[Practice],
    ) -> None:  # fmt: skip
        self._nation, self._number, self._library = nation, number, library
        self._records, self._owners, self._practices = records, owners, practices
        dead = np.flatnonzero(nation.episodes["found_dead"] & (records.of_row >= 0))
        self._dead_pairs = records.pairs[records.of_row[dead]].tolist()
        found = moments(nation.episodes["returned_at"][dead].astype(np.int64))
        self._dead_on = [text[:10] for text in found]

    def tables(self, batch: Batch) -> Iterator[tuple[type[models.Model], str, int]]:
        """Yield each table, its rows as text, and how many."""
        new = np.array(batch.found.new, np.int64)
        yield from self._children(batch, new)
        yield from self._episodes(batch)

    def episode_keys(self, rows: Column) -> list[str]:
        """Return the keys of the episodes of some rows."""
        return self._records.episode_keys(rows)

    def keys_of_rows(self, kind: int, rows: Column) -> list[str]:
        """Return the keys of what is of some rows, a kind of record each."""
        at = self._nation.episodes["reported_at"][rows]
        return keys(nation=self._number, kind=kind, numbers=rows, at=at)

    def keys_of_pairs(self, kind: int, pairs: Column) -> list[str]:
        """Return the keys of what is of some children of a force, a kind of record each."""
        first = self._records.first_at(np.searchsorted(self._records.pairs, pairs))
        return keys(nation=self._number, kind=kind, numbers=pairs, at=first)

    def record_of(self, row: int) -> int:
        """Return the record that a row is of."""
        return int(self._records.of_row[row])

    def pairs_of(self, rows: Column) -> Column:
        """Return the child and force of the records of some rows, as one number each."""
        pairs: Column = self._records.pairs[self._records.of_row[rows]]
        return pairs

    def pairs_of_records(self, records: Column) -> Column:
        """Return the child and force of some records, as one number each."""
        pairs: Column = self._records.pairs[records]
        return pairs

    def children_keys(self, batch: Batch) -> list[str]:
        """Return the key of the child of each row of a batch."""
        of_row = self._records.of_row[batch.rows].tolist()
        return [batch.found.key_of[record] for record in of_row]

    def _owned(self, force: Column, recorded: list[str]) -> dict[str, Any]:
        return owned(owners=self._owners, force=force, recorded=recorded)

    def _children(self, batch: Batch, new: Column) -> Iterator[tuple[type[models.Model], str, int]]:
        records, people = self._records, self._nation.tables["children"]
        pairs = records.pairs[new]
        child, force = pairs // FORCES, pairs % FORCES
        first = moments(self._nation.episodes["reported_at"][records.first_row[new]])
        owned = self._owned(force, first)
        whose = [batch.found.key_of[int(record)] for record in new]
        ethnicity = people["ethnicity"][child].astype(np.int64)
        # Of whoever nobody could name, neither a name nor a day of birth is written down.
        named = ~self._nation.episodes["unidentified"][records.first_row[new]].astype(bool)
        yield from _made(Child, len(new), {
            "id": each(whose),
            "sex": picked(("M", "F"), people["girl"][child]),
            "unidentified": picked(("f", "t"), ~named),
            "died_on": each(self._died(pairs)),
            "ethnicity_self": picked((*ETHNICITIES, ""), ethnicity),
            "ethnicity_self_source": picked((BECAUSE, ""), ethnicity < 0),
            **owned,
        })  # fmt: skip
        called = np.flatnonzero(named)
        names = [records.name(int(record)) for record in new[called]]
        kinds = sorted(set(names))
        at = np.array([kinds.index(name) for name in names], np.int64)
        spelt = [name_keys(*name) for name in kinds]
        yield from _made(ChildName, len(called), {
            "id": each(self.keys_of_pairs(numbers.NAMES, pairs[called])),
            "child_id": each([whose[place] for place in called]),
            "given": picked([given for given, _ in kinds], at),
            "family": picked([family for _, family in kinds], at),
            **{name: picked([one[name] for one in spelt], at) for name in (spelt or [{}])[0]},
            "source": BECAUSE,
            **self._owned(force[called], [first[place] for place in called]),
        })  # fmt: skip
        known = np.flatnonzero(named & people["birth_known"][child])
        born = people["born"][child[known]].astype("datetime64[D]")
        days = np.datetime_as_string(born).tolist() if len(known) else []
        yield from _made(ChildBirth, len(known), {
            "id": each(self.keys_of_pairs(numbers.BIRTHS, pairs[known])),
            "child_id": each([whose[place] for place in known]),
            "as_said": each([f"{day[8:]}/{day[5:7]}/{day[:4]}" for day in days]),
            "earliest": each(days),
            "latest": each(days),
            "precision": "day",
            "source": BECAUSE,
            **self._owned(force[known], [first[place] for place in known]),
        })  # fmt: skip
        yield from _made(ChildIdentifier, len(new), {
            "id": each(self.keys_of_pairs(numbers.NUMBERS, pairs)),
            "child_id": each(whose),
            "scheme": "force",
            "value": each([records.reference(int(record)) for record in new]),
            "from_agency_id": owned["owner_agency_id"],
            **owned,
        })  # fmt: skip
        yield from _made(Relation, len(new), {
            "id": each(self.keys_of_pairs(numbers.RELATIONS, pairs)),
            "subject": each(whose),
            "agency_id": owned["owner_agency_id"],
            "kind": "recording",
            "from_at": each(first),
        })  # fmt: skip

    def _died(self, pairs: Column) -> list[str]:
        """Return for each child of a force the day on which they were found dead, if they were."""
        days = dict(zip(self._dead_pairs, self._dead_on, strict=True))
        return [days.get(pair, NULL) for pair in pairs.tolist()]

    def _episodes(self, batch: Batch) -> Iterator[tuple[type[models.Model], str, int]]:
        rows, made = batch.rows, {
            name: column[batch.rows] for name, column in self._nation.episodes.items()
        }  # fmt: skip
        known = graded(made=made, practices=self._practices, library=self._library)
        grades = known.grades
        reported = moments(made["reported_at"])
        common_child = self.children_keys(batch)
        common = {
            "child_id": each(common_child),
            **self._owned(made["force"], reported),
        }
        whose = self.episode_keys(rows)
        assessed = self.keys_of_rows(numbers.ASSESSMENTS, rows)
        back = made["returned_at"].astype(np.int64)
        dead = made["found_dead"].astype(bool)
        # Whoever was found dead did not come back: that it was so stands in the history.
        returned = each(moments(np.where(dead, -1, back)))
        level = made["level"].astype(np.int64)
        category = picked(("absent", "missing"), level > 0)
        pack = picked([one.id for one in known.packs], known.which)
        yield from _made(Episode, len(rows), {
            "id": each(whose),
            "reference": each(self.references(rows, "E")),
            "state": picked(("closed", "open", "found_dead"), np.where(dead, 2, back < 0)),
            "category": category,
            "level": picked(LEVELS, level),
            "recommended_level": picked(LEVELS, grades.level),
            "seriousness": picked(SERIOUSNESS, grades.seriousness),
            "immediacy": picked(IMMEDIACY, grades.immediacy),
            "decided": True,
            "pack": pack,
            "happened_at": each(reported),
            "reported_at": each(reported),
            "last_seen_at": each(moments(made["last_seen_at"])),
            "back_at": returned,
            "seen_at": returned,
            "closed_at": returned,
            "living_at": picked(LIVING_AT, made["living_at"]),
            **common,
        })  # fmt: skip
        own = np.flatnonzero(dead)
        yield from _made(LogEntry, len(own), {
            "id": each(self.keys_of_rows(numbers.DEATHS, rows[own])),
            "child_id": each([common_child[place] for place in own.tolist()]),
            "episode_id": each([whose[place] for place in own.tolist()]),
            "kind": FOUND_DEAD,
            "happened_at": each(moments(back[own])),
            **self._owned(made["force"][own], moments(back[own])),
        })  # fmt: skip
        yield from _made(Assessment, len(rows), {
            "id": each(assessed),
            "episode_id": each(whose),
            "number": 1,
            "at": each(reported),
            "pack": pack,
            "pack_sha256": picked([one.sha256 for one in known.packs], known.which),
            "facts": each(facts_as_json(facts=known.facts, vocabulary=self._library.vocabulary)),
            "sources": {},
            "result": each(answers(graded=known)),
            "level": picked(LEVELS, grades.level),
            "possible_level": picked(LEVELS, grades.possible_level),
            "floor": picked(LEVELS, grades.floor),
            "cause": "report",
            **common,
        })  # fmt: skip
        yield from _made(Decision, len(rows), {
            "id": each(self.keys_of_rows(numbers.DECISIONS, rows)),
            "episode_id": each(whose),
            "assessment_id": each(assessed),
            "decided_at": each(reported),
            "kind": "first",
            "category": category,
            "level": picked(LEVELS, level),
            "rationale": BECAUSE,
            **common,
        })  # fmt: skip
        yield self._audit(batch, whose, made["force"], reported)

    def _audit(
        self, batch: Batch, whose: list[str], force: Column, reported: list[str]
    ) -> tuple[type[models.Model], str, int]:
        """Return a line of the log for each episode, hashed as every line is."""
        written = []
        drawn = secrets.token_bytes(16 * len(whose))
        for number, (episode, of, at) in enumerate(
            zip(whose, force.tolist(), reported, strict=True)
        ):
            agency, clock = self._owners[of]
            salt, entry = drawn[number * 16 : number * 16 + 16], new_id()
            subject = f"episode:{dashed(episode)}"
            payload = f'{{"nation": {self._number}, "row": {int(batch.rows[number])}}}'.encode()
            hashed = sha256(salt + payload).digest()
            canonical = canonical_bytes(
                key=entry, kind=BACKLOADED, subject=subject, member=clock, agency=agency,
                at=datetime.fromisoformat(at), recorded_at=batch.recorded_at,
                transaction=batch.transaction, payload_hash=hashed,
            )  # fmt: skip
            written.append(
                (entry.hex, subject, at, clock.hex, agency.hex, said(canonical), said(payload),
                 said(salt), said(hashed), said(entry_hash(canonical=canonical)))
            )  # fmt: skip
        names = (
            "id", "subject", "at", "member_id", "owner_agency_id", "canonical", "payload", "salt",
            "payload_hash", "entry_hash",
        )  # fmt: skip
        columns = {
            name: each(texts) for name, texts in zip(names, zip(*written, strict=True), strict=True)
        }
        text = lines(model=AuditEntry, number=len(written), columns={
            "kind": BACKLOADED, "recorded_at": batch.recorded_at,
            "transaction": batch.transaction, **columns,
        })  # fmt: skip
        return AuditEntry, text, len(written)

    def references(self, rows: Column, kind: str) -> list[str]:
        """Return another reference of a kind for each row, in no order that can be seen."""
        start = int(sha256(str(self._number).encode()).hexdigest()[:10], 16)
        found = []
        for row in rows.tolist():
            mixed = (row * ODD + start) & FORTY_BITS
            mixed ^= mixed >> 19
            mixed = mixed * ODD & FORTY_BITS
            found.append(new_reference(random_bytes=mixed.to_bytes(5, "big"), kind=kind))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """The history that everything is of: who writes it, its number, whose it is, its good rows."""

    writer: Writer
    number: int
    nation: Nation
    owners: Sequence[tuple[UUID, UUID]]
    good: Column


def _made(
    model: type[models.Model], number: int, columns: dict[str, Any]
) -> Iterator[tuple[type[models.Model], str, int]]:
    yield table(model=model, number=number, columns=columns)

"""A made-up nation into the database by COPY: agencies, children, episodes, what was decided.

It is history, written as the owner of the tables and past the journeys: no message is sent, no
clock is started, no line of the log is written for each row. The forces are new agencies that say
they are made up; nobody can sign in to them. What was known and what was decided is kept, so that
it can be graded again; of what the rules said then, only the grade.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import psycopg
from django.db import models
from psycopg import sql

from whereabouts.engines.matching import KEYS_VERSION, normal_name, stored_keys
from whereabouts.engines.policy import IMMEDIACY, LEVELS, SERIOUSNESS, PackLibrary
from whereabouts.engines.policy.bulk import case_of, grade_all
from whereabouts.engines.references import new_reference
from whereabouts.foundations.access.models import Relation
from whereabouts.foundations.agencies.actions import open_agency
from whereabouts.foundations.agencies.models import Agency, Member
from whereabouts.interfaces.commands.made_nation.columnar import facts_of
from whereabouts.interfaces.commands.made_nation.making import Nation
from whereabouts.interfaces.commands.made_nation.settings import LIVING_AT
from whereabouts.practice.risk.models import Assessment, Decision
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people.models import Child, ChildBirth, ChildName

EPOCH, LONDON = date(1970, 1, 1), ZoneInfo("Europe/London")
AT_ONCE = 50_000
GIVEN = ("Testa", "Testo", "Exempla", "Exemplo", "Ficta", "Ficto", "Modela", "Modelo")
FAMILY = ("Sampleton", "Madeupson", "Examplewright", "Notreal", "Pretendley", "Inventham")
ETHNICITIES = ("W1", "B9", "A9", "O9")
BECAUSE = "Made up with a nation."

Row = dict[str, Any]
Connection = psycopg.Connection[Any]


class AlreadyLoaded(RuntimeError):
    """The made-up forces are in this database already."""


def load(
    *,
    nation: Nation,
    library: PackLibrary,
    connection: Connection,
    at: datetime,
    say: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Write the nation's children and episodes in one transaction, and return how many and fast.

    :raises AlreadyLoaded: it has been done here before.
    """
    owners = _forces(nation, at)
    began = time.perf_counter()
    writer = _Writer(nation, library, owners, at)
    counts: dict[str, int] = {}
    with connection.transaction():
        for model, rows in writer.tables():
            name = model._meta.db_table
            counts[name] = _copied(connection, model, rows, say)
    seconds = time.perf_counter() - began
    episodes = counts[Episode._meta.db_table]
    return {
        "rows": counts,
        "seconds": round(seconds, 1),
        "episodes_a_minute": round(episodes / seconds * 60),
    }


def _forces(nation: Nation, at: datetime) -> list[tuple[UUID, UUID]]:
    """Return each force's key and that of its clock, in whose name its history is written."""
    found = []
    for code in nation.about["forces"]:
        slug = f"made-up-{code.lower()}"
        if Agency.objects.filter(code=slug).exists():
            raise AlreadyLoaded("The made-up forces are in this database already.")
        agency = open_agency(
            kind="police_force", name=f"Made-up force of area {code}", code=slug, at=at,
            made_up=True, country="wales" if code.startswith("W") else "england",
        )  # fmt: skip
        found.append((agency.pk, Member.objects.get(agency=agency).pk))
    return found


def _copied(
    connection: Connection,
    model: type[models.Model],
    rows: Iterable[Row],
    say: Callable[[str], None],
) -> int:
    """Copy rows into a table, what a row does not say being the model's default.

    COPY does not go through fences, so the rows are copied beside the table and moved into it.
    """
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    defaults = {field.attname: field.get_default() for field in fields if not field.primary_key}
    table = sql.Identifier(model._meta.db_table)
    columns = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
    beside = sql.SQL("CREATE TEMPORARY TABLE beside ON COMMIT DROP AS SELECT {} FROM {} LIMIT 0")
    into = sql.SQL("COPY beside ({}) FROM STDIN").format(columns)
    move = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM beside")
    plain = {
        field.attname: json.dumps(defaults[field.attname])
        for field in fields
        if isinstance(field, models.JSONField) and field.attname in defaults
    }
    defaults |= plain
    written = 0
    with connection.cursor() as cursor:
        cursor.execute(beside.format(columns, table))
        with cursor.copy(into) as copy:
            for row in rows:
                copy.write_row([row[name] if name in row else defaults[name] for name in names])
                written += 1
                if not written % AT_ONCE:
                    say(f"{model._meta.db_table}: {written:,}")
        cursor.execute(move.format(table, columns, columns))
        cursor.execute("DROP TABLE beside")
    return written


class _Writer:
    """The rows of each table, made one by one as they are copied."""

    def __init__(
        self, nation: Nation, library: PackLibrary, owners: list[tuple[UUID, UUID]], at: datetime
    ) -> None:
        self.nation, self.library, self.owners, self.at = nation, library, owners, at
        self.chance = np.random.default_rng(nation.about["seed"] + 1)
        episodes = nation.episodes
        # A child belongs to the force that recorded them first; another force's record is another.
        pairs = episodes["child"].astype(np.int64) * 100 + episodes["force"]
        self.records, first, self.record_of = np.unique(
            pairs, return_index=True, return_inverse=True
        )
        self.first_at = episodes["reported_at"][first]
        self.child_keys = self._keys(len(self.records))
        self.episode_keys = self._keys(len(pairs))
        self.assessment_keys = self._keys(len(pairs))

    def tables(self) -> Iterator[tuple[type[models.Model], Iterator[Row]]]:
        """Yield each table and its rows, each after what it points to."""
        yield Child, self._children()
        yield ChildName, self._names()
        yield ChildBirth, self._births()
        yield Relation, self._relations()
        yield Episode, self._episodes()
        yield Assessment, self._assessments()
        yield Decision, self._decisions()

    def _keys(self, number: int) -> list[str]:
        high = self.chance.integers(0, 1 << 62, number, dtype=np.int64)
        low = self.chance.integers(0, 1 << 62, number, dtype=np.int64)
        return [
            str(UUID(int=((int(h) & ~0xF000 | 0x7000) << 64) | 0x8000_0000_0000_0000 | int(n)))
            for h, n in zip(high, low, strict=True)
        ]

    def _owned(self, record: int) -> Row:
        agency, clock = self.owners[int(self.records[record]) % 100]
        return {
            "owner_agency_id": agency,
            "recorded_by_id": clock,
            "recorded_at": _instant(self.first_at[record]),
        }

    def _children(self) -> Iterator[Row]:
        people = self.nation.tables["children"]
        for record, key in enumerate(self.child_keys):
            child = int(self.records[record]) // 100
            ethnicity = int(people["ethnicity"][child])
            yield {
                "id": key,
                "sex": "F" if people["girl"][child] else "M",
                "ethnicity_self": "" if ethnicity < 0 else ETHNICITIES[ethnicity],
                "ethnicity_self_source": "" if ethnicity < 0 else BECAUSE,
                **self._owned(record),
            }

    def _names(self) -> Iterator[Row]:
        for record, key in enumerate(self._keys(len(self.records))):
            child = int(self.records[record]) // 100
            given = GIVEN[child % len(GIVEN)]
            family = FAMILY[child // len(GIVEN) % len(FAMILY)]
            yield {
                "id": key,
                "child_id": self.child_keys[record],
                "given": given,
                "family": family,
                "source": BECAUSE,
                **_name_keys(given, family),
                **self._owned(record),
            }

    def _births(self) -> Iterator[Row]:
        people = self.nation.tables["children"]
        for record, key in enumerate(self._keys(len(self.records))):
            child = int(self.records[record]) // 100
            if not people["birth_known"][child]:
                continue
            born = EPOCH + timedelta(days=int(people["born"][child]))
            yield {
                "id": key,
                "child_id": self.child_keys[record],
                "as_said": born.strftime("%d/%m/%Y"),
                "earliest": born,
                "latest": born,
                "precision": "day",
                "source": BECAUSE,
                **self._owned(record),
            }

    def _relations(self) -> Iterator[Row]:
        for record, key in enumerate(self._keys(len(self.records))):
            yield {
                "id": key,
                "subject": self.child_keys[record],
                "agency_id": self._owned(record)["owner_agency_id"],
                "kind": "recording",
                "from_at": _instant(self.first_at[record]),
            }

    def _of_episode(self, row: int) -> Row:
        record = int(self.record_of[row])
        owned = self._owned(record)
        owned["recorded_at"] = _instant(self.nation.episodes["reported_at"][row])
        return {"child_id": self.child_keys[record], **owned}

    def _episodes(self) -> Iterator[Row]:
        made = self.nation.episodes
        grades = grade_all(
            pack=self.library.named(pack_id="app-2017"), columns=facts_of(table=made)
        )
        numbers = _distinct(self.chance, len(self.episode_keys))
        for row, key in enumerate(self.episode_keys):
            reported = _instant(made["reported_at"][row])
            back = int(made["returned_at"][row])
            returned = None if back < 0 else _instant(back)
            absent = made["level"][row] == 0
            yield {
                "id": key,
                "reference": new_reference(
                    random_bytes=int(numbers[row]).to_bytes(5, "big"), kind="E"
                ),
                "state": "open" if returned is None else "closed",
                "category": "absent" if absent else "missing",
                "level": LEVELS[made["level"][row]],
                "recommended_level": LEVELS[grades.level[row]],
                "seriousness": SERIOUSNESS[grades.seriousness[row]],
                "immediacy": IMMEDIACY[grades.immediacy[row]],
                "decided": True,
                "pack": _pack_id(self.library, reported.date()),
                "happened_at": reported,
                "reported_at": reported,
                "last_seen_at": _instant(made["last_seen_at"][row]),
                "back_at": returned,
                "seen_at": returned,
                "closed_at": returned,
                "living_at": LIVING_AT[made["living_at"][row]],
                **self._of_episode(row),
            }

    def _assessments(self) -> Iterator[Row]:
        made = self.nation.episodes
        columns = facts_of(table=made)
        grades = grade_all(pack=self.library.named(pack_id="app-2017"), columns=columns)
        vocabulary = self.library.vocabulary
        for row, key in enumerate(self.assessment_keys):
            answer = {
                "level": LEVELS[grades.level[row]],
                "floor": LEVELS[grades.floor[row]],
                "possible_level": LEVELS[grades.possible_level[row]],
                "possible_floor": LEVELS[grades.possible_floor[row]],
                "seriousness": SERIOUSNESS[grades.seriousness[row]],
                "immediacy": IMMEDIACY[grades.immediacy[row]],
            }
            reported = _instant(made["reported_at"][row])
            facts = case_of(vocabulary=vocabulary, columns=columns, number=row)
            name, sha256 = _pack(self.library, reported.date())
            yield {
                "id": key,
                "episode_id": self.episode_keys[row],
                "number": 1,
                "at": reported,
                "pack": name,
                "pack_sha256": sha256,
                "facts": json.dumps(facts),
                "sources": "{}",
                "result": json.dumps(
                    {**answer, "pack": name, "fired": [], "undecided": [], "questions": [],
                     "obligations": [], "conflicts": []}
                ),
                "level": answer["level"],
                "possible_level": answer["possible_level"],
                "floor": answer["floor"],
                "cause": "report",
                **self._of_episode(row),
            }  # fmt: skip

    def _decisions(self) -> Iterator[Row]:
        level = self.nation.episodes["level"]
        for row, key in enumerate(self._keys(len(self.episode_keys))):
            common = self._of_episode(row)
            yield {
                "id": key,
                "episode_id": self.episode_keys[row],
                "assessment_id": self.assessment_keys[row],
                "decided_at": common["recorded_at"],
                "kind": "first",
                "category": "absent" if level[row] == 0 else "missing",
                "level": LEVELS[level[row]],
                "rationale": BECAUSE,
                **common,
            }


def _instant(seconds: Any) -> datetime:
    """Return the moment at which a British clock tells so: the nation's times are the wall's."""
    return datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=LONDON)


def _distinct(chance: np.random.Generator, number: int) -> Any:
    """Return so many different numbers of forty bits."""
    found = np.unique(chance.integers(0, 1 << 40, number + number // 50 + 10, dtype=np.int64))
    return chance.permutation(found)[:number]


@cache
def _name_keys(given: str, family: str) -> Mapping[str, Any]:
    keys = stored_keys(given=given, family=family)
    full = f"{given} {family}"
    return {
        "full": full,
        "normal": normal_name(text=full),
        "name_keys": list(keys.names),
        "prefix_keys": list(keys.prefixes),
        "sound_keys": list(keys.sounds),
        "keys_version": KEYS_VERSION,
    }


_packs: dict[date, tuple[str, str]] = {}


def _pack(library: PackLibrary, day: date) -> tuple[str, str]:
    if day not in _packs:
        pack = library.in_force(at=day)
        _packs[day] = (pack.id, pack.sha256)
    return _packs[day]


def _pack_id(library: PackLibrary, day: date) -> str:
    return _pack(library, day)[0]

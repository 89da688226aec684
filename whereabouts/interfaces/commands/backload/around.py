"""What was set up around a history's children, as rows: plans, adults, what was known of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
from django.db import models
from numpy.typing import NDArray

from whereabouts.interfaces.commands.backload.records import FORCES
from whereabouts.interfaces.commands.backload.text import NULL, each, keys, moments, picked, table
from whereabouts.interfaces.commands.backload.writing import BECAUSE, DAY, Batch, Lot, Whole, owned
from whereabouts.interfaces.commands.made_nation.around import LINKS
from whereabouts.practice.adults.models import RegisterEntry
from whereabouts.practice.plans.models import TriggerPlan
from whereabouts.records.people.models import Adult, AdultLink, Flag

Column = NDArray[Any]
Rows = Iterator[tuple[type[models.Model], str, int]]
PLANS, ADULTS, ADULT_LINKS, ENTRIES, FLAGS = range(43, 48)
LEVELS, CATEGORIES = ("absent", "low", "medium", "high"), ("absent", "missing")
KEPT = 365 * DAY  # how long an adult stays on the register after the last link, in a history
FLAG_STANDS = 180 * DAY  # how long a flag stands after the child's last absence
GIVEN = ("Assumed", "Supposed", "Notional", "Specimen", "Exemplary", "Imagined")
FAMILY = ("Adultson", "Grownupley", "Fictionby", "Notrealman", "Conjuredale")
# Each flag, the fact that says it, and the least that the fact says.
SAID_BY = (
    ("cse", "cse_flag", 1), ("cce", "cce_flag", 1),
    ("highest_risk_cohort", "highest_risk_cohort", 1),
    ("online_contact", "online_contact_concern", 1), ("trafficking", "trafficking_concern", 1),
    ("unaccompanied", "unaccompanied", 1), ("mental_health", "mental_health_need", 1),
    ("self_harm_current", "self_harm", 2), ("self_harm_past", "self_harm", 1),
    ("suicide", "suicide_concern", 1), ("substance", "substance", 1),
    ("impairs_keeping_safe", "impairs_keeping_safe", 1), ("medical_ongoing", "medical_need", 1),
    ("violence_at_home", "violence_at_home", 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class New:
    """The children who are new in a batch: child and force as one number, in order; their keys."""

    pairs: Column
    keys: list[str]

    def among(self, pairs: Column) -> tuple[Column, list[str]]:
        """Return which rows are of these children, and the key of the child of each."""
        if not len(self.pairs):
            return np.zeros(0, np.int64), []
        at = np.minimum(np.searchsorted(self.pairs, pairs), len(self.pairs) - 1)
        rows = np.flatnonzero(self.pairs[at] == pairs)
        return rows, [self.keys[place] for place in at[rows].tolist()]


class Around:
    """Makes what belongs to the children who are new in a batch, with their record."""

    def __init__(self, *, whole: Whole) -> None:
        self._writer, self._number, self._owners = whole.writer, whole.number, whole.owners
        nation = whole.nation
        self._plans, self._links = nation.tables["plans"], nation.tables["adults"]
        self._plan_pairs, self._link_pairs = _pairs(self._plans), _pairs(self._links)
        adult = self._links["adult"].astype(np.int64)
        number_of_adults = int(adult.max(initial=-1)) + 1
        said = self._links["said_at"].astype(np.int64)
        self._first_said = np.full(number_of_adults, np.iinfo(np.int64).max)
        self._last_said = np.zeros(number_of_adults, np.int64)
        np.minimum.at(self._first_said, adult, said)
        np.maximum.at(self._last_said, adult, said)
        self._known = _known(nation.episodes, whole.good)

    def tables(self, lot: Lot, there: set[str]) -> Rows:
        """Yield each table, its rows as text, and how many; `there` are the adults written."""
        new = self.new(lot.batch)
        yield self._planned(lot.batch, new)
        yield from self._adults(lot.batch, new, there)
        yield self._flags(lot.batch, new)

    def there(self, batch: Batch, connection: psycopg.Connection[Any]) -> set[str]:
        """Return which of the adults of a batch's new children an earlier batch wrote."""
        rows, _ = self.new(batch).among(self._link_pairs)
        made = self._keys(ADULTS, np.unique(self._links["adult"][rows].astype(np.int64)))
        asked = "SELECT id FROM people_adult WHERE id = ANY(%s::uuid[])"
        return {key.hex for (key,) in connection.execute(asked, [made])}

    def new(self, batch: Batch) -> New:
        """Return the children who are new in a batch, with their keys."""
        records = np.sort(np.array(batch.found.new, np.int64))
        key_of = batch.found.key_of
        return New(
            self._writer.pairs_of_records(records), [key_of[record] for record in records.tolist()]
        )

    def _keys(self, kind: int, adults: Column) -> list[str]:
        first = self._first_said[adults]
        return keys(nation=self._number, kind=kind, numbers=adults, at=first)

    def _owned(self, force: Column, recorded: list[str]) -> dict[str, Any]:
        return owned(owners=self._owners, force=force, recorded=recorded)

    def _clock(self, force: Column, over: Column) -> Any:
        """Say who ended what is over: the clock of its force."""
        clocks = [clock for _, clock in self._owners]
        return each([
            clocks[of].hex if done else NULL
            for of, done in zip(force.tolist(), over.tolist(), strict=True)
        ])  # fmt: skip

    def _planned(self, batch: Batch, new: New) -> tuple[type[models.Model], str, int]:
        rows, whose = new.among(self._plan_pairs)
        plans, force = self._plans, self._plans["force"][rows].astype(np.int64)
        agreed = moments(plans["agreed_at"][rows].astype(np.int64))
        ended, over, days = _ends(plans["until"][rows].astype(np.int64), batch)
        its = self._owned(force, agreed)
        return table(model=TriggerPlan, number=len(rows), columns={
            "id": each(self._writer.keys_of_pairs(PLANS, self._plan_pairs[rows])),
            "child_id": each(whose),
            "level": picked(LEVELS, plans["level"][rows]),
            "category": picked(CATEGORIES, plans["category"][rows]),
            "review_on": each(days),
            "because": BECAUSE,
            "owner_id": its["recorded_by_id"],
            "agreed_at": each(agreed),
            "ended_at": each(ended),
            "ended_by_id": self._clock(force, over),
            **its,
        })  # fmt: skip

    def _adults(self, batch: Batch, new: New, there: set[str]) -> Rows:
        """Yield the adults linked with the batch's new children who are not there yet; the links.

        One that an earlier batch wrote, with another child, is there already.
        """
        rows, whose = new.among(self._link_pairs)
        links = self._links
        named, place = np.unique(links["adult"][rows].astype(np.int64), return_inverse=True)
        made = self._keys(ADULTS, named)
        lacking = np.array([at for at, key in enumerate(made) if key not in there], np.int64)
        of_adult = np.zeros(len(named), np.int64)
        of_adult[place] = links["force"][rows].astype(np.int64)
        force, adult = of_adult[lacking], named[lacking]
        first = moments(self._first_said[adult])
        its = self._owned(force, first)
        yield table(model=Adult, number=len(lacking), columns={
            "id": each([made[at] for at in lacking.tolist()]),
            "name": each([_name(one) for one in adult.tolist()]),
            "description": BECAUSE,
            **its,
        })  # fmt: skip
        ended, over, days = _ends(self._last_said[adult] + KEPT, batch)
        yield table(model=RegisterEntry, number=len(lacking), columns={
            "id": each(self._keys(ENTRIES, adult)),
            "adult_id": each([made[at] for at in lacking.tolist()]),
            "because": BECAUSE,
            "source": BECAUSE,
            "entered_at": each(first),
            "keep_until": each(days),
            "ended_at": each(ended),
            "ended_by_id": self._clock(force, over),
            "end_kind": picked(("", "time_over"), over),
            "end_words": picked(("", BECAUSE), over),
            **its,
        })  # fmt: skip
        said = moments(links["said_at"][rows].astype(np.int64))
        yield table(model=AdultLink, number=len(rows), columns={
            "id": each(self._writer.keys_of_pairs(ADULT_LINKS, self._link_pairs[rows])),
            "child_id": each(whose),
            "adult_id": each([made[at] for at in place.tolist()]),
            "kind": picked(LINKS, links["kind"][rows]),
            "strength": picked(("suspected", "confirmed"), links["confirmed"][rows]),
            "source": BECAUSE,
            "said_at": each(said),
            **self._owned(links["force"][rows].astype(np.int64), said),
        })  # fmt: skip

    def _flags(self, batch: Batch, new: New) -> tuple[type[models.Model], str, int]:
        """Return what was known of each new child as flags, from when it was known first."""
        known = self._known
        rows, whose = new.among(known["pair"])
        kind, force = known["kind"][rows], known["pair"][rows] % FORCES
        raised = moments(known["from"][rows])
        ended, over, days = _ends(known["last"][rows] + FLAG_STANDS, batch)
        its = self._owned(force, raised)
        return table(model=Flag, number=len(rows), columns={
            "id": each(keys(nation=self._number, kind=FLAGS,
                            numbers=known["pair"][rows] * len(SAID_BY) + kind,
                            at=known["from"][rows])),
            "child_id": each(whose),
            "kind": picked([name for name, *_ in SAID_BY], kind),
            "strength": "suspected",
            "state": picked(("active", "ended"), over),
            "source": BECAUSE,
            "owner_id": its["recorded_by_id"],
            "raised_at": each(raised),
            "review_on": each(days),
            "ended_at": each(ended),
            "ended_by_id": self._clock(force, over),
            "end_because": picked(("", BECAUSE), over),
            **its,
        })  # fmt: skip


def _pairs(table: dict[str, Column]) -> Column:
    found: Column = table["child"].astype(np.int64) * FORCES + table["force"]
    return found


def _known(episodes: dict[str, Column], good: Column) -> dict[str, Column]:
    """Return what was known of each child of a force: from which report on, and the last one."""
    pair = episodes["child"][good].astype(np.int64) * FORCES + episodes["force"][good]
    at = episodes["reported_at"][good].astype(np.int64)
    whole, places = np.unique(pair, return_inverse=True)
    last = np.zeros(len(whole), np.int64)
    np.maximum.at(last, places, at)
    parts: list[tuple[Column, Column, Column]] = []
    for kind, (_, fact, least) in enumerate(SAID_BY):
        value = episodes[f"fact_{fact}"][good]
        # The stronger of two that one fact says stands before the other, and is not both.
        most = next((one for _, other, one in SAID_BY[:kind] if other == fact), None)
        so = np.flatnonzero((value >= least) & ((value < most) if most is not None else True))
        own, first = np.unique(places[so], return_index=True)
        parts.append((own, at[so[first]], np.full(len(own), kind)))
    own, begins, kinds = (np.concatenate(pieces) for pieces in zip(*parts, strict=True))
    return {"pair": whole[own], "from": begins, "kind": kinds, "last": last[own]}


def _ends(until: Column, batch: Batch) -> tuple[list[str], Column, list[str]]:
    """Return when each thing ended, where that is past; which are over; and the day of each end."""
    over = until < batch.recorded_at.timestamp()
    texts = moments(until)
    ended = [text if done else NULL for text, done in zip(texts, over.tolist(), strict=True)]
    return ended, over, [text[:10] for text in texts]


def _name(adult: int) -> str:
    given, family = GIVEN[adult % len(GIVEN)], FAMILY[adult // len(GIVEN) % len(FAMILY)]
    return f"{given} {family} {adult}"

"""Each call of a history as rows: of a child with its report, of anybody else a contact alone.

A call is not an incident and an incident is not a person: a further call is a further contact and a
further report of the same episode. What forces counted among children and is not of one stays a
contact that names nobody, and says whether it was of an adult or nobody can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from django.db import models
from numpy.typing import NDArray

from whereabouts.interfaces.commands.backload.text import each, keys, moments, picked, table
from whereabouts.interfaces.commands.backload.writing import BECAUSE, Lot, Whole, owned
from whereabouts.records.episodes.models import EpisodeReport
from whereabouts.records.reports.models import AGE_NOT_TOLD, OF_AN_ADULT, Contact, Report

Column = NDArray[Any]
Rows = Iterator[tuple[type[models.Model], str, int]]
# Kinds of keys, after those of what came after each episode.
CALLS, REPORTS, REPORT_OF = range(40, 43)
ADULT = 18
REPORTED, TOLD_BEFORE = "reported", "told_before"
NO_DIGEST = b"\x00"  # nobody sent it: there is nothing to hold a second sending against


class Told:
    """Makes a batch's calls: those about its episodes, and its share of the rest."""

    def __init__(self, *, whole: Whole, until: int) -> None:
        self._writer, self._number, self._owners = whole.writer, whole.number, whole.owners
        sent = self._sent = whole.nation.tables["returned"]
        good = whole.good
        episode = sent["episode"].astype(np.int64)
        of_children = np.flatnonzero(episode >= 0)
        self._calls = of_children[np.argsort(episode[of_children], kind="stable")]
        self._episode = episode[self._calls]
        others = np.flatnonzero((episode < 0) & (sent["reported_at"] <= until))
        # In order, and spread evenly over the history, so that every batch has its share.
        self._others = others[np.argsort(sent["reported_at"][others], kind="stable")]
        self._beside = good[np.arange(len(others)) * len(good) // max(len(others), 1)]

    def tables(self, lot: Lot) -> Rows:
        """Yield each table, its rows as text, and how many."""
        batch = lot.batch
        if not len(batch.part):
            return
        yield self._of_nobody(self.others_of(batch.part))
        first, after = np.searchsorted(self._episode, [batch.part[0], batch.part[-1] + 1])
        own = np.isin(self._episode[first:after], batch.rows)
        calls, episode = self._calls[first:after][own], self._episode[first:after][own]
        yield from self._of_children(lot, calls, np.searchsorted(batch.rows, episode))

    def _owned(self, force: Column, recorded: list[str]) -> dict[str, Any]:
        return owned(owners=self._owners, force=force, recorded=recorded)

    def others_of(self, part: Column) -> Column:
        """Return the calls of no child that are written with some of the good rows."""
        first, after = np.searchsorted(self._beside, [part[0], part[-1] + 1])
        found: Column = self._others[first:after][np.isin(self._beside[first:after], part)]
        return found

    def _keys(self, kind: int, calls: Column) -> list[str]:
        at = self._sent["reported_at"][calls]
        return keys(nation=self._number, kind=kind, numbers=calls, at=at)

    def _own_keys(self, calls: Column) -> list[str]:
        """Return what each call is known by: its moment first, so that they stand in order."""
        told = zip(calls.tolist(), self._sent["reported_at"][calls].tolist(), strict=True)
        return [f"{self._number:x}/{at:x}/{call}" for call, at in told]

    def _contacts(self, calls: Column, **more: Any) -> tuple[type[models.Model], str, int]:
        at = moments(self._sent["reported_at"][calls].astype(np.int64))
        its = self._owned(self._sent["force"][calls].astype(np.int64), at)
        return table(model=Contact, number=len(calls), columns={
            "id": each(self._keys(CALLS, calls)),
            "happened_at": each(at),
            "state": "closed",
            "closed_at": each(at),
            "closed_by_id": its["recorded_by_id"],
            "close_because": BECAUSE,
            **its,
            **more,
        })  # fmt: skip

    def _of_nobody(self, calls: Column) -> tuple[type[models.Model], str, int]:
        adult = self._sent["age"][calls] >= ADULT
        return self._contacts(calls, disposal=picked((AGE_NOT_TOLD, OF_AN_ADULT), adult))

    def _of_children(self, lot: Lot, calls: Column, places: Column) -> Rows:
        """Yield the contacts about a batch's episodes, the report of each, and which it is of."""
        child, further = lot.child[places], self._sent["call"][calls]
        yield self._contacts(
            calls, child_id=each(child), disposal=picked((REPORTED, TOLD_BEFORE), further)
        )
        made, at = lot.made, moments(self._sent["reported_at"][calls].astype(np.int64))
        its = self._owned(self._sent["force"][calls].astype(np.int64), at)
        reports = each(self._keys(REPORTS, calls))
        yield table(model=Report, number=len(calls), columns={
            "id": reports,
            "reference": each(self._writer.references(calls, "R")),
            "child_id": each(child),
            "contact_id": each(self._keys(CALLS, calls)),
            "happened_at": each(at),
            "last_seen_at": each(moments(made["last_seen_at"][places].astype(np.int64))),
            "words": BECAUSE,
            "idempotency_key": each(self._own_keys(calls)),
            "request_digest": NO_DIGEST,
            **its,
        })  # fmt: skip
        yield table(model=EpisodeReport, number=len(calls), columns={
            "id": each(self._keys(REPORT_OF, calls)),
            "child_id": each(child),
            "episode_id": each(lot.episodes[places]),
            "report_id": reports,
            **its,
        })  # fmt: skip

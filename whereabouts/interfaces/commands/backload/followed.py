"""What belongs to each episode of a history besides, and came after it, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import psycopg
from django.db import models
from numpy.typing import NDArray

from whereabouts.interfaces.commands.backload.around import Around
from whereabouts.interfaces.commands.backload.placed import Placed
from whereabouts.interfaces.commands.backload.text import each, moments, picked, table
from whereabouts.interfaces.commands.backload.told import Told
from whereabouts.interfaces.commands.backload.writing import (
    BECAUSE,
    DAY,
    Batch,
    Lot,
    Whole,
    owned,
)
from whereabouts.interfaces.commands.made_nation.settings import LIVING_AT
from whereabouts.practice.conversations.models import HarmSaid
from whereabouts.practice.investigation.models import Task
from whereabouts.practice.return_home.models import Interview, Return

Column = NDArray[Any]
Rows = Iterator[tuple[type[models.Model], str, int]]
# Kinds of keys, after those of the records themselves.
RETURNS, TALKS_DUE, TALKS, HARMS = range(20, 24)
# The nation's lists in the words of the records.
BY_WHOM = ("own_accord", "police", "family", "carer", "friend", "other_agency")
REASONS = (
    "partner", "family", "quarrel", "school", "feelings", "used", "placement", "substance", "other",
)  # fmt: skip
ANSWERS = ("", "denied", "disclosed")  # not asked, said no, told
KINDS = (("prevention", "prevention_interview"), ("return", "return_interview"))


class Followed:
    """Makes what belongs to a batch's episodes besides; each row after what it points to."""

    def __init__(self, *, whole: Whole, told: Told, around: Around, placed: Placed) -> None:
        self._told, self._around, self._placed = told, around, placed
        self._writer, self._number, self._owners = whole.writer, whole.number, whole.owners
        self._nation = whole.nation

    def tables(self, batch: Batch, whose: list[str], connection: psycopg.Connection[Any]) -> Rows:
        """Yield each table, its rows as text, and how many; `whose` are the children's keys."""
        lot = Lot(
            batch,
            {name: column[batch.rows] for name, column in self._nation.episodes.items()},
            np.array(self._writer.episode_keys(batch.rows)),
            np.array(whose),
        )
        yield from self._told.tables(lot)
        yield from self._around.tables(lot, self._around.there(batch, connection))
        returned = np.flatnonzero((lot.made["returned_at"] >= 0) & ~lot.made["found_dead"])
        yield self._returns(lot, returned)
        for place in range(len(KINDS)):
            yield from self._talks(lot, returned, place)
        yield self._harms(lot)
        yield from self._placed.tables(batch, self._around.new(batch))

    def _owned(self, force: Column, recorded: list[str]) -> dict[str, Any]:
        return owned(owners=self._owners, force=force, recorded=recorded)

    def _key(self, kind: int, of: Column) -> Any:
        return each(self._writer.keys_of_rows(kind, of))

    def _returns(self, lot: Lot, own: Column) -> tuple[type[models.Model], str, int]:
        batch, made = lot.batch, lot.made
        back = moments(made["returned_at"][own].astype(np.int64))
        by = made["found_by"][own].astype(np.int64)
        at_home = made["living_at"][own].astype(np.int64) == LIVING_AT.index("home")
        return table(model=Return, number=len(own), columns={
            "id": self._key(RETURNS, batch.rows[own]),
            "child_id": each(lot.child[own]),
            "episode_id": each(lot.episodes[own]),
            "how": picked(("found", "own_accord"), by == 0),
            "by_whom": picked(BY_WHOM, by),
            "found_at": each(back),
            "already_there": True,
            "destination_kind": picked(("placement", "home"), at_home),
            "destination_state": "already_there",
            "back_at": each(back),
            "seen_alone_at": each(moments(made["interviewed_at"][own].astype(np.int64))),
            **self._owned(made["force"][own], back),
        })  # fmt: skip

    def _talks(self, lot: Lot, own: Column, place: int) -> Rows:
        """Yield what was due after each return, and the conversation where it was held or declined.

        Everything was due; what did not come about was not done, and says that nobody knows why.
        """
        batch, made, (kind, task) = lot.batch, lot.made, KINDS[place]
        independent = kind == "return"
        held = made["rhi_at" if independent else "interviewed_at"][own].astype(np.int64)
        offered = made["rhi_offered"][own] if independent else held >= 0
        back = made["returned_at"][own].astype(np.int64)
        settled = moments(np.where(held >= 0, held, back + 3 * DAY))
        due = self._writer.keys_of_rows(TALKS_DUE + place * 10, batch.rows[own])
        its = self._owned(made["force"][own], moments(back))
        yield table(model=Task, number=len(own), columns={
            "id": each(due),
            "child_id": each(lot.child[own]),
            "episode_id": each(lot.episodes[own]),
            "kind": task,
            "title": BECAUSE,
            "assigned_agency_id": its["owner_agency_id"],
            "to_role": "missing_coordinator",
            "created_at": each(moments(back)),
            "due_at": each(moments(back + 3 * DAY)),
            "state": picked(("not_done", "done"), offered),
            "not_done_code": picked(("unable_to_contact", ""), offered),
            "result": BECAUSE,
            "settled_at": each(settled),
            "settled_by_id": its["recorded_by_id"],
            **its,
        })  # fmt: skip
        said = np.flatnonzero(offered)
        there = held[said] >= 0
        rows = own[said]
        # A child's view was written down in two of three, and a reason where the child was heard.
        view = there & (batch.rows[rows] % 3 != 0)
        reasons = picked([f'["{one}"]' for one in REASONS] + ["[]"],
                         np.where(there, made["reason"][rows], len(REASONS)))  # fmt: skip
        yield table(model=Interview, number=len(rows), columns={
            "id": self._key(TALKS + place * 10, batch.rows[rows]),
            "child_id": each(lot.child[rows]),
            "episode_id": each(lot.episodes[rows]),
            "task_id": each([due[one] for one in said]),
            "kind": kind,
            "outcome": picked(("declined", "held"), there),
            "held_at": each([settled[one] for one in said]),
            "held_by": BECAUSE,
            "explained": True,
            "reasons": reasons,
            "child_view": picked(("", BECAUSE), view),
            **self._owned(made["force"][rows], [settled[one] for one in said]),
        })  # fmt: skip

    def _harms(self, lot: Lot) -> tuple[type[models.Model], str, int]:
        """Return what was answered about harm; of whom nobody asked there is no row."""
        batch, made = lot.batch, lot.made
        own = np.flatnonzero((made["harm"] > 0) & (made["returned_at"] >= 0))
        at = moments(made["returned_at"][own].astype(np.int64))
        return table(model=HarmSaid, number=len(own), columns={
            "id": self._key(HARMS, batch.rows[own]),
            "child_id": each(lot.child[own]),
            "episode_id": each(lot.episodes[own]),
            "harm": "hurt",
            "answer": picked(ANSWERS, made["harm"][own]),
            "source": "child",
            "said_in": "prevention",
            "said_at": each(at),
            **self._owned(made["force"][own], at),
        })  # fmt: skip

"""What belongs to each episode of a history besides, and came after it, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django.db import models
from numpy.typing import NDArray

from whereabouts.foundations.access.models import Relation
from whereabouts.interfaces.commands.backload.around import Around
from whereabouts.interfaces.commands.backload.text import NULL, each, keys, moments, picked, table
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
from whereabouts.records.placements.models import Placement

Column = NDArray[Any]
Rows = Iterator[tuple[type[models.Model], str, int]]
# Kinds of keys, after those of the records themselves.
RETURNS, TALKS_DUE, TALKS, HARMS, PLACEMENTS, RESPONSIBLE = range(20, 26)
# The nation's lists in the words of the records.
BY_WHOM = ("own_accord", "police", "family", "carer", "friend", "other_agency")
REASONS = (
    "partner", "family", "quarrel", "school", "feelings", "used", "placement", "substance", "other",
)  # fmt: skip
ANSWERS = ("", "denied", "disclosed")  # not asked, said no, told
KINDS = (("prevention", "prevention_interview"), ("return", "return_interview"))
CARE_AFTER = 60 * DAY  # how long a placement goes on after the child's last absence of the history


class Followed:
    """Makes what belongs to a batch's episodes besides; each row after what it points to.

    `authorities` are the authorities of each force's area, in order: those of the database, which
    need not be those of the nation. A child is looked after by the one that their own falls to.
    """

    def __init__(
        self, *, whole: Whole, told: Told, around: Around,
        authorities: Mapping[int, Sequence[UUID]],
    ) -> None:  # fmt: skip
        self._told, self._around, self._authorities = told, around, authorities
        self._writer, self._number, self._owners = whole.writer, whole.number, whole.owners
        self._nation = whole.nation

    def tables(self, batch: Batch, whose: list[str]) -> Rows:
        """Yield each table, its rows as text, and how many; `whose` are the children's keys."""
        lot = Lot(
            batch,
            {name: column[batch.rows] for name, column in self._nation.episodes.items()},
            np.array(self._writer.episode_keys(batch.rows)),
            np.array(whose),
        )
        yield from self._told.tables(lot)
        yield from self._around.tables(lot)
        returned = np.flatnonzero((lot.made["returned_at"] >= 0) & ~lot.made["found_dead"])
        yield self._returns(lot, returned)
        for place in range(len(KINDS)):
            yield from self._talks(lot, returned, place)
        yield self._harms(lot)
        yield from self._placements(lot)

    def _owned(self, force: Column, recorded: list[str]) -> dict[str, Any]:
        return owned(owners=self._owners, force=force, recorded=recorded)

    def _key(self, kind: int, of: Column) -> Any:
        return each(keys(nation=self._number, kind=kind, numbers=of))

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
        due = keys(nation=self._number, kind=TALKS_DUE + place * 10, numbers=batch.rows[own])
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

    def _placements(self, lot: Lot) -> Rows:
        """Yield a placement for each looked-after child of the batch, and whose duty they are."""
        batch, made, child = lot.batch, lot.made, lot.child
        in_care = np.flatnonzero(made["care"].astype(bool))
        new = set(batch.found.new)
        _, first = np.unique(child[in_care], return_index=True)
        own = np.array([
            row for row in in_care[first].tolist()
            if self._writer.record_of(batch.rows[row]) in new
            and self._authorities.get(int(made["force"][row]))
        ], np.int64)  # fmt: skip
        last: dict[str, int] = {}
        for row in in_care.tolist():
            last[child[row]] = max(last.get(child[row], 0), int(made["returned_at"][row]))
        began = (made["placed_at"][own].astype(np.int64) // DAY) * DAY
        ended = np.array([last[child[row]] for row in own], np.int64) // DAY * DAY + CARE_AFTER
        over = ended < batch.recorded_at.timestamp()
        responsible = [
            self._authority(int(made["force"][row]), int(made["authority"][row])) for row in own
        ]
        pairs = self._writer.pairs_of(batch.rows[own])
        its = self._owned(made["force"][own], moments(began))
        yield table(model=Placement, number=len(own), columns={
            "id": self._key(PLACEMENTS, pairs),
            "child_id": each(lot.child[own]),
            "living_at": picked(LIVING_AT, made["living_at"][own]),
            "looked_after": True,
            "responsible_authority_id": each([one.hex for one in responsible]),
            "host_force_id": its["owner_agency_id"],
            "out_of_area": picked(("f", "t"), made["out_of_area"][own].astype(bool)),
            "started_on": each([text[:10] for text in moments(began)]),
            "ended_on": each([text[:10] if done else NULL
                              for text, done in zip(moments(ended), over, strict=True)]),
            **its,
        })  # fmt: skip
        yield table(model=Relation, number=len(own), columns={
            "id": self._key(RESPONSIBLE, pairs),
            "subject": each(lot.child[own]),
            "agency_id": each([one.hex for one in responsible]),
            "kind": "responsible",
            "from_at": each(moments(began)),
        })  # fmt: skip

    def _authority(self, force: int, authority: int) -> UUID:
        of_area = self._authorities[force]
        return of_area[authority % len(of_area)]

"""What the worker does beside deadlines, each in its own time: seal, heartbeat, snapshots, tidying.

None of them may keep a deadline waiting: a fault is noted by its kind, and it is tried next time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connections

from whereabouts.foundations.audit.sealing import seal
from whereabouts.foundations.shared.actions import forget_old
from whereabouts.foundations.timers.actions import beat
from whereabouts.interfaces.commands.kept_readings import forget_readings
from whereabouts.interfaces.commands.pruning import (
    forget_changes,
    prune_heartbeats,
    prune_parts,
)
from whereabouts.interfaces.commands.snapshots import take_snapshots
from whereabouts.journeys.clock import begin_rounds
from whereabouts.journeys.clock.heartbeat import EVERY, send_heartbeat, take_heartbeats_back
from whereabouts.journeys.clock.owners import see_owners


@dataclass
class Round:
    """Something that comes round: what, how often, and when it last did."""

    name: str
    every: timedelta
    do: Callable[[datetime], object]
    wanted: bool = True
    done_at: datetime | None = None


def rounds() -> list[Round]:
    """Return what comes round beside the deadlines, as this installation wants it."""
    return [
        Round(name="rounds", every=timedelta(minutes=1), do=lambda at: begin_rounds(at=at)),
        Round(name="owners", every=timedelta(minutes=1), do=lambda at: see_owners(at=at)),
        Round(name="seal", every=timedelta(minutes=1), do=lambda at: seal(at=at)),
        Round(
            name="heartbeat",
            every=EVERY,
            do=lambda at: send_heartbeat(at=at),
            wanted=settings.HEARTBEAT,
        ),
        Round(
            name="snapshot",
            every=timedelta(minutes=15),
            do=lambda at: take_snapshots(at=at),
            wanted=not settings.DEMO,
        ),
        Round(name="tidy", every=timedelta(minutes=10), do=lambda at: forget_old(at=at)),
        Round(name="forget changes", every=timedelta(minutes=10), do=_forget_changes),
        Round(
            name="prune heartbeats",
            every=timedelta(hours=1),
            do=_prune,
            wanted=settings.HEARTBEAT,
        ),
        Round(name="prune parts", every=timedelta(hours=1), do=_prune_parts),
    ]


def come_round(*, all_rounds: list[Round], at: datetime) -> list[str]:
    """Do what is due of them, and return the names of those that failed, with the fault's kind.

    :raises OperationalError: the database is away.
    """
    failed = []
    if all_rounds and settings.HEARTBEAT:
        take_heartbeats_back(at=at)
    for one in all_rounds:
        if not one.wanted or (one.done_at is not None and at - one.done_at < one.every):
            continue
        one.done_at = at
        try:
            one.do(at)
        except Exception as fault:
            if isinstance(fault, DatabaseError) and not connections["default"].is_usable():
                raise
            # Its words might name a person: its kind alone is said.
            failed.append(f"{one.name}: {type(fault).__name__}")
            continue
        if one.name == "snapshot":
            beat(name="snapshot", at=at)
    return failed


def _forget_changes(at: datetime) -> None:
    forget_changes()


def _prune(at: datetime) -> None:
    if _has_an_owner():
        prune_heartbeats(at=at)
        connections["owner"].close()


def _prune_parts(at: datetime) -> None:
    forget_readings()
    if _has_an_owner():
        prune_parts(at=at)
        connections["owner"].close()


def _has_an_owner() -> bool:
    """Return whether the tables' owner is somebody else, as whom this worker may remove rows."""
    return bool(settings.DATABASES["owner"]["USER"] != settings.DATABASES["default"]["USER"])

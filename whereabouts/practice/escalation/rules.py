"""The steps of a ladder, the next one up, and who may answer where; pure."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

LADDERS = Path(__file__).with_name("ladders.toml")
KINDS = [
    ("not_acted", "A risk that nobody acts on"),
    ("differ", "Agencies differ, and it is not settled"),
    ("service_gap", "Something that is needed is not there"),
    ("resources", "Nobody is free, again and again"),
    ("other", "Something else"),
]
STATES = [("open", "Waits for an answer"), ("answered", "Answered"), ("settled", "Settled")]
WHY = [
    ("raised", "Raised"), ("no_answer", "Nobody answered in time"),
    ("not_enough", "The answer was not enough"),
]  # fmt: skip


class NoLadder(ValueError):
    """Nothing says by which steps a matter climbs at an agency of this kind."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: whose it is, for how long, and whether it is the board's."""

    role: str
    lasts: timedelta
    board: bool = False


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The steps at an agency of some kinds, the lowest first."""

    kinds: tuple[str, ...]
    since: date
    steps: tuple[Step, ...]
    source: str
    status: str


def read_ladders(*, text: str) -> tuple[Ladder, ...]:
    """Return the ladders of a text in the form of the file.

    :raises NoLadder: one has no source or step, repeats a role, or does not end at the board.
    """
    found = []
    for body in tomllib.loads(text)["ladders"]:
        steps = tuple(
            Step(
                role=one["role"], lasts=timedelta(hours=one["hours"]), board=one.get("board", False)
            )
            for one in body["steps"]
        )
        one = Ladder(
            kinds=tuple(body["kinds"]), since=body["since"], steps=steps, source=body["source"],
            status=body["status"],
        )  # fmt: skip
        roles = [step.role for step in steps]
        if not one.source or len(set(roles)) != len(roles) or not roles:
            raise NoLadder("A ladder needs a source, and each role once.")
        if not steps[-1].board or any(step.board for step in steps[:-1]):
            raise NoLadder("A ladder ends at the board, and nowhere before.")
        if any(lower.lasts > upper.lasts for lower, upper in pairwise(steps)):
            raise NoLadder("No step has less time than the one beneath it.")
        found.append(one)
    return tuple(found)


@lru_cache(maxsize=1)
def _kept() -> tuple[Ladder, ...]:
    return read_ladders(text=LADDERS.read_text(encoding="utf-8"))


def ladder_for(*, agency_kind: str, on: date) -> Ladder:
    """Return the ladder of an agency of a kind on a day.

    :raises NoLadder: it has none: a matter is taken to an agency that has one.
    """
    standing = [one for one in _kept() if agency_kind in one.kinds and one.since <= on]
    if not standing:
        raise NoLadder("Take it to a force or an authority: yours has no ladder of its own.")
    return max(standing, key=lambda one: one.since)


def with_ladders() -> frozenset[str]:
    """Return the kinds of agency that have a ladder."""
    return frozenset(kind for one in _kept() for kind in one.kinds)


def above(*, ladder: Ladder, level: int, has_board: bool) -> int | None:
    """Return the next step up, or None at the top; without a board its step is left out."""
    up = level + 1
    if up >= len(ladder.steps) or (ladder.steps[up].board and not has_board):
        return None
    return up


def first_step(*, ladder: Ladder, roles: Collection[str]) -> int:
    """Return where a matter begins: above whoever raises it, if they stand on the ladder."""
    mine = [place for place, step in enumerate(ladder.steps) if step.role in roles]
    return min(max(mine) + 1 if mine else 0, len(ladder.steps) - 1)


def may_answer(*, ladder: Ladder, level: int, roles: Collection[str]) -> bool:
    """Return whether somebody with these roles answers at a step: it is theirs, or beneath them."""
    return any(step.role in roles for step in ladder.steps[level:] if not step.board) or (
        ladder.steps[level].board and ladder.steps[level].role in roles
    )

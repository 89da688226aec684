"""Dying at a chosen statement: put round a connection from outside, never part of the product.

A point is the moment before a statement, before COMMIT, or after COMMIT and before anybody is told.
What happens between two statements happens on this side alone, so that "after" one is "before" the
next. See docs/adr/0017.
"""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Died(BaseException):
    """The process would have died here; nothing of ours may catch it."""


class Points:
    """Counts the points that are passed, and dies at one of them."""

    def __init__(self, *, at: int | None, die: Callable[[], None]) -> None:
        """Die at the point of this number, the first being 0; at none if it is None."""
        self._at = at
        self._die = die
        self.passed = 0
        self.dead = False
        self.names: list[str] = []

    def reach(self, *, name: str) -> None:
        """Count one point, or die there."""
        number, self.passed = self.passed, self.passed + 1
        self.names.append(name)
        if number == self._at:
            self.dead = True
            self._die()


def by_own_hand() -> None:
    """Die as a killed process does: no clean-up, no word to the database."""
    os.kill(os.getpid(), signal.SIGKILL)


def by_closing(*, connection: Any) -> Callable[[], None]:
    """Return a death in process: the database sees what it sees when a process is killed."""

    def die() -> None:
        connection.connection.close()
        raise Died()

    return die


@contextmanager
def points(*, connection: Any, at: int | None, die: Callable[[], None]) -> Iterator[Points]:
    """Count, for the block, every statement and COMMIT of a Django connection, and die at one."""
    counted = Points(at=at, die=die)
    commit = connection._commit

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        counted.reach(name=" ".join(sql.split()[:3]))
        return run(sql, params, many, context)

    def committing() -> None:
        counted.reach(name="COMMIT")
        commit()
        counted.reach(name="after COMMIT")

    connection._commit = committing
    try:
        with connection.execute_wrapper(execute):
            yield counted
    finally:
        del connection._commit

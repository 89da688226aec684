"""What would be asked again and again inside one transaction is asked once."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast
from uuid import UUID

Found = TypeVar("Found")

_memory: ContextVar[dict[tuple[UUID | None, Hashable], Any] | None] = ContextVar(
    "whereabouts_memory", default=None
)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember answers for the block; inside another such block, for that one."""
    if _memory.get() is not None:
        yield
        return
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def recall(*, key: Hashable, ask: Callable[[], Found], seen_by: UUID | None = None) -> Found:
    """Return what is remembered under a key, asked first where nothing is.

    `seen_by` is the agency that an answer about people holds for: `forget` lets go of those.
    """
    memory = _memory.get()
    if memory is None:
        return ask()
    place = (seen_by, key)
    if place not in memory:
        memory[place] = ask()
    return cast(Found, memory[place])


def forget(*, seen_by: UUID | None = None) -> None:
    """Forget what was answered about people: to one agency, or to every one of them."""
    memory = _memory.get() or {}
    for place in [place for place in memory if place[0] and seen_by in (None, place[0])]:
        del memory[place]

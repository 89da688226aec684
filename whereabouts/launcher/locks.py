"""One start at a time: a lock that the system lets go of when its holder dies."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(*, file: Path, on_wait: Callable[[], None] | None = None) -> Iterator[int]:
    """Hold the lock of that file for the block; call `on_wait` once if it has to be waited for.

    The block gets the lock's descriptor. A child that is handed it holds the lock
    too: where a killed start leaves the child behind, the next start waits for it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if on_wait is not None:
                on_wait()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle.fileno()

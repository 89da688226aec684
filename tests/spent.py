"""Says what a step costs in processor time, so that what else a machine does is not held against it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time

from django.db import connection

NANOSECONDS = 1e9


def spent_by(step: Callable[[], object]) -> float:
    """Return the seconds of processor time that this process and its database session spend on it."""
    before = process_time() + _session()
    step()
    return process_time() + _session() - before


def _session() -> float:
    """Return what our session with the database has spent, where the machine says so."""
    with suppress(OSError, AttributeError):
        told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
        return int(told.split()[0]) / NANOSECONDS
    return 0.0

"""When a task falls due, and what it takes to leave one undone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from whereabouts.engines.deadlines import due_at
from whereabouts.practice.investigation.vocabulary import NOT_DONE_CODES, OWN_FORM

CODES = frozenset(code for code, _ in NOT_DONE_CODES)
OUTSTANDING = ("open", "accepted")


def due_of(*, clock: Mapping[str, Any], happened: Mapping[str, datetime]) -> datetime | None:
    """Return when a clock runs out, or None while what it runs from has not happened.

    `clock` is {"from": event, "length": number, "unit": …, "calendar": …}; `happened` holds the
    time of each event so far.
    """
    started = happened.get(str(clock.get("from", "")))
    if started is None:
        return None
    unit, length = clock["unit"], clock["length"]
    if unit == "days":
        unit, length = "hours", length * 24
    return due_at(
        from_at=started,
        length=length,
        unit=unit,
        calendar=clock.get("calendar") or "england",
    )


def may_leave_undone(*, code: str, words: str) -> bool:
    """Return whether "not done" carries a known code and words of its own."""
    return code in CODES and bool(words.strip())


def has_own_form(*, kind: str) -> bool:
    """Return whether a kind of task is settled by a form of its own, never from a list."""
    return kind in OWN_FORM

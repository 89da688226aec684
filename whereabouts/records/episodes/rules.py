"""States of an episode and the moves between them."""

from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Located is not yet back, back is not yet seen, seen is not yet followed up."""

    OPEN = "open"
    LOCATED = "located"
    BACK = "back"
    SEEN = "seen"
    CLOSED = "closed"
    FOUND_DEAD = "found_dead"
    JOINED = "joined"


STATES = [
    (State.OPEN, "Missing"),
    (State.LOCATED, "Located, not yet back"),
    (State.BACK, "Back, not yet seen alone"),
    (State.SEEN, "Seen, follow-up open"),
    (State.CLOSED, "Followed up"),
    (State.FOUND_DEAD, "Found dead"),
    (State.JOINED, "Joined to another episode"),
]

# "Absent" is the machine name of the lowest category of whatever definitions are in force.
CATEGORIES = [
    ("missing", "Missing"),
    ("absent", "Absent"),
    ("whereabouts_known", "Away, whereabouts known"),
]
LEVELS = [("absent", "Lowest"), ("low", "Low"), ("medium", "Medium"), ("high", "High")]
LEVEL_ORDER = tuple(level for level, _ in LEVELS)

UNDER_WAY = (State.OPEN, State.LOCATED)
NOT_CLOSED = (State.OPEN, State.LOCATED, State.BACK, State.SEEN)

MOVES: dict[str, frozenset[str]] = {
    State.OPEN: frozenset({State.LOCATED, State.BACK, State.FOUND_DEAD, State.JOINED}),
    State.LOCATED: frozenset({State.OPEN, State.BACK, State.FOUND_DEAD, State.JOINED}),
    State.BACK: frozenset({State.SEEN, State.FOUND_DEAD}),
    State.SEEN: frozenset({State.CLOSED, State.FOUND_DEAD}),
    State.CLOSED: frozenset({State.SEEN}),
    State.FOUND_DEAD: frozenset(),
    State.JOINED: frozenset({State.OPEN, State.LOCATED}),
}


def may_move(*, from_state: str, to_state: str) -> bool:
    """Return whether an episode may go from one state to another."""
    return to_state in MOVES[from_state]


def is_higher(*, level: str, than: str) -> bool:
    """Return whether a level stands above another."""
    return LEVEL_ORDER.index(level) > LEVEL_ORDER.index(than)


def hours_missing(*, last_seen_at: datetime | None, at: datetime) -> float | None:
    """Return hours since the child was last seen, or None if nobody knows."""
    if last_seen_at is None:
        return None
    return (at - last_seen_at) / timedelta(hours=1)

"""How far going out has come, what a reply means, and what may be said to whom; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from whereabouts.practice.response.vocabulary import (
    DANGER_ANSWERS,
    DANGER_TONES,
    GOING_OUT,
    SAYABLE,
)

STANDINGS = ("nothing", "safe", "plan", "all")
_ORDER = tuple(GOING_OUT)


class NotYet(Exception):
    """That time has not come yet."""

    def __init__(self, field: str) -> None:
        super().__init__("That time has not come yet.")
        self.field = field


class NotInList(Exception):
    """The answer is none of those that may be given."""

    def __init__(self, field: str) -> None:
        super().__init__("Choose one of the list.")
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Gone:
    """One deployment, as far as the board needs it."""

    none_free: bool = False
    deployed_at: datetime | None = None
    arrived_at: datetime | None = None
    child_seen_at: datetime | None = None
    stood_down_at: datetime | None = None


def stage_of(*, one: Gone) -> str:
    """Return how far one deployment came; stood down before anybody arrived, it never was."""
    if one.child_seen_at is not None:
        return "child_seen"
    if one.arrived_at is not None:
        return "there"
    if one.stood_down_at is not None:
        return "nobody"
    if one.none_free:
        return "none_free"
    return "sent" if one.deployed_at is not None else "asked"


def going_out(*, gone: Iterable[Gone]) -> str:
    """Return how far going out has come in an episode: the furthest of all."""
    return max((stage_of(one=one) for one in gone), key=_ORDER.index, default="nobody")


def check_time(*, field: str, when: datetime, at: datetime) -> None:
    """Go on if a time has come.

    :raises NotYet: it lies ahead.
    """
    if when > at:
        raise NotYet(field)


def check_choice(*, field: str, value: str, choices: Iterable[tuple[str, str]]) -> None:
    """Go on if a value is one of a list.

    :raises NotInList: it is not.
    """
    if value not in {key for key, _ in choices}:
        raise NotInList(field)


def reached(*, tone: str, towards: str) -> bool:
    """Return whether somebody was in touch with the child: a try that nobody answered is none."""
    return towards == "from_child" or tone != "not_reached"


def sounds_in_danger(*, tone: str, safe_answer: str) -> bool:
    """Return whether what was heard asks somebody to look again at once. It never lowers."""
    return safe_answer in DANGER_ANSWERS or tone in DANGER_TONES


def may_promise(*, told: str, dead: bool = False) -> bool:
    """Return whether anything may be promised to somebody: under "nothing", and of a death, no."""
    return told != "nothing" and not dead


def sayable(*, told: str, found: bool, dead: bool = False) -> tuple[tuple[str, str], ...]:
    """Return what may be said to somebody with a standing, as (key, words): never more.

    Of a death only the named officer speaks, in person.
    """
    if told not in STANDINGS or not may_promise(told=told, dead=dead):
        return ()
    reach = STANDINGS.index(told)
    now = "found" if found else "missing"
    return tuple(
        (key, words)
        for key, least, when, words in SAYABLE
        if STANDINGS.index(least) <= reach and when in ("any", now)
    )

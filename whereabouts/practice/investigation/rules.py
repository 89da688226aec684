"""When a task falls due, what it takes to leave one undone, and what a decision has to weigh."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whereabouts.engines.deadlines import due_at
from whereabouts.practice.investigation.vocabulary import (
    CHANNELS,
    NOT_DONE_CODES,
    OWN_FORM,
    PUBLICITY_DECISIONS,
)

CODES = frozenset(code for code, _ in NOT_DONE_CODES)
OUTSTANDING = ("open", "accepted")
_ROUND = re.compile(r"^(.*?)-again-(\d+)$")


class DecisionIncomplete(Exception):
    """A decision on publicity lacks something: `fields` says what."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__("Give the reason, the harm that was weighed, and what may be said.")
        self.fields = fields


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """A decision on publicity, with what it rests on; `child_view` where it is known or guessed."""

    decision: str
    because: str
    harm_weighed: str
    may_say: str = ""
    channels: tuple[str, ...] = ()
    child_view: str = ""

    @property
    def goes_out(self) -> bool:
        """Whether the public hears anything."""
        return self.decision != "none"


def lacking_of(*, weighed: Weighed) -> tuple[str, ...]:
    """Return the fields that a decision lacks: deciding against an appeal takes reasons, too."""
    wrong = []
    if weighed.decision not in dict(PUBLICITY_DECISIONS):
        wrong.append("decision")
    if not weighed.because.strip():
        wrong.append("because")
    if not weighed.harm_weighed.strip():
        wrong.append("harm_weighed")
    if weighed.goes_out and not weighed.may_say.strip():
        wrong.append("may_say")
    if weighed.goes_out and not (weighed.channels and set(weighed.channels) <= set(dict(CHANNELS))):
        wrong.append("channels")
    return tuple(wrong)


def next_round(*, fact: str) -> str:
    """Return what tells the next round of a line of enquiry from this one."""
    said = _ROUND.match(fact)
    base, number = (said[1], int(said[2])) if said else (fact, 1)
    return f"{base[:48]}-again-{number + 1}"


def as_signed(*, lines: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Return how many lines of each kind stood how, as a supervisor saw them."""
    seen: dict[str, Counter[str]] = {}
    for kind, state in lines:
        seen.setdefault(kind, Counter())[state] += 1
    return {kind: dict(states) for kind, states in sorted(seen.items())}


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

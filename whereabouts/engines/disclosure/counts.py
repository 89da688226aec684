"""One count: shown rounded, hidden where it is small, and what a reader could work out from it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

RULES = Path(__file__).with_name("rules.toml")
TOO_FEW, HIDDEN, FEW_OR_NONE = "few", "hidden", "few or none"
ANYTHING = "anything"  # hidden for another's sake, and it could be nothing at all
_KEYS = {"id", "version", "since", "hide_below", "round_to", "least_base", "source", "status"}


class RulesRefused(ValueError):
    """A set of rules lacks something, or would protect nothing."""


class UnknownRules(ValueError):
    """There are no rules of that name."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """How small is too small, and how coarse is coarse enough."""

    id: str
    version: int
    since: date
    hide_below: int
    round_to: int
    least_base: int
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a figure: a number, or none and why there is none.

    Why it is none is for our own tests and check reports: `text` is the same for both, since a
    reader who could tell the second from the first would know that the second is not small.
    """

    number: float | None
    why: str = ""

    @property
    def text(self) -> str:
        """Return what is printed."""
        return "c" if self.number is None else f"{self.number:g}"


def shown(*, count: int, rules: Rules) -> Shown:
    """Return what is shown of one count; nothing at all is shown as nothing at all."""
    if 0 < count < rules.hide_below:
        return Shown(None, TOO_FEW)
    return Shown(_rounded(count, rules.round_to))


def shown_share(*, part: int, whole: int, rules: Rules, places: int = 0) -> Shown:
    """Return a percentage, worked out from what is shown of both: it says no more than they do."""
    return _quotient(part, whole, rules, scale=100, places=places)


def shown_mean(*, total: int, over: int, rules: Rules, places: int = 1) -> Shown:
    """Return a mean, worked out from what is shown of both."""
    return _quotient(total, over, rules, scale=1, places=places)


def about_percent(*, part: int, whole: int, rules: Rules) -> int | None:
    """Return a percentage to the nearest five, from what is shown of both; None if it is hidden."""
    seen = shown_share(part=part, whole=whole, rules=rules)
    return None if seen.number is None else 5 * round(seen.number / 5)


def could_be(*, seen: Shown, rules: Rules) -> tuple[int, int | None]:
    """Return the least and the most that a count could be whose `seen` is shown.

    For a figure hidden to protect another, a reader can tell nothing but that it is no less than
    one: the most is None.
    """
    if seen.why in {FEW_OR_NONE, ANYTHING}:
        return (0, rules.hide_below - 1 if seen.why == FEW_OR_NONE else None)
    if seen.number is None:
        return (1, rules.hide_below - 1 if seen.why == TOO_FEW else None)
    number = int(seen.number)
    if number == 0 and rules.hide_below > 1:
        return (0, 0)
    least = number - rules.round_to // 2
    return (max(least, rules.hide_below if number else 0), least + rules.round_to - 1)


@lru_cache(maxsize=1)
def _held() -> tuple[Rules, ...]:
    return read_rules(text=RULES.read_text(encoding="utf-8"))


def named_rules(*, rules_id: str, at: date) -> Rules:
    """Return the rules of that name in their newest version that had begun by that day.

    :raises UnknownRules: none of that name has begun.
    """
    begun = [entry for entry in _held() if entry.id == rules_id and entry.since <= at]
    if not begun:
        raise UnknownRules(f"There are no rules of disclosure called {rules_id} on that day.")
    return max(begun, key=lambda entry: entry.since)


def read_rules(*, text: str) -> tuple[Rules, ...]:
    """Return the sets of rules in a text that has the form of the file.

    :raises RulesRefused: an entry lacks something, or two share an id and version.
    """
    entries = tuple(_entry(body) for body in tomllib.loads(text).get("rules", []))
    names = [(entry.id, entry.version) for entry in entries]
    for name in names:
        if names.count(name) > 1:
            raise RulesRefused(f"{name[0]} has version {name[1]} twice.")
    return entries


def _entry(body: dict[str, Any]) -> Rules:
    if set(body) != _KEYS or not body["source"]:
        raise RulesRefused(f"{body.get('id', 'An entry')} needs: {', '.join(sorted(_KEYS))}.")
    entry = Rules(**body)
    if min(entry.hide_below, entry.round_to, entry.least_base) < 1:
        raise RulesRefused(f"{entry.id} has a number below one.")
    if entry.hide_below > 1 and 2 * entry.hide_below < entry.round_to:
        raise RulesRefused(f"{entry.id} would show as nothing what it does not hide.")
    return entry


def _rounded(count: int, to: int) -> int:
    """Return the nearest multiple, halves upward."""
    return (2 * count + to) // (2 * to) * to


def _quotient(part: int, whole: int, rules: Rules, *, scale: int, places: int) -> Shown:
    upper, lower = shown(count=part, rules=rules), shown(count=whole, rules=rules)
    if upper.number is None or lower.number is None or whole < rules.least_base or not lower.number:
        return Shown(None, HIDDEN)
    return Shown(round(scale * upper.number / lower.number + 1e-9, places))

"""Why placements end: the choices of a day, and how the return writes each."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("reasons.toml")
NOT_RECORDED = "not recorded"


class ReasonsRefused(ValueError):
    """An entry lacks something, or has a key twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One choice: its key in our rows, the return's code or none, and its words."""

    key: str
    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The choices from a day on, with where they come from."""

    since: date
    source: str
    status: str
    choices: tuple[Reason, ...]


def read_reasons(*, text: str) -> tuple[Reasons, ...]:
    """Return the entries of a text that has the form of the file, the earliest first.

    :raises ReasonsRefused: an entry lacks something, or has a key twice.
    """
    found = []
    for body in tomllib.loads(text).get("reasons", []):
        if set(body) != {"since", "source", "status", "choices"} or not body["source"]:
            raise ReasonsRefused("An entry needs since, source, status and choices.")
        choices = tuple(Reason(**one) for one in body["choices"])
        if len({one.key for one in choices}) < len(choices) or not choices:
            raise ReasonsRefused(f"The entry of {body['since']} has no choices, or a key twice.")
        found.append(Reasons(**{**body, "choices": choices}))
    return tuple(sorted(found, key=lambda one: one.since))


@lru_cache(maxsize=1)
def _held() -> tuple[Reasons, ...]:
    return read_reasons(text=FILE.read_text(encoding="utf-8"))


def reasons_on(*, on: date) -> tuple[Reason, ...]:
    """Return the choices of a day; what lies before the first entry is said as the first says."""
    held = _held()
    return next((one for one in reversed(held) if one.since <= on), held[0]).choices


def reason_of(*, key: str) -> Reason | None:
    """Return what a key of our rows means, or None where nobody recorded why."""
    every = (reason for one in reversed(_held()) for reason in one.choices)
    return next((reason for reason in every if reason.key == key), None)

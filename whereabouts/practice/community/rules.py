"""Decisions about community reports from plain values: which campaign, what is missing."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from whereabouts.practice.community.vocabulary import OUTCOMES

STEPS = ("told", "looked", *(key for key, _ in OUTCOMES if key != "nothing"))


def code_as_kept(*, text: str) -> str:
    """Return a campaign's word as it is kept: letters and figures, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())


def raised_by_then(
    *, raised: Iterable[date], from_on: date, until_on: date | None, on: date
) -> tuple[int, int]:
    """Return (in as many days just before a campaign, in its days so far) of some days (I12)."""
    last = min(until_on or on, on)
    length = (last - from_on).days + 1
    if length < 1:
        return 0, 0
    days = list(raised)
    return (
        sum(from_on - timedelta(days=length) <= day < from_on for day in days),
        sum(from_on <= day <= last for day in days),
    )


def runs_on(*, from_on: date, until_on: date | None, on: date) -> bool:
    """Return whether a campaign runs on a day, its first and its last counted."""
    return from_on <= on and (until_on is None or on <= until_on)


def lacking(*, place: str, words: str, postcode: str = "") -> tuple[str, ...]:
    """Return what a report lacks to be of use: where, and what."""
    given = {"place": place.strip() or postcode.strip(), "words": words.strip()}
    return tuple(name for name, text in given.items() if not text)


def funnel(*, reports: Iterable[Mapping[str, object]]) -> dict[str, int]:
    """Return how many reports reached each step, and how many children were made safer.

    Each report has `looked` (whether somebody did) and `outcomes`: kind → people.
    """
    counts = dict.fromkeys((*STEPS, "children"), 0)
    for one in reports:
        counts["told"] += 1
        counts["looked"] += bool(one["looked"])
        outcomes = one["outcomes"]
        if isinstance(outcomes, Mapping):
            for kind, people in outcomes.items():
                if kind in counts:
                    counts[kind] += 1
                if kind == "safeguarded":
                    counts["children"] += int(people)
    return counts

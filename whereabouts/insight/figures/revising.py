"""A year's figures that are published again: what lies between them and the first tells of no few.

Whoever kept the first figures lays the revised ones beside them. One child entered late is then one
more in an exact count, and the cells that changed say who it was. So a year is revised once, some
months after it was published, and only if nothing that came or went in between can be worked out to
be a few; else the first figures stand.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from whereabouts.engines.disclosure import LEAST_LEFT, Rules, Shown, Told, could_be
from whereabouts.insight.figures.beside import HIDDEN, Name, Sheet, Tied
from whereabouts.insight.figures.tables import Table

FILE = Path(__file__).with_suffix(".toml")
BEFORE, AFTER, CAME, GONE = "before", "after", "came", "gone"
# Counts of rows: whatever came in between is tied as they are. A child may have been there before.
OF_ROWS = {"incident", "call", "rows"}
OF_CHILDREN = {"individual", "child"}
NO_ROWS = ("rows", "children")  # how many children those rows are of
Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The tables of a year that are read side by side, with what stands behind their cells."""

    sheets: Sequence[Sheet]  # each with its table as it is printed
    ties: Sequence[Tied]
    rules: Rules


def revised_from(*, published: date) -> date:
    """Return the day from which a year that was published on a day may be revised."""
    begun = [one for one in _entries() if one["since"] <= published]
    months = max(begun, key=lambda one: one["since"])["months"]
    first = published.year * 12 + published.month - 1 + int(months)
    return date(first // 12, first % 12 + 1, 1)


def tells_of_few(*, web: Web, before: Sequence[Table]) -> bool:
    """Say whether a few can be read from a year's figures beside those that were published before.

    As somebody would read it who thinks that rows were only added, or only taken away.
    """
    pairs = _pairs(web, before)
    ties = [tie for sheet in web.sheets for tie in sheet.ties] + list(web.ties)
    counted = {name: both for name, both in pairs.items() if _of(name, OF_ROWS | OF_CHILDREN)}
    more = {name for name, (old, new) in counted.items() if new[1] >= old[0]}
    less = {name for name, (old, new) in counted.items() if old[1] >= new[0]}
    # Where some counts rose and others fell, nothing but what each did by itself is known.
    ways = [(more, less - more)] if len(more) < len(counted) > len(less) else [
        (came, set()) if came is more else (set(), came)
        for came in (more, less) if len(came) == len(counted)
    ]  # fmt: skip
    return any(
        _few_between(_held(pairs, ties, came, gone, adds=_of_rows), web.rules)
        for came, gone in ways
    )


def grows_by_few(
    *, sheet: Sheet, ties: Sequence[Tied], before: Sequence[Table], adds: Callable[[Name], bool],
    rules: Rules,
) -> bool:  # fmt: skip
    """Say whether a few follow from a table of what only grows, beside what it was before.

    `adds` says which of its counts grow; the others change as time goes on.
    """
    web = Web(sheets=[sheet], ties=ties, rules=rules)
    every = [*sheet.ties, *ties]
    for table in before:
        pairs = _pairs(web, [replace(table, name=sheet.table.name)], hidden=1)
        came = {name for name, (old, new) in pairs.items() if adds(name) and new[1] >= old[0]}
        told = _held(pairs, every, came, set(), adds=adds)
        if _few_between(told, rules) or any(
            0 < low == high < rules.hide_below for low, high in told.follows().values()
        ):
            return True
    return False


def _held(
    pairs: Mapping[Name, tuple[Bounds, Bounds]], ties: Sequence[Tied], came: Set[Name],
    gone: Set[Name], *, adds: Callable[[Name], bool],
) -> Told:  # fmt: skip
    """Return what somebody holds who has both, and thinks that these came and those went."""
    told = Told()
    for name, both in pairs.items():
        for when, (least, most) in zip((BEFORE, AFTER), both, strict=True):
            told.told(name=(when, name), least=least, most=most)
    for when in (BEFORE, AFTER):
        for tie in ties:
            _tie(told, tie, when)
    for name in came:
        told.adds_up(total=(AFTER, name), parts=[(BEFORE, name), (CAME, name)])
    for name in gone:
        told.adds_up(total=(BEFORE, name), parts=[(AFTER, name), (GONE, name)])
    if not (came and gone):
        for tie in ties:
            if all(map(adds, (tie.whole, *tie.parts))):
                _tie(told, tie, CAME if came else GONE)
    return told


def _few_between(told: Told, rules: Rules) -> bool:
    left = min(LEAST_LEFT, rules.hide_below - 1)
    return any(
        0 < low <= high < rules.hide_below and high - low + 1 < left
        for name, (low, high) in told.follows().items()
        if isinstance(name, tuple) and name[0] in (CAME, GONE)
    )


def _tie(told: Told, tie: Tied, when: str) -> None:
    whole, parts = (when, tie.whole), [(when, part) for part in tie.parts]
    if tie.adds_up:
        told.adds_up(total=whole, parts=parts)
    else:
        told.within(parts=parts, whole=whole)


def _of_rows(name: Name) -> bool:
    return _of(name, OF_ROWS) and name != NO_ROWS


def _of(name: Name, units: set[str]) -> bool:
    return isinstance(name, tuple) and name[0] in units


def _pairs(
    web: Web, before: Sequence[Table], *, hidden: int = 0
) -> dict[Name, tuple[Bounds, Bounds]]:
    """Return what each count can be by the figures of before, and by those of now.

    What is hidden is `hidden` at least: one, where nobody at all is shown as nought.
    """
    held = {table.name: _by_words(table) for table in before}
    pairs: dict[Name, tuple[Bounds, Bounds]] = {}
    for sheet in web.sheets:
        exact = {one.name for one in sheet.printed if one.exact}
        counted = {one.name for one in sheet.printed}
        then = held.get(sheet.table.name, {})
        for place, text in _cells(sheet.table).items():
            names = sheet.cells.get(place[0], ())
            if len(names) != 1 or names[0] not in counted:
                continue
            (name,) = names
            texts = (then.get(place[1], ""), text)
            both = [_could_be(one, name in exact, web.rules, hidden) for one in texts]
            known = pairs.get(name)
            pairs[name] = (both[0], both[1]) if known is None else (
                _both(known[0], both[0]), _both(known[1], both[1])
            )  # fmt: skip
    return pairs


def _cells(table: Table) -> Mapping[tuple[tuple[int, int], tuple[str, str]], str]:
    return {
        ((row, column), (line[0], table.columns[column])): text
        for row, line in enumerate(table.lines)
        for column, text in enumerate(line)
        if column
    }


def _by_words(table: Table) -> dict[tuple[str, str], str]:
    return {words: text for (_, words), text in _cells(table).items()}


def _could_be(text: str, exact: bool, rules: Rules, hidden: int) -> Bounds:
    if not text.isdecimal():
        return (float(hidden) if text == HIDDEN else 0.0, float("inf"))
    if exact:
        return (float(text), float(text))
    least, most = could_be(seen=Shown(float(text)), rules=rules)
    return (float(least), float("inf") if most is None else float(most))


def _both(one: Bounds, other: Bounds) -> Bounds:
    return (max(one[0], other[0]), min(one[1], other[1]))


@lru_cache(maxsize=1)
def _entries() -> tuple[Mapping[str, Any], ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["revising"])

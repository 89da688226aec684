"""What comes onto an agenda, what ends a place on it, and who owns what."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

AGENDA = Path(__file__).with_name("agenda.toml")


class BadAgenda(ValueError):
    """The file of the agenda has an entry that is not whole."""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A reason to come before a panel: a level, a seriousness or flags, and how far back."""

    id: str
    since: date
    label: str
    days: int
    source: str
    level: str = ""
    seriousness: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Follows:
    """What follows from a meeting by guidance: what, whose it is, within how many working days."""

    id: str
    since: date
    kind: str
    what: str
    owner: str
    working_days: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Lately:
    """An episode in plain values, as a reason reads it."""

    level: str
    seriousness: str
    reported_at: datetime


def reasons(*, on: date) -> tuple[Reason, ...]:
    """Return the reasons that hold on a day, in the order of the file."""
    return tuple(_standing([Reason(**_plain(one)) for one in _kept()["reasons"]], on))


def follows(*, kind: str, on: date) -> tuple[Follows, ...]:
    """Return what follows on a day from a meeting of a kind, or from enquiries ("enquiry")."""
    found = _standing([Follows(**_plain(one)) for one in _kept()["follows"]], on)
    return tuple(one for one in found if one.kind == kind)


def wanted(*, kind: str, on: date) -> tuple[str, ...]:
    """Return the kinds of agency without whom a meeting of a kind is not held."""
    found = [one for one in _kept()["wanted"] if one["kind"] == kind and one["since"] <= on]
    return tuple(max(found, key=lambda one: one["since"])["agencies"]) if found else ()


def read_agenda(*, text: str) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of a text in the form of the file.

    :raises BadAgenda: an entry has no first day or no source, or says nothing.
    """
    document = tomllib.loads(text)
    read: dict[str, list[dict[str, Any]]] = {}
    for part in ("reasons", "wanted", "follows"):
        read[part] = document.get(part, [])
        for one in read[part]:
            if not isinstance(one.get("since"), date) or not one.get("source"):
                raise BadAgenda(f"An entry of {part} needs a first day and a source.")
    for one in read["reasons"]:
        said = [name for name in ("level", "seriousness", "flags") if one.get(name)]
        if len(said) != 1 or not isinstance(one.get("days"), int) or one["days"] < 1:
            raise BadAgenda("A reason needs a level, a seriousness or flags, and a number of days.")
    return read


def reasons_met(
    *,
    asked: Iterable[Reason],
    episodes: Sequence[Lately],
    flags: Collection[str],
    at: datetime,
    levels: Sequence[str],
    seriousness: Sequence[str],
) -> tuple[str, ...]:
    """Return which reasons a child meets, by id; each scale is given from the lowest up."""
    met = []
    for one in asked:
        lately = [
            episode
            for episode in episodes
            if timedelta(0) <= at - episode.reported_at <= timedelta(days=one.days)
        ]
        if one.level:
            holds = any(_reaches(episode.level, one.level, levels) for episode in lately)
        elif one.seriousness:
            holds = any(
                _reaches(episode.seriousness, one.seriousness, seriousness) for episode in lately
            )
        else:
            holds = bool(lately) and bool(set(one.flags) & set(flags))
        if holds:
            met.append(one.id)
    return tuple(met)


def lacking(*, kinds: Iterable[str], needed: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds of agency that are needed and not among those there, in order."""
    there = set(kinds)
    # The transport police are police.
    if "transport_police" in there:
        there.add("police_force")
    return tuple(kind for kind in needed if kind not in there)


def owners_left(*, first_accepted: bool, second: bool, second_accepted: bool) -> tuple[str, ...]:
    """Return which owners of an action have not taken it on: "first", "second"."""
    left = [] if first_accepted else ["first"]
    return (*left, *(["second"] if second and not second_accepted else []))


def _reaches(one: str, least: str, order: Sequence[str]) -> bool:
    return one in order and order.index(one) >= order.index(least)


def _plain(one: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in one.items() if name != "status"}
    if "flags" in given:
        given["flags"] = tuple(given["flags"])
    return given


def _standing(found: Iterable[Any], on: date) -> Iterable[Any]:
    of_id: dict[str, list[Any]] = {}
    for one in found:
        of_id.setdefault(one.id, []).append(one)
    for entries in of_id.values():
        begun = [one for one in entries if one.since <= on]
        if begun:
            yield max(begun, key=lambda one: one.since)


@lru_cache(maxsize=1)
def _kept() -> dict[str, list[dict[str, Any]]]:
    return read_agenda(text=AGENDA.read_text(encoding="utf-8"))

"""The made-up cases of the practice room, read once a process and checked as they are read."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from whereabouts.practice.risk import packs

CASES = Path(__file__).with_name("cases.toml")


class NoSuchCase(Exception):
    """There is no made-up case of that name."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A made-up case: what staff read, the facts that the pack reads, and what it is modelled on.

    `sha256` is of all of it: an answer belongs to a case as it was read.
    """

    name: str
    title: str
    told: str
    facts: Mapping[str, Any]
    after: str
    sha256: str


@cache
def cases() -> Mapping[str, Case]:
    """Return every case by name, in the order of the file.

    :raises UnknownFact: a case has a fact that the vocabulary has not.
    :raises BadValue: a fact cannot have its value.
    """
    found = {}
    for one in tomllib.loads(CASES.read_text(encoding="utf-8"))["cases"]:
        packs.check(facts=one["facts"])
        told = " ".join(one["told"].split())
        read = "\n".join([one["title"], told, repr(sorted(one["facts"].items()))])
        found[one["name"]] = Case(
            name=one["name"],
            title=one["title"],
            told=told,
            facts=one["facts"],
            after=one["after"],
            sha256=hashlib.sha256(read.encode()).hexdigest(),
        )
    return found


def case_named(*, name: str) -> Case:
    """Return a case.

    :raises NoSuchCase: there is none of that name.
    """
    try:
        return cases()[name]
    except KeyError:
        raise NoSuchCase("There is no such case.") from None

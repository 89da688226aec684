"""What each protocol expects a carer to try, read from a dated file that names its sources."""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from whereabouts.practice.partners.rules import Protocol, Step

FILE = Path(__file__).with_name("expectations.toml")


class BadProtocol(ValueError):
    """A protocol of the file is not whole, or has a step twice."""


def protocol_of(*, key: str, on: date) -> Protocol:
    """Return the protocol that holds on a day; England's where the key is not known."""
    kept = _kept()
    found = [one for one in kept if one.key == key] or [one for one in kept if one.key == "england"]
    begun = [one for one in found if one.since <= on]
    return max(begun, key=lambda one: one.since) if begun else min(found, key=lambda one: one.since)


def read_protocols(*, text: str) -> tuple[Protocol, ...]:
    """Return the protocols of a text in the form of the file.

    :raises BadProtocol: one lacks its first day, source, urgent words or steps, or has one twice.
    """
    return tuple(_protocol(body) for body in tomllib.loads(text).get("protocols", []))


def _protocol(body: dict[str, Any]) -> Protocol:
    key = str(body.get("key", ""))
    steps = tuple(
        Step(key=str(one.get("key", "")), words=str(one.get("words", "")))
        for one in body.get("steps", [])
    )
    if not (key and body.get("source") and body.get("urgent") and steps):
        raise BadProtocol(f"{key or 'A protocol'} needs a key, a source, urgent words and steps.")
    if not isinstance(body.get("since"), date):
        raise BadProtocol(f"{key} needs a first day.")
    if len({one.key for one in steps}) != len(steps) or not all(one.key for one in steps):
        raise BadProtocol(f"{key} has a step twice, or one without a key.")
    return Protocol(
        key=key, since=body["since"], source=body["source"], urgent=body["urgent"], steps=steps
    )


@lru_cache(maxsize=1)
def _kept() -> tuple[Protocol, ...]:
    return read_protocols(text=FILE.read_text(encoding="utf-8"))

"""When a report is usable, and what makes two requests the same."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

# A child's name, or a description of them, or a place: with any of these somebody can start.
ENOUGH = ("names", "description", "place")


def is_usable(*, names: str, description: str, place: str, words: str) -> bool:
    """Return whether a report can be acted on: something to look for, or words to go by."""
    return any(part.strip() for part in (names, description, place)) or bool(words.strip())


def is_incomplete(*, names: str, born: str, last_seen_place: str, reporter_contact: str) -> bool:
    """Return whether something that is always wanted was left out."""
    return not all(part.strip() for part in (names, born, last_seen_place, reporter_contact))


def digest(*, body: Mapping[str, Any]) -> bytes:
    """Return the hash by which a repeated request is known to be the same."""
    return hashlib.sha256(
        json.dumps(body, sort_keys=True, default=str, ensure_ascii=False).encode()
    ).digest()

"""The carer's form of what is known beforehand, from a dated file that names its sources."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

FORM_FILE = Path(__file__).with_name("profile.toml")


class BadForm(ValueError):
    """The file has a field that is not whole, or twice."""


@dataclass(frozen=True, kw_only=True)
class ProfileField:
    """A field: its part of the form, what is asked, and in which forms it stands."""

    key: str
    part: str
    label: str
    hint: str
    forms: tuple[str, ...]
    since: date


def fields_of(*, form: str, on: date) -> tuple[ProfileField, ...]:
    """Return the fields of a form on a day, in order."""
    return tuple(one for one in _kept() if form in one.forms and one.since <= on)


def read_form(*, text: str) -> tuple[ProfileField, ...]:
    """Return the fields of a text in the form of the file.

    :raises BadForm: a field is not whole, or two have one key.
    """
    document = tomllib.loads(text)
    since, source = document.get("since"), document.get("source")
    if not isinstance(since, date) or not source:
        raise BadForm("The form needs a first day and a source.")
    fields = tuple(
        _field(body, part["title"], since)
        for part in document.get("parts", [])
        for body in part.get("fields", [])
    )
    if len({one.key for one in fields}) != len(fields):
        raise BadForm("Two fields have one key.")
    return fields


def _field(body: dict[str, Any], part: str, since: date) -> ProfileField:
    if not body.get("key") or not body.get("label"):
        raise BadForm(f"A field of “{part}” needs a key and a label.")
    return ProfileField(
        key=body["key"],
        part=part,
        label=body["label"],
        hint=body.get("hint", ""),
        forms=tuple(body.get("forms", ("philomena", "child_information"))),
        since=body.get("since", since),
    )


@lru_cache(maxsize=1)
def _kept() -> tuple[ProfileField, ...]:
    return read_form(text=FORM_FILE.read_text(encoding="utf-8"))

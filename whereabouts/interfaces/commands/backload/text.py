"""Pieces of the text that COPY reads, made a column at a time: one by one takes far longer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from django.db import models
from numpy.typing import NDArray

Column = NDArray[Any]
Texts = Sequence[str]
LONDON = ZoneInfo("Europe/London")
NULL = r"\N"
HOUR = 3_600
FIRST_YEAR, LAST_YEAR = 1990, 2040


def escaped(text: str) -> str:
    """Return a text as COPY reads it back."""
    for sign, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(sign, written)
    return text


def said(value: Any) -> str:
    """Return any plain value as COPY reads it back."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes):
        return f"\\\\x{value.hex()}"
    if isinstance(value, list | tuple):
        return "{" + ",".join(f'"{escaped(str(one))}"' for one in value) + "}"
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime | date):
        return value.isoformat()
    return escaped(str(value))


def lines(*, model: type[models.Model], columns: Mapping[str, Any], number: int) -> str:
    """Return rows of a table: what is a list of texts goes row by row, the rest is always so.

    What is not said is the field's default.
    """
    parts, varying = [], []
    for field in model._meta.concrete_fields:
        value = columns.get(field.attname, _default(field))
        if isinstance(value, _Each):
            parts.append("%s")
            varying.append(value.texts)
        else:
            written = said(value)
            if isinstance(field, models.JSONField) and value is not None:
                written = escaped(json.dumps(value))
            parts.append(written.replace("%", "%%"))
    unknown = set(columns) - {field.attname for field in model._meta.concrete_fields}
    if unknown:
        raise KeyError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
    if not number:
        return ""
    template = "\t".join(parts) + "\n"
    return "".join([template % row for row in zip(*varying, strict=True)])


def table(
    *, model: type[models.Model], number: int, columns: Mapping[str, Any]
) -> tuple[type[models.Model], str, int]:
    """Return a table, its rows as text, and how many."""
    return model, lines(model=model, columns=columns, number=number), number


class _Each:
    """One text a row."""

    __slots__ = ("texts",)

    def __init__(self, texts: Texts) -> None:
        self.texts = texts


def each(texts: Texts | Column) -> Any:
    """Say that a column has a text of its own in each row."""
    return _Each(texts.tolist() if isinstance(texts, np.ndarray) else texts)


def picked(choices: Sequence[Any], places: Column) -> Any:
    """Say that a column is one of some values in each row, by its place."""
    texts = np.array([said(one) for one in choices], dtype=object)
    return _Each(texts[np.asarray(places, dtype=np.int64)].tolist())


def moments(seconds: Column, *, none_below: int = 0) -> list[str]:
    """Return moments as texts: the nation's times are those of British clocks; -1 is none."""
    instants = (seconds - offsets(seconds)).astype("datetime64[s]")
    texts = np.datetime_as_string(instants, timezone="UTC").astype(object)
    texts[seconds < none_below] = NULL
    found: list[str] = texts.tolist()
    return found


def offsets(seconds: Column) -> Column:
    """Return by how many seconds a British clock is ahead when it tells so; the earlier of two."""
    edges, ahead = _changes()
    return ahead[np.searchsorted(edges, seconds, side="right")]


@lru_cache(maxsize=1)
def _changes() -> tuple[Column, Column]:
    """Return when, by the clock itself, it begins to be ahead by another length; and by which."""
    edges, ahead = [], [0]
    hour = timedelta(hours=1)
    moment = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    last = datetime(LAST_YEAR, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    while moment < last:
        day = moment + timedelta(days=1)
        if _ahead(moment) != _ahead(day):
            while _ahead(moment) == _ahead(moment + hour):
                moment += hour
            moment += hour
            edges.append(int((moment - datetime(1970, 1, 1)).total_seconds()))  # noqa: DTZ001
            ahead.append(_ahead(moment))
            day = moment + timedelta(days=1)
        moment = day
    return np.array(edges), np.array(ahead)


def _ahead(moment: datetime) -> int:
    offset = moment.replace(tzinfo=LONDON).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _default(field: Any) -> Any:
    if not field.has_default() and field.null:
        return None
    return field.get_default()


def keys(*, nation: int, kind: int, numbers: Column, at: Column) -> list[str]:
    """Return keys that follow from the nation, the kind of record, its number and its moment.

    They begin with the moment, as those of all other rows do, so that what is written together
    stands together in every index, however long the history. 32 hex digits; the same are made
    again by a run that goes on; of another nation others.
    """
    salt = np.array([(nation * 1_000_003 + kind) % (1 << 64)], np.uint64)
    number = numbers.astype(np.uint64)
    words = np.empty((len(number), 2), dtype=">u8")
    mixed = _mixed(number ^ _mixed(salt))
    moment = (at.astype(np.int64) * 1_000).astype(np.uint64) << np.uint64(16)
    words[:, 0] = moment | np.uint64(0x8000) | (mixed & np.uint64(0xFFF))
    words[:, 1] = (_mixed(mixed + number) & np.uint64((1 << 62) - 1)) | np.uint64(1 << 63)
    text = words.tobytes().hex()
    return [text[at : at + 32] for at in range(0, len(text), 32)]


def _mixed(word: Column) -> Column:
    """Mix every bit into every other (Steele, Lea and Flood 2014, the finisher of SplitMix)."""
    with np.errstate(over="ignore"):
        word = word + np.uint64(0x9E3779B97F4A7C15)
        word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


def dashed(key: str) -> str:
    """Return a key as it is written."""
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"

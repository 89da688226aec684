"""A body against its definition: what fits is kept, what does not is left out and named."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from typing import Any
from uuid import UUID

DEEPEST = 20
LARGEST = 2**53
INSTEAD = "\N{REPLACEMENT CHARACTER}"
KEPT_CONTROLS = "\n\t\r"

Schema = Mapping[str, Any]


class NotReadable(Exception):
    """This is not JSON as we take it; the message says why and repeats nothing."""


@dataclass(kw_only=True)
class Reading:
    """What was read, and what was left out or changed, as (field, why)."""

    value: Any = None
    faults: list[tuple[str, str]] = field(default_factory=list)

    def wrong(self, where: str, why: str) -> None:
        """Name a fault once."""
        if (where, why) not in self.faults:
            self.faults.append((where, why))


def parsed(*, body: bytes) -> Any:
    """Return what a body says.

    :raises NotReadable: it is not UTF-8, not JSON, names a field twice, or is too deep.
    """
    try:
        said = json.loads(
            body.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except UnicodeDecodeError:
        raise NotReadable("It is not UTF-8.") from None
    except RecursionError:
        raise NotReadable("It is nested too deeply.") from None
    except ValueError:
        raise NotReadable("It is not JSON: check it with a JSON reader.") from None
    if _depth(said) > DEEPEST:
        raise NotReadable("It is nested too deeply.")
    return said


def read(*, schema: Schema, value: Any) -> Reading:
    """Return what of a value fits a definition, and every fault by its field."""
    reading = Reading()
    reading.value = _read(schema, value, "", reading)
    return reading


def _read(schema: Schema, value: Any, where: str, reading: Reading) -> Any:
    if value is None:
        return None
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    for kind in kinds:
        if kind in READERS and READERS[kind][0](value):
            return READERS[kind][1](schema, value, where, reading)
    wanted = " or ".join(READERS[kind][2] for kind in kinds if kind in READERS)
    reading.wrong(where or "body", f"it has to be {wanted}")
    return None


def _object(schema: Schema, value: dict[str, Any], where: str, reading: Reading) -> Any:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    found = {
        name: _read(one, value[name], f"{where}.{name}" if where else name, reading)
        for name, one in properties.items()
        if name in value
    }
    others = [name for name in value if name not in properties]
    if schema.get("additionalProperties", True) is not False:
        return found | {name: value[name] for name in others}
    if others:
        # Their names are not repeated: anybody may have written anything there.
        reading.wrong(where or "body", f"{len(others)} of its fields are not in the description")
    return found


def _array(schema: Schema, value: list[Any], where: str, reading: Reading) -> Any:
    items = schema.get("items")
    if items is None:
        return value
    return [_read(items, one, f"{where}[{place}]", reading) for place, one in enumerate(value)]


def _string(schema: Schema, value: str, where: str, reading: Reading) -> Any:
    text = clean(text=value)
    exact = "pattern" in schema or "enum" in schema or "format" in schema
    if text != value and not exact:
        reading.wrong(where, "it held characters that cannot be kept; they were replaced")
    text = text.strip()
    if not text:
        return None
    if exact:
        return _exact(schema, text, where, reading)
    most = schema.get("maxLength")
    if most is not None and len(text) > most:
        reading.wrong(where, f"it is longer than {most} characters and was cut")
        text = text[:most]
    return text


def _exact(schema: Schema, text: str, where: str, reading: Reading) -> Any:
    if "enum" in schema:
        if text in schema["enum"]:
            return text
        offered = ", ".join(str(one) for one in schema["enum"] if one is not None)
        reading.wrong(where, f"it has to be one of {offered}")
        return None
    if "pattern" in schema:
        if re.fullmatch(schema["pattern"], text):
            return text
        reading.wrong(where, f"it has to be {schema['description']}")
        return None
    reader, wanted = FORMATS[schema["format"]]
    try:
        found = reader(text)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        reading.wrong(where, f"it has to be {wanted}")
    return found


def _number(schema: Schema, value: float, where: str, reading: Reading) -> Any:
    least, most = schema.get("minimum", -LARGEST), schema.get("maximum", LARGEST)
    if not isfinite(value) or not least <= value <= most:
        reading.wrong(where, f"it has to be from {least:g} to {most:g}")
        return None
    return value


def _boolean(schema: Schema, value: bool, where: str, reading: Reading) -> Any:
    return value


def clean(*, text: str) -> str:
    """Return a text without what a record cannot hold: NUL, halves of characters, controls."""
    return "".join(
        INSTEAD
        if unicodedata.category(letter) in ("Cc", "Cs") and letter not in KEPT_CONTROLS
        else letter
        for letter in text
    )


def _moment(text: str) -> datetime | None:
    found = datetime.fromisoformat(text)
    # A time without its zone is two times on one night of the year.
    if found.utcoffset() is None or not 1990 <= found.year <= 2200:
        return None
    return found


FORMATS: dict[str, tuple[Any, str]] = {
    "date-time": (_moment, "a time with its zone, such as 2026-11-20T12:00:00Z"),
    "date": (date.fromisoformat, "a date such as 2012-03-12"),
    "uuid": (UUID, "a key such as the one that an answer gave"),
}
READERS: dict[str, tuple[Any, Any, str]] = {
    "object": (lambda value: isinstance(value, dict), _object, "an object"),
    "array": (lambda value: isinstance(value, list), _array, "a list"),
    "string": (lambda value: isinstance(value, str), _string, "text"),
    "boolean": (lambda value: isinstance(value, bool), _boolean, "true or false"),
    "integer": (
        lambda value: isinstance(value, int) and not isinstance(value, bool),
        _number,
        "a whole number",
    ),
    "number": (
        lambda value: isinstance(value, int | float) and not isinstance(value, bool),
        _number,
        "a number",
    ),
}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotReadable("A field is named twice in one object.")
    return found


def _no_number(text: str) -> Any:
    raise NotReadable("It holds a number that is none.")


def _depth(value: Any) -> int:
    deepest, layer = 0, [value]
    while layer and deepest <= DEEPEST:
        deepest += 1
        layer = [
            inner
            for one in layer
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return deepest

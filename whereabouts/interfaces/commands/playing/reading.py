"""Reading a file of cases: a JSON object a line, each code on the list, or a refusal by name."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whereabouts.interfaces.commands.playing import codes
from whereabouts.interfaces.commands.playing.codes import Meaning, meanings_of

OLDEST = 17


class NotACase(Exception):
    """A line is not a case that can be played; says which line and what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What a case says must come of an assessment."""

    must_fire: tuple[str, ...]
    lowest_level_not_barred: str
    high_prompt: bool


@dataclass(frozen=True, kw_only=True)
class Update:
    """What came later: what was learnt, what was decided then, what must come of it."""

    meanings: tuple[Meaning, ...]
    level: str
    found_hours: float
    expected: Expected


@dataclass(frozen=True, kw_only=True)
class Case:
    """One recorded case; None and empty are "the report does not say"."""

    id: str
    tag: str
    age: int
    sex: str
    living_at: str
    prior: int
    window: str
    flags: tuple[str, ...]
    plan: str
    meanings: tuple[Meaning, ...]
    category: str
    level: str
    expected: Expected
    must_create: tuple[str, ...]
    update: Update | None = None

    @property
    def all_meanings(self) -> tuple[Meaning, ...]:
        """Everything that its codes mean, now and later."""
        return self.meanings + (self.update.meanings if self.update else ())

    @property
    def late(self) -> bool:
        """Whether the report comes late at night."""
        return any(meaning.late for meaning in self.all_meanings)

    @property
    def reporter(self) -> str:
        """Who rings."""
        named = [meaning.reporter for meaning in self.meanings if meaning.reporter]
        return named[0] if named else codes.REPORTERS[self.living_at]


def read_cases(*, path: Path) -> list[Case]:
    """Return the cases of a file, in its order.

    :raises NotACase: a line is no JSON object, lacks something, or has an unlisted code.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise NotACase("The file cannot be read as text.") from None
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except ValueError:
            raise NotACase(f"line {number}: this is not JSON, one object a line.") from None
        if not isinstance(raw, dict):
            raise NotACase(f"line {number}: a case is a JSON object.")
        try:
            found.append(_case(raw))
        except NotACase as fault:
            raise NotACase(f"line {number}: {fault}") from None
    if not found:
        raise NotACase("There is no case in this file.")
    repeated = {case.id for case in found if sum(other.id == case.id for other in found) > 1}
    if repeated:
        raise NotACase(f"{min(repeated)} occurs more than once.")
    return found


def _case(raw: Mapping[str, Any]) -> Case:
    meanings = _meanings(raw)
    prior = _number(raw, "prior_min", most=400) or max((one.prior for one in meanings), default=0)
    setting = _listed(raw, "setting", tuple(codes.SETTINGS))
    age = _number(raw, "age", most=OLDEST)
    category = _listed(raw, "recorded_category", (None, *codes.CATEGORIES)) or ""
    level = _level(raw)
    if level and level.count(">") != category.count(">"):
        raise NotACase("“recorded_level” needs one level for each category.")
    return Case(
        id=_text(raw, "id"),
        tag=_listed(raw, "outcome_tag", codes.TAGS) or "",
        age=codes.MADE_UP_AGE if age is None else age,
        sex=_listed(raw, "sex", (None, "F", "M", "X")) or "X",
        living_at=codes.SETTINGS[setting],
        prior=prior,
        window=_listed(raw, "window", (None, *codes.WINDOWS)) or "",
        flags=_codes(raw, "flags", codes.FLAGS),
        plan=(_listed(raw, "plan", (None, *codes.PLANS)) or "").lower(),
        meanings=meanings,
        category=category,
        level=level,
        expected=_expected(raw),
        must_create=_strings(raw, "must_create"),
        update=_update(raw),
    )


def _update(raw: Mapping[str, Any]) -> Update | None:
    later = raw.get("update")
    if later is None:
        return None
    if not isinstance(later, dict):
        raise NotACase("“update” must be an object.")
    hours = later.get("found_hours_approx", 0)
    if isinstance(hours, bool) or not isinstance(hours, int | float) or hours < 0:
        raise NotACase("“found_hours_approx” must be a number of hours.")
    return Update(
        meanings=_meanings(later),
        level=_level(later),
        found_hours=float(hours),
        expected=_expected(later),
    )


def _meanings(raw: Mapping[str, Any]) -> tuple[Meaning, ...]:
    return meanings_of(codes=_codes(raw, "info", codes.INFORMATION))


def _expected(raw: Mapping[str, Any]) -> Expected:
    prompt = raw.get("high_prompt")
    if not isinstance(prompt, bool):
        raise NotACase("“high_prompt” must be true or false.")
    lowest = _listed(raw, "lowest_level_not_barred", codes.LEVELS) or ""
    return Expected(
        must_fire=_strings(raw, "must_fire"),
        lowest_level_not_barred=lowest.lower(),
        high_prompt=prompt,
    )


def _level(raw: Mapping[str, Any]) -> str:
    level = raw.get("recorded_level")
    if level is None:
        return ""
    if not isinstance(level, str) or any(one not in codes.LEVELS for one in level.split(">")):
        raise NotACase(f"unlisted code {level!r} in “recorded_level”.")
    return level.lower()


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value.strip():
        raise NotACase(f"“{name}” is missing.")
    return value


def _number(raw: Mapping[str, Any], name: str, *, most: int) -> int | None:
    value = raw.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise NotACase(f"“{name}” must be a whole number from 0 to {most}.")
    return value


def _listed(raw: Mapping[str, Any], name: str, allowed: Collection[str | None]) -> str | None:
    value = raw.get(name)
    if (value is not None and not isinstance(value, str)) or value not in allowed:
        raise NotACase(f"unlisted code {value!r} in “{name}”.")
    return value


def _strings(raw: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = raw.get(name)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise NotACase(f"“{name}” must be a list of codes.")
    return tuple(value)


def _codes(raw: Mapping[str, Any], name: str, allowed: Collection[str]) -> tuple[str, ...]:
    found = _strings(raw, name)
    for code in found:
        if code not in allowed:
            raise NotACase(f"unlisted code {code!r} in “{name}”.")
    return found

"""The terms, from a dated file that names a source for each: what to look for, and what to say."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

TERMS = Path(__file__).with_name("terms.toml")
SEVERITIES = ("high", "medium", "low", "info")
# What a field is known to be: about a child, told in sentences. Besides: a concern is on record;
# a grade is given its reasons.
ABOUT_A_CHILD = frozenset({"child", "narrative"})
CONTEXTS = ABOUT_A_CHILD | {"concern", "grading", "whole"}


# A blank outside a class of characters.
_BLANK = re.compile(r"\[[^\]]*\]| ")


class BadTerm(ValueError):
    """An entry of the file is not whole, or cannot be looked for."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """Something that is said, why to think again, and another way to say it."""

    id: str
    severity: str
    because: str
    instead: str
    source: str
    since: date
    pattern: re.Pattern[str]
    needs: frozenset[str] = frozenset()
    near: re.Pattern[str] | None = None  # one of these stands somewhere in the text besides
    unless: re.Pattern[str] | None = None  # the words round it make it something else
    examples: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()  # texts that hold the word and are left alone


def read_terms(*, text: str) -> tuple[Term, ...]:
    """Return the terms of a text in the form of the file, in its order.

    :raises BadTerm: an entry lacks something, repeats an id, or its pattern cannot be read.
    """
    terms = tuple(_term(body) for body in tomllib.loads(text).get("terms", []))
    ids = [term.id for term in terms]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise BadTerm(f"{', '.join(twice)} stands there twice.")
    return terms


@lru_cache(maxsize=1)
def kept_terms() -> tuple[Term, ...]:
    """Return the terms of our own file."""
    return read_terms(text=TERMS.read_text(encoding="utf-8"))


def make_term(
    *, key: str, pattern: str, instead: str, because: str, source: str, since: date,
    severity: str = "high", needs: Iterable[str] = (), near: str = "", unless: str = "",
    examples: Iterable[str] = (), leaves: Iterable[str] = (),
) -> Term:  # fmt: skip
    """Return a term made from plain words; a list kept elsewhere can be looked for with ours.

    :raises BadTerm: something is missing, or the pattern cannot be read.
    """
    missing = [
        name
        for name, said in (
            ("pattern", pattern), ("instead", instead), ("because", because), ("source", source),
        )
        if not said
    ]  # fmt: skip
    if missing:
        raise BadTerm(f"{key or 'An entry'} lacks: {', '.join(missing)}.")
    if severity not in SEVERITIES:
        raise BadTerm(f"{key}: the severity is one of {', '.join(SEVERITIES)}.")
    if not frozenset(needs) <= CONTEXTS:
        raise BadTerm(f"{key}: it can need {', '.join(sorted(CONTEXTS))} alone.")
    return Term(
        id=key, severity=severity, because=because, instead=instead, source=source, since=since,
        pattern=_whole_words(pattern, of=key), needs=frozenset(needs),
        near=_compiled(near, of=key) if near else None,
        unless=_compiled(unless, of=key) if unless else None,
        examples=tuple(examples), leaves=tuple(leaves),
    )  # fmt: skip


def _term(body: Mapping[str, Any]) -> Term:
    known = set(Term.__dataclass_fields__)
    if not set(body) <= known or not body.get("id") or not isinstance(body.get("since"), date):
        raise BadTerm(f"{body.get('id', 'An entry')} needs an id, a first day, and known keys.")
    said = {name: value for name, value in body.items() if name != "id"}
    empty = {"pattern": "", "instead": "", "because": "", "source": ""}
    return make_term(key=body["id"], **{**empty, **said})


def _whole_words(pattern: str, *, of: str) -> re.Pattern[str]:
    # Never the word inside another word: "usual" is not in "unusual", nor in "un-usual".
    return _compiled(rf"(?<!\w)(?<!\w[-’'])(?:{pattern})(?!\w)(?!-\w|[’'](?!s\b)\w)", of=of)


def _compiled(pattern: str, *, of: str) -> re.Pattern[str]:
    # A blank of the pattern is any gap that somebody may type, a new line among them.
    gaps = _BLANK.sub(lambda one: r"\s{1,3}" if one.group(0) == " " else one.group(0), pattern)
    try:
        return re.compile(gaps, re.IGNORECASE)
    except re.error as wrong:
        raise BadTerm(f"{of}: {wrong}") from None

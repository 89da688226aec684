"""The schemes by which intelligence is graded, from a dated file that names a source for each."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from pathlib import Path

GRADING = Path(__file__).with_name("grading.toml")


class BadGrading(ValueError):
    """The file of schemes has an entry that is not whole."""


class NotAGrade(ValueError):
    """What was given is no grade of the scheme that holds."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a grade, with its codes in words."""

    key: str
    label: str
    codes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A scheme: a grade is one code of each part, read together."""

    id: str
    since: date
    until: date | None
    label: str
    source: str
    parts: tuple[Part, ...]
    may_leave: frozenset[str]

    def grades(self) -> frozenset[str]:
        """Return every grade that the scheme has."""
        return frozenset(
            "".join(codes)
            for codes in product(*([code for code, _ in one.codes] for one in self.parts))
        )

    def in_words(self, *, grade: str) -> str:
        """Return a grade in words, or "" where it is none of this scheme."""
        if grade not in self.grades():
            return ""
        words = [dict(one.codes)[code] for one, code in zip(self.parts, grade, strict=True)]
        return "; ".join(words)


def read_schemes(*, text: str) -> tuple[Scheme, ...]:
    """Return the schemes of a text in the form of the file, the first day first.

    :raises BadGrading: one has no source, no first day or no parts, or codes of several letters.
    """
    found = []
    for body in tomllib.loads(text).get("schemes", []):
        name = body.get("id", "") or "An entry"
        parts = tuple(
            Part(
                key=one["key"],
                label=one["label"],
                codes=tuple((code, words) for code, words in one["codes"]),
            )
            for one in body.get("parts", [])
        )
        if not body.get("source") or not isinstance(body.get("since"), date) or not parts:
            raise BadGrading(f"{name} needs a first day, a source and its parts.")
        if any(len(code) != 1 for one in parts for code, _ in one.codes):
            raise BadGrading(f"{name} has a code that is not one letter or figure.")
        handling = {code for code, _ in parts[-1].codes}
        if not set(body.get("may_leave", [])) <= handling:
            raise BadGrading(f"{name} lets something leave by a code that it has not.")
        found.append(
            Scheme(
                id=name,
                since=body["since"],
                until=body.get("until"),
                label=body["label"],
                source=body["source"],
                parts=parts,
                may_leave=frozenset(body.get("may_leave", [])),
            )
        )
    return tuple(sorted(found, key=lambda one: one.since))


@lru_cache(maxsize=1)
def every_scheme() -> tuple[Scheme, ...]:
    """Return every scheme that the file has."""
    return read_schemes(text=GRADING.read_text(encoding="utf-8"))


def scheme_on(*, on: date, schemes: Sequence[Scheme] = ()) -> Scheme:
    """Return the scheme that holds on a day; before the first day the first."""
    known = tuple(schemes) or every_scheme()
    begun = [one for one in known if one.since <= on]
    return begun[-1] if begun else known[0]


def grade_given(*, text: str, on: date) -> str:
    """Return a grade of the scheme that holds on a day, from what was typed.

    :raises NotAGrade: it is none.
    """
    scheme, grade = scheme_on(on=on), "".join(text.upper().split())
    if grade not in scheme.grades():
        wanted = ", ".join(one.label.lower() for one in scheme.parts)
        raise NotAGrade(f"Grade it by {scheme.id}: {wanted}.")
    return grade


def may_leave(*, grade: str, on: date) -> bool:
    """Return whether the handling code of a grade lets something leave the police."""
    return bool(grade) and grade[-1] in scheme_on(on=on).may_leave


def in_words(*, grade: str) -> str:
    """Return a grade in words, by whichever scheme has it; the latest where several do."""
    for scheme in reversed(every_scheme()):
        words = scheme.in_words(grade=grade)
        if words:
            return words
    return ""

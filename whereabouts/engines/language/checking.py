"""Finding terms in a text, with their places. It only finds: nothing here can refuse a text."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from whereabouts.engines.language.terms import SEVERITIES, Term

AROUND = 40  # characters each side in which the words round a term are read
LONGEST_QUOTE = 2_000
# What somebody said is kept as said: the marks of quoting, none of them across a whole page.
_QUOTED = re.compile(
    rf"“[^“”]{{1,{LONGEST_QUOTE}}}”"
    rf"|\"[^\"]{{1,{LONGEST_QUOTE}}}\""
    rf"|«[^«»]{{1,{LONGEST_QUOTE}}}»"
    rf"|‘(?:[^‘’]|(?<=\w)’(?=\w)){{1,{LONGEST_QUOTE}}}’"
    rf"|(?<!\w)'(?:[^']|(?<=\w)'(?=\w)){{1,{LONGEST_QUOTE}}}'(?!\w)"
    r"|^[ \t]*>.*$",
    re.MULTILINE,
)
# Said not to be so, or said to be the wrong word.
_DENIED = re.compile(
    r"(?:\b(?:not|never|nor|no|isn[’']t|wasn[’']t|aren[’']t|weren[’']t|rather than|instead of|"
    r"avoid(?:ed|ing)?|don[’']t (?:say|write)|wrongly called)\b)"
    r"(?:\s+[\w’'-]+){0,2}\s*[\"“‘']?\s*$",
    re.IGNORECASE,
)
# "not only streetwise" says that they are.
_DENIES_NOTHING = re.compile(r"\b(?:only|just|merely|surprising(?:ly)?|known)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Found:
    """A term that was found: text[start:end] is what was written."""

    term: Term
    start: int
    end: int
    words: str


def found_in(
    *, text: str, terms: Iterable[Term], context: Collection[str] = frozenset()
) -> tuple[Found, ...]:
    """Return what is found, from the first on, none inside another; the text is never refused.

    `context` is what is known of the field: "child", "narrative", "concern". A term that needs more
    than is known is left alone, as is what stands in quotation marks, is denied, or is by the words
    round it something else.
    """
    given = frozenset(context)
    kept = [one for term in terms for one in _of_term(term, text, given)]
    kept.sort(key=lambda one: (one.start, one.start - one.end, _graveness(one)))
    apart: list[Found] = []
    for one in kept:
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return tuple(apart)


def utf16(*, text: str, place: int) -> int:
    """Return a place of a text as browsers count: a character beyond the first plane is two."""
    return place + sum(1 for character in text[:place] if ord(character) > 0xFFFF)


def _of_term(term: Term, text: str, context: frozenset[str]) -> Iterable[Found]:
    if not term.needs - {"whole"} <= context:
        return
    matches = list(term.pattern.finditer(text))
    if not matches or (term.near is not None and not term.near.search(text)):
        return
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    for match in matches:
        start, end = match.span()
        if start == end or any(first <= start and end <= last for first, last in quoted):
            continue
        if "whole" in term.needs and (text[:start] + text[end:]).strip(" \t\r\n.,;!"):
            continue
        if term.unless is not None and _something_else(term.unless, text, start, end):
            continue
        if _denied(text[max(0, start - AROUND) : start]):
            continue
        yield Found(term=term, start=start, end=end, words=match.group(0))


def _something_else(unless: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Return whether words that touch or hold the term make it something else."""
    first = max(0, start - AROUND)
    window = text[first : end + AROUND]
    return any(
        first + match.start() < end and start < first + match.end()
        for match in unless.finditer(window)
    )


def _denied(before: str) -> bool:
    # A full stop ends what a "not" reaches.
    clause = re.split(r"[.;:!?\n]", before)[-1]
    match = _DENIED.search(clause)
    return match is not None and not _DENIES_NOTHING.search(match.group(0))


def _graveness(one: Found) -> int:
    return SEVERITIES.index(one.term.severity)

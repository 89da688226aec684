"""Phrases that are no reason (rule RF16): they describe a child's harm as the child's doing.

Sources: HMIC 2016, Missing children: who cares?, lines 154-156 and 638-642; the additions are
[PROPOSED] in the domain reference. A phrase marked as a quotation is evidence, and is left alone.
"""

import re
from dataclasses import dataclass

_PHRASES: tuple[tuple[str, str], ...] = (
    (r"attention[- ]seek\w*", "say what the child was asking for, and of whom"),
    (r"street[- ]?wise", "say what the child has had to learn, and who taught it"),
    (r"life[- ]?style( choice)?", "say who or what draws or drives the child away"),
    (
        r"put(s|ting)? (him|her|them|it)?sel(f|ves) at risk|putting themselves at risk",
        "say who or what exposes the child to harm",
    ),
    (r"no longer (had |has |have )?any control", "say what help the carer has asked for"),
    (r"time[- ]?wast(e|er|ers|ing)", "say what happened, and when"),
    (r"always (comes|came|come) (back|home)", "say what is new this time"),
    (r"(normal|usual) (behaviour|self|pattern)", "say what is known about where the child goes"),
    (r"promiscu\w+", "say what was done to the child, and by whom"),
    (r"child prostitut\w+|prostitut\w+ (her|him|them)sel\w+", "say who exploits the child"),
    (r"difficult to engage", "say what was tried, and what the child would accept"),
    (r"cost of search\w*", "leave cost out: it is no part of risk"),
    (
        r"(no|not enough|lack of|short of) (free )?(units?|officers?|staff)( (is |are )?free)?",
        "record that nobody is free: it is counted, and is no part of risk",
    ),
    (
        r"(too|very|so|we are|we were|shift is|night is|it is) busy( tonight)?|busy (night|shift)",
        "leave out how busy it is: it is no part of risk",
    ),
    (r"work[- ]?load|short[- ]?staffed|understaffed", "leave it out: it is no part of risk"),
    (r"know(s|n) (what|how) (s?he|they) (is|are) doing", "say what the child told you"),
    (r"(happens|does it|goes missing|reported) all the time", "say how often, and what followed"),
)

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_FILLING = frozenset(
    """
    a an and as at be been but by for from had has have he her him his i in is it its just not of
    on or she so that the their them they this to was we were will with who which also very again
    only child girl boy young person usually probably likely said states
    """.split()  # noqa: SIM905 (a list of sixty literals reads worse)
)
_ENOUGH_WORDS = 3


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A phrase that was found, and another way to say it."""

    found: str
    say_instead: str


def listed() -> tuple[tuple[str, str], ...]:
    """Return every listed phrase as (pattern, another way to say it)."""
    return _PHRASES


def phrases_in(*, text: str) -> tuple[Phrase, ...]:
    """Return the listed phrases in a text, quotations left out."""
    unquoted = _QUOTED.sub(" ", text)
    return tuple(
        Phrase(found=match.group(0), say_instead=instead)
        for pattern, instead in _PHRASES
        for match in [re.search(rf"\b(?:{pattern})\b", unquoted, re.IGNORECASE)]
        if match
    )


def is_reason(*, text: str) -> bool:
    """Return whether a text gives a reason beyond listed phrases and filling words.

    Facts beside a phrase are a reason; the phrase alone, or nothing, is none.
    """
    rest = text
    for pattern, _ in _PHRASES:
        rest = re.sub(rf"\b(?:{pattern})\b", " ", rest, flags=re.IGNORECASE)
    said = set(re.findall(r"[^\W\d_]{2,}|\d+", rest.casefold())) - _FILLING
    return len(said) >= _ENOUGH_WORDS

"""How hard a text is to read: how long its sentences are, and how many of its words are long."""

import re
from dataclasses import dataclass

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
LONG = 8  # letters from which a word counts as long


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was counted of a text."""

    words: int
    sentences: int
    mean_sentence: float
    longest_sentence: int
    long_share: float


def sentences_of(*, text: str) -> tuple[str, ...]:
    """Return the sentences of a text; a new line ends one as well."""
    return tuple(
        match.group(0).strip()
        for match in _SENTENCE.finditer(text)
        if words_of(text=match.group(0))
    )


def words_of(*, text: str) -> tuple[str, ...]:
    """Return the words of a text; figures are none."""
    return tuple(_WORD.findall(text))


def reading_of(*, text: str) -> Reading:
    """Return how long sentences and words of a text are; of nothing, nothing."""
    words, sentences = words_of(text=text), sentences_of(text=text)
    lengths = [len(words_of(text=one)) for one in sentences]
    long = sum(1 for one in words if len(one) >= LONG)
    return Reading(
        words=len(words),
        sentences=len(sentences),
        mean_sentence=len(words) / len(sentences) if sentences else 0.0,
        longest_sentence=max(lengths, default=0),
        long_share=long / len(words) if words else 0.0,
    )

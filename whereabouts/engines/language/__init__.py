"""Words about a child: what blames or hides harm, another way to say it, and how hard a text is."""

from whereabouts.engines.language.checking import Found, found_in, utf16
from whereabouts.engines.language.reading import Reading, reading_of, sentences_of, words_of
from whereabouts.engines.language.terms import (
    ABOUT_A_CHILD,
    BadTerm,
    Term,
    kept_terms,
    make_term,
    read_terms,
)

__all__ = [
    "ABOUT_A_CHILD",
    "BadTerm",
    "Found",
    "Reading",
    "Term",
    "found_in",
    "kept_terms",
    "make_term",
    "read_terms",
    "reading_of",
    "sentences_of",
    "utf16",
    "words_of",
]

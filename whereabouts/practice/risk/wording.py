"""Every term that a writer is told of: the engine's, and the phrases that are no reason (RF16)."""

from datetime import date
from functools import lru_cache

from whereabouts.engines.language import Term, kept_terms, make_term
from whereabouts.practice.risk.phrases import listed

SINCE = date(2026, 11, 1)
SOURCE = "HMIC 2016, Missing children: who cares?, lines 154-156 and 638-642"
ABOUT_THE_CHILD = "It tells of harm as the child's doing. Alone it is no reason for a grade (RF16)."
ABOUT_US = "It is about us and not about the child (RF16)."
NO_PART = "no part of risk"


@lru_cache(maxsize=1)
def known_terms() -> tuple[Term, ...]:
    """Return the terms, each with an id that a count may be kept under.

    What is about how busy we are is looked for only where a grade is given its reasons.
    """
    return (*kept_terms(), *_of_rf16())


def _of_rf16() -> tuple[Term, ...]:
    return tuple(
        make_term(
            key=f"rf16_{number}",
            pattern=pattern,
            instead=instead,
            because=ABOUT_US if NO_PART in instead else ABOUT_THE_CHILD,
            source=SOURCE,
            since=SINCE,
            needs=["grading"] if NO_PART in instead else ["child"],
        )
        for number, (pattern, instead) in enumerate(listed(), start=1)
    )

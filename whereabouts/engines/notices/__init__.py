"""Abduction warning notices: whether the law lets one be made, and when it stops to hold."""

from whereabouts.engines.notices.law import BadLaw, Law, Route, law_in_force, read_law
from whereabouts.engines.notices.standing import (
    Eligibility,
    Span,
    Standing,
    eligibility,
    lapses_at,
    reaches,
    why_lapsed,
)

__all__ = [
    "BadLaw",
    "Eligibility",
    "Law",
    "Route",
    "Span",
    "Standing",
    "eligibility",
    "lapses_at",
    "law_in_force",
    "reaches",
    "read_law",
    "why_lapsed",
]

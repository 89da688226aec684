"""Again and again: which definitions of a repeat hold, and whether anything changed."""

from whereabouts.engines.repeats.compared import Compared, before_and_after, counts_back, no_fewer
from whereabouts.engines.repeats.definitions import (
    BadDefinition,
    Definition,
    calls_in_force,
    episodes_in_force,
    patterns_in_force,
    placements_in_force,
    read_definitions,
)
from whereabouts.engines.repeats.standing import Standing, asked_for, recurs, stand

__all__ = [
    "BadDefinition",
    "Compared",
    "Definition",
    "Standing",
    "asked_for",
    "before_and_after",
    "calls_in_force",
    "counts_back",
    "episodes_in_force",
    "no_fewer",
    "patterns_in_force",
    "placements_in_force",
    "read_definitions",
    "recurs",
    "stand",
]

"""Disclosure control: what may be shown of a count so that no small number can be worked out."""

from .beside import Beside
from .counts import (
    ANYTHING,
    FEW_OR_NONE,
    HIDDEN,
    TOO_FEW,
    Rules,
    RulesRefused,
    Shown,
    UnknownRules,
    about_percent,
    could_be,
    named_rules,
    read_rules,
    shown,
    shown_mean,
    shown_share,
)
from .cubes import Cube, CubeRefused
from .families import Column, shown_family
from .tables import LEAST_LEFT, Named, Seen, shown_line, shown_table, shown_together
from .told import Told

__all__ = [
    "ANYTHING",
    "FEW_OR_NONE",
    "HIDDEN",
    "LEAST_LEFT",
    "TOO_FEW",
    "Beside",
    "Column",
    "Cube",
    "CubeRefused",
    "Named",
    "Rules",
    "RulesRefused",
    "Seen",
    "Shown",
    "Told",
    "UnknownRules",
    "about_percent",
    "could_be",
    "named_rules",
    "read_rules",
    "shown",
    "shown_family",
    "shown_line",
    "shown_mean",
    "shown_share",
    "shown_table",
    "shown_together",
]

"""Disclosure control: what may be shown of a count so that no small number can be worked out."""

from .counts import (
    FEW_OR_NONE,
    HIDDEN,
    TOO_FEW,
    Rules,
    RulesRefused,
    Shown,
    UnknownRules,
    could_be,
    named_rules,
    read_rules,
    shown,
    shown_mean,
    shown_share,
)
from .cubes import Cube, CubeRefused
from .families import Column, shown_family
from .tables import shown_line, shown_table

__all__ = [
    "FEW_OR_NONE",
    "HIDDEN",
    "TOO_FEW",
    "Column",
    "Cube",
    "CubeRefused",
    "Rules",
    "RulesRefused",
    "Shown",
    "UnknownRules",
    "could_be",
    "named_rules",
    "read_rules",
    "shown",
    "shown_family",
    "shown_line",
    "shown_mean",
    "shown_share",
    "shown_table",
]

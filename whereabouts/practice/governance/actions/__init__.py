"""Asking and answers; runs of retention: counted, agreed to, binned, undone, erased."""

from whereabouts.practice.governance.actions.asking import (
    AlreadyAnswered,
    AnotherDecides,
    answer,
    ask,
    keep_bundle,
    release_bundle,
)
from whereabouts.practice.governance.actions.retaining import (
    AboveTheCap,
    NothingToUndo,
    decide_run,
    erase_run,
    keep_run,
    undo_run,
)

__all__ = [
    "AboveTheCap",
    "AlreadyAnswered",
    "AnotherDecides",
    "NothingToUndo",
    "answer",
    "ask",
    "decide_run",
    "erase_run",
    "keep_bundle",
    "keep_run",
    "release_bundle",
    "undo_run",
]

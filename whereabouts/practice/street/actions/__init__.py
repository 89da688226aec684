"""Changes on the street: beats and what is on them, readings, and words told."""

from whereabouts.practice.street.actions.beats import (
    AlreadyNamed,
    DayGoneBy,
    NothingSaid,
    end_hot_spot,
    make_beat,
    name_hot_spot,
    name_officer,
    name_school,
    put_at_school,
    release_officer,
)
from whereabouts.practice.street.actions.telling import (
    AlreadySettled,
    ResultMissing,
    read_briefing,
    settle_word,
    tell_word,
)

__all__ = [
    "AlreadyNamed",
    "AlreadySettled",
    "DayGoneBy",
    "NothingSaid",
    "ResultMissing",
    "end_hot_spot",
    "make_beat",
    "name_hot_spot",
    "name_officer",
    "name_school",
    "put_at_school",
    "read_briefing",
    "release_officer",
    "settle_word",
    "tell_word",
]

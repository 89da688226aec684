"""What is done about tasks, lines of enquiry, publicity and sightings."""

from whereabouts.practice.investigation.actions.plan import NeedsWords, sign_off
from whereabouts.practice.investigation.actions.publicity import (
    NothingUp,
    StillUp,
    ask_to_take_down,
    decide_publicity,
    take_down,
)
from whereabouts.practice.investigation.actions.sightings import record_sighting
from whereabouts.practice.investigation.actions.tasks import (
    NeedsCode,
    NotOutstanding,
    Wanted,
    accept,
    ask,
    ask_all,
    bring_forward,
    cancel_all,
    reassign,
    settle,
    settle_about,
    start_clock_again,
    start_clocks,
)

__all__ = [
    "NeedsCode",
    "NeedsWords",
    "NotOutstanding",
    "NothingUp",
    "StillUp",
    "Wanted",
    "accept",
    "ask",
    "ask_all",
    "ask_to_take_down",
    "bring_forward",
    "cancel_all",
    "decide_publicity",
    "reassign",
    "record_sighting",
    "settle",
    "settle_about",
    "sign_off",
    "start_clock_again",
    "start_clocks",
    "take_down",
]

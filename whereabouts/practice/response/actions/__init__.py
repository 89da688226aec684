"""What is written down of going out, talking and telling."""

from whereabouts.practice.response.actions.deployments import (
    AlreadySaid,
    NobodyThere,
    NothingNamed,
    ask_for_unit,
    mark_arrived,
    mark_child_seen,
    mark_sent,
    no_unit_free,
    stand_down_unit,
)
from whereabouts.practice.response.actions.families import (
    AlreadyPromised,
    AlreadySettled,
    NothingMayBeTold,
    NotSayable,
    ReasonNeeded,
    TooSoon,
    give,
    leave,
    promise_update,
)
from whereabouts.practice.response.actions.talking import Talked, record_contact

__all__ = [
    "AlreadyPromised",
    "AlreadySaid",
    "AlreadySettled",
    "NobodyThere",
    "NotSayable",
    "NothingMayBeTold",
    "NothingNamed",
    "ReasonNeeded",
    "Talked",
    "TooSoon",
    "ask_for_unit",
    "give",
    "leave",
    "mark_arrived",
    "mark_child_seen",
    "mark_sent",
    "no_unit_free",
    "promise_update",
    "record_contact",
    "stand_down_unit",
]

"""Changes to appeals and Child Rescue Alerts."""

from whereabouts.practice.publicity.actions.alerting import (
    AlreadyDecided,
    AlreadyUnderWay,
    NotMet,
    NotRanked,
    NotYours,
    ReasonMissing,
    Unanswered,
    answer_alert,
    ask_alert,
    decide_alert,
    end_alert,
    end_alerts_of_found,
)
from whereabouts.practice.publicity.actions.appealing import (
    AppealIncomplete,
    AppealStands,
    NothingDecided,
    make_appeal,
)

__all__ = [
    "AlreadyDecided",
    "AlreadyUnderWay",
    "AppealIncomplete",
    "AppealStands",
    "NotMet",
    "NotRanked",
    "NotYours",
    "NothingDecided",
    "ReasonMissing",
    "Unanswered",
    "answer_alert",
    "ask_alert",
    "decide_alert",
    "end_alert",
    "end_alerts_of_found",
    "make_appeal",
]

"""Changing a return: what has happened is kept, what is proposed waits, what is owed stays."""

from whereabouts.practice.return_home.actions.accounts import (
    GoneAgainIsNew,
    go_missing_again,
    mark_back,
    mark_seen,
    record_found,
)
from whereabouts.practice.return_home.actions.adults import AdultSeen, link_adults
from whereabouts.practice.return_home.actions.alternatives import (
    GAP,
    AlreadyAnswered,
    Place,
    answer_about_place,
    ask_for_place,
    note_silence,
)
from whereabouts.practice.return_home.actions.closing import (
    FollowUpOpen,
    close_follow_up,
    mark_found_dead,
    open_follow_up_again,
)
from whereabouts.practice.return_home.actions.destinations import (
    HomeRefused,
    NothingProposed,
    ReasonMissing,
    SafetyQuestionsOpen,
    answer_safety,
    decide,
    propose,
    record_barred,
    settle_gate,
)
from whereabouts.practice.return_home.actions.interviews import record_interview
from whereabouts.practice.return_home.actions.needs import (
    ReferenceMissing,
    Referred,
    decide_grounds,
    meet_need,
    refer_nationally,
)
from whereabouts.practice.return_home.actions.protection import (
    AlreadyProtected,
    GroundsMissing,
    end_protection,
    record_step,
    start_protection,
)
from whereabouts.practice.return_home.actions.standing_down import (
    arm_again,
    confirm,
    prepare,
    set_alarm,
    withdraw_notices,
)

__all__ = [
    "GAP",
    "AdultSeen",
    "AlreadyAnswered",
    "AlreadyProtected",
    "FollowUpOpen",
    "GoneAgainIsNew",
    "GroundsMissing",
    "HomeRefused",
    "NothingProposed",
    "Place",
    "ReasonMissing",
    "ReferenceMissing",
    "Referred",
    "SafetyQuestionsOpen",
    "answer_about_place",
    "answer_safety",
    "arm_again",
    "ask_for_place",
    "close_follow_up",
    "confirm",
    "decide",
    "decide_grounds",
    "end_protection",
    "go_missing_again",
    "link_adults",
    "mark_back",
    "mark_found_dead",
    "mark_seen",
    "meet_need",
    "note_silence",
    "open_follow_up_again",
    "prepare",
    "propose",
    "record_barred",
    "record_found",
    "record_interview",
    "record_step",
    "refer_nationally",
    "set_alarm",
    "settle_gate",
    "start_protection",
    "withdraw_notices",
]

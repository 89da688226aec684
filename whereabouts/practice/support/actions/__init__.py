"""Changes to help that lasts: plans, the directory, offers, panels, senior reviews."""

from whereabouts.practice.support.actions.asked_again import HELP_CLOCK, owe_help
from whereabouts.practice.support.actions.asked_again import set_clock as set_help_clock
from whereabouts.practice.support.actions.asking import (
    WordsMissing,
    keep_what_child_says,
    set_ask_clock,
)
from whereabouts.practice.support.actions.offers import (
    AtContact,
    NamedContactMissing,
    NothingOffered,
    end_service,
    keep_at_contact,
    list_service,
    offer_support,
    settle_after_contact,
)
from whereabouts.practice.support.actions.panels import (
    AlreadyDecided,
    DecisionMissing,
    decide_panel,
    open_panel,
)
from whereabouts.practice.support.actions.planning import (
    AlreadyDone,
    DayGoneBy,
    PlanStands,
    ResultMissing,
    add_action,
    end_support_plan,
    settle_action,
    start_plan,
    write_words,
)
from whereabouts.practice.support.actions.reviews import (
    AlreadyAnswered,
    ReasonMissing,
    answer_senior_review,
    ask_senior,
    look_at_effect,
)

__all__ = [
    "HELP_CLOCK",
    "AlreadyAnswered",
    "AlreadyDecided",
    "AlreadyDone",
    "AtContact",
    "DayGoneBy",
    "DecisionMissing",
    "NamedContactMissing",
    "NothingOffered",
    "PlanStands",
    "ReasonMissing",
    "ResultMissing",
    "WordsMissing",
    "add_action",
    "answer_senior_review",
    "ask_senior",
    "decide_panel",
    "end_service",
    "end_support_plan",
    "keep_at_contact",
    "keep_what_child_says",
    "list_service",
    "look_at_effect",
    "offer_support",
    "open_panel",
    "owe_help",
    "set_ask_clock",
    "set_help_clock",
    "settle_action",
    "settle_after_contact",
    "start_plan",
    "write_words",
]

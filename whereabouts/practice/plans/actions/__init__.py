"""Changes to plans, what is known beforehand, and referrals."""

from whereabouts.practice.plans.actions.drafting import (
    DraftSettled,
    NotYoursToApprove,
    PlanLacks,
    approve,
    into_force,
    send_for_approval,
    set_aside,
    write_draft,
)
from whereabouts.practice.plans.actions.lines import (
    AlreadyDecided,
    NotAllowedByChild,
    Proposed,
    decide_line,
    end_line,
)
from whereabouts.practice.plans.actions.profiles import UnknownField, fill_profile
from whereabouts.practice.plans.actions.referrals import (
    AddresseeMissing,
    AnswerMissing,
    NotThatAnswer,
    ReferralReasonMissing,
    answer_referral,
    decide_referral,
    send_referral,
    set_clock,
)
from whereabouts.practice.plans.actions.travelling import travel
from whereabouts.practice.plans.actions.trigger import (
    DayGoneBy,
    ReasonMissing,
    agree_plan,
    ask_owner,
    end_plan,
    put_in_force,
    renew_plan,
)
from whereabouts.practice.plans.rules import Addressee as Recipient

__all__ = [
    "AddresseeMissing",
    "AlreadyDecided",
    "AnswerMissing",
    "DayGoneBy",
    "DraftSettled",
    "NotAllowedByChild",
    "NotThatAnswer",
    "NotYoursToApprove",
    "PlanLacks",
    "Proposed",
    "ReasonMissing",
    "Recipient",
    "ReferralReasonMissing",
    "UnknownField",
    "agree_plan",
    "answer_referral",
    "approve",
    "ask_owner",
    "decide_line",
    "decide_referral",
    "end_line",
    "end_plan",
    "fill_profile",
    "into_force",
    "put_in_force",
    "renew_plan",
    "send_for_approval",
    "send_referral",
    "set_aside",
    "set_clock",
    "travel",
    "write_draft",
]

"""What can happen to plans and referrals, with the sentence that history shows."""

PLAN_MADE = "plan.made"
PLAN_ENDED = "plan.ended"
PLAN_DEPARTED_FROM = "plan.departed_from"
REFERRAL_DECIDED = "referral.decided"

SENTENCES = {
    PLAN_MADE: "A trigger plan was agreed.",
    PLAN_ENDED: "A trigger plan was ended.",
    PLAN_DEPARTED_FROM: "A decision departed from the trigger plan; its owner was told.",
    REFERRAL_DECIDED: "A referral was decided on.",
}

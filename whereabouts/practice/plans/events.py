"""What can happen to plans and referrals, with the sentence that history shows."""

PLAN_MADE = "plan.made"
PLAN_ENDED = "plan.ended"
PLAN_RENEWED = "plan.renewed"
PLAN_DEPARTED_FROM = "plan.departed_from"
PLAN_DRAFTED = "plan.drafted"
PLAN_SENT = "plan.sent_for_approval"
PLAN_APPROVED = "plan.approved"
PLAN_NOT_APPROVED = "plan.not_approved"
PLAN_ASKED = "plan.asked_to_renew_or_lift"
PLAN_TRAVELLED = "plan.travelled"
PLAN_NOT_REVIEWED = "plan.not_reviewed"
LINE_ACCEPTED = "plan.line_accepted"
LINE_DECLINED = "plan.line_declined"
LINE_OVERRODE = "plan.line_used_without_the_childs_yes"
LINE_ENDED = "plan.line_taken_out"
PROFILE_FILLED = "profile.filled_in"
REFERRAL_DECIDED = "referral.decided"
REFERRAL_ANSWERED = "referral.answered"
REFERRAL_CHASED = "referral.chased"

SENTENCES = {
    PLAN_MADE: "A trigger plan was agreed.",
    PLAN_ENDED: "A trigger plan was ended.",
    PLAN_RENEWED: "A trigger plan was renewed.",
    PLAN_DEPARTED_FROM: "A decision departed from the trigger plan; its owner was told.",
    PLAN_DRAFTED: "A trigger plan was drafted.",
    PLAN_SENT: "A drafted trigger plan was sent for approval.",
    PLAN_APPROVED: "An agency approved a drafted trigger plan.",
    PLAN_NOT_APPROVED: "An agency did not approve a drafted trigger plan.",
    PLAN_ASKED: "Somebody asked to renew or lift a trigger plan.",
    PLAN_TRAVELLED: "A trigger plan went with the child to where they live now.",
    PLAN_NOT_REVIEWED: "A trigger plan's day went by without a review; it binds all the same.",
    LINE_ACCEPTED: "A line was taken into the trigger plan.",
    LINE_DECLINED: "A proposed line was left out of the trigger plan.",
    LINE_OVERRODE: "Something was used for the plan that the child had not allowed.",
    LINE_ENDED: "A line was taken out of the trigger plan.",
    PROFILE_FILLED: "What is known beforehand was written down.",
    REFERRAL_DECIDED: "A referral was decided on.",
    REFERRAL_ANSWERED: "A referral was answered.",
    REFERRAL_CHASED: "A referral without an answer was chased.",
}

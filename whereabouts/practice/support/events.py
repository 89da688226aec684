"""What can happen to help that lasts, with the sentence that history shows."""

PLAN_STARTED = "support.plan_started"
PLAN_CHANGED = "support.plan_changed"
PLAN_ENDED = "support.plan_ended"
ACTION_ADDED = "support.action_added"
ACTION_DONE = "support.action_done"
ACTION_LATE = "support.action_late"
SERVICE_LISTED = "support.service_listed"
SERVICE_ENDED = "support.service_ended"
OFFERED = "support.offered"
NOT_OFFERED = "support.not_offered"
PANEL_OPENED = "support.panel_opened"
PANEL_DECIDED = "support.panel_decided"
SENIOR_REVIEW_ASKED = "support.senior_review_asked"
SENIOR_REVIEW_ANSWERED = "support.senior_review_answered"
SENIOR_REVIEW_LATE = "support.senior_review_late"
PANEL_LATE = "support.panel_late"
HELP_SOUGHT = "support.help_sought"
HELP_NOT_OFFERED = "support.help_not_offered"
CHILD_SAID = "support.child_said"
CHILD_NOT_ASKED = "support.child_not_asked"

SENTENCES = {
    PLAN_STARTED: "A long-term plan was started.",
    PLAN_CHANGED: "The words of a long-term plan were added to.",
    PLAN_ENDED: "A long-term plan was ended.",
    ACTION_ADDED: "An action was added to a long-term plan.",
    ACTION_DONE: "An action of a long-term plan was done.",
    ACTION_LATE: "An action of a long-term plan was not done by its day.",
    SERVICE_LISTED: "A service was listed in the directory of support.",
    SERVICE_ENDED: "A service was taken out of the directory of support.",
    OFFERED: "Support was offered.",
    NOT_OFFERED: "Support was not offered, with the reason.",
    PANEL_OPENED: "A threshold was passed: the child waits for a panel.",
    PANEL_DECIDED: "A panel decided.",
    PANEL_LATE: "A child waits for a panel longer than they should.",
    SENIOR_REVIEW_ASKED: "Episodes are no fewer under the plan: a senior review was asked for.",
    SENIOR_REVIEW_ANSWERED: "A senior reviewed a long-term plan that had not helped.",
    HELP_SOUGHT: "Somebody has called for help again and again: an offer is owed to them.",
    HELP_NOT_OFFERED: "Help was not offered in time to those who called again and again.",
    CHILD_SAID: "The child was asked again how it is under the long-term plan.",
    CHILD_NOT_ASKED: "Nobody asked the child in time how it is under the long-term plan.",
    SENIOR_REVIEW_LATE: "A senior review of a long-term plan was not done in time.",
}

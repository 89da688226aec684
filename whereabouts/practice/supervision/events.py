"""What can happen under a second pair of eyes, with the sentence that history shows."""

PROPOSED = "proposal.asked"
PROPOSAL_AGREED = "proposal.agreed"
PROPOSAL_REFUSED = "proposal.refused"
PROPOSAL_LAPSED = "proposal.lapsed"
REVIEWS_SET = "reviews.set"
REVIEWED = "review.done"
LOWEST_ENDED = "review.lowest_ended"
OVERRIDDEN = "supervision.bar_passed"
CHALLENGED = "challenge.made"
CHALLENGE_ANSWERED = "challenge.answered"
OFFERED = "hand_over.offered"
OFFER_ACCEPTED = "hand_over.accepted"
OFFER_DECLINED = "hand_over.declined"
OFFER_WITHDRAWN = "hand_over.withdrawn"
OWNER_GONE = "ownership.owner_gone"
CLOSURE_BLOCKED = "contact.closure_blocked"
CLOSURE_SIGNED = "contact.closure_signed"
CLOSURE_FORCED = "contact.closure_forced"
LEFT_OPEN = "contact.left_open"
ALARM_OVERDUE = "alarm.task_due"
ALARM_LOOK_AGAIN = "alarm.reassess_due"
ALARM_UNDECIDED = "alarm.undecided"
ALARM_CHALLENGE = "alarm.challenge_due"
ALARM_PROPOSAL = "alarm.proposal_waiting"
ALARM_REVIEW = "alarm.review_due"
ALARM_RAISE = "alarm.raise_due"
ALARM_LOWEST = "alarm.lowest_ends"
ALARM_TRANSFER = "alarm.transfer_disputed"
ALARM_UNREAD = "alarm.notice_unacknowledged"
ALARM_GATE = "alarm.gate_after_return"
ALARM_STAND_DOWN = "alarm.stand_down_left"
ALARM_UNOWNED = "alarm.unowned"
ALARM_SUPERINTENDENT = "alarm.superintendent_told"
ALARM_LATE_ENTRY = "alarm.late_entry"
ALARM_EMERGENCY = "alarm.emergency_review"
ALARM_PROTECTION = "alarm.protection_ending"
ALARM_PLACEMENT = "alarm.placement_notice"
ALARM_ADMISSION = "alarm.admission_notice"
ALARM_UNACKNOWLEDGED = "alarm.placement_unacknowledged"
ALARM_ALERT_UNREAD = "alarm.alert_unread_on_arrival"
ALARM_ARRIVAL_VISIT = "alarm.arrival_visit_due"
ALARM_CONFERENCE = "alarm.conference_due"
ALARM_SCHOOL = "alarm.school_absence_unread"
ALARM_FEED = "alarm.feed_silent"
ALARM_CONTACTS = "alarm.contacts_reconcile"
ALARM_PLAN_REVIEW = "alarm.plan_review_due"
ALARM_PLAN_APPROVAL = "alarm.plan_approval_due"
ALARM_REFERRAL = "alarm.referral_unanswered"
ALARM_SUPPORT_ACTION = "alarm.support_action_due"
ALARM_SUPPORT_EFFECT = "alarm.support_effect_due"
ALARM_SENIOR_REVIEW = "alarm.senior_review_due"
ALARM_CHILD_SAYS = "alarm.child_says_due"
ALARM_PANEL = "alarm.panel_due"
ALARM_HELP_SOUGHT = "alarm.help_sought_due"
ALARM_MEETING_OPEN = "alarm.meeting_open"
ALARM_MEETING_ACTION = "alarm.meeting_action_due"
ALARM_MEETING_UNACCEPTED = "alarm.meeting_action_unaccepted"
ALARM_STREET_WORD = "alarm.street_word_unread"
ALARM_APPEAL = "alarm.appeal_ends"
ALARM_RESCUE_ALERT = "alarm.alert_silent"
ALARM_FLAG = "alarm.flag_unsettled"
ALARM_MATTER = "alarm.matter_waiting"
ALARM_ALTERNATIVE = "alarm.alternative_silent"
ALARM_CHILDS_WORDS = "alarm.child_words_unread"
ALARM_CHILDS_TALK = "alarm.child_talk_unoffered"
ALARM_CHILD_UNTOLD = "alarm.child_untold"

SENTENCES = {
    PROPOSED: "A duty inspector was asked to agree to something lower. What stood, stands.",
    PROPOSAL_AGREED: "The duty inspector agreed to what was proposed.",
    PROPOSAL_REFUSED: "The duty inspector refused what was proposed.",
    PROPOSAL_LAPSED: "A proposal lapsed: something newer is known or decided.",
    REVIEWS_SET: "The reviews that the rules in force ask for were set.",
    REVIEWED: "Somebody with the rank for it looked again.",
    LOWEST_ENDED: "The time of the lowest category is over: medium stands from now.",
    OVERRIDDEN: "A duty inspector passed a bar, with the reason.",
    CHALLENGED: "Somebody disagreed with the grade.",
    CHALLENGE_ANSWERED: "A challenge was answered by somebody who had not decided.",
    OFFERED: "The owner offered the episode to somebody. The owner stays the owner until then.",
    OFFER_ACCEPTED: "The offer was accepted: the episode has a new owner.",
    OFFER_DECLINED: "The offer was declined: the owner stays the owner.",
    OFFER_WITHDRAWN: "The offer was withdrawn.",
    OWNER_GONE: "The owner is off duty, or has left: the episode has no owner.",
    CLOSURE_BLOCKED: "A contact that names the child was nearly closed without an episode.",
    CLOSURE_SIGNED: "A senior signed that a contact that names the child needs no episode.",
    CLOSURE_FORCED: "Another system closed a contact that names the child, without an episode.",
    LEFT_OPEN: "A contact that names a child stood open with no episode. The inspector was told.",
    ALARM_OVERDUE: "A task was not done in time. Its supervisor was told.",
    ALARM_LOOK_AGAIN: "Nobody looked again in time. The duty inspector was told.",
    ALARM_UNDECIDED: "Nobody decided in time. The recommendation stands; the inspector was told.",
    ALARM_CHALLENGE: "A challenge was not answered in time. The duty inspector was told.",
    ALARM_PROPOSAL: "A proposal was not answered in time. A superintendent was told.",
    ALARM_REVIEW: "Nobody of the rank looked again in time. Whoever stands above was told.",
    ALARM_RAISE: "The rules propose medium: the duty inspector raises it or says why not.",
    ALARM_LOWEST: "The lowest category stood to its end. The duty inspector was told.",
    ALARM_TRANSFER: "The transfer was not answered in time. Both duty inspectors were told.",
    ALARM_UNREAD: "Nobody acknowledged a notice in time. It climbed.",
    ALARM_GATE: "The return-safety questions were not answered in time.",
    ALARM_STAND_DOWN: "Something was not stood down after the return.",
    ALARM_LATE_ENTRY: "Entered late: what ran out meanwhile is one alarm to the inspector.",
    ALARM_UNOWNED: "The episode had no owner for too long. The duty inspector was told.",
    ALARM_SUPERINTENDENT: "No superintendent read of HIGH in time. The duty inspector rings one.",
    ALARM_FEED: "The feed of logs fell silent. The duty inspector was told.",
    ALARM_CONTACTS: "Closed contacts were reconciled with episodes.",
    ALARM_EMERGENCY: "Emergency access was not reviewed in time.",
    ALARM_PROTECTION: "Police protection was about to end. Inspector and authority were told.",
    ALARM_PLACEMENT: "An out-of-area placement had no notice on record. Its authority was told.",
    ALARM_ADMISSION: "A home's admission had no notice on record. The home was told.",
    ALARM_UNACKNOWLEDGED: "The date passed and an out-of-area placement is not acknowledged: red.",
    ALARM_ALERT_UNREAD: "The child was there while an alert of adults on their way lay unread.",
    ALARM_ARRIVAL_VISIT: "Nobody visited in time a child who came from another area.",
    ALARM_CONFERENCE: "A case conference that was asked for got no answer in time.",
    ALARM_SCHOOL: "Nobody read in time what a school reported. It climbed.",
    ALARM_PLAN_REVIEW: "A trigger plan's day went by. It binds; its owner's manager was told.",
    ALARM_PLAN_APPROVAL: "A drafted trigger plan was not approved in time.",
    ALARM_REFERRAL: "A referral was not answered in time.",
    ALARM_SUPPORT_ACTION: "An action of a long-term plan was not done by its day.",
    ALARM_SUPPORT_EFFECT: "The child went missing no less often under the long-term plan.",
    ALARM_CHILD_SAYS: "Nobody asked the child in time how it is under the long-term plan.",
    ALARM_SENIOR_REVIEW: "A senior review was not done in time.",
    ALARM_HELP_SOUGHT: "Those who called for help again and again were offered none in time.",
    ALARM_PANEL: "A child waited for a panel too long.",
    ALARM_STREET_WORD: "A word from the street was not read in time. It was said again.",
    ALARM_APPEAL: "The day of an appeal came while it was up. The duty inspector was told.",
    ALARM_RESCUE_ALERT: "Nobody decided on a Child Rescue Alert in time. It was said again.",
    ALARM_MEETING_OPEN: "A meeting was held and not closed. Its chair was told.",
    ALARM_MEETING_ACTION: "An action of a meeting was not settled by its day. Owners were told.",
    ALARM_MEETING_UNACCEPTED: "An action of a meeting was not taken on. Its owners were told.",
    ALARM_CHILDS_TALK: "A child who gave a name was not offered a conversation in time.",
    ALARM_CHILDS_WORDS: "Nobody read in time what a child said. It was said again, and above.",
    ALARM_FLAG: "A proposed flag was not settled in time. Whoever manages was told.",
    ALARM_CHILD_UNTOLD: "Whoever told of a matter did not hear in time what became of it.",
    ALARM_MATTER: "A matter under seal was not decided in time.",
    ALARM_ALTERNATIVE: "Nobody out of hours answered about somewhere safe. It climbed.",
}

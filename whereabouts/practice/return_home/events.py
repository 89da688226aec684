"""What can happen in and after a return, with the sentence that history shows."""

ACCOUNT_ADDED = "return.account_added"
DESTINATION_PROPOSED = "return.destination_proposed"
DESTINATION_AGREED = "return.destination_agreed"
DESTINATION_REFUSED = "return.destination_refused"
DESTINATION_BARRED = "return.destination_barred"
SAFETY_ANSWERED = "return.safety_answered"
SEEN_NOT_ALONE = "return.seen_not_alone"
INTERVIEW_HELD = "return.interview_held"
INTERVIEW_NOT_HELD = "return.interview_not_held"
ALLEGATION = "return.allegation"
STOOD_DOWN = "return.stood_down"
PROTECTION_STARTED = "return.protection_started"
PROTECTION_STEP = "return.protection_step"
PROTECTION_ENDED = "return.protection_ended"
PLACE_ASKED = "return.place_asked"
PLACE_ANSWERED = "return.place_answered"
PLACE_SILENT = "return.place_silent"
PLACE_GAP = "return.place_gap"
NEED_MET = "return.need_met"
REFERRED_NATIONALLY = "return.referred_nationally"
GROUNDS_DECIDED = "return.grounds_decided"
WITHDRAWN = "return.notices_withdrawn"

SENTENCES = {
    ACCOUNT_ADDED: "An account of how the child was found or came back was written down.",
    DESTINATION_PROPOSED: "A destination was proposed. It waits for the return-safety questions.",
    DESTINATION_AGREED: "A named person agreed to where the child goes.",
    DESTINATION_REFUSED: "A named person refused where the child was to go.",
    DESTINATION_BARRED: "A destination could not be agreed to as things stood.",
    SAFETY_ANSWERED: "Return-safety questions were answered.",
    SEEN_NOT_ALONE: "The child was seen, not alone or not by somebody independent.",
    INTERVIEW_HELD: "Somebody spoke with the child after the return.",
    INTERVIEW_NOT_HELD: "A conversation was offered and not held. The offer stands.",
    ALLEGATION: "Harm was told of. The crime is to be recorded and a strategy discussion held.",
    STOOD_DOWN: "Something that was set going was stood down.",
    PROTECTION_STARTED: "The child was taken into police protection, for 72 hours at most.",
    PROTECTION_STEP: "A step of police protection was done.",
    PROTECTION_ENDED: "Police protection ended.",
    PLACE_ASKED: "Another place was asked for.",
    PLACE_ANSWERED: "Whoever was asked for another place answered.",
    PLACE_SILENT: "Nobody answered about another place in time. Whoever is on call was told.",
    PLACE_GAP: "Still nobody answered about another place. It is counted as a gap.",
    NEED_MET: "Something that the child needed was seen to.",
    REFERRED_NATIONALLY: "The child was referred to the National Referral Mechanism.",
    GROUNDS_DECIDED: "What was decided on the national referral was written down, with its day.",
    WITHDRAWN: "Notices that nobody had read were taken back.",
}

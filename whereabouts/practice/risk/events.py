"""What can happen in risk assessment, with the sentence that history shows."""

ASSERTED = "risk.asserted"
ASSESSED = "risk.assessed"
DECIDED = "risk.decided"
REFUSED = "risk.refused"
RAISED = "risk.raised_by_new_information"
ADULT_NEAR = "risk.adult_near"
ADULT_ON_THE_WAY = "risk.adult_on_the_way"
PACK_APPROVED = "pack.approved"

SENTENCES = {
    ASSERTED: "Somebody said something that bears on risk.",
    ASSESSED: "The facts were assessed.",
    DECIDED: "A person decided.",
    REFUSED: "A decision was refused; what stood goes on standing.",
    RAISED: "Something new raised the level that stands.",
    ADULT_NEAR: "Somebody said that an adult of concern is with the child, or near.",
    ADULT_ON_THE_WAY: "Somebody said that an adult of concern is on the way to the child.",
    PACK_APPROVED: "A policy pack was approved.",
}

"""What partners do, each with the sentence that history shows."""

TRIED = "partner.tried"
ANSWERED = "partner.answered"
GRADED = "partner.graded"
LATE_AGREED = "partner.late_return_agreed"
LATE_ENDED = "partner.late_return_ended"
CONFERENCE_ASKED = "conference.asked"
CONFERENCE_ANSWERED = "conference.answered"
CONFERENCE_HELD = "conference.held"
ABSENCE_REPORTED = "school.absence_reported"
ABSENCE_READ = "school.absence_read"
ABSENCE_SETTLED = "school.absence_settled"
ABSENCE_LINKED = "school.absence_linked"
TAUGHT = "prevention.kept"

SENTENCES = {
    TRIED: "The carer wrote down what was tried to find the child.",
    ANSWERED: "The carer answered a question.",
    GRADED: "An agency graded the child for itself. What stands was not changed by it.",
    LATE_AGREED: "A late return was agreed. It lowers no grade by itself.",
    LATE_ENDED: "An agreed late return holds no more.",
    CONFERENCE_ASKED: "A case conference was asked for.",
    CONFERENCE_ANSWERED: "A request for a case conference was answered.",
    CONFERENCE_HELD: "A case conference was held.",
    ABSENCE_REPORTED: "A school reported that a child is not there.",
    ABSENCE_READ: "The school's officer read its report.",
    ABSENCE_LINKED: "A school reported that the child is not there: its officer said who it is.",
    ABSENCE_SETTLED: "It was written down what came of a school's report.",
    TAUGHT: "An activity to prevent harm was written down.",
}

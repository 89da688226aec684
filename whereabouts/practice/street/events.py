"""What can happen on the street, with the sentence that history shows."""

BEAT_MADE = "street.beat_made"
OFFICER_NAMED = "street.officer_named"
OFFICER_LEFT = "street.officer_left"
HOT_SPOT_NAMED = "street.hot_spot_named"
HOT_SPOT_ENDED = "street.hot_spot_ended"
SCHOOL_NAMED = "street.school_named"
AT_SCHOOL = "street.at_school"
BRIEFING_READ = "street.briefing_read"
WORD_TOLD = "street.word_told"
WORD_SETTLED = "street.word_settled"
WORD_UNREAD = "street.word_unread"

SENTENCES = {
    BEAT_MADE: "A beat was written down, with its places.",
    OFFICER_NAMED: "An officer was named for a beat.",
    OFFICER_LEFT: "An officer left a beat.",
    HOT_SPOT_NAMED: "A hot spot was named on a beat.",
    HOT_SPOT_ENDED: "A hot spot was taken off a beat.",
    SCHOOL_NAMED: "A school was put on a beat, with its officer.",
    AT_SCHOOL: "It was written down which school the child goes to.",
    BRIEFING_READ: "An officer read the briefing of a beat.",
    WORD_TOLD: "An officer told something from the street.",
    WORD_SETTLED: "It was said what came of a word from the street.",
    WORD_UNREAD: "A word from the street was not read in time.",
}

"""What can happen to a suggested pair, each with the sentence that history shows."""

SUGGESTED = "pair.suggested"
SUGGESTED_AGAIN = "pair.suggested_again"
SAID_DIFFERENT = "pair.said_different"
SAID_ONE = "pair.said_one"
PARTED = "pair.parted"
ASKED = "pair.asked"

SENTENCES = {
    SUGGESTED: "Two records were suggested as one child. Nobody is joined by it.",
    SUGGESTED_AGAIN: "New evidence opened a pair again that was said to be different children.",
    SAID_DIFFERENT: "Somebody said that two records are of different children.",
    SAID_ONE: "Somebody said that two records are of one child.",
    PARTED: "Somebody parted two records: they are of different children.",
    ASKED: "The agency of the other record was asked whether it is the same child.",
}

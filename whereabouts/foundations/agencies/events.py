"""What can happen to an agency's tokens and partnerships, with the sentence that history shows."""

FEED_LET_IN = "token.made"
FEED_SHUT_OUT = "token.revoked"
JOINED, LEFT = "partnership.joined", "partnership.left"

SENTENCES = {
    FEED_LET_IN: "A token was made for an agency's own system.",
    FEED_SHUT_OUT: "A token of an agency's own system was revoked.",
    JOINED: "The agency said which safeguarding partnership covers it, and from which day.",
    LEFT: "The agency said from which day a safeguarding partnership covers it no more.",
}

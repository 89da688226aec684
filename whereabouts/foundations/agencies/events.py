"""What can happen to an agency's tokens, with the sentence that history shows."""

FEED_LET_IN = "token.made"
FEED_SHUT_OUT = "token.revoked"

SENTENCES = {
    FEED_LET_IN: "A token was made for an agency's own system.",
    FEED_SHUT_OUT: "A token of an agency's own system was revoked.",
}

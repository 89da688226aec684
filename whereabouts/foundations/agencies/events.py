"""What can happen to an agency's tokens, partnerships and packs, with the sentences of history."""

FEED_LET_IN = "token.made"
FEED_SHUT_OUT = "token.revoked"
JOINED, LEFT = "partnership.joined", "partnership.left"
PACK_FOLLOWED, PACK_LEFT = "local_pack.followed", "local_pack.left"

SENTENCES = {
    FEED_LET_IN: "A token was made for an agency's own system.",
    FEED_SHUT_OUT: "A token of an agency's own system was revoked.",
    JOINED: "The agency said which safeguarding partnership covers it, and from which day.",
    LEFT: "The agency said from which day a safeguarding partnership covers it no more.",
    PACK_FOLLOWED: "The agency said which local pack it follows, and from which day.",
    PACK_LEFT: "The agency said from which day it follows a local pack no more.",
}

"""What can happen with the child's voice, with the sentence that history shows."""

LINE_ADDED = "voice.line_added"
LINE_ENDED = "voice.line_ended"
LINK_MADE = "voice.link_made"
LINK_ENDED = "voice.link_ended"
WORDS_SAID = "voice.words_said"
WORDS_READ = "voice.words_read"
WORDS_UNREAD = "voice.words_unread"
CHILD_TOLD_BACK = "voice.child_told_back"
TALK_OWED = "voice.talk_owed"
TALK_OFFERED = "voice.talk_offered"
TALK_UNOFFERED = "voice.talk_unoffered"

SENTENCES = {
    LINE_ADDED: "Something the child tells about themselves was added.",
    LINE_ENDED: "Something the child told about themselves no longer holds, with the reason.",
    LINK_MADE: "The child was given a code for the page for children.",
    LINK_ENDED: "A code for the page for children was ended.",
    WORDS_SAID: "A child said how they were treated.",
    WORDS_READ: "What a child said was read, and what was done about it.",
    CHILD_TOLD_BACK: "A child heard what became of what they said, or there is a reason why not.",
    WORDS_UNREAD: "What a child said was not read within one working day.",
    TALK_OWED: "A child who gave a name is owed the offer of a conversation.",
    TALK_OFFERED: "A child was offered a conversation, or there is a reason why not.",
    TALK_UNOFFERED: "Nobody has offered a child the conversation that they are owed.",
}

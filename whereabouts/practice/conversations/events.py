"""What can happen around a conversation, with the sentence that history shows."""

HARM_SAID = "conversation.harm_said"
LINE_KEPT = "conversation.line_kept"
LINE_OVERRIDDEN = "conversation.line_overridden"
COMMISSIONED = "conversation.commissioned"
TAKEN_ON = "conversation.taken_on"
TRIED = "conversation.tried"
SUBMITTED = "conversation.submitted"
APPROVED = "conversation.approved"
SENT_BACK = "conversation.sent_back"
CANCELLED = "conversation.cancelled"
FED_BACK = "conversation.fed_back"

SENTENCES = {
    HARM_SAID: "Questions about harm were put, and the answers kept.",
    LINE_KEPT: "What the child lets others know was kept, with whom it may be shared.",
    LINE_OVERRIDDEN: "Something is shared although the child did not agree, with the reason.",
    COMMISSIONED: "The independent conversation was asked of a provider.",
    TAKEN_ON: "Somebody at the provider took the conversation on.",
    TRIED: "An attempt to speak with the child was written down.",
    SUBMITTED: "The independent conversation was written up.",
    APPROVED: "The authority accepted the conversation.",
    SENT_BACK: "The authority sent the conversation back, with the reason.",
    CANCELLED: "The conversation is no longer asked of the provider.",
    FED_BACK: "What came of the conversation was fed back.",
}

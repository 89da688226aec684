"""What can happen to contacts and reports, with the sentence that history shows."""

CONTACT_OPENED = "contact.opened"
CONTACT_CLOSED = "contact.closed"
REPORT_TAKEN = "report.taken"
DRAFT_SAVED = "draft.saved"
DRAFT_DISCARDED = "draft.discarded"

SENTENCES = {
    CONTACT_OPENED: "Somebody got in touch.",
    CONTACT_CLOSED: "The contact was closed.",
    REPORT_TAKEN: "A report was taken.",
    DRAFT_SAVED: "A report is being taken.",
    DRAFT_DISCARDED: "A draft was put away.",
}

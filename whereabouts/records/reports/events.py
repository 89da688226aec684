"""What can happen to contacts and reports, with the sentence that history shows."""

CONTACT_OPENED = "contact.opened"
CONTACT_CLOSED = "contact.closed"
CONTACT_SIGNED = "contact.signed"
LOG_EVENT = "contact.log_event"
REPORT_TAKEN = "report.taken"
DRAFT_SAVED = "draft.saved"
DRAFT_DISCARDED = "draft.discarded"

SENTENCES = {
    CONTACT_OPENED: "Somebody got in touch.",
    CONTACT_CLOSED: "The contact was closed.",
    CONTACT_SIGNED: "A senior signed why a contact has no episode.",
    LOG_EVENT: "Something happened to a command-and-control log.",
    REPORT_TAKEN: "A report was taken.",
    DRAFT_SAVED: "A report is being taken.",
    DRAFT_DISCARDED: "A draft was put away.",
}

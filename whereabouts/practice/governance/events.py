"""What can happen in information governance, with the sentence that history shows."""

ASKED = "governance.asked"
BUNDLE_MADE = "governance.bundle_made"
BUNDLE_RELEASED = "governance.bundle_released"
ANSWERED = "governance.answered"
REQUEST_LATE = "governance.request_late"
RETENTION_RUN = "governance.retention_run"
RETENTION_DECIDED = "governance.retention_decided"
BINNED = "governance.binned"
UNDONE = "governance.undone"
ERASED = "governance.erased"

SENTENCES = {
    ASKED: "Somebody asked for what is held, or for something to be put right.",
    BUNDLE_MADE: "A bundle of what is held was put together.",
    BUNDLE_RELEASED: "A second person released a bundle.",
    ANSWERED: "Somebody who asked about a record was answered.",
    REQUEST_LATE: "Somebody who asked about a record has no answer on the day.",
    RETENTION_RUN: "It was counted which records have reached their time; nothing was erased.",
    RETENTION_DECIDED: "A second person agreed to what was counted, or refused it.",
    BINNED: "What is personal in records that had reached their time was put in the bin.",
    UNDONE: "A run of retention was undone: everything is back.",
    ERASED: "What lay in the bin was erased for good.",
}

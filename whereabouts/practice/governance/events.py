"""What can happen in information governance, with the sentence that history shows."""

ASKED = "governance.asked"
BUNDLE_MADE = "governance.bundle_made"
BUNDLE_RELEASED = "governance.bundle_released"
ANSWERED = "governance.answered"
REQUEST_LATE = "governance.request_late"
RETENTION_RUN = "governance.retention_run"
RETENTION_DECIDED = "governance.retention_decided"
BREACH_RECORDED = "governance.breach_recorded"
BREACH_DECIDED = "governance.breach_decided"
BREACH_SOON = "governance.breach_soon"
BREACH_LATE = "governance.breach_late"
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
    BREACH_RECORDED: "A breach of personal data was written down.",
    BREACH_DECIDED: "It was decided whether the Information Commissioner is told of a breach.",
    BREACH_SOON: "A breach of personal data is not decided, and a day is left to tell of it.",
    BREACH_LATE: "The time to tell of a breach of personal data is over, and nobody decided.",
    RETENTION_DECIDED: "A second person agreed to what was counted, or refused it.",
    BINNED: "What is personal in records that had reached their time was put in the bin.",
    UNDONE: "A run of retention was undone: everything is back.",
    ERASED: "What lay in the bin was erased for good.",
}

"""What can happen to a placement, each with the sentence that history shows."""

STARTED = "placement.started"
ENDED = "placement.ended"
NOTIFIED = "placement.notified"

SENTENCES = {
    STARTED: "A placement began.",
    ENDED: "A placement ended.",
    NOTIFIED: "Notice of a placement was given.",
}

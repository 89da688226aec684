"""What can happen to an episode, each with the sentence that history shows."""

OPENED = "episode.opened"
REPORT_ADDED = "episode.report_added"
LEVEL_STANDS = "episode.level_stands"
OWNER_TAKEN = "episode.owner_taken"
LOCATED = "episode.located"
REOPENED = "episode.reopened"
BACK = "episode.back"
SEEN = "episode.seen"
CLOSED = "episode.closed"
FOLLOW_UP_REOPENED = "episode.follow_up_reopened"
FOUND_DEAD = "episode.found_dead"
JOINED = "episode.joined"
PARTED = "episode.parted"
LINKED = "episode.linked"
TRANSFER_OFFERED = "episode.transfer_offered"
TRANSFER_ANSWERED = "episode.transfer_answered"
NOTE = "episode.note"
BACKLOADED = "episode.backloaded"

SENTENCES = {
    OPENED: "The episode was opened.",
    REPORT_ADDED: "Another report was added to the episode.",
    LEVEL_STANDS: "The level that stands changed.",
    OWNER_TAKEN: "Somebody became the owner.",
    LOCATED: "The child was located. They are not back yet.",
    REOPENED: "The child is missing still, or again: the episode is open.",
    BACK: "The child is back. Nobody has seen them alone yet.",
    SEEN: "The child was seen alone. The follow-up is open.",
    CLOSED: "The follow-up is complete.",
    FOLLOW_UP_REOPENED: "The follow-up was opened again.",
    FOUND_DEAD: "The child was found dead. Only the named officer speaks to the family.",
    JOINED: "The episode was joined to another of the same child.",
    PARTED: "The episode was parted from the one it had been joined to.",
    LINKED: "The episode was linked to another.",
    TRANSFER_OFFERED: "Another agency was asked to take the episode.",
    TRANSFER_ANSWERED: "The other agency answered.",
    NOTE: "A note was added.",
    BACKLOADED: "The episode was brought in with the history that was kept elsewhere.",
}

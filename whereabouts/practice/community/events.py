"""What can happen to a community report, with the sentence that history shows."""

RECEIVED = "community.received"
LINKED = "community.linked"
OUTCOME = "community.outcome"
CLOSED = "community.closed"
UNSEEN = "community.unseen"
CAMPAIGN_BEGUN = "community.campaign_begun"
CAMPAIGN_ENDED = "community.campaign_ended"

SENTENCES = {
    RECEIVED: "Somebody told of a child they worry about.",
    LINKED: "What a community report is about was linked.",
    OUTCOME: "What came of a community report was kept.",
    CLOSED: "A community report was closed.",
    UNSEEN: "Nobody looked at a community report in time.",
    CAMPAIGN_BEGUN: "A campaign began.",
    CAMPAIGN_ENDED: "A campaign ended.",
}

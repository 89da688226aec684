"""Every kind of timer; each has a handler in journeys/clock/ (a test sees to it)."""

KINDS = {
    "task_due": "A task is overdue: its agency's supervisor is told.",
    "reassess_due": "Nobody has looked again since something new was learnt.",
    "undecided": "Nobody has decided yet: the recommendation stands, the duty inspector is told.",
    "review_due": "A review is due; if nobody looks in time, whoever stands above is told.",
    "raise_due": "Medium is proposed: a duty inspector raises the level, or says why not.",
    "lowest_ends": "The lowest category ends: medium stands from then on.",
    "challenge_due": "A challenge has no answer: the duty inspector is told.",
    "proposal_waiting": "A proposal waits for the duty inspector.",
    "transfer_disputed": "A transfer has no answer: both duty inspectors are told.",
    "notice_unacknowledged": "A notice is not acknowledged: it climbs.",
    "gate_after_return": "The child is there already: the return-safety questions are due.",
    "stand_down_left": "Something is not stood down after the return.",
    "late_entry": "Entered late: what ran out meanwhile is one alarm.",
    "unowned": "An episode has no owner.",
    "emergency_review": "Emergency access is not reviewed.",
}

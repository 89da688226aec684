"""Every kind of timer; each has a handler in journeys/clock/ (a test sees to it)."""

KINDS = {
    "task_due": "A task is overdue: its agency's supervisor is told.",
    "reassess_due": "Nobody has looked again since something new was learnt.",
    "undecided": "Nobody has decided yet: the recommendation stands, the duty inspector is told.",
    "challenge_due": "A challenge has no answer: the duty inspector is told.",
    "proposal_waiting": "A proposal waits for the duty inspector.",
    "transfer_disputed": "A transfer has no answer: both duty inspectors are told.",
    "notice_unacknowledged": "A notice is not acknowledged: it climbs.",
    "gate_after_return": "The child is there already: the return-safety questions are due.",
    "stand_down_left": "Something is not stood down after the return.",
    "late_entry": "Entered late: what ran out meanwhile is one alarm.",
    "oversight_round": "A force's round: who is drawn for a second look, who took the shift on.",
    "second_look_due": "A second look was not taken, or not finished.",
    "shift_unaccepted": "A shift list is not accepted: the superintendent is told.",
    "unowned": "An episode has no owner.",
    "first_attendance": "Nobody is there yet: the duty inspector is told.",
    "family_update_due": "The family was promised news and is not told: a supervisor is told.",
    "emergency_review": "Emergency access is not reviewed.",
}

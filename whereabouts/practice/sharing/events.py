"""What can happen when agencies share, with the sentence that history shows."""

AGREEMENT_MADE = "sharing.agreement_made"
AGREEMENT_WITHDRAWN = "sharing.agreement_withdrawn"
AGREEMENT_ENDING = "sharing.agreement_ending"
SHARED = "sharing.shared"
ENDED = "sharing.ended"
RAN_OUT = "sharing.ran_out"
CHILD_TOLD = "sharing.child_told"
SLIP_OPENED = "sharing.slip_opened"
SLIP_RECEIPTED = "sharing.slip_receipted"
ENTRY_WRITTEN = "sharing.entry_written"
# Said once as a view, now a grading of practice/partners: the history of then keeps its sentence.
VIEW_GIVEN = "sharing.view_given"

SENTENCES = {
    AGREEMENT_MADE: "An agreement to share was made.",
    AGREEMENT_WITHDRAWN: "An agreement to share was ended early, and what was shared under it.",
    AGREEMENT_ENDING: "An agreement to share ends soon.",
    SHARED: "Something was shared, for a time.",
    ENDED: "Sharing was ended early.",
    RAN_OUT: "Sharing ran out.",
    CHILD_TOLD: "The child was told what was shared.",
    SLIP_OPENED: "A pack was opened.",
    SLIP_RECEIPTED: "Whoever got a pack gave a receipt.",
    ENTRY_WRITTEN: "An agency told what it knows.",
    VIEW_GIVEN: "An agency said how great it thinks the risk is.",
}

"""What can happen about force and conduct, with the sentence that history shows.

History says nothing of a matter: its lines are of its own record alone, and sealed with it.
"""

FORCE_RECORDED = "conduct.force_recorded"
FORCE_REVIEWED = "conduct.force_reviewed"
MATTER_KEPT = "conduct.matter_kept"
MATTER_SEALED = "conduct.matter_sealed"
MATTER_DECIDED = "conduct.matter_decided"
MATTER_TOLD_BACK = "conduct.matter_told_back"

SENTENCES = {
    FORCE_RECORDED: "Force used on the child, or threatened, was recorded. A senior reviews it.",
    FORCE_REVIEWED: "A senior who was not there reviewed the force.",
    MATTER_KEPT: "A matter of conduct was kept, under seal.",
    MATTER_SEALED: "A matter of conduct was sealed from somebody else, too.",
    MATTER_DECIDED: "A matter of conduct was decided.",
    MATTER_TOLD_BACK: "Whoever told of a matter of conduct heard what became of it, or why not.",
}

"""What can happen with skills, with the sentence that history shows."""

GAINED = "skill.gained"
ENDED = "skill.ended"
WITHOUT = "skill.done_without"

SENTENCES = {
    GAINED: "Somebody gained a skill.",
    ENDED: "A skill was taken off somebody's record.",
    WITHOUT: "A task that wants a skill was taken by somebody without it.",
}

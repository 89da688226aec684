"""What can happen to a task, with the sentence that history shows."""

ASKED = "task.asked"
ACCEPTED = "task.accepted"
DONE = "task.done"
NOT_DONE = "task.not_done"
CANCELLED = "task.cancelled"
MOVED = "task.moved"
SIGHTED = "sighting.recorded"

SENTENCES = {
    ASKED: "Something was asked for.",
    ACCEPTED: "Somebody took a task on.",
    DONE: "A task was done.",
    NOT_DONE: "A task was not done, with the reason.",
    CANCELLED: "A task is no longer asked for.",
    MOVED: "A task went to the agency that took the episode.",
    SIGHTED: "A sighting was recorded.",
}

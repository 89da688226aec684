"""What can happen to a task, with the sentence that history shows."""

ASKED = "task.asked"
ACCEPTED = "task.accepted"
DONE = "task.done"
NOT_DONE = "task.not_done"
LOCATION_ASKED = "investigation.location_asked"
CANCELLED = "task.cancelled"
MOVED = "task.moved"
BROUGHT_FORWARD = "task.brought_forward"
SIGHTED = "sighting.recorded"
SIGNED = "investigation.plan_signed"
NOT_SIGNED = "investigation.plan_not_signed"
PUBLICITY_DECIDED = "publicity.decided"
PUBLICITY_DOWN = "publicity.taken_down"

SENTENCES = {
    ASKED: "Something was asked for.",
    ACCEPTED: "Somebody took a task on.",
    DONE: "A task was done.",
    NOT_DONE: "A task was not done, with the reason.",
    LOCATION_ASKED: "The place of the child's phone was asked for, with the authority to ask.",
    CANCELLED: "A task is no longer asked for.",
    MOVED: "A task went to the agency that took the episode.",
    BROUGHT_FORWARD: "A running clock was shortened: the level that stands has less time.",
    SIGHTED: "A sighting was recorded.",
    SIGNED: "A supervisor signed the investigation plan.",
    NOT_SIGNED: "A supervisor looked at the investigation plan and said what it lacks.",
    PUBLICITY_DECIDED: "Publicity was decided on, with the reason and the harm weighed.",
    PUBLICITY_DOWN: "The appeal was taken down everywhere.",
}

"""What can happen when somebody looks again, with the sentence that history shows."""

DRAWN = "second_look.drawn"
GRADED_BLIND = "second_look.graded"
FOUND = "second_look.found"
STANDS_TOO_LOW = "alarm.stands_too_low"
SECOND_LOOK_LATE = "alarm.second_look_due"
SHIFT_OFFERED = "shift.offered"
SHIFT_ACCEPTED = "shift.accepted"
SHIFT_WITHDRAWN = "shift.withdrawn"
SHIFT_UNACCEPTED = "alarm.shift_unaccepted"
PRACTISED = "practice_room.answered"
PACK_MADE = "pack.made"
FIGURES_PART_MADE = "figures.part_made"
FIGURES_PUBLISHED = "figures.published"

SENTENCES = {
    DRAWN: "An episode was drawn for a second look.",
    GRADED_BLIND: "A second pair of eyes graded it without seeing the grade.",
    FOUND: "A second look was compared with the grade, and its finding recorded.",
    STANDS_TOO_LOW: "A second look found what stands too low. The duty inspector was told.",
    SECOND_LOOK_LATE: "A second look was not taken in time.",
    SHIFT_OFFERED: "The duty inspector wrote down what the next one takes on.",
    SHIFT_ACCEPTED: "The next duty inspector accepted the shift, with everything on its list.",
    SHIFT_WITHDRAWN: "A shift list was put aside: a newer one stands.",
    SHIFT_UNACCEPTED: "Nobody accepted the shift in time. The superintendent was told.",
    PRACTISED: "Somebody graded a made-up case.",
    PACK_MADE: "The partnership's pack and the problem profile of twelve months were made.",
    FIGURES_PART_MADE: "A part of a year's figures was made, and is kept until the rest is.",
    FIGURES_PUBLISHED: "The figures of a year were published, with small numbers protected.",
}

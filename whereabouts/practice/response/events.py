"""What can happen while a child is looked for, with the sentence that history shows."""

UNIT_ASKED = "deployment.asked"
NONE_FREE = "deployment.none_free"
SENT = "deployment.sent"
ARRIVED = "deployment.arrived"
CHILD_SEEN = "deployment.child_seen"
UNIT_STOOD_DOWN = "deployment.stood_down"
NOBODY_GOES = "deployment.nobody_goes"
TALKED = "child_contact.recorded"
DANGER_HEARD = "child_contact.danger"
UPDATE_PROMISED = "family.update_promised"
UPDATE_GIVEN = "family.update_given"
UPDATE_LEFT = "family.update_left"
NO_MORE_NEWS = "family.no_more_news"
BORDER_ASKED = "border.asked"
BORDER_ACKNOWLEDGED = "border.acknowledged"
BORDER_ANSWERED = "border.answered"
ALARM_FIRST_ATTENDANCE = "alarm.first_attendance"
ALARM_FAMILY = "alarm.family_update_due"

SENTENCES = {
    UNIT_ASKED: "A unit was asked for.",
    NONE_FREE: "No unit was free. The grade stays as it is.",
    SENT: "Somebody was sent.",
    ARRIVED: "Somebody arrived.",
    CHILD_SEEN: "Whoever went saw the child.",
    UNIT_STOOD_DOWN: "A unit was stood down.",
    NOBODY_GOES: "A senior decided that nobody goes, with the reason.",
    TALKED: "Somebody tried to reach the child, or the child got in touch.",
    DANGER_HEARD: "By what was heard the child may not be safe. Somebody looks again at once.",
    UPDATE_PROMISED: "The family was promised news by a time, from somebody with a name.",
    UPDATE_GIVEN: "The family was told, within what they may be told.",
    UPDATE_LEFT: "The family was not told as promised, with the reason.",
    NO_MORE_NEWS: "Somebody of the family wants to hear no more for now: no next time is promised.",
    BORDER_ASKED: "Another force was asked to look in its area.",
    BORDER_ACKNOWLEDGED: "The other force acknowledged.",
    BORDER_ANSWERED: "The other force answered.",
    ALARM_FIRST_ATTENDANCE: "Nobody was there in time. The duty inspector was told.",
    ALARM_FAMILY: "The family was not told in time.",
}

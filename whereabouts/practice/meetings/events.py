"""What can happen in and after a meeting, with the sentence that history shows."""

CALLED = "meetings.called"
ON_AGENDA = "meetings.on_agenda"
INVITED = "meetings.invited"
PRESENCE_NOTED = "meetings.presence_noted"
ACTION_AGREED = "meetings.action_agreed"
JOINT_AGREED = "meetings.joint_agreed"
REFERRED = "meetings.referred"
ACTION_ACCEPTED = "meetings.action_accepted"
ACTION_SETTLED = "meetings.action_settled"
ACTION_LATE = "meetings.action_late"
ACTION_UNACCEPTED = "meetings.action_unaccepted"
DECIDED = "meetings.decided"
NO_ACTION_SIGNED = "meetings.no_action_signed"
CLOSED = "meetings.closed"
MOVED = "meetings.moved"
CANCELLED = "meetings.cancelled"
ANSWERED = "meetings.answered"
LEFT_OPEN = "meetings.left_open"

SENTENCES = {
    CALLED: "A meeting was called.",
    ON_AGENDA: "The child was put on the agenda of a meeting.",
    INVITED: "An agency was invited to a meeting.",
    PRESENCE_NOTED: "It was noted who was at a meeting, and who sent apologies.",
    ACTION_AGREED: "A meeting agreed an action, with an owner and a day.",
    JOINT_AGREED: "Two agencies own an action together.",
    REFERRED: "A meeting referred the child onward.",
    ACTION_ACCEPTED: "An owner took an action on; for a referral that is the receipt.",
    ACTION_SETTLED: "An action of a meeting was settled. Its other owner was told.",
    ACTION_LATE: "An action of a meeting was not settled by its day.",
    ACTION_UNACCEPTED: "An action of a meeting was not taken on by everybody who owns it.",
    DECIDED: "A meeting decided on the child, with actions.",
    NO_ACTION_SIGNED: "A meeting decided on no action. Its chair signed the reason.",
    MOVED: "A meeting was moved to another time, with the reason. Everybody invited was told.",
    CANCELLED: "A meeting was cancelled, with the reason. Everybody invited was told.",
    ANSWERED: "An agency said whether it comes to a meeting.",
    CLOSED: "A meeting was closed: every child on its agenda was decided on.",
    LEFT_OPEN: "A meeting was held and not closed.",
}

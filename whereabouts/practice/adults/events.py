"""What can happen about adults who pose a risk, with the sentence that history shows."""

ENTERED = "adult.entered"
ENTRY_ENDED = "adult.entry_ended"
ENTRY_KEPT = "adult.entry_kept"
TRACE_ADDED = "adult.trace_added"
OTHERS_ASKED = "adult.others_asked"
ACTED = "adult.acted"
PHOTO_ADDED = "adult.photo_added"
SHARED_TOLD = "adult.shared_told"
RELEASED = "adult.released"
RELEASE_ENDED = "adult.release_ended"
HOME_WARNED = "adult.home_warned"
WARNING_RECEIVED = "adult.warning_received"
WARNING_UNRECEIVED = "adult.warning_unreceived"
OTHERS_UNASKED = "adult.others_unasked"
NOTHING_DONE = "adult.nothing_done"
KEEP_DUE = "adult.keep_due"
YOUNG_PLAN_MADE = "young_plan.made"
YOUNG_PLAN_ENDED = "young_plan.ended"
NOTICE_DRAFTED = "warning_notice.drafted"
NOTICE_AUTHORISED = "warning_notice.authorised"
NOTICE_SERVED = "warning_notice.served"
NOTICE_FAILED = "warning_notice.failed"
NOTICE_REVIEWED = "warning_notice.reviewed"
NOTICE_REVIEW_LATE = "warning_notice.review_late"
NOTICE_LAPSED = "warning_notice.lapsed"
NOTICE_WITHDRAWN = "warning_notice.withdrawn"
BREACHED = "warning_notice.breached"
BREACH_VISITED = "warning_notice.visited"
CHILD_AT_VISIT = "warning_notice.child_at_visit"
BREACH_UNVISITED = "warning_notice.unvisited"
BREACH_DECIDED = "warning_notice.decided"
OPERATION_OPENED = "operation.opened"
OPERATION_JOINED = "operation.joined"
OPERATION_LEFT = "operation.left"
OPERATION_CLOSED = "operation.closed"
PARTNER_JOINED = "operation.partner_joined"
PARTNER_LEFT = "operation.partner_left"

SENTENCES = {
    ENTERED: "An adult was entered on the register of adults who pose a risk.",
    ENTRY_ENDED: "An entry on the register was ended.",
    ENTRY_KEPT: "An entry on the register is kept longer, with the reason.",
    TRACE_ADDED: "A place, vehicle, phone or account that leads to an adult was added.",
    OTHERS_ASKED: "Whether other children are at risk from an adult was asked.",
    ACTED: "Something was done about an adult who poses a risk.",
    PHOTO_ADDED: "A photograph of an adult was added.",
    SHARED_TOLD: "Forces whose records of an adult agree were told of each other.",
    RELEASED: "A named senior let an adult's details leave the police, until a time.",
    RELEASE_ENDED: "What had left the police of an adult was called back.",
    HOME_WARNED: "A home was warned, without naming anybody.",
    WARNING_RECEIVED: "A home received a warning.",
    WARNING_UNRECEIVED: "A home has not said that it received a warning.",
    OTHERS_UNASKED: "Nobody has answered whether other children are at risk from an adult.",
    NOTHING_DONE: "Nothing was done about an adult for longer than it should be.",
    KEEP_DUE: "An entry on the register is due to be ended, or kept with a reason.",
    YOUNG_PLAN_MADE: "A plan was made for a young person who may harm others.",
    YOUNG_PLAN_ENDED: "A plan for a young person who may harm others was ended.",
    NOTICE_DRAFTED: "An abduction warning notice was drafted.",
    NOTICE_AUTHORISED: "An abduction warning notice was authorised.",
    NOTICE_SERVED: "An abduction warning notice was served.",
    NOTICE_FAILED: "An abduction warning notice could not be served.",
    NOTICE_REVIEWED: "An abduction warning notice was reviewed.",
    NOTICE_REVIEW_LATE: "An abduction warning notice was not reviewed in time.",
    NOTICE_LAPSED: "An abduction warning notice lapsed: the law no longer reaches the child.",
    NOTICE_WITHDRAWN: "An abduction warning notice was withdrawn.",
    BREACHED: "An abduction warning notice was breached. Somebody visits.",
    CHILD_AT_VISIT: "A child was found at a visit after a breach. An episode was opened.",
    BREACH_VISITED: "After a breach the holder was visited.",
    BREACH_UNVISITED: "After a breach nobody visited in time.",
    BREACH_DECIDED: "After a breach an arrest was decided on.",
    OPERATION_OPENED: "An operation was opened.",
    OPERATION_JOINED: "Somebody, or an episode, was joined to an operation.",
    OPERATION_LEFT: "Somebody, or an episode, left an operation.",
    OPERATION_CLOSED: "An operation was closed.",
    PARTNER_JOINED: "Another force was let take part in an operation.",
    PARTNER_LEFT: "Another force takes no part in an operation any more.",
}

"""What can happen to a placement, each with the sentence that history shows."""

STARTED = "placement.started"
ENDED = "placement.ended"
NOTIFIED = "placement.notified"
WANTED = "placement_notice.wanted"
GIVEN = "placement_notice.given"
TAKEN_ON = "placement_notice.taken_on"
ACKNOWLEDGED = "placement_notice.acknowledged"
RED = "placement_notice.red"
END_TOLD = "placement_notice.end_told"
REGISTERED = "setting.registered"
OFFICER_NAMED = "setting.officer_named"
VISIT_WANTED = "setting.visit_wanted"
VISITED = "setting.visited"
CONCERN_RAISED = "setting.concern_raised"
CONCERN_SETTLED = "setting.concern_settled"
CONCERN_NAMES = "setting.concern_names"

CAPACITY_SAID = "placement.capacity_said"
TELEPHONED = "placement.telephoned"

SENTENCES = {
    STARTED: "A placement began.",
    ENDED: "A placement ended.",
    NOTIFIED: "Notice of a placement was given.",
    WANTED: "A placement out of area is known: notice is wanted, and who must acknowledge it.",
    GIVEN: "Notice of a placement out of area was given, with risk and plan.",
    TAKEN_ON: "Somebody took on reading a notice of a placement.",
    ACKNOWLEDGED: "A notice of a placement was read and acknowledged.",
    RED: "The date passed and somebody has not acknowledged the notice of a placement.",
    END_TOLD: "A placement out of area ended: the authority and the police there were told.",
    REGISTERED: "A home, a carer or a school was put on the register.",
    OFFICER_NAMED: "A home, a carer or a school has a named officer.",
    VISIT_WANTED: "A child came from another area: the named officer is asked to visit.",
    VISITED: "A home, a carer or a school was visited.",
    CONCERN_RAISED: "Somebody is worried about a home, a carer or a school.",
    CONCERN_SETTLED: "It was written down what came of a concern.",
    CONCERN_NAMES: "An adult was named in a concern about a home, a carer or a school.",
    CAPACITY_SAID: "A home or provider said what it can take.",
    TELEPHONED: "Somebody was told of a placement by telephone; nobody has acknowledged by that.",
}

"""The lists that support is recorded with."""

NEEDS = [
    ("somebody_to_talk_to", "Somebody to talk to"),
    ("family", "Help for the family"),
    ("exploitation", "Exploitation"),
    ("missing", "Going missing"),
    ("mental_health", "Mental health and self-harm"),
    ("substance", "Drugs or alcohol"),
    ("violence_at_home", "Violence at home"),
    ("sexual_violence", "Sexual violence"),
    ("school", "School and learning"),
    ("housing", "Somewhere to live"),
    ("young_carer", "Caring for somebody"),
    ("identity", "Identity, culture, faith"),
]
TO_WHOM = [
    ("child", "The child"),
    ("parent", "A parent"),
    ("carer", "A carer"),
]
# To whom an offer is owed: the child, or those at home. THE_CHILD is the child as a caller.
CHILD, FAMILY, THE_CHILD = "child", "family", "the_child"
OWED_TO = [
    (CHILD, "The child"),
    (FAMILY, "The family"),
]
OFFER_ANSWERS = [
    ("accepted", "Accepted"),
    ("declined", "Declined for now; the offer stands"),
    ("thinking", "Thinking about it"),
    ("not_reached", "Could not be asked"),
    ("not_offered", "Not offered, with the reason"),
]
# What may have become of help at the end of a contact with the child.
AT_CONTACT = [one for one in OFFER_ANSWERS if one[0] != "not_reached"]
# On what occasion somebody spoke with the child; "" where it was none of these.
SAID_IN = [
    ("attending", "At the door"),
    ("contact", "Contact while missing"),
    ("prevention", "Prevention interview"),
    ("return", "Return home interview"),
]
# What an action of a long-term plan is; the first two alone are no plan.
ACTION_KINDS = [
    ("meeting", "A meeting or a discussion"),
    ("notice", "A warning notice or an order"),
    ("support", "Support for the child"),
    ("family", "Support for the family or carer"),
    ("placement", "Where the child lives, and contact"),
    ("school", "School, learning, time"),
    ("health", "Health"),
    ("disruption", "Acting on those who cause the harm"),
    ("other", "Something else"),
]
NO_PLAN_ALONE = frozenset({"meeting", "notice"})
# How it is by the child's own word, since the plan began or since they were asked before.
CHILD_SAYS = [
    ("better", "Better"),
    ("same", "About the same"),
    ("worse", "Worse"),
    ("not_said", "Asked, and did not say"),
    ("not_asked", "Not asked, with the reason"),
]
PLAN_ENDS = [
    ("worked", "It did what it was for"),
    ("moved", "Another plan takes its place"),
    ("adult", "The young person is eighteen"),
    ("other", "Something else, in the words"),
]
REVIEW_ANSWERS = [
    ("changed", "The plan is changed"),
    ("contact_and_placement", "Contact arrangements and the placement are reviewed"),
    ("escalated", "Taken to the strategic board"),
    ("goes_on", "The plan goes on as it is, with the reason"),
]
PANEL_STATES = [
    ("open", "Waits for a panel"),
    ("decided", "Decided, with actions"),
    ("no_action", "No action, approved by whoever chaired"),
]

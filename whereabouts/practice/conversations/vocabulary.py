"""The lists that conversations choose from: who said so, who may know, how it was tried."""

# Who answered a question about harm, or what it was seen by.
SOURCES = [
    ("child", "The child"),
    ("parent", "A parent"),
    ("carer", "A carer"),
    ("professional", "Somebody who works with the child"),
    ("record", "A record, or something seen"),
]
ASKED_SEPARATELY = frozenset({"parent", "carer"})

LINE_KINDS = [
    ("next_time", "What to know next time"),
    ("where", "Where they were"),
    ("with_whom", "Whom they were with"),
    ("why", "Why they went"),
    ("helps", "What helps"),
    ("worse", "What makes it worse"),
    ("wants", "What they want to happen"),
]
AGREED = [
    ("yes", "Yes"),
    ("no", "No"),
    ("not_asked", "Not asked"),
]
AUDIENCES = [
    ("control_room", "The control room, and whoever goes out"),
    ("police", "Police who look into it"),
    ("social_care", "Children's services"),
    ("home", "The home or the foster carer"),
    ("family", "Family"),
    ("school", "School or college"),
    ("health", "Health"),
]

COMMISSION_STATES = [
    ("asked", "Asked for"),
    ("allocated", "Somebody has it"),
    ("scheduled", "A time is agreed"),
    ("draft", "Held, and being written up"),
    ("submitted", "Written up"),
    ("approved", "Accepted by the authority"),
    ("rejected", "Sent back, with the reason"),
    ("cancelled", "No longer asked for"),
]
ATTEMPT_WAYS = [
    ("visit", "Went there"),
    ("phone", "Rang"),
    ("text", "Sent a message"),
    ("school", "At school or college"),
    ("through", "Through somebody whom the child trusts"),
]
ATTEMPT_OUTCOMES = [
    ("agreed", "A time is agreed"),
    ("spoke", "Spoke with the child"),
    ("no_answer", "No answer"),
    ("declined", "The child said no this time"),
    ("missing_again", "Missing again"),
    ("unsafe", "Not safe to visit"),
    ("carer", "Spoke with a parent or carer"),
]

FED_BACK_TO = [
    ("child", "The child"),
    ("worker", "The worker who listened"),
    ("police", "The police"),
    ("social_care", "Children's services"),
    ("home", "The home or the carer"),
    ("plan", "The plan for next time"),
]
# What has to be there, said or with the reason why not, before feeding back is done.
FED_BACK_NEEDED = ("child", "police", "social_care", "plan")

"""Answers about what was tried, states of a conference, outcomes of an absence, audiences."""

TRIED = [
    ("tried", "Done"),
    ("not_tried", "Not done yet"),
    ("not_possible", "Could not be done"),
]
CONFERENCE_STATES = [
    ("asked", "Asked for"),
    ("agreed", "Agreed, with a day"),
    ("held", "Held"),
    ("declined", "Declined, with the reason"),
]
# What an agency that does not decide may grade; the words are those of the levels.
TOOLS = [
    ("own_judgement", "Our own judgement"),
    ("shared_form", "The risk form that all agencies here share"),
    ("exploitation_form", "An exploitation screening form"),
    ("home_risk", "The home's risk assessment"),
    ("health", "A health assessment"),
    ("school", "The school's safeguarding record"),
]
ABSENCE_OUTCOMES = [
    ("seen", "The child was seen and is safe"),
    ("reported", "Reported as missing"),
    ("known", "Known where the child is; the authority follows it up"),
    ("referred", "Referred to children's services"),
    ("support", "Support was offered to the family"),
]
WORRIES = [
    ("now", "We fear for the child now"),
    ("pattern", "It happens again and again"),
    ("first", "It is not like this child"),
    ("education", "Nobody knows why; no sign of danger"),
]
ACTIVITY_KINDS = [
    ("lesson", "Lesson or talk"),
    ("theatre", "Theatre or workshop"),
    ("drop_in", "Drop-in: anybody may come and ask"),
    ("online", "Online"),
    ("staff", "Training of staff or carers"),
    ("event", "Event or street work"),
]
AUDIENCES = [
    ("primary", "Children up to 11"),
    ("secondary", "Young people, 11 to 18"),
    ("in_care", "Children in care"),
    ("parents", "Parents and families"),
    ("carers", "Carers and staff of homes"),
    ("teachers", "Teachers and school staff"),
    ("trade", "Hotels, taxis, shops"),
    ("public", "The public"),
]
LANGUAGES = [("english", "English"), ("welsh", "Welsh"), ("both", "English and Welsh")]

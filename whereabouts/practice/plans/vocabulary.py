"""The lists that plans, profiles and referrals are recorded with."""

CATEGORIES = [("none", "None"), ("missing", "Missing")]
DRAFT_STATES = [
    ("writing", "Being written"),
    ("waiting", "Waits for approval"),
    ("in_force", "In force"),
    ("set_aside", "Set aside"),
]
# The three parts of a plan, and what belongs to none of them alone.
PARTS = [
    ("locate_now", "Locate now"),
    ("who_does_what", "Who does what"),
    ("prevent", "Prevent"),
    ("works", "What works when talking with the child"),
]
AUDIENCES = [
    ("everybody", "Everybody whom the plan is for"),
    ("police_and_social_care", "Police and social care"),
]
SOURCES = [
    ("return", "An earlier return"),
    ("sighting", "A sighting"),
    ("talked", "Contact with the child while missing"),
    ("interview", "What the child said after a return"),
]
CHILD_TOLD = [
    ("first", "Told before it was used"),
    ("after", "Told afterwards"),
    ("not_told", "Not told, and why is in the reason"),
]
ASK_ANSWERS = [("renewed", "Renewed"), ("lifted", "Lifted"), ("changed", "Replaced by a new one")]
FORMS = [
    ("philomena", "Philomena form"),
    ("child_information", "Child Information Form (Wales)"),
]
REFERRAL_ANSWERS = [
    ("accepted", "Accepted"),
    ("declined", "Declined, with the reason"),
    ("done", "What was done"),
]
# Who manages a plan's owner, of each kind of agency: told when a plan is overdue.
MANAGES = {
    "police_force": "duty_inspector",
    "transport_police": "superintendent",
    "authority": "social_worker",
}

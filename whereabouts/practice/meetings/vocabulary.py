"""The lists that meetings are recorded with, and the words that people read."""

KINDS = [
    ("panel", "Multi-agency panel"),
    ("strategy_call", "Strategy discussion by telephone"),
    ("strategy", "Strategy meeting"),
]
STRATEGY = frozenset({"strategy_call", "strategy"})
MEETING_STATES = [
    ("planned", "Planned"),
    ("closed", "Closed, every child decided on"),
    ("cancelled", "Cancelled, with the reason"),
]
PRESENCE = [
    ("invited", "Invited, no answer yet"),
    ("coming", "Is coming"),
    ("attended", "Was there"),
    ("apologies", "Sent apologies"),
]
OUTCOMES = [
    ("waiting", "Not decided yet"),
    ("acts", "Actions are agreed"),
    ("no_action", "No action, signed by the chair"),
    ("cancelled", "Not decided: the meeting was cancelled"),
]
# Whether enquiries under section 47 of the Children Act 1989 are made.
ENQUIRIES = [
    ("yes", "Section 47 enquiries are made"),
    ("no", "No section 47 enquiries, with the reason"),
    ("not_yet", "Decided at the full meeting"),
]
ACTION_KINDS = [
    ("action", "Something to do"),
    ("referral", "Referral onward"),
    ("follows", "What follows from the meeting by guidance"),
]
ACTION_STATES = [
    ("open", "Not taken on yet"),
    ("accepted", "Taken on"),
    ("done", "Done"),
    ("not_done", "Not done, with the reason"),
]
OUTSTANDING = ("open", "accepted")
# The tasks of an episode that a strategy discussion settles.
ASKED_BY_TASK = ("strategy_discussion", "strategy_meeting_request")

"""The lists that the street is recorded with."""

WORD_KINDS = [
    ("seen", "Where a child goes, or with whom"),
    ("adult", "An adult who may harm children"),
    ("place", "A place to look at"),
    ("other", "Something else"),
]
WORD_ENDS = [
    ("used", "Used: in a plan, a line of enquiry, or a record"),
    ("passed_on", "Passed on to whoever it concerns"),
    ("nothing", "Nothing follows from it, for the reason in the words"),
]
SHIFTS = {7: "Early shift", 15: "Late shift", 23: "Night shift"}

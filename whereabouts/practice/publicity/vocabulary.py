"""The lists that appeals and alerts are recorded with."""

ANSWERS = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]
ALERT_STATES = [
    ("asked", "Waits for a superintendent"),
    ("agreed", "Agreed here; the other force decides"),
    ("launched", "Launched"),
    ("declined", "Not launched, with the reason"),
    ("ended", "Ended"),
]

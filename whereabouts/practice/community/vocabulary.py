"""The lists that community reports choose from."""

SOURCES = [
    ("hotel", "Hotel, guest house or letting"),
    ("taxi", "Taxi or private hire"),
    ("rail", "Railway, bus or coach"),
    ("shop", "Shop or shopping centre"),
    ("food", "Takeaway, café or restaurant"),
    ("licensed", "Pub, club or door staff"),
    ("housing", "Housing or landlord"),
    ("street", "Street cleaning, parks or other work outdoors"),
    ("public", "Member of the public"),
    ("other", "Somebody else"),
]
CHANNELS = [("form", "The public form"), ("phone", "Telephone")]
STATES = [
    ("new", "Nobody has looked yet"),
    ("looked", "Being looked into"),
    ("closed", "Closed"),
]
# In the order of the funnel; each is counted once a report.
OUTCOMES = [
    ("attended", "Somebody went there"),
    ("intelligence", "Kept as intelligence"),
    ("investigation", "An investigation was opened"),
    ("arrest", "Somebody was arrested"),
    ("charge", "Somebody was charged"),
    ("conviction", "Somebody was convicted"),
    ("safeguarded", "A child was made safer"),
    ("nothing", "Looked into: nothing came of it, with the reason"),
]

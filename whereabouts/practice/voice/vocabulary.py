"""The lists of the child's voice. [PROPOSED]: ours, from what children told HMIC in 2016."""

# Each kind: its group, what the page calls it, what somebody is asked when they add one.
ABOUT, ASKS, NEEDS = "about", "asks", "needs"
GROUPS = {
    ABOUT: "About me",
    ASKS: "Whom I ask for",
    NEEDS: "What I need to talk",
}
KINDS = [
    ("talk", "How to talk to me"),
    ("helps", "What helps"),
    ("worse", "What makes it worse"),
    ("touch", "Holding or touching me"),
    ("trust", "Whom I trust"),
    ("tell", "Whom I want told, or not told"),
    ("ask_for", "Ask for this person"),
    ("not_them", "Not this person"),
    ("interpreter", "Interpreter"),
    ("intermediary", "Intermediary"),
    ("signs", "Signs, symbols or a device"),
    ("easy_words", "Short or easy words"),
    ("time", "Time, breaks or a quiet place"),
    ("other_need", "Something else that I need"),
]
GROUP_OF = {
    **dict.fromkeys(("talk", "helps", "worse", "touch", "trust", "tell"), ABOUT),
    **dict.fromkeys(("ask_for", "not_them"), ASKS),
    **dict.fromkeys(
        ("interpreter", "intermediary", "signs", "easy_words", "time", "other_need"), NEEDS
    ),
}
# What names somebody; what has to be there before anybody talks with the child.
NAMES_SOMEBODY = ("trust", "tell", "ask_for", "not_them")
BEFORE_TALKING = ("interpreter", "intermediary", "signs")
SOURCES = [
    ("child_said", "The child said it"),
    ("child_wrote", "The child wrote or drew it"),
    ("child_showed", "The child showed it, without words"),
    ("carer", "A parent or carer says so"),
    ("worker", "A worker says so"),
]
CHILDS_OWN = ("child_said", "child_wrote", "child_showed")

# Whose telephone a message would go to. A message goes to the child's own, seen by nobody else.
PHONES = [
    ("own", "The child's own, and nobody else looks at it"),
    ("shared", "Shared with somebody"),
    ("controlled", "Somebody else looks at it, or may"),
    ("none", "No telephone"),
    ("unknown", "Not known"),
]
SAFE_PHONES = ("own",)
HANDED = [
    ("face_to_face", "Face to face, on a screen or on paper"),
    ("message", "In a message to the child's telephone"),
]

# How the child was treated. The questions stand on the child's page in English and Welsh.
QUESTIONS = [
    ("listened", "Listened to"),
    ("kindly", "Spoken to kindly"),
    ("asked_where", "Asked where they wanted to go"),
    ("told_why", "Told why"),
    ("offered_help", "Offered help"),
]
ANSWERS = [("yes", "Yes"), ("a_bit", "A bit"), ("no", "No"), ("", "Not answered")]
LANGUAGES = [("en", "English"), ("cy", "Welsh")]
SETTLED = [
    ("read", "Read; nothing more was asked for"),
    ("spoke", "Somebody the child chose got in touch"),
    ("safeguarding", "Safeguarding was begun"),
    ("conduct", "Passed on as a matter of conduct, or as a complaint"),
    ("told_back", "The child was told what became of it"),
]
# How a child hears what became of what they said.
TOLD_BACK = [
    ("told", "Told, by somebody whom they chose or know"),
    ("written", "In writing, to where they said that it is safe"),
    ("not_told", "Not told, with the reason"),
]
# What became of the conversation that a child who gave a name is offered. A try that nobody
# answered is none of these: it stays owed.
TALK_ANSWERS = [
    ("talked", "Somebody talked with the child"),
    ("accepted", "Offered: they would like to talk, and somebody will"),
    ("declined", "Offered: not for now; the offer stands"),
    ("not_offered", "Not offered, with the reason"),
]
TALKED = "talked"
# Of what was done when the words were read: this was the conversation already.
SPOKE = "spoke"

# What may carry the code. It names neither the police nor being missing nor the child.
MESSAGES = {
    "en": "Hello. Here is the page we talked about: {address} Your code is {code}. It is for you.",
    "cy": "Helo. Dyma'r dudalen y buon ni'n siarad amdani: {address} Dy god yw {code}. I ti mae.",
}

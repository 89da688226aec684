"""The lists of going out, of talking with the child, and of what a family may hear."""

# How far going out has come, the furthest last.
GOING_OUT = {
    "nobody": "Nobody sent yet",
    "none_free": "Nobody sent: no unit free",
    "asked": "Asked for, not sent yet",
    "sent": "On the way",
    "there": "Somebody is there",
    "child_seen": "Child seen",
}
NOBODY_YET = ("nobody", "none_free", "asked")

HOW = [
    ("call", "Telephone call"),
    ("voicemail", "Voicemail"),
    ("text", "Text message"),
    ("message", "Message on an app or account"),
    ("in_person", "In person"),
]
TOWARDS = [
    ("to_child", "Somebody tried to reach the child"),
    ("from_child", "The child got in touch"),
]
TONES = [
    ("not_reached", "Nobody answered"),
    ("calm", "Calm"),
    ("warm", "Warm, glad to be asked"),
    ("quiet", "Quiet, few words"),
    ("upset", "Upset"),
    ("angry", "Angry"),
    ("frightened", "Frightened, or somebody else was listening"),
    ("unclear", "Could not tell"),
]
SAFE_ANSWERS = [
    ("not_asked", "Not asked"),
    ("no_answer", "Asked, no answer"),
    ("yes", "Says yes"),
    ("no", "Says no, or asks for help"),
    ("unclear", "Could not tell, or did not sound free to speak"),
]
# What makes somebody look again at the grade at once. Nothing here ever lets it fall.
DANGER_ANSWERS = frozenset({"no", "unclear"})
DANGER_TONES = frozenset({"frightened"})

# Words to begin with. Nothing about trouble, cost, time wasted, or what the child should have done.
# [PROPOSED]: written by us from what children told HMIC in 2016; no practitioner has reviewed them.
KIND_WORDS = [
    (
        "safe",
        "Hi, it's {who}. You're not in trouble. Are you safe? You can just answer yes or no.",
        "HMIC 2016: the officer who asked only whether she was safe was the one she answered",
    ),
    (
        "worried",
        "We were thinking of you and hope you're all right. Can I do anything for you right now?",
        "HMIC 2016: children noticed who cared",
    ),
    (
        "need",
        "Have you got something to eat, somewhere warm, your medicine? I can help with that.",
        "HMIC 2016: one girl had not eaten for a day",
    ),
    (
        "quiet",
        "If you can't talk, send any letter and I will know it's you. I'll write again at {next}.",
        "Own practice: somebody else may be listening",
    ),
    (
        "who",
        "Is there somebody you'd rather talk to? Tell me who, and I'll ask them to ring you.",
        "HMIC 2016: children open up to whom they chose",
    ),
]
REVIEWED = False

# What may be said, by the least standing that allows it. "found" needs the child to be found.
SAYABLE = (
    ("heard", "safe", "any", "We have your report and are working on it."),
    ("will_ring", "safe", "missing", "We will ring you as soon as we know that the child is safe."),
    ("is_safe", "safe", "found", "The child is safe."),
    ("looking", "plan", "missing", "People are looking now; somebody tells you what comes next."),
    ("next_step", "plan", "any", "What happens next, and who does it."),
    ("what_is_done", "all", "any", "What is being done, and what was found out."),
    ("where", "all", "found", "Where the child is and where they go."),
)

# What the force that is asked finds, as it answers across the border.
BORDER_ANSWERS = [
    ("child_there", "The child is there"),
    ("seen_lately", "Not there, but was there or seen lately"),
    ("not_there", "Not there: seen inside, nobody hides the child"),
    ("nobody_in", "Nobody at home"),
    ("not_looked", "Not looked yet, with the reason in words"),
]

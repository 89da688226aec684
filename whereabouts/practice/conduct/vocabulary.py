"""The lists that force and conduct are recorded with."""

TACTICS = [
    ("words", "Threatened in words: a cell, an arrest, what will happen"),
    ("held", "Held, or pulled"),
    ("pushed_down", "Pushed or taken to the ground"),
    ("handcuffs", "Handcuffs"),
    ("spit_guard", "Spit guard"),
    ("spray", "Irritant spray"),
    ("energy_device", "Conducted energy device (Taser)"),
    ("baton", "Baton"),
    ("dog", "Dog"),
    ("other", "Something else"),
]
# Used on a child or only shown: reviewed by a superintendent, never lower.
BY_SUPERINTENDENT = frozenset({"energy_device", "baton", "spray", "dog", "spit_guard"})
REVIEW_FINDINGS = [
    ("needed", "It could not have gone otherwise"),
    ("avoidable", "It could have been avoided"),
    ("referred", "Referred to professional standards"),
]

ABOUT_KINDS = [
    ("officer", "A police officer or member of police staff"),
    ("carer", "A foster carer or somebody who works in the home"),
    ("interviewer", "Whoever held, or was to hold, the independent talk"),
    ("social_worker", "A social worker or another worker of the authority"),
    ("other", "Somebody else who works with children"),
]
MATTER_KINDS = [
    ("spoken_to", "How the child was spoken to"),
    ("not_listened", "Not listened to, or not told"),
    ("force", "Force, or the threat of it"),
    ("hurt", "Hurt"),
    ("sexual", "Anything sexual"),
    ("other", "Something else"),
]
SAID_BY = [
    ("child", "The child"),
    ("parent", "A parent or carer"),
    ("professional", "Somebody who works with the child"),
]
WANTS = [
    ("yes", "Yes: somebody should look into it"),
    ("later", "Not now; they know how"),
    ("no", "No"),
    ("not_asked", "Not asked"),
]
ROUTES = [
    ("professional_standards", "Professional standards of the force"),
    ("designated_officer", "The authority's designated officer"),
]
OUTCOMES = [
    ("upheld", "It happened, and something is done about it"),
    ("learning", "Handled by saying sorry and by learning"),
    ("criminal", "A criminal investigation has it"),
    ("unproven", "It could not be established"),
    ("no_case", "No case to answer, with the reason"),
]
# How whoever told of it hears what became of it.
TOLD_BACK = [
    ("told", "Told, by somebody whom they chose or know"),
    ("written", "In writing, to where they said that it is safe"),
    ("not_told", "Not told, with the reason"),
]

# What says who is meant where the child names nobody, as whole words.
SAID_OF = {
    "officer": (
        "police", "officer", "officers", "policeman", "policewoman", "cop", "cops", "constable",
        "sergeant", "custody", "cell", "cells", "police station", "heddlu",
    ),
    "carer": (
        "carer", "carers", "foster", "the home", "care home", "children s home", "keyworker",
        "key worker", "night staff", "unit staff",
    ),
    "social_worker": ("social worker", "social workers"),
    "interviewer": ("interviewer", "charity", "advocate"),
}  # fmt: skip

"""Kinds of setting, of visit and of concern; risks that a placement is told with."""

SETTING_KINDS = [
    ("childrens_home", "Children's home"),
    ("foster", "Foster carer"),
    ("supported_accommodation", "Supported accommodation"),
    ("secure", "Secure children's home"),
    ("residential_school", "Residential school"),
    ("school", "School"),
    ("other", "Other"),
]
# Where children are taught: no home in which one is placed.
TAUGHT = ("school", "residential_school")
VISIT_KINDS = [
    ("regular", "Regular visit"),
    ("arrival", "A child came from another area"),
    ("after_episode", "After an episode"),
    ("concern", "Because of a concern"),
]
CONCERN_KINDS = [
    ("approached", "Adults approach children here, or wait nearby"),
    ("vehicles", "Vehicles that come again and again"),
    ("pattern", "Children go missing from here more often"),
    ("reporting", "Reports come late, or say little"),
    ("place", "The place itself: doors, roads, neighbours"),
    ("other", "Something else"),
]
# What moved the authority to place the child elsewhere, or must be known where the child comes to.
MOVE_RISKS = [
    ("cse", "Sexual exploitation"),
    ("cce", "Criminal exploitation, county lines"),
    ("gang", "A gang, or violence from others"),
    ("adults", "Adults who may look for the child"),
    ("trafficking", "Trafficking"),
    ("self_harm", "Self-harm or suicide"),
    ("health", "Health that cannot wait"),
    ("missing_often", "Often missing"),
    ("home", "Danger from where the child would go back to"),
    ("none", "None known: somebody looked"),
]
# How far a placement is: worked out from the register, or as somebody typed it.
DISTANCE_BY = [("register", "Worked out from the register"), ("typed", "As typed")]
CAPACITY_KINDS = [("places", "Places for children"), ("interviews", "Return interviews")]
PARTS = [
    ("host_authority", "Authority where the child comes to"),
    ("host_police", "Police where the child comes to"),
    ("receiving_home", "Home or carer who takes the child in"),
]
ABOUT = [("start", "The placement"), ("end", "Its end")]
ROLE_OF_PART = {
    "host_authority": "social_worker",
    "host_police": "missing_coordinator",
    "receiving_home": "home_worker",
}
# Above whoever should have acknowledged: who hears when the date passed without.
ABOVE_PART = {
    "host_authority": "on_call_manager",
    "host_police": "duty_inspector",
    "receiving_home": "home_worker",
}

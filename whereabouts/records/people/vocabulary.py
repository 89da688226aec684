"""The lists that people's records choose from, with the codes that returns use."""

SEXES = [("F", "Female"), ("M", "Male"), ("X", "Not known or neither")]

NAME_KINDS = [
    ("birth", "Birth name"),
    ("known_as", "Known as"),
    ("previous", "Previous name"),
    ("alias", "Alias"),
    ("nickname", "Short name"),
]

PRECISIONS = [
    ("day", "Day"),
    ("month", "Month"),
    ("year", "Year"),
    ("age", "From an age"),
]

IDENTIFIER_SCHEMES = [
    ("pnc", "Police national computer number"),
    ("local_authority", "Authority's reference"),
    ("force", "Force's reference"),
    ("nhs", "NHS number"),
    ("upn", "Unique pupil number"),
]

ADDRESS_KINDS = [
    ("home", "Home"),
    ("family", "Family"),
    ("carer", "Carer"),
    ("previous", "Previous"),
    ("found_at", "Found at before"),
    ("frequents", "Often goes to"),
]

RELATIONS = [
    ("mother", "Mother"),
    ("father", "Father"),
    ("step_parent", "Step-parent"),
    ("grandparent", "Grandparent"),
    ("aunt_or_uncle", "Aunt or uncle"),
    ("sibling", "Brother or sister"),
    ("foster_carer", "Foster carer"),
    ("home_worker", "Children's home worker"),
    ("social_worker", "Social worker"),
    ("school", "School"),
    ("friend", "Friend"),
    ("the_child", "The child"),
    ("public", "Member of the public"),
    ("other", "Somebody else"),
]

MAY_BE_TOLD = [
    ("nothing", "Nothing"),
    ("safe", "That the child is safe"),
    ("plan", "Safe, and the plan"),
    ("all", "All that is needed"),
]

STRENGTHS = [("suspected", "Suspected"), ("confirmed", "Confirmed")]
FLAG_STATES = [
    ("proposed", "Proposed"),
    ("active", "Active"),
    ("declined", "Declined"),
    ("ended", "Ended"),
]

FLAG_KINDS = [
    ("cse", "Sexual exploitation"),
    ("cce", "Criminal exploitation"),
    ("highest_risk_cohort", "On the list of those most at risk of exploitation"),
    ("trafficking", "Trafficking"),
    ("unaccompanied", "Alone in the country"),
    ("online_contact", "Contact online with somebody unknown or older"),
    ("impairs_keeping_safe", "Disability, neurodivergence or immaturity"),
    ("communication_need", "Communication need"),
    ("medical_ongoing", "Medical need"),
    ("medical_time_critical", "Medical need, time-critical"),
    ("mental_health", "Mental-health need"),
    ("self_harm_past", "Self-harm in the past"),
    ("self_harm_current", "Self-harm now"),
    ("suicide", "Concern about suicide"),
    ("substance", "Uses substances"),
    ("substance_dependent", "Dependent on substances"),
    ("excluded_from_school", "Excluded from school"),
    ("violence_at_home", "Violence or abuse where they live"),
    ("forced_marriage_or_fgm", "Forced marriage or female genital mutilation"),
    ("exploitation_cue", "Sign of exploitation in the history"),
    ("harmed_before", "Harmed in an earlier episode"),
    ("found_with_adult", "Found before with an adult of concern"),
    ("risk_of_offending", "Risk of offending"),
]
# Flags that say that somebody uses the child, or may.
OF_EXPLOITATION = frozenset(
    {"cse", "cce", "trafficking", "highest_risk_cohort", "exploitation_cue", "online_contact",
     "found_with_adult"}
)  # fmt: skip

ADULT_LINK_KINDS = [
    ("associate", "Associate"),
    ("believed_with", "Believed with"),
    ("partner", "Adult said to be a partner"),
    ("supplier", "Said to supply drugs"),
    ("found_with", "Found with"),
    ("relative", "Relative"),
    ("risk", "Identified as a risk"),
]

# The sixteen-plus-one and the codes of the looked-after children's return (SSDA903 guide, ETHNIC).
ETHNICITIES = [
    ("WBRI", "White British"),
    ("WIRI", "White Irish"),
    ("WOTH", "Any other White background"),
    ("WIRT", "Traveller of Irish heritage"),
    ("WROM", "Gypsy or Roma"),
    ("MWBC", "White and Black Caribbean"),
    ("MWBA", "White and Black African"),
    ("MWAS", "White and Asian"),
    ("MOTH", "Any other mixed background"),
    ("AIND", "Indian"),
    ("APKN", "Pakistani"),
    ("ABAN", "Bangladeshi"),
    ("AOTH", "Any other Asian background"),
    ("BCRB", "Caribbean"),
    ("BAFR", "African"),
    ("BOTH", "Any other Black background"),
    ("CHNE", "Chinese"),
    ("OOTH", "Any other ethnic group"),
    ("REFU", "Refused"),
    ("NOBT", "Not yet obtained"),
]

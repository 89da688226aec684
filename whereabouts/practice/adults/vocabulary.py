"""The lists that the records about adults choose from."""

TRACE_KINDS = [
    ("place", "Place or address"),
    ("vehicle", "Vehicle"),
    ("phone", "Telephone number"),
    ("account", "Account or name online"),
    ("business", "Business or workplace"),
]
# What two records are taken to agree in: exact, and rarely shared by chance.
TELLING_KINDS = frozenset({"vehicle", "phone", "account"})
OTHERS_ANSWERS = [
    ("yes", "Yes: other children are at risk"),
    ("no", "No, as far as can be found out"),
    ("not_known", "Not known yet"),
]
ACTION_KINDS = [
    ("visit", "Visited, and spoken to"),
    ("search", "Searched, with the power used"),
    ("arrest", "Arrested"),
    ("notice", "Abduction warning notice"),
    ("order_sought", "An order of a court was asked for"),
    ("order_made", "An order of a court was made"),
    ("offender_manager", "Offender manager told; conditions checked"),
    ("licensing", "Licence, tenancy or job acted on"),
    ("intelligence", "Intelligence sent or asked for"),
    ("charged", "Charged"),
    ("other", "Something else"),
]
END_KINDS = [
    ("no_risk", "No longer thought to pose a risk"),
    ("in_error", "Entered in error"),
    ("died", "Died"),
    ("time_over", "Kept as long as it may be"),
]
# Homes and foster carers, and schools: whoever sees children come and go. Nobody else is let have
# anything of an adult, or warned of one.
RECEIVERS = ("home", "education")
RELEASE_PARTS = [
    ("name", "The name"),
    ("photograph", "The photograph"),
    ("description", "The description"),
]
DELIVERY_WAYS = [
    ("in_person", "Handed over in person"),
    ("read_out", "Read out and left with them"),
    ("through_solicitor", "Through their solicitor"),
]
ACKNOWLEDGED = [
    ("signed", "Signed"),
    ("refused", "Refused to sign"),
    ("not_asked", "Could not be asked"),
]
NOTICE_STATES = [
    ("draft", "Drafted"),
    ("authorised", "Authorised, not served"),
    ("served", "Served"),
    ("failed", "Could not be served"),
    ("withdrawn", "Withdrawn"),
    ("lapsed", "Lapsed by law"),
]
# The codes are those of the engine, and of its file.
LAPSED_BECAUSE = [
    ("birthday", "The child reached the age at which the law ends"),
    ("legal_status", "The order or protection on which it stood ended"),
    ("age_unknown", "The child's date of birth is in doubt"),
    ("no_law", "The law on which it stood ended"),
]
REVIEW_KINDS = [
    ("due", "Its day had come"),
    ("episode", "The child went missing"),
    ("other", "Something else was learnt"),
]
REVIEW_FINDINGS = [
    ("keeps", "It is kept to, as far as is known"),
    ("contact", "There are signs of contact"),
    ("not_found", "The holder was not found"),
]
ARREST_DECISIONS = [
    ("arrested", "Arrested"),
    ("to_be_arrested", "To be arrested: sent out"),
    ("not_arrested", "Not arrested, with the reason"),
]
MEMBER_KINDS = [("child", "Child"), ("adult", "Adult"), ("episode", "Episode")]

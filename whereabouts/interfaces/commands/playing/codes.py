"""What each code of a file of cases becomes; an unlisted code is refused by its name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MADE_UP_AGE = 15
NUMEROUS = 6
CALLS_FOR_HELP = 7

SETTINGS: Mapping[str | None, str] = {
    None: "home",
    "home": "home",
    "care": "other",
    "care_home": "childrens_home",
    "foster": "foster",
}

# Who rings, where the case does not say.
REPORTERS: Mapping[str, str] = {
    "home": "mother",
    "other": "social_worker",
    "childrens_home": "home_worker",
    "foster": "foster_carer",
}

# Code of a flag → the kinds of flag that are raised on the child's record, all confirmed.
FLAGS: Mapping[str, tuple[str, ...]] = {
    "CSE": ("cse",),
    "CSE_HIGH": ("cse",),
    "CSE_TOP_COHORT": ("cse", "highest_risk_cohort"),
    "MH": ("mental_health",),
    "IMMATURE": ("impairs_keeping_safe",),
    "ASPERGERS": ("impairs_keeping_safe",),
    "SUBSTANCE": ("substance_dependent",),
    "SELF_HARM": ("self_harm_current",),
    "RISK_OF_OFFENDING": ("risk_of_offending",),
}

WINDOWS: Mapping[str, int] = {"6 months": 180, "6 weeks since placement": 42}
SINCE_PLACEMENT = "6 weeks since placement"
LEVELS = ("ABSENT", "LOW", "MEDIUM", "HIGH")
PLANS = ("LOW", "MEDIUM", "HIGH")
CLOSED_WITHOUT_RECORD = "log_closed_no_record"
CATEGORIES = ("missing", "absent", "missing>absent", CLOSED_WITHOUT_RECORD)
TAGS = ("FAIL", "GOOD", "MIXED")


@dataclass(frozen=True, kw_only=True)
class Known:
    """An adult with a record of their own before the report, and how they come into it.

    `named` is how the reporter names them tonight; "" is nobody naming them.
    """

    named: str = ""
    linked: str = ""
    registered_sex_offender: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """An adult whom the reporter names and of whom nothing was known before."""

    kind: str
    fact: str = ""


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a code of information asks for: rows made before, things said, and what came after."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    on_record: tuple[str, ...] = ()  # facts that an earlier record holds
    words: str = ""
    known: tuple[Known, ...] = ()
    said: tuple[Said, ...] = ()
    reporter: str = ""
    late: bool = False
    prior: int = 0
    calls_for_help: int = 0
    family_elsewhere: bool = False
    challenge: bool = False
    found_after_days: int = 0
    found_with: str = ""
    protection: bool = False
    allegation: str = ""


_ADULT_WITH_INTELLIGENCE = Meaning(known=(Known(named="believed_with"),))
_EXPLOITATION_ON_RECORD = Meaning(on_record=("exploitation_cue_in_history",))
_RUNNING = Meaning(
    facts={"violence_at_home": True}, words="The child is running from being hit at home."
)

INFORMATION: Mapping[str, Meaning] = {
    "believed_with_named_adult": _ADULT_WITH_INTELLIGENCE,
    "adult_prior_intel_children_sex_drugs": _ADULT_WITH_INTELLIGENCE,
    "associate_registered_sex_offender": Meaning(
        known=(Known(named="associate", registered_sex_offender=True),)
    ),
    "contact_with_M18": Meaning(
        said=(Said(kind="partner", fact="with_adult_partner"),),
        words="In contact with a man of 18.",
    ),
    "believed_with_much_older_man": Meaning(
        said=(Said(kind="partner", fact="with_adult_partner"),),
        words="Believed to be with a much older man.",
        found_with="The man whom the reporter named",
        protection=True,
    ),
    "sexual_relationship_with_adult_F24": Meaning(
        said=(Said(kind="partner", fact="with_adult_partner"),),
        facts={"exploitation_cue_in_history": True},
        words="A woman of 24 is exploiting the child.",
    ),
    "associates_with_older_men": Meaning(
        known=(Known(linked="associate"), Known(linked="associate"))
    ),
    "adults_identified_as_risk": Meaning(known=(Known(linked="risk"), Known(linked="risk"))),
    "cse_cue_in_records": _EXPLOITATION_ON_RECORD,
    "sexual_activity_children_and_older_men": _EXPLOITATION_ON_RECORD,
    "previously_found_with_older_men": Meaning(
        on_record=("found_with_adult_of_concern_before", "exploitation_cue_in_history"),
        known=(Known(linked="found_with"),),
    ),
    "seeking_drugs_named_supplier": Meaning(
        facts={"seeking_drugs": True},
        said=(Said(kind="supplier"),),
        words="Going to somebody who supplies drugs.",
    ),
    "reported_late_night": Meaning(late=True),
    "intends_travel_abroad": Meaning(facts={"travel_abroad": True}),
    "plans_holiday": Meaning(words="There was talk of a holiday together."),
    "avoiding_school": Meaning(words="Did not want to go to school."),
    "reporter_mother": Meaning(reporter="mother"),
    "aunt_reporter": Meaning(reporter="aunt_or_uncle"),
    "numerous_prior": Meaning(prior=NUMEROUS),
    # Earlier episodes are all graded medium, and nothing new is cited.
    "previous_grades_all_MEDIUM": Meaning(),
    "carer_challenge": Meaning(challenge=True),
    "mother_repeated_calls": Meaning(calls_for_help=CALLS_FOR_HELP),
    "assaulted_by_mother": _RUNNING,
    "running_to_escape": _RUNNING,
    "family_in_neighbouring_force": Meaning(family_elsewhere=True),
    "found_after_days_4": Meaning(found_after_days=4, protection=True),
    "found_with_estranged_mother": Meaning(found_with="The child's mother, who lives elsewhere"),
    "allegation_held_against_will": Meaning(allegation="The child says they were held there."),
}


def meanings_of(*, codes: tuple[str, ...]) -> tuple[Meaning, ...]:
    """Return what the codes mean, each meaning once however many codes say it."""
    found: list[Meaning] = []
    for code in codes:
        if INFORMATION[code] not in found:
            found.append(INFORMATION[code])
    return tuple(found)

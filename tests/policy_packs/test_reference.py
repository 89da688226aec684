"""Every length, level and day of the packs, against the domain reference read a second time."""

from __future__ import annotations

from datetime import date

import pytest

from whereabouts.engines.policy import LEVELS, PackLibrary, evaluate

BASES = ("acpo-2010", "acpo-2013", "npcc-2015-03", "app-2017", "app-vlr", "app-2026")
WELSH = "all-wales-2011"
H, D, WD = "hours", "days", "working_days"
MIDNIGHT = "hours_or_earlier_midnight"

# The review ladder of the reference, section 1.8: all of it is [PROPOSED].
# key: level, length, unit, from what, to whom, again and again
LADDER = {
    "review_first_lowest": ("absent", 1, H, "report", "duty_inspector", False),
    "review_repeat_lowest": ("absent", 2, H, "review", "duty_inspector", True),
    "raise_lowest_to_medium": ("absent", 6, MIDNIGHT, "report", "duty_inspector", False),
    "lowest_ends": ("absent", 24, H, "report", "duty_inspector", False),
    "review_first_low": ("low", 2, H, "report", "supervisor", False),
    "review_repeat_low": ("low", 6, H, "review", "supervisor", True),
    "raise_low_to_medium": ("low", 12, H, "report", "duty_inspector", False),
    "review_first_medium": ("medium", 2, H, "report", "supervisor", False),
    "review_inspector_medium": ("medium", 6, H, "report", "duty_inspector", False),
    "review_repeat_medium": ("medium", 12, H, "review", "supervisor", True),
    "review_detective_inspector_medium": (
        "medium", 24, H, "report", "detective_inspector", False,
    ),
    "review_detective_chief_inspector_medium": (
        "medium", 48, H, "report", "detective_chief_inspector", False,
    ),
    "review_first_high": ("high", 0.25, H, "report", "duty_inspector", False),
    "superintendent_told_high": ("high", 1, H, "report", "superintendent", False),
    "search_lead_decision_high": ("high", 1, H, "report", "duty_inspector", False),
    "review_repeat_high": ("high", 4, H, "review", "duty_inspector", True),
    "review_superintendent_high": ("high", 12, H, "review", "superintendent", True),
    "review_72_hours": (None, 72, H, "report", "detective_inspector", False),
    "review_chief_inspector_7_days": (None, 168, H, "report", "detective_chief_inspector", False),
    "review_14_days": (None, 14, D, "report", "detective_chief_inspector", False),
    "review_28_days": (None, 28, D, "report", "superintendent", False),
    "review_3_months": (None, 91, D, "report", "superintendent", False),
    "review_6_months": (None, 182, D, "report", "superintendent", False),
    "review_9_months": (None, 274, D, "report", "superintendent", False),
    "review_12_months": (None, 365, D, "report", "superintendent", False),
    "review_yearly": (None, 365, D, "review", "superintendent", True),
}  # fmt: skip
# Sections 2 and 3.10. Settled is what law or national guidance says; the rest is [PROPOSED], local,
# or of one's own knowledge.
SETTLED = {
    "pnc_entry": (48, H, "disappearance"),
    "ukmpu_notify": (72, H, "report"),
    "return_interview_england": (72, H, "return"),
    "police_protection_ends": (72, H, "police_protection"),
    "placement_notice": (5, WD, "placement"),
}
OTHERS = {
    "ukmpu_notify_high": (1, H, "decision"),  # "without undue delay"
    "childrens_services_told": (0.5, H, "report"),
    "prevention_interview": (24, H, "return"),
    "prevention_interview_high": (1, H, "return"),
    "referral_decision_england": (1, WD, "return"),
    "police_protection_warning_1": (48, H, "police_protection"),
    "police_protection_warning_2": (66, H, "police_protection"),
    "police_protection_warning_3": (70, H, "police_protection"),
    "strategy_meeting_repeat_england": (5, WD, "report"),
    "challenge_answer": (0.5, H, "challenge"),
    "cross_force_acknowledged": (0.25, H, "cross_force_task"),
}
NO_LOWEST = {key for key, row in LADDER.items() if row[0] == "absent"}
# Section 1.1 and 1.6: the set, its first and its last day, and whether the day is known.
DAYS = {
    "acpo-2010": ("ACPO2005/2010", date(2005, 1, 1), date(2013, 3, 31), "proposed"),
    "acpo-2013": ("ACPO2013", date(2013, 4, 1), date(2015, 2, 28), "proposed"),
    "npcc-2015-03": ("ACPO2015", date(2015, 3, 1), date(2016, 12, 31), "proposed"),
    "app-2017": ("APP2017", date(2017, 1, 1), None, "proposed"),
    "app-vlr": ("APP_VLR", None, None, "unknown"),
    "app-2026": ("APP2026", None, None, "unknown"),
    WELSH: ("AWP2011", date(2011, 6, 20), date(2021, 1, 31), "proposed"),
}
# Sections 1.1 and 1.2: words that each set turns on, and words of another set.
WORDS = {
    "acpo-2013": {"missing": ("out of character",), "absent": ("expected or required",)},
    "npcc-2015-03": {"absent": ("no risk is apparent", "watched over")},
    "app-2017": {
        "missing": ("until they are located",),
        "absent": ("No risk",),
        "high": ("Serious",),
    },
    "app-vlr": {"absent": ("very low",), "high": ("Serious",)},
    "app-2026": {"absent": ("very low",), "high": ("Significant",)},
    WELSH: {"absent": ("less than six hours", "not past midnight", "without leave")},
}
NOT_YET = {
    "acpo-2013": ("absent", "risk is apparent"),
    "app-2017": ("missing", "out of character"),
    "app-vlr": ("high", "ignificant"),
    "app-2026": ("high", "erious"),
}


def limits(library: PackLibrary, base: str) -> dict:
    return {limit.key: limit for limit in library.named(pack_id=base).files[0].deadlines}


@pytest.mark.parametrize("base", [*BASES, WELSH])
def test_the_ladder_of_reviews_is_that_of_the_reference_and_all_of_it_is_proposed(
    library: PackLibrary, base: str
) -> None:
    held = limits(library, base)
    wanted = {k: row for k, row in LADDER.items() if base != "acpo-2010" or k not in NO_LOWEST}
    found = {
        key: (one.level, one.length, one.unit, one.event, one.to, one.repeats)
        for key, one in held.items()
        if key in LADDER
    }
    assert found == wanted
    assert {held[key].status for key in wanted} == {"proposed"}


@pytest.mark.parametrize("base", [*BASES, WELSH])
def test_every_other_length_is_that_of_the_reference_and_only_law_and_guidance_are_settled(
    library: PackLibrary, base: str
) -> None:
    held = limits(library, base)
    for key, row in {**SETTLED, **OTHERS}.items():
        assert (held[key].length, held[key].unit, held[key].event) == row, key
    assert {key for key, one in held.items() if one.status == "settled"} == set(SETTLED)
    assert all(one.source for one in held.values())


@pytest.mark.parametrize("base", [*BASES, WELSH])
def test_each_set_has_its_days_and_they_are_marked_where_nobody_published_them(
    library: PackLibrary, base: str
) -> None:
    file = library.named(pack_id=base).files[0]
    found = (
        file.definitions["set"], file.in_force_from, library.last_day(file=file),
        file.commencement_status,
    )  # fmt: skip
    assert found == DAYS[base]


@pytest.mark.parametrize("base", WORDS)
def test_each_set_says_what_it_turns_on_and_nothing_of_the_next(
    library: PackLibrary, base: str
) -> None:
    said = library.named(pack_id=base).definitions
    for name, parts in WORDS[base].items():
        for part in parts:
            assert part in said[name], (base, name, part)
    if base in NOT_YET:
        name, part = NOT_YET[base]
        assert part not in said[name]


def test_the_lowest_category_is_called_what_its_day_called_it(library: PackLibrary) -> None:
    labels = {base: library.named(pack_id=base).labels["absent"] for base in (*BASES, WELSH)}
    assert labels == {
        "acpo-2010": "No such category",
        "acpo-2013": "Absent",
        "npcc-2015-03": "Absent (no apparent risk)",
        "app-2017": "No apparent risk (absent)",
        "app-vlr": "Very low risk",
        "app-2026": "Very low risk",
        WELSH: "Unauthorised absence",
    }
    for base in (*BASES, WELSH):
        assert set(library.named(pack_id=base).labels) == set(LEVELS)


def test_what_a_return_owes_is_owed_by_the_reference_s_clocks(library: PackLibrary) -> None:
    owed = {one.kind: one for one in library.safeguards[0].obligations}
    assert (owed["return_interview"].length, owed["return_interview"].unit) == (72, H)
    assert owed["return_interview"].status == "settled"
    assert owed["prevention_interview"].length == 24
    assert (owed["referral_decision"].length, owed["referral_decision"].unit) == (1, WD)
    assert (owed["strategy_meeting_request"].length, owed["strategy_meeting_request"].unit) == (
        5,
        WD,
    )
    assert {one.kind for one in owed.values() if one.status == "settled"} == {"return_interview"}


def test_what_hangs_on_working_days_or_the_return_has_no_minutes_and_everything_has_a_clock(
    library: PackLibrary,
) -> None:
    pack = library.named(pack_id="app-2017")
    worst: dict = {}
    for name, fact in pack.vocabulary.facts.items():
        if fact.kind == "bool":
            worst[name] = fact.worse == "true"
        elif fact.kind == "choice":
            worst[name] = fact.values[-1]
        else:
            worst[name] = 0 if fact.worse == "down" else 100
    owed = evaluate(pack=pack, facts=worst)["obligations"]
    minutes = {row["kind"]: row["due_in_minutes"] for row in owed}
    assert minutes == {
        "prevention_interview": None, "return_interview": None, "referral_decision": None,
        "return_safety_gate": None, "strategy_meeting_request": None, "help_seeking_offer": None,
        "placement_review": None, "other_children_check": 240, "offender_manager_task": 15,
        "port_alert": 15,
    }  # fmt: skip
    for row in owed:
        assert set(row["clock"]) == {"from", "length", "unit", "calendar"}
        hangs = row["clock"]["unit"] == "working_days" or row["clock"]["from"] == "return"
        assert hangs is (row["due_in_minutes"] is None)
        assert row["clock"]["calendar"] in {"england", "wales"}

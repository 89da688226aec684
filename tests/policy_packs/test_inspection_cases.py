"""The inspection's cases: what fires, what is barred, and whose name the outcome needed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from whereabouts.engines.policy import Pack, decision_needs, evaluate

CASES = [
    json.loads(line)
    for line in (Path(__file__).resolve().parents[1] / "cases" / "inspection.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
SETTINGS: dict[str | None, dict[str, Any]] = {
    None: {"living_at": "home"},
    "home": {"living_at": "home"},
    "care": {"looked_after": True, "living_at": "other"},
    "care_home": {"looked_after": True, "living_at": "childrens_home"},
    "foster": {"looked_after": True, "living_at": "foster"},
}
FLAGS: dict[str, dict[str, Any]] = {
    "CSE": {"cse_flag": "confirmed"},
    "CSE_HIGH": {"cse_flag": "confirmed"},
    "CSE_TOP_COHORT": {"cse_flag": "confirmed", "highest_risk_cohort": True},
    "MH": {"mental_health_need": True},
    "IMMATURE": {"impairs_keeping_safe": True},
    "ASPERGERS": {"impairs_keeping_safe": True},
    "SUBSTANCE": {"substance": "dependent"},
    "SELF_HARM": {"self_harm": "current"},
    "RISK_OF_OFFENDING": {},
}
INFO: dict[str, dict[str, Any]] = {
    "believed_with_named_adult": {"with_adult_of_concern": True},
    "adult_prior_intel_children_sex_drugs": {"with_adult_of_concern": True},
    "associate_registered_sex_offender": {
        "with_adult_of_concern": True,
        "adult_is_registered_sex_offender": True,
    },
    "contact_with_M18": {"with_adult_partner": True},
    "believed_with_much_older_man": {"with_adult_partner": True},
    "sexual_relationship_with_adult_F24": {
        "with_adult_partner": True,
        "exploitation_cue_in_history": True,
    },
    "cse_cue_in_records": {"exploitation_cue_in_history": True},
    "sexual_activity_children_and_older_men": {"exploitation_cue_in_history": True},
    "previously_found_with_older_men": {
        "found_with_adult_of_concern_before": True,
        "exploitation_cue_in_history": True,
    },
    "seeking_drugs_named_supplier": {"seeking_drugs": True},
    "reported_late_night": {"late_night": True},
    "intends_travel_abroad": {"travel_abroad": True},
    "numerous_prior": {"prior": 6},
    "previous_grades_all_MEDIUM": {"highest_previous_level": "medium", "new_information": False},
    "carer_challenge": {"carer_disagrees": True},
    "mother_repeated_calls": {"help_sought_before": 7},
    "assaulted_by_mother": {"violence_at_home": True},
    "running_to_escape": {"violence_at_home": True},
    **{
        words: {}
        for words in (
            "associates_with_older_men",
            "adults_identified_as_risk",
            "plans_holiday",
            "avoiding_school",
            "reporter_mother",
            "aunt_reporter",
            "family_in_neighbouring_force",
            "found_after_days_4",
            "found_with_estranged_mother",
            "allegation_held_against_will",
        )
    },
}
MADE_BY_LATER_ACTS = {
    "abduction_notice_followup",
    "challenge_answer",
    "closure_block",
    "crime_record",
    "cross_force_task",
    "disruption_backlog",
    "downgrade_block",
    "flag_proposal_CSE",
    "no_improvement_escalation",
    "plan_actions",
    "plan_owner_notice",
    "plan_required",
    "police_protection_workflow",
    "strategy_discussion",
    "supplier_person_record",
    "unsent_referral_alarm",
}


def facts_of(case: dict[str, Any], info: list[str]) -> dict[str, Any]:
    """Return the facts of a case; an unlisted code is an error by its name."""
    facts: dict[str, Any] = {"age_years": case["age"] or 15, "sex": case["sex"] or "X"}
    facts |= SETTINGS[case["setting"]]
    for code in case["flags"]:
        facts |= FLAGS[code]
    for code in info:
        facts |= INFO[code]
    prior = case["prior_min"] or facts.pop("prior", None)
    if prior:
        spread = {"6 months": 180, "6 weeks since placement": 42}.get(case["window"], 2 * prior)
        days = [spread * (number + 1) / prior for number in range(prior)]
        if prior > 30:
            days = [number + 1.0 for number in range(prior)]
        for window in (30, 90, 180):
            facts[f"episodes_{window}d"] = sum(day <= window for day in days)
        facts["episodes_ever"] = prior
        if case["window"] == "6 weeks since placement":
            facts |= {"episodes_since_placement": prior, "days_since_placement": 42}
    if case["plan"]:
        facts |= {"plan_level": case["plan"].lower(), "plan_category": "missing"}
    return facts


def stages(case: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return each assessment of a case: what is expected of it, and its facts."""
    first = (case, facts_of(case, case["info"]))
    if "update" not in case:
        return [first]
    return [first, (case["update"], facts_of(case, case["info"] + case["update"]["info"]))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_fires_what_it_must_and_bars_what_it_must(case: dict[str, Any], pack: Pack) -> None:
    for expected, facts in stages(case):
        result = evaluate(pack=pack, facts=facts)
        assert set(expected["must_fire"]) <= {row["rule"] for row in result["fired"]}
        assert result["floor"] == expected["lowest_level_not_barred"].lower()
        considered = any(row["strength"] == "consider" for row in result["fired"])
        assert (result["level"] == "high" or considered) is expected["high_prompt"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_creates_what_its_risk_asks_for(case: dict[str, Any], pack: Pack) -> None:
    owed: set[str] = set()
    for _, facts in stages(case):
        result = evaluate(pack=pack, facts=facts)
        owed |= {row["kind"] for row in result["obligations"]}
        owed |= {task.kind for task in pack.tasks_for(level=result["level"])}
        owed |= {task.kind for task in pack.tasks_for(level="medium")}
    owed |= {
        f"{limit.to}_review" for limit in pack.deadlines if limit.key.startswith("review_first")
    }
    assert set(case["must_create"]) - MADE_BY_LATER_ACTS <= owed


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_recorded_failure_needs_a_senior_and_good_work_does_not(
    case: dict[str, Any], pack: Pack
) -> None:
    senior = []
    for expected, facts in stages(case):
        result = evaluate(pack=pack, facts=facts)
        grades = (expected.get("recorded_level") or "").lower().split(">")
        categories = (case["recorded_category"] or "").split(">")
        for category in [name for name in categories if name in ("absent", "missing")]:
            for level in grades if grades != [""] else [result["level"]]:
                needs = decision_needs(pack=pack, result=result, category=category, level=level)
                senior.append(needs.senior)
    if case["outcome_tag"] != "FAIL":
        assert not any(senior)
    elif case["recorded_level"] or "absent" in (case["recorded_category"] or ""):
        assert any(senior)


def test_the_cases_that_are_graded_are_as_many_as_the_report_has() -> None:
    assert len(CASES) == 22
    failed = [case for case in CASES if case["outcome_tag"] == "FAIL"]
    assert (
        len([c for c in failed if c["recorded_level"] or "absent" in str(c["recorded_category"])])
        == 8
    )

"""The level and floor of the safeguards written out by hand: the peer of `bench replay`.

No trace and no questions: only what a plain function says of one child, as fast as we can write it
for these rules and no others. Every child is at least medium, so only high is left to find out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ABSENT, LOW, MEDIUM, HIGH = range(4)
PLAN = {"low": LOW, "medium": MEDIUM, "high": HIGH}


def graded(facts: Mapping[str, Any]) -> tuple[int, int]:
    """Return the level and the floor."""
    g = facts.get
    floor = PLAN.get(g("plan_level", "none"), ABSENT)
    level = max(MEDIUM, floor)
    serious = hours = False
    cse, cce = g("cse_flag"), g("cce_flag")
    adult = g("with_adult_of_concern") or g("with_adult_partner")
    offender, age = g("adult_is_registered_sex_offender"), g("age_years", 17)
    if g("trafficking_concern"):
        return HIGH, HIGH
    if cse == "confirmed" or cce == "confirmed" or g("highest_risk_cohort"):
        floor, level = max(floor, MEDIUM), HIGH
    if cse == "suspected" or cce == "suspected" or g("violence_at_home"):
        floor, serious = max(floor, MEDIUM), True
    if g("exploitation_cue_in_history") or g("found_with_adult_of_concern_before"):
        floor, serious = max(floor, MEDIUM), True
    if adult or offender or g("believed_abducted") or g("victim_of_crime_suspected"):
        floor, level = max(floor, MEDIUM), HIGH
    if floor < LOW and _barred_low(g, age):
        floor = LOW
    if level == HIGH:
        return HIGH, max(floor, LOW if adult and _new_or_late(g) else ABSENT)
    if age <= 9 or _grave(g):
        return HIGH, floor
    serious = serious or age <= 12 or _serious(g) or _often(g, age)
    hours = bool(g("travel_abroad") or g("danger_to_others") or _weather(g))
    if serious and hours:
        return HIGH, floor
    if g("highest_previous_level") == "high" and g("new_information") is False:
        return HIGH, floor
    return level, floor


def _barred_low(g: Any, age: int) -> bool:
    return bool(
        g("plan_category") == "missing"
        or age <= 12
        or g("impairs_keeping_safe")
        or g("online_contact_concern")
        or g("harmed_before")
        or g("unaccompanied")
        or g("travel_abroad")
        or g("danger_to_others")
        or g("seeking_drugs")
        or g("substance") == "dependent"
        or g("mental_health_need")
        or g("self_harm", "none") != "none"
        or _grave(g)
        or _weather(g)
    )


def _grave(g: Any) -> bool:
    return bool(
        g("suicide_concern")
        or g("self_harm") == "current"
        or g("forced_marriage_or_fgm_concern")
        or g("medical_need") == "time_critical"
    )


def _serious(g: Any) -> bool:
    return bool(
        g("impairs_keeping_safe")
        or g("online_contact_concern")
        or g("travel_abroad")
        or g("seeking_drugs")
        or g("substance") == "dependent"
        or g("harmed_before")
        or g("unaccompanied")
        or g("danger_to_others")
    )


def _often(g: Any, age: int) -> bool:
    often = g("episodes_90d", 0)
    young = age <= 13 and g("age_years") is not None
    return bool(often >= 3 or (often >= 2 and young) or g("episodes_ever", 0) >= 6)


def _weather(g: Any) -> bool:
    return bool(g("weather") == "severe" and g("hours_since_last_seen", 0) >= 3)


def _new_or_late(g: Any) -> bool:
    return bool(g("late_night") or g("first_time") or g("out_of_character"))

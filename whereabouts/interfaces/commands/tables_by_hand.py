"""What the rules written out by hand add, and which answers do not go together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

HIGH = 3
# Of each clause: what it prompts on the two axes, on the level, where it bars; the rest of its
# row comes from the pack, since the text is the same whoever evaluates it.
EFFECTS = {
    "APP-ABDUCTION/1": (3, 3, 2, 2),
    "APP-CRIME/1": (3, 2, 2, 2),
    "APP-PUBLIC/1": (2, 2, 1, 1),
    "APP-WEATHER/1": (0, 2, 1, 1),
    "PLACEMENT/1": (0, 0, 0, 0),
    "RF01/1": (0, 0, 2, 0),
    "RF02/1": (0, 0, 1, 1),
    "RF02/2": (0, 0, 2, 2),
    "RF02/3": (0, 0, 3, 3),
    "RF02/4": (0, 0, 1, 1),
    "RF03/1": (3, 0, 2, 2),
    "RF03/2": (2, 0, 2, 2),
    "RF03/3": (2, 0, 1, 1),
    "RF04/1": (2, 2, 2, 2),
    "RF04/2": (3, 0, 0, 0),
    "RF05/1": (3, 2, 1, 1),
    "RF05/2": (2, 0, 1, 1),
    "RF06/1": (2, 2, 1, 1),
    "RF06/2": (3, 2, 1, 1),
    "RF07/1": (3, 2, 1, 1),
    "RF07/2": (1, 0, 1, 1),
    "RF08/1": (2, 0, 1, 1),
    "RF08/2": (0, 0, 0, 0),
    "RF09/1": (0, 0, 1, 0),
    "RF09/2": (0, 0, 2, 0),
    "RF09/3": (0, 0, 3, 0),
    "RF10/1": (2, 0, 0, 0),
    "RF11/1": (2, 0, 2, 2),
    "RF11/2": (0, 0, 0, 0),
    "RF12/1": (2, 0, 1, 1),
    "RF13/1": (0, 2, 1, 1),
    "RF14/1": (3, 2, 1, 1),
    "RF15/1": (3, 0, 3, 3),
    "RF15/2": (2, 0, 1, 1),
}
# The rules that ask one thing of one fact.
SIMPLE_BEFORE_WEATHER = (
    ("APP-ABDUCTION/1", "believed_abducted"),
    ("APP-CRIME/1", "victim_of_crime_suspected"),
    ("APP-PUBLIC/1", "danger_to_others"),
)
PLAN = {"none": 0, "low": 1, "medium": 2, "high": 3}
GRADED = {"none": 0, "absent": 0, "low": 1, "medium": 2, "high": 3}
# What each fact adds at its worst, where that does not hang on another: axes, level, floor and
# the duty that may be new. In the order of the vocabulary.
ADDS: dict[str, tuple[int, int, int, int, tuple[str, ...]]] = {
    "impairs_keeping_safe": (2, 0, 1, 1, ()),
    "medical_need": (3, 2, 1, 1, ()),
    "mental_health_need": (1, 0, 1, 1, ()),
    "self_harm": (3, 2, 1, 1, ()),
    "suicide_concern": (3, 2, 1, 1, ()),
    "substance": (2, 0, 1, 1, ()),
    "violence_at_home": (2, 0, 2, 2, ()),
    "forced_marriage_or_fgm_concern": (3, 2, 1, 1, ()),
    "cse_flag": (3, 0, 2, 2, ()),
    "cce_flag": (3, 0, 2, 2, ()),
    "highest_risk_cohort": (3, 0, 2, 2, ()),
    "exploitation_cue_in_history": (2, 0, 2, 2, ()),
    "trafficking_concern": (3, 0, 3, 3, ()),
    "unaccompanied": (2, 0, 1, 1, ()),
    "online_contact_concern": (2, 0, 1, 1, ()),
    "episodes_ever": (2, 0, 0, 0, ("strategy_meeting_request",)),
    "episodes_90d": (2, 0, 0, 0, ("strategy_meeting_request",)),
    "harmed_before": (2, 0, 1, 1, ()),
    "found_with_adult_of_concern_before": (2, 0, 2, 2, ()),
    "help_sought_before": (0, 0, 0, 0, ("help_seeking_offer",)),
    "plan_level": (0, 0, 3, 3, ()),
    "plan_category": (0, 0, 1, 1, ()),
    "with_adult_of_concern": (2, 2, 2, 2, ("other_children_check",)),
    "with_adult_partner": (2, 2, 2, 2, ("other_children_check",)),
    "adult_is_registered_sex_offender": (
        3,
        2,
        2,
        2,
        ("other_children_check", "offender_manager_task"),
    ),
    "believed_abducted": (3, 3, 2, 2, ()),
    "victim_of_crime_suspected": (3, 2, 2, 2, ()),
    "travel_abroad": (2, 2, 1, 1, ("port_alert",)),
    "seeking_drugs": (2, 0, 1, 1, ()),
    "danger_to_others": (2, 2, 1, 1, ()),
}
# Serious without haste: with severe weather they make high, and by themselves they do not.
SERIOUS = {"RF03/2", "RF03/3", "RF05/2", "RF08/1", "RF10/1", "RF11/1", "RF12/1", "RF15/2"}


def clashes_among(g: Callable[[str], Any], texts: list[str]) -> list[str]:
    """Return the sentences on answers that do not go together."""
    month, quarter, half = g("episodes_30d"), g("episodes_90d"), g("episodes_180d")
    ever, since, first = g("episodes_ever"), g("episodes_since_placement"), g("first_time")
    graded = g("highest_previous_level") not in (None, "none")
    found = (
        month is not None and quarter is not None and month > quarter,
        quarter is not None and half is not None and quarter > half,
        half is not None and ever is not None and half > ever,
        since is not None and ever is not None and since > ever,
        first and ever is not None and ever >= 1,
        first is False and ever == 0,
        graded and ever == 0,
        graded and first,
        g("harmed_before") and ever == 0,
        g("found_with_adult_of_concern_before") and ever == 0,
        g("adult_is_registered_sex_offender")
        and g("with_adult_of_concern") is False
        and g("with_adult_partner") is False,
        g("looked_after") and g("outside_care"),
        g("looked_after") is False and g("outside_care") is False,
        g("looked_after") is False and g("living_at") in ("foster", "childrens_home"),
        g("looked_after") is False and g("placed_out_of_area"),
        g("unaccompanied") and g("living_at") == "home",
        g("highest_risk_cohort") and g("cse_flag") == "none" and g("cce_flag") == "none",
        g("whereabouts_known") and g("believed_abducted"),
    )
    return [text for text, so in zip(texts, found, strict=True) if so]

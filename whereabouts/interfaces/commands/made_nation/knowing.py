"""What was known at the time, as facts of the vocabulary: much of it is not known."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.made_nation.history import DAY, History
from whereabouts.interfaces.commands.made_nation.people import People

Column = NDArray[Any]
HOUR = 3_600
UNKNOWN = -1


def age_on(*, born: Column, at: Column) -> Column:
    """Return ages in whole years: by the calendar, as a birthday has it."""
    birth, day = born.astype("datetime64[D]"), at.astype("datetime64[s]").astype("datetime64[D]")
    years = day.astype("datetime64[Y]").astype(np.int64) - birth.astype("datetime64[Y]").astype(
        np.int64
    )

    def in_year(days: Column) -> Column:
        months = days.astype("datetime64[M]")
        of_year = months.astype(np.int64) - 12 * days.astype("datetime64[Y]").astype(np.int64)
        found: Column = of_year * 31 + (days - months.astype("datetime64[D]")).astype(np.int64)
        return found

    return years - (in_year(day) < in_year(birth))


def make_facts(
    *, chance: np.random.Generator, people: People, episodes: dict[str, Column], history: History
) -> tuple[dict[str, Column], Column]:
    """Return the facts by name, and how much danger each child is in, known or not."""
    child, at = episodes["child"], episodes["reported_at"]
    number, care = len(child), people.care[child]
    traits = {name: column[child] for name, column in people.flags.items()}

    def told(column: Column, share: float, *, in_care: float | None = None) -> Column:
        """Keep what is so for a share, more in care; else nobody says."""
        known = chance.random(number) < np.where(care, in_care or share, share)
        return np.where(known, column, UNKNOWN).astype(np.int8)

    def so(share: float) -> Column:
        return chance.random(number) < share

    ever = history.ever()
    age = np.clip(age_on(born=people.born[child], at=at), 0, 17)
    exploited = (traits["cse"] > 0) | (traits["cce"] > 0)
    adult = so(0.004) | (exploited & so(0.05))
    drugs, abroad = (traits["substance"] > 0) & so(0.06), so(0.001)
    crime, weather = so(0.004), chance.choice(3, number, p=[0.93, 0.065, 0.005])
    waited = (at - episodes["last_seen_at"]) / HOUR
    facts: dict[str, Column] = {
        "age_years": np.where(people.birth_known[child], age, UNKNOWN).astype(np.int16),
        "sex": np.where(people.girl[child], 0, 1).astype(np.int8),
        "looked_after": care.astype(np.int8),
        "living_at": episodes["living_at"].astype(np.int8),
        "placed_out_of_area": np.where(care, episodes["out_of_area"], UNKNOWN).astype(np.int8),
        "impairs_keeping_safe": told(traits["keeping_safe"], 0.35, in_care=0.6),
        "medical_need": told(traits["medical"], 0.5),
        "mental_health_need": told(traits["mental_health"], 0.4, in_care=0.6),
        "self_harm": told(traits["self_harm"], 0.4, in_care=0.6),
        "suicide_concern": told(traits["suicide"], 0.5),
        "substance": told(traits["substance"], 0.35, in_care=0.5),
        "excluded_from_school": told(traits["excluded"], 0.25, in_care=0.5),
        "violence_at_home": told(traits["violence"], 0.2),
        "cse_flag": told(traits["cse"], 0.55, in_care=0.75),
        "cce_flag": told(traits["cce"], 0.5, in_care=0.7),
        "highest_risk_cohort": told((traits["cse"] == 2) & so(0.2), 0.9),
        "trafficking_concern": told((exploited & so(0.02)) | traits["unaccompanied"], 0.3),
        "unaccompanied": told(traits["unaccompanied"], 0.9),
        "online_contact_concern": told(so(0.02), 0.2),
        "exploitation_cue_in_history": told(exploited & (ever > 0) & so(0.2), 0.5),
        "episodes_ever": np.minimum(ever, 500).astype(np.int16),
        "episodes_30d": history.within(days=30).astype(np.int16),
        "episodes_90d": history.within(days=90).astype(np.int16),
        "episodes_180d": history.within(days=180).astype(np.int16),
        "episodes_since_placement": np.where(
            care, history.since(from_at=episodes["placed_at"]), UNKNOWN
        ).astype(np.int16),
        "days_since_placement": np.where(care, (at - episodes["placed_at"]) // DAY, UNKNOWN).astype(
            np.int16
        ),
        "first_time": (ever == 0).astype(np.int8),
        "whereabouts_known": told(np.zeros(number, np.int8), 0.8),
        "out_of_character": told((ever == 0) & so(0.6), 0.7),
        "with_adult_of_concern": told(adult, 0.3),
        "with_adult_partner": told(exploited & so(0.06), 0.3),
        "seeking_drugs": told(drugs, 0.3),
        "travel_abroad": told(abroad, 0.2),
        "believed_abducted": told(so(0.0005), 0.4),
        "victim_of_crime_suspected": told(crime, 0.4),
        "danger_to_others": told(so(0.006), 0.3),
        "late_night": ((at // HOUR % 24 >= 22) | (at // HOUR % 24 < 6)).astype(np.int8),
        "hours_since_last_seen": np.round(waited, 2).astype(np.float32),
        "hours_since_reported": np.zeros(number, np.float32),
        "weather": told(weather, 0.6),
        "contactable": told(so(0.35), 0.5),
        "carer_disagrees": told(so(0.02), 0.3),
    }
    danger = (
        1.6 * (traits["cse"] > 0)
        + 1.0 * (traits["cce"] > 0)
        + 0.7 * (traits["self_harm"] == 2)
        + 2.0 * traits["suicide"]
        + 0.3 * traits["mental_health"]
        + 0.5 * (traits["substance"] > 0)
        + 1.5 * (age <= 10)
        + 0.6 * traits["keeping_safe"]
        + 1.2 * adult
        + 2.5 * crime
        + 0.5 * traits["propensity"]
    )
    return facts, danger.astype(np.float32)

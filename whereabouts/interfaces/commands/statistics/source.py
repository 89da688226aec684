"""Rows to be counted, from a made-up nation's columns."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.insight.figures.details import TOLD, Details
from whereabouts.insight.figures.rows import Rows
from whereabouts.interfaces.commands.made_nation import columnar

Table = Mapping[str, NDArray[Any]]
# The nation's lists as places in the lists of the figures (insight/figures/details.py).
FOUND_BY = (0, 1, 2, 4, 3, 7)  # returned, police, family, carer, friend, other
HARMS = (0, 2, 3)  # not asked, denied, disclosed
HARMS_NOT_TOLD = (0, 0, 0)  # of whoever told of none, no harm is marked
ETHNICITIES = (0, 1, 2, 4)  # White, Black, Asian, other
REASONS = (
    "Relationship", "Contact with family or friends", "Conflict", "School", "Mental health",
    "Exploitation", "Unhappy with the placement", "Drugs or alcohol", "Other",
)  # fmt: skip
# The facts that say each vulnerability, in the list's order.
VULNERABLE = (
    ("cse_flag",), ("cce_flag",),
    ("exploitation_cue_in_history", "highest_risk_cohort", "online_contact_concern"),
    ("trafficking_concern", "unaccompanied"),
    ("mental_health_need", "self_harm", "suicide_concern"), ("substance",),
    ("impairs_keeping_safe",), ("medical_need",), ("violence_at_home",),
)  # fmt: skip


def rows_of(returned: Table, episodes: Table) -> Rows:
    """Return what the forces sent; whether a child is looked after is known of episodes alone."""
    episode = np.asarray(returned["episode"])
    care = np.where(episode >= 0, np.asarray(episodes["care"])[episode], -1)
    return Rows(
        episode=episode,
        person=np.asarray(returned["person"]),
        force=np.asarray(returned["force"]),
        reported_at=np.asarray(returned["reported_at"]),
        returned_at=np.asarray(returned["returned_at"]),
        kind=np.asarray(returned["kind"]),
        call=np.asarray(returned["call"]),
        age=np.asarray(returned["age"]),
        care=care,
    )


def details_of(*, folder: Path) -> Details:
    """Return what is known of each row besides; of what is no child's episode, next to nothing."""
    returned = columnar.read(folder=folder, table="returned")
    episodes = columnar.read(folder=folder, table="episodes")
    episode = np.asarray(returned["episode"])

    def of(name: str, places: tuple[int, ...] | None = None) -> NDArray[Any]:
        column = np.asarray(episodes[name])[episode].astype(np.int64)
        if places is not None:
            column = np.array(places, np.int64)[column]
        return np.where(episode >= 0, column, -1)

    still = np.where(episode >= 0, np.asarray(episodes["still_missing"])[episode], True)
    return Details(
        sex=np.asarray(returned["sex"]).astype(np.int64),
        level=of("level"),
        ethnicity=_ethnicities(np.asarray(returned["ethnicity"]).astype(np.int64)),
        found_by=np.where(still, -1, of("found_by", FOUND_BY)),
        reason=np.where(still, -1, of("reason")),
        harm=of("harm", HARMS),
        vulnerable=_vulnerable(episodes, episode),
        publicity=np.full(len(episode), -1, np.int64),  # the nation holds nothing of it
        harmed=np.where(of("harm", HARMS) == TOLD, 1, of("harm", HARMS_NOT_TOLD)),
        found_dead=of("found_dead"),
        unidentified=of("unidentified"),
        reasons=REASONS,
    )


def _vulnerable(episodes: Table, episode: NDArray[Any]) -> NDArray[Any]:
    """Return a bit for each vulnerability that was known then; nothing known is -1."""
    found = np.zeros(len(np.asarray(episodes["child"])), np.int64)
    for place, facts in enumerate(VULNERABLE):
        for fact in facts:
            found |= (np.asarray(episodes[f"fact_{fact}"]) > 0).astype(np.int64) << place
    return np.where(episode >= 0, found[episode], -1)


def _ethnicities(column: NDArray[Any]) -> NDArray[Any]:
    return np.where(column < 0, -1, np.array(ETHNICITIES, np.int64)[column])

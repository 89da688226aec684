"""Rows to be counted, from a made-up nation's columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.insight.figures.rows import Rows

Table = Mapping[str, NDArray[Any]]


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

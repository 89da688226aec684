"""What came after each return: how it was found out, harm as asked, interviews."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.made_nation.history import History
from whereabouts.interfaces.commands.made_nation.settings import Areas, pick

Column = NDArray[Any]
HOUR = 3_600
HARM = ("not_asked", "denied", "disclosed")
NONE = -1


def make_after(
    *,
    chance: np.random.Generator,
    given: dict[str, Any],
    areas: Areas,
    episodes: dict[str, Column],
    danger: Column,
    until: int,
) -> dict[str, Column]:
    """Return what followed; an episode that no return has reached by the end is still open."""
    after, number = given["after"], len(danger)
    back = episodes["returned_at"]
    still = back >= until
    weight = np.exp(0.5 * (danger - danger.mean()))
    hidden = chance.random(number) < np.minimum(after["harm_hidden"] * weight / weight.mean(), 1)
    asked = (chance.random(number) >= after["not_asked"]) & ~still
    told = hidden & asked & (chance.random(number) < after["harm"] / after["harm_hidden"] / 0.71)
    interviewed = (chance.random(number) < after["interviewed"]) & ~still
    offer_rate = np.clip(chance.normal(after["offered"], 0.2, len(areas.authorities)), 0.15, 0.98)
    offered = (chance.random(number) < offer_rate[episodes["authority"]]) & ~still
    accepted = offered & (chance.random(number) < after["accepted"])
    # Sixty-three in a hundred within 72 hours: so many of a spread about a middle.
    spread, middle = 1.0, np.log(72) - 0.332
    held = back + np.exp(middle + spread * chance.normal(size=number)) * HOUR
    accepted &= held < until
    return {
        "still_missing": still,
        "returned_at": np.where(still, NONE, back).astype(np.int64),
        "harm_hidden": hidden,
        "harm": np.where(told, 2, np.where(asked, 1, 0)).astype(np.int8),
        "interviewed_at": np.where(
            interviewed, back + chance.exponential(14, number) * HOUR, NONE
        ).astype(np.int64),
        "rhi_offered": offered,
        "rhi_at": np.where(accepted, held, NONE).astype(np.int64),
        "found_by": pick(chance=chance, shares=after["found_by"], number=number).astype(np.int8),
        "reason": pick(chance=chance, shares=after["reasons"], number=number).astype(np.int8),
    }


def harmed_before(*, history: History, harm: Column) -> dict[str, Column]:
    """Return the fact that an earlier episode was known to have harmed the child."""
    return {"harmed_before": history.any(of=harm == HARM.index("disclosed")).astype(np.int8)}

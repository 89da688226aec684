"""What is known of each row besides: sex, level, why, harm, and what made it more dangerous."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.insight.figures.rows import UNKNOWN

Column = NDArray[Any]
SEXES = ("Female", "Male")
LEVELS = ("Lowest", "Low", "Medium", "High")
ETHNICITIES = ("White", "Black", "Asian", "Mixed", "Other")
FOUND_BY = (
    "Returned of own accord", "Police", "Family", "Friend or acquaintance", "Carer", "Authority",
    "Member of the public", "Another agency",
)  # fmt: skip
# Whether anybody asked, and what was answered. Nothing here means unharmed.
HARM = ("Not asked", "Asked, no answer", "Asked, said no", "Told of, seen or suspected")
NOT_ASKED, NO_ANSWER, DENIED, TOLD = range(4)
# What was on record that made the child more at risk: a row may have several, a bit each.
VULNERABILITIES = (
    "Sexual exploitation", "Criminal exploitation", "Other signs of exploitation",
    "Trafficked, or alone in the country",
    "Mental health, self-harm or suicide", "Drink or drugs",
    "Disability, neurodivergence or immaturity", "Medical need",
    "Violence or force where the child lives",
)  # fmt: skip
# What was told of, seen or suspected, of those who were harmed; several may be so of one.
HARMS_TOLD = (
    "Hurt or threatened with it", "Sexual harm", "Kept somewhere", "Made to do something",
    "Given drugs, drink, money or presents", "Pictures asked for, taken or shared",
    "Hurt or frightened where the child lives", "Treated badly by an officer or a worker",
)  # fmt: skip
PUBLICITY = ("No appeal", "An appeal to the public", "A Child Rescue Alert")


@dataclass(frozen=True)
class Details:
    """Columns of the rows' length, each a place in its list; -1 where nobody recorded it.

    `vulnerable` and `harmed` alone have a bit for each place in their lists. `found_dead` is 1
    where the child was, and `unidentified` where nobody can name the child.
    """

    sex: Column
    level: Column
    ethnicity: Column
    found_by: Column
    reason: Column
    harm: Column
    vulnerable: Column
    publicity: Column
    harmed: Column
    found_dead: Column
    unidentified: Column
    reasons: tuple[str, ...] = ()

    def where(self, chosen: Column) -> Details:
        """Return those of some rows alone."""
        columns = {
            one.name: getattr(self, one.name)[chosen]
            for one in fields(self)
            if one.name != "reasons"
        }
        return Details(**columns, reasons=self.reasons)


def nothing_known(*, rows: int) -> Details:
    """Return the details of rows of which nothing besides was recorded."""
    column = np.full(rows, UNKNOWN, np.int64)
    return Details(
        sex=column, level=column, ethnicity=column, found_by=column, reason=column, harm=column,
        vulnerable=column, publicity=column, harmed=column, found_dead=column, unidentified=column,
    )  # fmt: skip

"""What is known of each row besides: sex, level, ethnicity, who found the child, why, harm."""

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


@dataclass(frozen=True)
class Details:
    """Columns of the rows' length, each a place in its list; -1 where nobody recorded it."""

    sex: Column
    level: Column
    ethnicity: Column
    found_by: Column
    reason: Column
    harm: Column
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
    return Details(column, column, column, column, column, column)

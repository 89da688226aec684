"""A looked-after child as the return sees one: placements and absences by the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from whereabouts.engines.deadlines import london_date

ADULT = 18
# The return's own word for an ethnicity that is not known.
NOT_OBTAINED = "NOBT"


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One placement, from a day to a day; no last day where it goes on.

    What is empty nobody has recorded: it is left empty in a return, and told to whoever signs.
    """

    began: date
    ended: date | None
    living_at: str  # in our words; how a return writes it is a matter of its year (placing.py)
    legal_status: str = ""
    need: str = ""
    provider: str = ""
    why_moved: str = ""  # the return's code, where another placement follows
    from_postcode: str = ""  # of where the child came from
    postcode: str = ""  # of the placement; a confidential one is left empty
    urn: str = ""  # the inspectorate's number
    why_ended: str = ""  # of care that ceased: the return's code; empty where another follows


@dataclass(frozen=True, kw_only=True)
class Absence:
    """One absence as it was recorded, in instants; no end where the child is not back."""

    began_at: datetime
    ended_at: datetime | None
    whereabouts_known: bool = False


@dataclass(frozen=True, kw_only=True)
class LookedAfter:
    """A child of one authority. The number is the authority's own and tells nothing."""

    number: str
    sex: str  # F, M
    born: date
    ethnicity: str  # the return's code
    placements: tuple[Placed, ...]
    absences: tuple[Absence, ...]

    @property
    def eighteenth(self) -> date:
        """Return the day of the eighteenth birthday; that of a leap day is the first of March."""
        leap_day = (self.born.month, self.born.day) == (2, 29)
        year = self.born.year + ADULT
        return date(year, 3, 1) if leap_day else self.born.replace(year=year)

    def placed_on(self, *, day: date) -> Placed | None:
        """Return where the child was placed on a day; on a day of change, where they came to."""
        found = [
            one
            for one in self.placements
            if one.began <= day and (one.ended is None or day <= one.ended)
        ]
        return max(found, key=lambda one: one.began) if found else None


def day_of(*, instant: datetime) -> date:
    """Return the day on British clocks: the return knows days alone."""
    return london_date(instant=instant)

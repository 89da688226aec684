"""How often force is used on children, or threatened: by age and kind, with its reviews, protected.

Counts of twelve whole months, always the same twelve, so that two answers cannot be taken from each
other; no sum is shown from which a small number could be worked out.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from whereabouts.engines.deadlines import london_date, london_instant
from whereabouts.engines.disclosure import named_rules, shown_line, shown_table
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.conduct.models import ForceUsed
from whereabouts.practice.conduct.vocabulary import TACTICS
from whereabouts.records.people import queries as people

MONTHS = 12
RULES = "ours"
# The oldest age of each band; a child's age is that of the day on which it was used.
BANDS = ((9, "Under 10"), (13, "10 to 13"), (15, "14 and 15"), (200, "16 and over"))
NO_AGE = "Age not known"
BAND_NAMES = (*(name for _, name in BANDS), NO_AGE)
REVIEWS = ("Reviewed", "Waits for its review")


@dataclass(frozen=True, kw_only=True)
class ForceRow:
    """One kind of force: what is shown of its count in each age band."""

    kind: str
    counts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ForceFigures:
    """Kinds by age band, used and only threatened alike, and how many were reviewed."""

    since: date
    until: date
    bands: tuple[str, ...]
    rows: tuple[ForceRow, ...]
    reviews: tuple[tuple[str, str], ...]
    hidden_below: int


@lookup(needs=Permission.OVERSIGHT_LOOK)
def force_figures(*, actor: Actor, at: datetime) -> ForceFigures:
    """Return the counts of the actor's force; what was used in several ways counts in each."""
    since, until = _whole_months(at=at)
    found = list(
        visible(ForceUsed).filter(
            owner_agency=actor.agency_id,
            used_at__gte=london_instant(on=since, wall=time(0)),
            used_at__lt=london_instant(on=until, wall=time(0)),
        )
    )
    rules = named_rules(rules_id=RULES, at=until)
    counts = {key: [0] * len(BAND_NAMES) for key, _ in TACTICS}
    for one in found:
        band = BAND_NAMES.index(_band(one))
        for key in one.tactics:
            counts[key][band] += 1
    cells, _, _, _ = shown_table(counts=[counts[key] for key, _ in TACTICS], rules=rules)
    done = sum(one.reviewed_at is not None for one in found)
    reviews, _ = shown_line(counts=[done, len(found) - done], rules=rules)
    return ForceFigures(
        since=since,
        until=until,
        bands=BAND_NAMES,
        rows=tuple(
            ForceRow(kind=words, counts=tuple(cell.text for cell in row))
            for (_, words), row in zip(TACTICS, cells, strict=True)
        ),
        reviews=tuple((words, cell.text) for words, cell in zip(REVIEWS, reviews, strict=True)),
        hidden_below=rules.hide_below,
    )


def _band(force: ForceUsed) -> str:
    children = people.same_person_set(child_id=force.child_id)
    age = people.age_on(child_ids=children, on=london_date(instant=force.used_at))
    if age is None:
        return NO_AGE
    return next(name for oldest, name in BANDS if age <= oldest)


def _whole_months(*, at: datetime) -> tuple[date, date]:
    today = london_date(instant=at)
    first = today.year * 12 + today.month - 1 - MONTHS
    return date(first // 12, first % 12 + 1, 1), today.replace(day=1)

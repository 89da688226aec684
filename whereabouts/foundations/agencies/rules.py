"""Kinds of agency, ranks, calendars and tokens, as the guidance names them."""

import hashlib
from collections.abc import Iterable
from datetime import date

POLICE_KINDS = frozenset({"police_force", "transport_police"})
RECORDING_KINDS = POLICE_KINDS | {"authority"}

# The made-up agency of the heartbeat: left out of every list, figure and board of anybody else.
SYNTHETIC = "synthetic"

AGENCY_KINDS = (
    ("police_force", "Police force"),
    ("transport_police", "British Transport Police"),
    ("authority", "Children's services authority"),
    ("home", "Children's home or foster carer"),
    ("provider", "Provider of care or interviews"),
    ("partnership", "Safeguarding partnership"),
    ("national_unit", "National unit"),
    ("health", "Health"),
    ("education", "School or education"),
    ("youth_justice", "Youth justice"),
    ("voluntary", "Voluntary agency"),
    (SYNTHETIC, "Made up, for the heartbeat alone"),
)

# Lowest first; an empty rank belongs to staff outside the police.
RANKS = ("", "constable", "sergeant", "inspector", "chief_inspector", "superintendent")


def outranks(*, rank: str, other: str) -> bool:
    """Return whether a rank stands above another."""
    return RANKS.index(rank) > RANKS.index(other)


def at_least(*, rank: str, needed: str) -> bool:
    """Return whether a rank is the needed one or above it."""
    return RANKS.index(rank) >= RANKS.index(needed)


# A local pack that is followed, the first day, and the first day on which it is no more.
Following = tuple[str, date, date | None]


def following_as_lines(*, rows: Iterable[Following]) -> str:
    """Return what an agency follows as a line a row, the earliest first."""
    return "\n".join(
        f"{pack} {first} {until or ''}".rstrip()
        for pack, first, until in sorted(rows, key=lambda row: (row[1], row[0]))
    )


def followings_of(*, lines: str) -> tuple[Following, ...]:
    """Return what those lines say: each local pack, its first day, and the first day after."""
    found = []
    for line in lines.splitlines():
        pack, first, *until = line.split()
        days = [date.fromisoformat(day) for day in (first, *until)]
        found.append((pack, days[0], days[1] if until else None))
    return tuple(found)


def followed_on(*, lines: str, day: date) -> tuple[str, ...]:
    """Return the local packs that an agency follows on a day, by name, each once."""
    return followed_within(lines=lines, first=day, last=day)


def followed_within(*, lines: str, first: date, last: date) -> tuple[str, ...]:
    """Return the local packs that an agency follows on some day of a time, by name, each once."""
    found = {
        pack
        for pack, begins, until in followings_of(lines=lines)
        if begins <= last and (until is None or max(first, begins) < until)
    }
    return tuple(sorted(found))


def token_hash(*, secret: str) -> str:
    """Return what is kept of a token's secret: it is random and long, so one hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

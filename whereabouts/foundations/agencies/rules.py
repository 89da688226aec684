"""Kinds of agency, ranks, calendars and tokens, as the guidance names them."""

import hashlib

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


def token_hash(*, secret: str) -> str:
    """Return what is kept of a token's secret: it is random and long, so one hash is enough."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()

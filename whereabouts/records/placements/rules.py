"""Decisions about placements from plain values: who is related, who was told, what is red."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from uuid import UUID

from whereabouts.engines.deadlines import london_instant

CARE_SETTINGS = frozenset(
    ("foster", "childrens_home", "supported_accommodation", "kinship", "secure", "other")
)


def relations_of(
    *,
    responsible_authority: UUID | None,
    host_authority: UUID | None,
    host_force: UUID | None,
    home: UUID | None,
    home_parent: UUID | None,
) -> list[tuple[UUID, str]]:
    """Return each agency that a placement relates to the child, with the kind of the relation."""
    wanted = [
        (responsible_authority, "responsible"),
        (host_authority, "host"),
        (host_force, "host"),
        (home, "caring"),
        (home_parent, "caring"),
    ]
    return [(agency, kind) for agency, kind in wanted if agency is not None]


def is_out_of_area(
    *, responsible_authority: UUID | None, host_authority: UUID | None
) -> bool | None:
    """Return whether the child lives outside the area of the authority responsible, if known."""
    if responsible_authority is None or host_authority is None:
        return None
    return responsible_authority != host_authority


def days_since(*, started_on: date | None, on: date) -> int | None:
    """Return how many days a placement has lasted, or None where nobody knows."""
    return None if started_on is None else max((on - started_on).days, 0)


def stands_on(*, started_on: date, ended_on: date | None, on: date) -> bool:
    """Return whether a placement stood on a day, the first and the last day included."""
    return started_on <= on and (ended_on is None or ended_on >= on)


def notice_of(*, agency: UUID, responsible_authority: UUID | None, home: UUID | None) -> str:
    """Return which notice of a placement an agency gives, or "" where none is its own.

    The authority responsible gives notice of a placement out of its area; a home of an admission.
    """
    kinds = {responsible_authority: "placement_notice", home: "admission_notice"}
    return kinds.get(agency, "")


# --- notice of a placement out of area ------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A part that must acknowledge: until when, and whether it did, went red, or need not now."""

    part: str
    due_at: datetime
    acknowledged_at: datetime | None = None
    red_at: datetime | None = None
    withdrawn_at: datetime | None = None


def end_of_day(*, on: date) -> datetime:
    """Return the last moment of a day in London."""
    return london_instant(on=on + timedelta(days=1), wall=time(0))


def arrival(*, started_on: date, arrives_at: datetime | None) -> datetime:
    """Return when a child is there: as said, else by the end of the day the placement starts."""
    return arrives_at or end_of_day(on=started_on)


def acknowledged_by_then(*, arrives_at: datetime, emergency: bool, grace: timedelta) -> datetime:
    """Return until when each part acknowledges: the arrival; in an emergency some hours more."""
    return arrives_at + grace if emergency else arrives_at


def parts_of(
    *, host_authority: UUID | None, host_force: UUID | None, home: UUID | None
) -> list[tuple[str, UUID]]:
    """Return (part, agency) of everybody who must acknowledge, where we know who it is."""
    wanted = [
        ("host_authority", host_authority),
        ("host_police", host_force),
        ("receiving_home", home),
    ]
    return [(part, agency) for part, agency in wanted if agency is not None]


def colour(*, asked: Asked, at: datetime) -> str:
    """Return how one part stands: told, waiting, red, late (told after red), or not asked now."""
    if asked.acknowledged_at is not None:
        return "late" if asked.acknowledged_at > asked.due_at else "told"
    if asked.withdrawn_at is not None:
        return "withdrawn"
    return "red" if asked.due_at <= at else "waiting"


def is_red(*, asked: Iterable[Asked], at: datetime) -> bool:
    """Return whether any part let its date pass and has still not acknowledged."""
    return any(colour(asked=one, at=at) == "red" for one in asked)


def lacks(
    *,
    risks: Collection[str],
    why_suitable: str,
    risk_pack: str,
    plan: str,
    at_a_distance: bool | None,
    director: str,
    approved_on: date | None,
) -> dict[str, str]:
    """Return field → what a notice still lacks; empty when it may be given."""
    missing = {}
    if not risks:
        missing["risks"] = "Choose each risk, or that somebody looked and knows of none"
    for name, text, words in (
        ("why_suitable", why_suitable, "Say why this placement suits the child"),
        ("risk_pack", risk_pack, "Write what must be known to keep the child safe"),
        ("plan", plan, "Write what is planned, or sum up the care plan that goes with this"),
    ):
        if not text.strip():
            missing[name] = words
    if at_a_distance is None:
        missing["at_a_distance"] = "Say whether it is at a distance: no neighbouring authority"
    elif at_a_distance and not director.strip():
        missing["director"] = "A placement at a distance needs the director's approval: by whom?"
    if at_a_distance and approved_on is None:
        missing["approved_on"] = "Enter the day on which the director approved it"
    return missing


GRAVE_FLAGS = frozenset({"cse", "cce", "trafficking", "highest_risk_cohort"})
GRAVE_RISKS = frozenset({"cse", "cce", "gang", "adults", "trafficking"})


def is_grave(*, flags: Collection[str], risks: Collection[str], alert: datetime | None) -> bool:
    """Return whether red interrupts: somebody exploits the child, or looks for them."""
    return bool(GRAVE_FLAGS & set(flags) or GRAVE_RISKS & set(risks) or alert is not None)


@dataclass(frozen=True, kw_only=True)
class Count:
    """Of the placements out of area between two authorities: how many, and who was told."""

    placing: str
    host: str
    placed: int = 0
    given: int = 0
    in_time: int = 0
    host_authority: int = 0
    host_police: int = 0
    receiving_home: int = 0
    red: int = 0
    police_rung: int = 0  # told by telephone, and have not acknowledged


EARTH_KM = 6371.0


class NotInTheseIslands(Exception):
    """Where something lies is two numbers, and they lie in these islands."""


def lies_at(
    *, latitude: Decimal | None, longitude: Decimal | None
) -> tuple[Decimal, Decimal] | None:
    """Return where something lies, or None where nobody says.

    :raises NotInTheseIslands: it is half said, or lies elsewhere.
    """
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise NotInTheseIslands("Give both, latitude and longitude, or neither.")
    if not (49 <= latitude <= 61 and -9 <= longitude <= 2):
        raise NotInTheseIslands("Give degrees, such as 52.4862 and -1.8904: this lies elsewhere.")
    return latitude, longitude


def km_apart(*, one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how far two places lie apart over ground, in kilometres.

    Each is (latitude, longitude) in degrees; as the crow flies, by the haversine.
    """
    (south, west), (north, east) = (
        (radians(place[0]), radians(place[1])) for place in (one, other)
    )
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


def km_between(*, one: tuple[float, float], other: tuple[float, float]) -> int:
    """Return how far two places lie apart, in whole kilometres."""
    return round(km_apart(one=one, other=other))


def share(*, part: int, whole: int) -> int | None:
    """Return a share in whole percent, or None of nothing."""
    return round(100 * part / whole) if whole else None

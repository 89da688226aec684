"""Until when something is shared, by which gateway, and what a pack lets out; pure."""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
RECORD, MEETING, PACK = "record", "meeting", "pack"
KINDS = [
    (RECORD, "The record, to look at"),
    (MEETING, "The record, for a strategy discussion"),
    (PACK, "A pack: the few things that they need"),
]
# By these an agency sees the child until the sharing ends.
OPENS = (RECORD, MEETING)
HANDED = [("link", "By a code that opens once"), ("printed", "Printed, handed over by name")]
TOLD = [
    ("told", "The child was told first"),
    ("later", "The child will be told"),
    ("not_told", "The child was not told, with the reason"),
]
ENTRY_KINDS = [
    ("knows", "Something we know"),
    ("worry", "A worry"),
    ("helps", "Something that helps"),
    ("did", "Something we did"),
]
# Everything that a pack may hold, in words. What is not in this list leaves in no pack.
PACK_FIELDS = {
    "first_name": "First name",
    "age_band": "Age, roughly",
    "description": "What they look like",
    "how_to_talk": "How to talk with them",
    "what_helps": "What helps",
    "place": "Where",
    "look_for": "What to look for",
    "what_to_say": "What to say",
    "whom_to_ring": "Whom to ring",
}
FROM_RECORD = frozenset({"first_name", "age_band", "description", "how_to_talk"})
LONGEST_TYPED = 600
SHORTEST_TELLING = 3  # shorter parts of a name are in every other word
LONGEST_COMMON = 4  # as May, or Will
# Who hears of it at an agency of each kind.
ROLE_OF_KIND = {
    "police_force": "missing_coordinator",
    "transport_police": "missing_coordinator",
    "authority": "social_worker",
    "home": "home_worker",
    "provider": "return_interviewer",
    "health": "partner_worker",
    "education": "partner_worker",
    "youth_justice": "partner_worker",
    "voluntary": "partner_worker",
}


class NotInForce(ValueError):
    """There is no such gateway or profile on that day, or not for this agency."""


class TooLong(ValueError):
    """It would be shared for longer than the profile, the agreement or one's own reason lasts."""


class TellsTooMuch(ValueError):
    """What was typed for a pack names more of the child than the pack may."""

    def __init__(self, field: str) -> None:
        super().__init__(
            f"“{PACK_FIELDS[field]}” holds a name, a birthday or an address that this pack leaves"
            " out. Take it out."
        )
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Gateway:
    """A law by which one agency may tell another."""

    id: str
    since: date
    title: str
    kinds: tuple[str, ...]
    countries: tuple[str, ...]
    source: str
    status: str
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a pack may hold, which of it is typed, and for how long at most."""

    id: str
    since: date
    title: str
    fields: tuple[str, ...]
    typed: tuple[str, ...]
    longest: timedelta
    source: str
    status: str


def read_gateways(*, text: str) -> tuple[Gateway, ...]:
    """Return the gateways of a text in the form of the file.

    :raises NotInForce: an entry has no source or no kind of agency.
    """
    found = tuple(
        Gateway(**{**one, "kinds": tuple(one["kinds"]), "countries": tuple(one["countries"])})
        for one in tomllib.loads(text)["gateways"]
    )
    for one in found:
        if not (one.source and one.kinds and one.countries):
            raise NotInForce(f"The gateway {one.id} needs a source, kinds and countries.")
    return found


def read_profiles(*, text: str) -> tuple[Profile, ...]:
    """Return the profiles of a text in the form of the file.

    :raises NotInForce: a profile holds what no pack may, or leaves something to nobody to say.
    """
    found = []
    for body in tomllib.loads(text)["profiles"]:
        one = Profile(
            id=body["id"],
            since=body["since"],
            title=body["title"],
            fields=tuple(body["fields"]),
            typed=tuple(body["typed"]),
            longest=timedelta(hours=body["longest_hours"]),
            source=body["source"],
            status=body["status"],
        )
        if not set(one.fields) <= set(PACK_FIELDS) or not one.source:
            raise NotInForce(f"The profile {one.id} holds what no pack may, or has no source.")
        if set(one.fields) - set(one.typed) - FROM_RECORD or not set(one.typed) <= set(one.fields):
            raise NotInForce(f"The profile {one.id}: each field is typed, or is in the record.")
        found.append(one)
    return tuple(found)


@lru_cache(maxsize=1)
def _gateways() -> tuple[Gateway, ...]:
    return read_gateways(text=(HERE / "gateways.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _profiles() -> tuple[Profile, ...]:
    return read_profiles(text=(HERE / "profiles.toml").read_text(encoding="utf-8"))


def gateways_for(*, kind: str, country: str, on: date) -> list[Gateway]:
    """Return the gateways by which an agency of a kind may share on a day."""
    return [
        one
        for one in _gateways()
        if one.since <= on
        and (one.until is None or on < one.until)
        and country in one.countries
        and ("any" in one.kinds or kind in one.kinds)
    ]


def gateway_for(*, gateway: str, kind: str, country: str, on: date) -> Gateway:
    """Return a gateway by its id.

    :raises NotInForce: it does not hold on that day for this agency.
    """
    for one in gateways_for(kind=kind, country=country, on=on):
        if one.id == gateway:
            return one
    raise NotInForce("Choose the law by which your agency may share this.")


def title_of(*, gateway: str) -> str:
    """Return what a gateway is called, whenever it held."""
    return next((one.title for one in _gateways() if one.id == gateway), gateway)


def profiles_on(*, on: date) -> list[Profile]:
    """Return the profiles that hold on a day: of one id the latest."""
    standing: dict[str, Profile] = {}
    for one in sorted(_profiles(), key=lambda profile: profile.since):
        if one.since <= on:
            standing[one.id] = one
    return list(standing.values())


def profile_for(*, profile: str, on: date) -> Profile:
    """Return a profile by its id.

    :raises NotInForce: there is none on that day.
    """
    for one in profiles_on(on=on):
        if one.id == profile:
            return one
    raise NotInForce("Choose for whom the pack is.")


def ends_at(*, wanted: datetime, at: datetime, limits: Iterable[datetime | None]) -> datetime:
    """Return until when it is shared: as wanted, within every limit that there is.

    :raises TooLong: it would be over already, or would last longer than a limit lets it.
    """
    if wanted <= at:
        raise TooLong("Choose an end that lies ahead.")
    for limit in limits:
        if limit is not None and wanted > limit:
            raise TooLong(
                "Choose an earlier end: longer than your own reason, the agreement or the kind of"
                " pack lasts, nothing is shared."
            )
    return wanted


def is_readable(
    *,
    at: datetime,
    from_at: datetime,
    until_at: datetime,
    ended_at: datetime | None,
    agreement_ends_at: datetime | None = None,
    agreement_withdrawn_at: datetime | None = None,
) -> bool:
    """Return whether something shared may be read at a moment: from its start, until any end."""
    ends = (until_at, ended_at, agreement_ends_at, agreement_withdrawn_at)
    return from_at <= at and all(end is None or at < end for end in ends)


def age_band(*, age: int | None) -> str:
    """Return an age as a pack says it: two years wide, so that no birthday can be told from it."""
    if age is None:
        return "Not known"
    low = age - age % 2
    return f"About {low} to {low + 1}"


def first_name(*, full: str) -> str:
    """Return the first word of a name."""
    return full.split(maxsplit=1)[0] if full.split() else ""


def contents(
    *,
    profile: Profile,
    record: Mapping[str, str],
    typed: Mapping[str, str],
    names: Collection[str],
    wholes: Collection[str],
) -> dict[str, str]:
    """Return what a pack holds: the profile's fields and nothing else; empty ones are left out.

    `names` are those of the child and whoever is around, of which no part may be in what is typed;
    `wholes` birthdays, addresses and numbers. What comes from the record loses them.

    :raises TellsTooMuch: something typed holds one.
    """
    telling = _telling(names=names, wholes=wholes, allowed=record.get("first_name", ""))
    found: dict[str, str] = {}
    for field in profile.fields:
        if field in profile.typed:
            words = typed.get(field, "").strip()[:LONGEST_TYPED]
            if telling.search(words):
                raise TellsTooMuch(field)
        elif field == "first_name":
            words = record.get(field, "").strip()
        else:
            words = telling.sub("…", record.get(field, "").strip())
        if words:
            found[field] = words
    return found


def _telling(*, names: Collection[str], wholes: Collection[str], allowed: str) -> re.Pattern[str]:
    parts = {part for name in names for part in re.split(r"[\s,]+", name)}
    whole = {one for one in (*names, *wholes) if len(one) >= SHORTEST_TELLING}
    long = {one for one in parts if len(one) > LONGEST_COMMON and one != allowed} | whole
    # A short name may be a word of the language as well: it tells only where it is written as one.
    short = {one for one in parts if SHORTEST_TELLING <= len(one) <= LONGEST_COMMON} - {allowed}
    if not long | short:
        return re.compile(r"(?!)")
    any_case = "|".join(re.escape(one) for one in sorted(long, key=len, reverse=True))
    as_name = "|".join(re.escape(one) for one in sorted(short, key=len, reverse=True))
    either = [
        *([f"(?i:{any_case})"] if any_case else []),
        *([f"(?:{as_name})"] if as_name else []),
    ]
    return re.compile(r"(?<!\w)(?:" + "|".join(either) + r")(?!\w)")

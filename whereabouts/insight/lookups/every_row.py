"""Rows to be counted over every agency, each read in the scope of its own clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.agencies.rules import followed_within
from whereabouts.insight.figures.annex_a import AfterLast
from whereabouts.insight.figures.counting import ADULT
from whereabouts.insight.figures.details import Details
from whereabouts.insight.figures.looked_after import LookedAfter
from whereabouts.insight.figures.making import NoSuchArea, Source
from whereabouts.insight.figures.rows import ABSENT, INSEPARABLE, KINDS, MISSING, UNKNOWN, Rows
from whereabouts.insight.lookups.counted import (
    CountedCall,
    CountedEpisode,
    SamePerson,
    agencies_to_count,
    counted_of,
)
from whereabouts.insight.lookups.kept_slices import (
    Column,
    Columns,
    Keeps,
    KeepsNothing,
    kept_or_made,
)
from whereabouts.insight.lookups.looked_after import InCare, every_looked_after
from whereabouts.practice.return_home.vocabulary import HARMS as HARM_KINDS
from whereabouts.practice.return_home.vocabulary import REASONS

LONDON = ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (the wall's clock, as a year is reckoned by it)

NOTHING = KeepsNothing()
DETAILS = 11  # columns of what is known besides
LEVELS = ("absent", "low", "medium", "high")
BY_WHOM = (
    "own_accord", "police", "family", "friend", "carer", "authority", "public", "other_agency",
)  # fmt: skip
HARMS = ("not_asked", "asked", "denied", "told")
PUBLICITY = ("none", "appeal", "alert")
# The flags that say each vulnerability, in the list's order.
FLAGS = (
    {"cse"}, {"cce"},
    {"exploitation_cue", "highest_risk_cohort", "online_contact", "found_with_adult"},
    {"trafficking", "unaccompanied"},
    {"mental_health", "self_harm_past", "self_harm_current", "suicide"},
    {"substance", "substance_dependent"}, {"impairs_keeping_safe"},
    {"medical_ongoing", "medical_time_critical"}, {"violence_at_home", "forced_marriage_or_fgm"},
)  # fmt: skip
SEVERAL = "Several reasons"
REASON_NAMES = {key: words for key, words in REASONS if key != "not_known"}
# The groups of the figures, in their order: White, Black, Asian, mixed, other.
GROUPS = (
    {"WBRI", "WIRI", "WOTH", "WIRT", "WROM"},
    {"BCRB", "BAFR", "BOTH"},
    {"AIND", "APKN", "ABAN", "AOTH", "CHNE"},
    {"MWBC", "MWBA", "MWAS", "MOTH"},
    {"OOTH"},
)


def from_database(
    *, at: datetime, ends: int | None = None,
    tell: Callable[[int, int], None] = lambda done, of: None, keeps: Keeps = NOTHING,
) -> Source:  # fmt: skip
    """Return every episode as rows, a further report being a further row; and calls of nobody here.

    `ends` is the year to read, where no other is wanted. `tell` hears before each agency how many
    are done, of how many. `keeps` keeps what was read of each, and an agency that it has is not
    read again.
    """
    span = None if ends is None else _span(ends)
    agencies = agencies_to_count()
    found: list[tuple[str, Columns]] = []
    for number, agency in enumerate(agencies):
        tell(number, len(agencies))
        read = partial(_read, agency, at, span)
        found.append((agency.code, kept_or_made(keeps=keeps, part=agency.pk.hex, make=read)))
    return _together(found, at)


def _read(agency: Agency, at: datetime, span: tuple[datetime, datetime] | None) -> Columns:
    """Return what one agency has as columns: of its episodes, of its calls, and who is one child.

    A child is a number that says nothing elsewhere.
    """
    episodes: list[CountedEpisode] = []
    calls: list[CountedCall] = []
    pairs: list[SamePerson] = []
    for one in counted_of(agency=agency, at=at, span=span):
        if isinstance(one, SamePerson):
            pairs.append(one)
        elif isinstance(one, CountedCall):
            calls.append(one)
        else:
            episodes.append(one)
    rows = [
        (
            _told(one.reported_at),
            UNKNOWN if one.returned_at is None else _told(one.returned_at),
            KINDS.index(_kind(one)),
            UNKNOWN if one.age is None else one.age,
            UNKNOWN if one.looked_after is None else int(one.looked_after),
            one.further_reports,
        )
        for one in episodes
    ]
    heard = [
        (
            _told(one.told_at), MISSING if one.apart else INSEPARABLE,
            ADULT if one.adult else UNKNOWN,
        )
        for one in calls
    ]  # fmt: skip
    return {
        "child": _keys(one.child for one in episodes),
        "episodes": np.array(rows, np.int64).reshape(-1, 6),
        "details": _detailed(episodes),
        "calls": np.array(heard, np.int64).reshape(-1, 3),
        "one": _keys(one.one for one in pairs),
        "other": _keys(one.other for one in pairs),
    }


def _keys(keys: Iterable[UUID]) -> Column:
    return np.array([key.hex.encode() for key in keys], dtype="S32")


def _together(found: Sequence[tuple[str, Columns]], at: datetime) -> Source:
    """Return what all agencies have as rows: one child is one person, whoever recorded them."""
    one_of: dict[bytes, bytes] = {}
    for _, columns in found:
        for one, other in zip(columns["one"].tolist(), columns["other"].tolist(), strict=True):
            _join(one_of, one, other)
    codes = tuple(
        dict.fromkeys(code for part in ("episodes", "calls") for code, c in found if len(c[part]))
    )
    people: dict[bytes, int] = {}
    who = [
        people.setdefault(_root(one_of, child), len(people))
        for _, columns in found
        for child in columns["child"].tolist()
    ]
    episodes, calls, details = (
        np.concatenate([np.zeros((0, wide), np.int64), *(columns[part] for _, columns in found)])
        for part, wide in (("episodes", 6), ("calls", 3), ("details", DETAILS))
    )
    reported, returned, kind, age, care, further = episodes.T
    told_at, kind_told, adult = calls.T
    number = np.repeat(np.arange(len(episodes)), 1 + further)
    first = np.ones(len(number), np.bool_)
    first[1:] = number[1:] != number[:-1]
    # Whose calls they are is not written down: each stands for somebody of its own.
    nobody = np.full(len(calls), UNKNOWN, np.int64)
    of_agency = {
        part: np.repeat(
            [codes.index(code) if code in codes else UNKNOWN for code, _ in found],
            [len(columns[part]) for _, columns in found],
        ).astype(np.int64)
        for part in ("episodes", "calls")
    }

    def laid(of_episodes: Column, of_calls: Column) -> Column:
        return np.concatenate([of_episodes[number], of_calls])

    rows = Rows(
        episode=np.concatenate([number, nobody]),
        person=laid(np.array(who, np.int64), len(people) + np.arange(len(calls))),
        force=laid(of_agency["episodes"], of_agency["calls"]),
        reported_at=laid(reported, told_at),
        returned_at=laid(returned, nobody),
        kind=laid(kind, kind_told),
        call=np.concatenate([~first, np.zeros(len(calls), np.bool_)]),
        age=laid(age, adult),
        care=laid(care, nobody),
    )
    return Source(
        rows, codes, "Every agency of this system whose clock is kept.",
        details=_details(details, rows.episode),
        in_care=partial(_in_care, at), after_last=partial(_after_last, at), areas=_areas(codes),
        followed=_followed,
    )  # fmt: skip


def _followed(first: date, last: date) -> dict[str, tuple[str, ...]]:
    """Return the local packs that each agency followed on some day from the first to the last."""
    said = Agency.objects.exclude(local_pack="").values_list("code", "local_pack")
    return {code: followed_within(lines=lines, first=first, last=last) for code, lines in said}


def _span(ends: int) -> tuple[datetime, datetime]:
    """Return the first moment of the year that ends in that March, and the first after it."""
    first, after = (
        datetime(year, 4, 1, tzinfo=LONDON).astimezone(UTC) for year in (ends - 1, ends)
    )
    return first, after


def _areas(codes: Sequence[str]) -> dict[str, str]:
    """Return the code of the area of each agency that polices one."""
    held = Agency.objects.filter(code__in=codes, gss_code__isnull=False)
    return {code: area or "" for code, area in held.values_list("code", "gss_code")}


def _kind(episode: CountedEpisode) -> str:
    """Return what the episode counts as: of some forces nobody can tell absent from missing."""
    if episode.apart or episode.category not in (KINDS[MISSING], KINDS[ABSENT]):
        return episode.category
    return KINDS[INSEPARABLE]


def _in_care(at: datetime, area: str | None) -> dict[str, list[LookedAfter]]:
    """Return the looked-after children of each authority of the database, or of one."""
    return {code: found.children for code, found in _cared_for(area, at).items()}


def _after_last(at: datetime, area: str) -> dict[str, AfterLast]:
    """Return what came after the last missing episode of each child of an authority."""
    return {
        number: after
        for found in _cared_for(area, at).values()
        for number, after in found.after_last.items()
    }


def _cared_for(area: str | None, at: datetime) -> dict[str, InCare]:
    found = every_looked_after(at=at, area=area)
    if area is not None and not found:
        raise NoSuchArea(area)
    return found


def _detailed(episodes: Sequence[CountedEpisode]) -> Column:
    """Return what is known of each episode besides, as places in the lists of the figures."""
    made = [
        (
            {"F": 0, "M": 1}.get(one.sex, UNKNOWN),
            _place(LEVELS, one.level),
            _ethnicity(one.ethnicity),
            _place(BY_WHOM, one.found_by),
            _reason(one.reasons),
            _place(HARMS, one.harm),
            sum((not flags.isdisjoint(one.flags)) << place for place, flags in enumerate(FLAGS)),
            _place(PUBLICITY, one.publicity),
            sum((key in one.harms) << place for place, (key, _) in enumerate(HARM_KINDS)),
            int(one.found_dead),
            int(one.unidentified),
        )
        for one in episodes
    ]
    return np.array(made, np.int64).reshape(-1, DETAILS)


def _details(detailed: Column, places: Column) -> Details:
    """Return what is known of each row besides: of what is no episode, nothing."""
    table = np.full((len(places), DETAILS), UNKNOWN, np.int64)
    known = places != UNKNOWN
    table[known] = detailed[places[known]]
    (
        sex, level, ethnicity, found_by, reason, harm, vulnerable, publicity, harmed, found_dead,
        unidentified,
    ) = table.T  # fmt: skip
    return Details(
        sex=sex, level=level, ethnicity=ethnicity, found_by=found_by, reason=reason, harm=harm,
        vulnerable=vulnerable, publicity=publicity, harmed=harmed, found_dead=found_dead,
        unidentified=unidentified, reasons=(*REASON_NAMES.values(), SEVERAL),
    )  # fmt: skip


def _reason(told: Collection[str]) -> int:
    """Return the place of the one reason that was told; several are not made into one."""
    known = [place for place, key in enumerate(REASON_NAMES) if key in told]
    return UNKNOWN if not known else known[0] if len(known) == 1 else len(REASON_NAMES)


def _place(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else UNKNOWN


def _ethnicity(code: str) -> int:
    """Return the broad group of a code; refused or not obtained is not recorded."""
    return next((place for place, group in enumerate(GROUPS) if code in group), UNKNOWN)


def _told(instant: datetime) -> int:
    """Return the moment as a British clock tells it, in seconds."""
    local = instant.astimezone(LONDON).replace(tzinfo=None)
    return int((local - EPOCH).total_seconds())


def _root(one_of: dict[bytes, bytes], record: bytes) -> bytes:
    while record in one_of:
        record = one_of[record]
    return record


def _join(one_of: dict[bytes, bytes], this: bytes, that: bytes) -> None:
    one, other = sorted((_root(one_of, this), _root(one_of, that)))
    if one != other:
        one_of[other] = one

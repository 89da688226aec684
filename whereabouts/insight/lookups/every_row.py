"""Rows to be counted over every agency, each read in the scope of its own clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
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
    every_counted_episode,
)
from whereabouts.insight.lookups.looked_after import InCare, every_looked_after
from whereabouts.practice.return_home.vocabulary import HARMS as HARM_KINDS
from whereabouts.practice.return_home.vocabulary import REASONS

LONDON = ZoneInfo("Europe/London")
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (the wall's clock, as a year is reckoned by it)

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
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> Source:  # fmt: skip
    """Return every episode as rows, a further report being a further row; and calls of nobody here.

    `ends` is the year to read, where no other is wanted. `tell` hears before each agency how many
    are done, of how many.
    """
    span = None if ends is None else _span(ends)
    one_of: dict[UUID, UUID] = {}
    episodes: list[CountedEpisode] = []
    calls: list[CountedCall] = []
    for found in every_counted_episode(at=at, span=span, tell=tell):
        if isinstance(found, SamePerson):
            _join(one_of, found)
        elif isinstance(found, CountedCall):
            calls.append(found)
        else:
            episodes.append(found)
    codes = tuple(dict.fromkeys([one.agency for one in episodes] + [one.agency for one in calls]))
    people: dict[UUID, int] = {}
    lines = []
    for place, episode in enumerate(episodes):
        who = people.setdefault(_root(one_of, episode.child), len(people))
        line = (
            place,
            who,
            codes.index(episode.agency),
            _told(episode.reported_at),
            UNKNOWN if episode.returned_at is None else _told(episode.returned_at),
            KINDS.index(_kind(episode)),
            UNKNOWN if episode.age is None else episode.age,
            UNKNOWN if episode.looked_after is None else int(episode.looked_after),
        )
        lines += [(*line, call) for call in [0] + [1] * episode.further_reports]
    # Whose they are is not written down: each stands for somebody of its own.
    lines += [
        (
            UNKNOWN, len(people) + place, codes.index(one.agency), _told(one.told_at), UNKNOWN,
            MISSING if one.apart else INSEPARABLE, ADULT if one.adult else UNKNOWN, UNKNOWN, 0,
        )
        for place, one in enumerate(calls)
    ]  # fmt: skip
    table = np.array(lines, dtype=np.int64).reshape(-1, 9).T
    number, person, force, reported, returned, kind, age, care, call = table
    rows = Rows(
        episode=number, person=person, force=force, reported_at=reported, returned_at=returned,
        kind=kind, call=call.astype(np.bool_), age=age, care=care,
    )  # fmt: skip
    return Source(
        rows, codes, "Every agency of this system whose clock is kept.",
        details=_details(episodes, [int(line[0]) for line in lines]),
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


def _details(episodes: Sequence[CountedEpisode], places: Sequence[int]) -> Details:
    """Return what is known of each row besides, as places in the lists of the figures."""
    nothing = (*[UNKNOWN] * 11,)
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
    table = (
        np.array([nothing if place == UNKNOWN else made[place] for place in places], np.int64)
        .reshape(-1, 11)
        .T
    )
    (
        sex, level, ethnicity, found_by, reason, harm, vulnerable, publicity, harmed, found_dead,
        unidentified,
    ) = table  # fmt: skip
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


def _root(one_of: dict[UUID, UUID], record: UUID) -> UUID:
    while record in one_of:
        record = one_of[record]
    return record


def _join(one_of: dict[UUID, UUID], pair: SamePerson) -> None:
    one, other = sorted((_root(one_of, pair.one), _root(one_of, pair.other)))
    if one != other:
        one_of[other] = one

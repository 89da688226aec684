"""The keys that records keep and searches look up, so that likely people are found by equality."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from whereabouts.engines.matching.births import BirthRange
from whereabouts.engines.matching.names import name_parts, normal_name, prefix_key
from whereabouts.engines.matching.nicknames import nickname_keys
from whereabouts.engines.matching.sounds import sound_key

# Raise it when normal names, prefixes or sounds change: stored keys must then be made again.
KEYS_VERSION = 1

LONGEST_RUN = 4
RANGE_SLACK = timedelta(days=366)
MOST_YEARS_OFF = 10


@dataclass(frozen=True, slots=True)
class StoredKeys:
    """What one recorded name is found by; each value is looked up among `Keys` of the same name."""

    names: tuple[str, ...]
    prefixes: tuple[str, ...]
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """What a search looks up: any of these names, prefixes, sounds or days (ISO), or the range.

    `births` are days for a known day and its likely slips; `born_between` is the range, both
    ends included, for a month, a year or an age, a year wider each way.
    """

    names: tuple[str, ...]
    prefixes: tuple[str, ...]
    sounds: tuple[str, ...]
    births: tuple[str, ...]
    born_between: tuple[date, date] | None


def stored_keys(*, given: str, family: str) -> StoredKeys:
    """Return the keys under which a recorded name is kept, sorted and without repeats.

    :raises BadName: one of them cannot be a name.
    """
    wholes = (given, family)
    each = [part for whole in wholes for part in (*name_parts(text=whole), _joined(whole))]
    return StoredKeys(
        names=_sorted(*each, *(normal_name(text=whole) for whole in wholes)),
        prefixes=_sorted(*(prefix_key(text=part) for part in each)),
        sounds=_sorted(*(sound_key(text=part) for part in (*each, *wholes))),
    )


def blocking_keys(*, name_text: str, born: BirthRange | None) -> Keys:
    """Return the keys to look up for a typed name and date of birth, sorted, and bounded in number.

    Every run of words is taken as a name, since nobody says which word is the family's, with
    the other names that each word may stand for.

    :raises BadName: the text cannot be a name.
    """
    parts = name_parts(text=name_text)
    runs = list(_runs(parts))
    spellings = [spelling for run in runs for spelling in ("".join(run), " ".join(run))]
    return Keys(
        names=_sorted(
            normal_name(text=name_text), *spellings, *nickname_keys(text=" ".join(parts))
        ),
        prefixes=_sorted(*(prefix_key(text="".join(run)) for run in runs)),
        sounds=_sorted(*(sound_key(text=spelling) for spelling in spellings)),
        births=_births(born),
        born_between=_between(born),
    )


def _joined(text: str) -> str:
    return "".join(name_parts(text=text))


def _sorted(*values: str) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def _runs(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(len(parts)):
        for end in range(start + 1, min(start + LONGEST_RUN, len(parts)) + 1):
            yield parts[start:end]


def _births(born: BirthRange | None) -> tuple[str, ...]:
    if born is None or born.precision != "day":
        return ()
    day = born.earliest
    slips = {day.isoformat(), *_one_figure_off(day)}
    for year, month, number in (
        (day.year, day.day, day.month),
        (day.year - 1, day.month, day.day),
        (day.year + 1, day.month, day.day),
        (day.year - (day.month == 1), (day.month - 2) % 12 + 1, day.day),
        (day.year + (day.month == 12), day.month % 12 + 1, day.day),
    ):
        slips.add(f"{year:04}-{month:02}-{number:02}")
    return tuple(sorted(slip for slip in slips if _is_near(slip, day)))


def _one_figure_off(day: date) -> Iterator[str]:
    iso = day.isoformat()
    for place, figure in enumerate(iso):
        if figure != "-":
            for other in "0123456789":
                yield iso[:place] + other + iso[place + 1 :]


def _is_near(iso: str, day: date) -> bool:
    try:
        return abs(date.fromisoformat(iso).year - day.year) <= MOST_YEARS_OFF
    except ValueError:  # the slip makes a day that no month has
        return False


def _between(born: BirthRange | None) -> tuple[date, date] | None:
    if born is None or born.precision == "day":
        return None
    return (
        max(born.earliest, date.min + RANGE_SLACK) - RANGE_SLACK,
        min(born.latest, date.max - RANGE_SLACK) + RANGE_SLACK,
    )

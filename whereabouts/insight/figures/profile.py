"""The problem profile: from where, to where, when, how far, which homes, adults, out of area.

Places are those that were written down, as they were written, where they came up often enough; a
home is named, since a home is no child. No adult is named and no child.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from whereabouts.insight.figures.facts import EpisodeFact, Facts
from whereabouts.insight.figures.pack_shapes import Measures, Section
from whereabouts.insight.figures.pack_ties import EPISODES, MONTH, PLACED
from whereabouts.insight.figures.protected import (
    NOT_RECORDED,
    About,
    Called,
    counts,
    crossed,
    rates,
    tallied,
)
from whereabouts.insight.figures.tables import Table

LONDON = ZoneInfo("Europe/London")
LIVING = {
    "home": "Home", "foster": "Foster care", "childrens_home": "Children's home",
    "supported_accommodation": "Supported accommodation", "kinship": "With family or friends",
    "secure": "Secure setting", "other": "Elsewhere",
}  # fmt: skip
DESTINATIONS = {
    "home": "Home", "placement": "Foster carer or children's home", "relative": "Relative",
    "emergency": "Emergency placement", "hospital": "Hospital", "other": "Somewhere else",
}  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TIMES = ((6, "00 to 06"), (12, "06 to 12"), (15, "12 to 15"), (18, "15 to 18"), (20, "18 to 20"),
         (22, "20 to 22"), (24, "22 to 24"))  # fmt: skip
FAR = ((1, "up to 1 km"), (3, "over 1 to 3 km"), (10, "over 3 to 10 km"), (30, "over 10 to 30 km"))
PLACED_FAR = "placed-far"
FARTHEST = "over 30 km"
FAR_NAMES = (*(words for _, words in FAR), FARTHEST, NOT_RECORDED)


def profile(*, facts: Facts, about: About, by: Measures) -> list[Section]:
    """Return the profile's parts in order."""
    own = facts.of_the_time
    return [
        Section(
            heading="From where",
            says=("Where the child lived when they went missing.",),
            tables=(
                _listed(about, own, ("from", "Where the child lived", "Living at"),
                        lambda one: LIVING.get(one.living_at, ""),
                        (*LIVING.values(), NOT_RECORDED)),
                _homes(about, own),
                _places(about, own, by, ("last-seen", "Where the child was last seen"),
                        lambda one: one.last_seen_place),
            ),
        ),
        Section(
            heading="To where",
            says=("Where children are found again and again, somebody should go and look.",),
            tables=(
                _places(about, own, by, ("hot-spots", "Where children were found"),
                        lambda one: one.found_place),
                _listed(about, own, ("destinations", "Where the child went then", "Destination"),
                        lambda one: DESTINATIONS.get(one.destination, ""),
                        (*DESTINATIONS.values(), NOT_RECORDED)),
                _listed(about, own, ("distance", "How far from home the child was found",
                                     "Distance"),
                        lambda one: _far(one.distance_km), FAR_NAMES),
            ),
        ),
        Section(heading="When", says=(), tables=(_when(about, own), _months(about, own))),
        Section(
            heading="Placed out of area",
            says=("A child far from family may go to find it: distance is a driver.",),
            tables=(
                _out_of_area(about, own),
                _listed(about, [one for one in own if one.out_of_area],
                        (PLACED_FAR, "How far from home the child was placed", "Distance"),
                        lambda one: _far(one.placed_km), FAR_NAMES),
            ),
        ),
        Section(
            heading="Adults",
            says=("Adults linked with several children are for disruption, not for this page.",),
            tables=(_adults(about, facts),),
        ),
    ]  # fmt: skip


def _listed(
    about: About, own: Sequence[EpisodeFact], said: tuple[str, str, str],
    value: Callable[[EpisodeFact], str], names: Sequence[str],
) -> Table:  # fmt: skip
    name, title, heading = said
    of = "" if name == PLACED_FAR else EPISODES  # those are of some episodes alone
    return counts(
        about=about, called=Called(name=name, title=title, heading=heading, of=of), names=names,
        numbers=tallied(values=map(value, own), names=names),
    )  # fmt: skip


def _homes(about: About, own: Sequence[EpisodeFact]) -> Table:
    """Return episodes by home, the most first; what is of no home is the last line."""
    found = Counter(one.home for one in own if one.home)
    names = [name for name, _ in sorted(found.items(), key=lambda item: (-item[1], item[0]))]
    return counts(
        about=about,
        called=Called(
            name="homes", title="Episodes by home", heading="Home", of=EPISODES,
            notes=("A number alone says nothing of a home: some report early, as they should.",),
        ),
        names=(*names, "No home"),
        numbers=[*(found[name] for name in names), sum(not one.home for one in own)],
    )  # fmt: skip


def _places(
    about: About, own: Sequence[EpisodeFact], by: Measures, said: tuple[str, str],
    place: Callable[[EpisodeFact], str],
) -> Table:  # fmt: skip
    """Return the places that several children had, and how often; a single child's is not shown."""
    times: Counter[str] = Counter()
    children: dict[str, set[str]] = defaultdict(set)
    for one in own:
        words = " ".join(place(one).casefold().split())
        if words:
            times[words] += 1
            children[words].add(one.person)
    least = max(by.hot_spot_times, about.rules.hide_below)
    shown = [
        (words, number)
        for words, number in times.most_common()
        if number >= least and len(children[words]) > 1
    ]
    name, title = said
    note = (
        f"Places that came up {least} times or more, with several children. As written down: one"
        " place written in two ways counts as two."
    )
    return counts(
        about=about,
        called=Called(
            name=name, title=title, heading="Place", of=EPISODES,
            notes=(note,),
        ),
        names=[*(words.capitalize() for words, _ in shown), "Elsewhere, or not recorded"],
        numbers=[*(number for _, number in shown), len(own) - sum(n for _, n in shown)],
    )  # fmt: skip


def _far(km: float | None) -> str:
    if km is None:
        return ""
    return next((words for most, words in FAR if km <= most), FARTHEST)


def _when(about: About, own: Sequence[EpisodeFact]) -> Table:
    names = [words for _, words in TIMES]
    numbers = [[0] * len(names) for _ in DAYS]
    for one in own:
        local = one.reported_at.astimezone(LONDON)
        column = next(place for place, (before, _) in enumerate(TIMES) if local.hour < before)
        numbers[local.weekday()][column] += 1
    return crossed(
        about=about,
        called=Called(
            name="when", title="Reports by day and hour", heading="Day", of=EPISODES,
        ),
        names=DAYS, columns=names, numbers=numbers,
    )  # fmt: skip


def _months(about: About, own: Sequence[EpisodeFact]) -> Table:
    found = Counter(one.reported_at.astimezone(LONDON).strftime("%Y-%m") for one in own)
    names = sorted(found)
    return counts(
        about=about, called=Called(
            name="months", title="Reports by month", heading="Month", of=EPISODES, by=MONTH,
        ),
        names=names, numbers=[found[name] for name in names],
    )  # fmt: skip


def _out_of_area(about: About, own: Sequence[EpisodeFact]) -> Table:
    """Return the share placed out of area, by where the child lived; of those looked after."""
    lines = []
    for key, words in LIVING.items():
        placed = [one for one in own if one.living_at == key and one.out_of_area is not None]
        if placed:
            lines.append((words, sum(bool(one.out_of_area) for one in placed), len(placed)))
    return rates(
        about=about,
        called=Called(
            name="out-of-area", title="Episodes of children placed out of area",
            heading="Living at", notes=("Only where a placement says whether it is.",),
            of=PLACED, by="from",
        ),
        columns=("Episodes", "Out of area"), lines=lines,
    )  # fmt: skip


def _adults(about: About, facts: Facts) -> Table:
    several = facts.adults.of_several_children
    return counts(
        about=about,
        called=Called(
            name="adults", title="Adults of concern linked with children", heading="Adults"
        ),
        names=("Linked with one child", "Linked with several children"),
        numbers=[facts.adults.linked - several, several],
    )  # fmt: skip

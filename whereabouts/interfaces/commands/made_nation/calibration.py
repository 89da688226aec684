"""Target against made, measure by measure, each with its tolerance and its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.interfaces.commands.made_nation.deciding import ABSENT, HIGH, LOW
from whereabouts.interfaces.commands.made_nation.history import DAY
from whereabouts.interfaces.commands.made_nation.making import Nation
from whereabouts.interfaces.commands.made_nation.settings import LIVING_AT, areas, settings

Column = NDArray[Any]
HOUR = 3_600


@dataclass(frozen=True)
class Measure:
    """One line of the table: both in the same unit, and how far apart they may be."""

    name: str
    target: float
    made: float
    tolerance: float
    source: str

    @property
    def within(self) -> bool:
        """Say whether what was made is near enough."""
        return bool(abs(self.made - self.target) <= self.tolerance)


def table(*, nation: Nation) -> list[Measure]:
    """Return every measure, those of the whole first."""
    return [
        *_sizes(nation),
        *_repeats(nation),
        *_who(nation),
        *_times(nation),
        *_grades(nation),
        *_afterwards(nation),
        *_in_care(nation),
        *_faults(nation),
    ]


def printed(*, measures: list[Measure]) -> str:
    """Return the table as lines."""
    lines = [f"{'measure':46} {'target':>12} {'made':>12} {'may differ':>11}  source"]
    for one in measures:
        mark = " " if one.within else "!"
        lines.append(
            f"{one.name:46} {one.target:>12,.3f} {one.made:>12,.3f} {one.tolerance:>11,.3f} {mark}"
            f" {one.source}"
        )
    return "\n".join(lines)


def _sizes(nation: Nation) -> Iterator[Measure]:
    scale, spans = nation.about["scale"], nation.about["years"]
    episodes = nation.episodes
    for given in settings()["years"]:
        if given["ends"] not in spans:
            continue
        rows = episodes["year"] == spans.index(given["ends"])
        children = len(np.unique(episodes["child"][rows]))
        for name, made in (("incidents", int(rows.sum())), ("children", children)):
            target = given[name] * scale
            yield Measure(
                f"{name}, year to March {given['ends']}", target, made,
                max(0.02 * target, 4 * target**0.5), given["source"],
            )  # fmt: skip
        if "missing" in given:
            made = int((episodes["level"][rows] != ABSENT).sum())
            target = given["missing"] * scale
            name = f"missing alone, year to March {given['ends']}"
            yield Measure(name, target, made, max(0.03 * target, 5 * target**0.5), given["source"])


def _repeats(nation: Nation) -> Iterator[Measure]:
    last = nation.episodes["year"] == nation.episodes["year"].max()
    times = np.unique(nation.episodes["child"][last], return_counts=True)[1]
    source = "domain reference 5.5, fit of means from 2022"
    share = [(times == 1).mean(), (times == 2).mean(), (times >= 10).mean()]
    yield Measure("children missing once, %", 55, 100 * share[0], 5, source)
    yield Measure("children missing ten times or more, %", 5, 100 * share[2], 1.5, source)
    many = times[times >= 10].sum() / times.sum()
    yield Measure(
        "incidents of children with ten or more, %", 30, 100 * many, 6, "S112, S113: 28 to 33 %"
    )
    yield _soon_again(nation)


def _soon_again(nation: Nation) -> Measure:
    order = np.lexsort((nation.episodes["reported_at"], nation.episodes["child"]))
    child, at = nation.episodes["child"][order], nation.episodes["reported_at"][order]
    first = np.concatenate([[True], child[1:] != child[:-1]])
    second = np.concatenate([[False], first[:-1]]) & ~first
    gaps = (at[second] - at[np.flatnonzero(second) - 1]) / DAY
    within = 100 * (gaps <= 28).mean()
    return Measure("first repeat within four weeks, %", 50, within, 8, "S112: more than half")


def _who(nation: Nation) -> Iterator[Measure]:
    episodes = nation.episodes
    age = np.where(episodes["age_returned"] < 0, np.nan, episodes["age_returned"])
    known = age[~np.isnan(age)]
    for name, low, high, target in (
        ("0 to 11", 0, 11, 7), ("12 to 14", 12, 14, 35), ("15 to 17", 15, 17, 58),
    ):  # fmt: skip
        made = 100 * ((known >= low) & (known <= high)).mean()
        few = 100 / len(nation.tables["children"]["born"]) ** 0.5
        yield Measure(f"incidents aged {name}, %", target, made, 3 + few, "S97")
    older = age >= 12
    girls = 100 * (episodes["sex"][older] == 0).mean()
    yield Measure("girls of incidents aged 12 to 17, %", 48, girls, 4, "S86, S99")
    children = nation.tables["children"]
    last = episodes["year"] == episodes["year"].max()
    seen = np.unique(episodes["child"][last])
    care = 100 * children["care"][seen].mean()
    yield Measure("children looked after, %", 18.5, care, 2, "S96, S98, DfE 2024")
    yield Measure(
        "incidents of looked-after children, %",
        40,
        100 * episodes["care"].mean(),
        5,
        "S98, S116: 36 to 45 %",
    )
    unknown = 100 * (children["ethnicity"] < 0).mean()
    yield Measure("ethnicity not recorded, %", 31, unknown, 1, "S86")
    black = 100 * (children["ethnicity"][children["ethnicity"] >= 0] == 1).mean()
    yield Measure("Black, of ethnicity known, %", 14, black, 1, "S86")
    flagged = episodes["fact_cse_flag"] > 0
    name, share = "incidents flagged for sexual exploitation, %", 100 * flagged.mean()
    yield Measure(name, 9, share, 2, "S86, S99")
    girls = 100 * (episodes["sex"][flagged] == 0).mean()
    few = 150 / len(np.unique(episodes["child"][flagged])) ** 0.5
    yield Measure("girls of those flagged, %", 69, girls, 4 + few, "S99")


def _times(nation: Nation) -> Iterator[Measure]:
    episodes = nation.episodes
    ended = ~episodes["still_missing"]
    hours = (episodes["returned_at"] - episodes["reported_at"])[ended] / HOUR
    for name, made, target, tolerance in (
        ("back within 8 hours, %", (hours <= 8).mean(), 47, 2.5),
        ("back within 48 hours, %", (hours <= 48).mean(), 87, 2),
        ("away over 7 days, %", (hours > 168).mean(), 3, 1),
    ):
        yield Measure(name, target, 100 * made, tolerance, "S10: year to March 2017")
    of_day = episodes["reported_at"] // HOUR % 24
    evening = 100 * ((of_day >= 20) | (of_day < 1)).mean()
    yield Measure("reported from 20:00 to 01:00, %", 55, evening, 1.5, "proposed (S116)")
    months = episodes["reported_at"].astype("datetime64[s]").astype("datetime64[M]")
    filled = np.bincount(months.astype(np.int64) % 12, minlength=12)
    index = settings()["when"]["months"]
    for month in (1, 6):  # February and July: the emptiest and the fullest
        made = filled[month] / filled.sum() * 12
        yield Measure(f"index of month {month + 1}", index[month], made, 0.08, "S103")


def _grades(nation: Nation) -> Iterator[Measure]:
    episodes, given = nation.episodes, settings()["grading"]
    ends = np.array(nation.about["years"])[episodes["year"]]
    level = episodes["level"]
    before = ends <= given["absent_until"]
    if before.any():
        share = 100 * (level[before] == ABSENT).mean()
        yield Measure("absent while it was a category, %", 15.5, share, 1, "S106")
    graded = level[level != ABSENT]
    yield Measure(
        "high, of missing, %", 14, 100 * (graded == HIGH).mean(), 1, "S102, domain reference 5.8"
    )
    yield Measure("low, of missing, %", 3, 100 * (graded == LOW).mean(), 1, "domain reference 5.8")
    never = [
        int((level[(episodes["force"] == force) & before] == ABSENT).sum())
        for force in range(len(nation.about["forces"]))
    ]
    if before.any():  # the City of London has too few children to have one absent every time
        may_differ = 1 if nation.about["scale"] >= 0.2 else 4
        source = "HMIC 2016, line 416"
        yield Measure("forces without an absent child", 4, never.count(0), may_differ, source)


def _afterwards(nation: Nation) -> Iterator[Measure]:
    episodes, given = nation.episodes, settings()["after"]
    ended = ~episodes["still_missing"]
    harm = 100 * (episodes["harm"][ended] == 2).mean()
    yield Measure("harm recorded, %", 1.7, harm, 0.5, "S117")
    dead = 100 * episodes["found_dead"].mean()
    yield Measure("found dead, %", 100 * 36 / 179_953, dead, 0.01, "S10: year to March 2017")
    interviewed = 100 * (episodes["interviewed_at"][ended] >= 0).mean()
    yield Measure(
        "prevention interview, %", 100 * given["interviewed"], interviewed, 1.5, "proposed"
    )
    offered = episodes["rhi_offered"]
    yield Measure(
        "return interview offered, %", 70, 100 * offered[ended].mean(), 5, "proposed (S43)"
    )
    held = episodes["rhi_at"] >= 0
    yield Measure("accepted, of offered, %", 60, 100 * held[offered].mean(), 2, "proposed (S43)")
    soon = (episodes["rhi_at"] - episodes["returned_at"])[held] <= 72 * HOUR
    yield Measure("within 72 hours, of accepted, %", 63, 100 * soon.mean(), 2, "S43")


def _in_care(nation: Nation) -> Iterator[Measure]:
    episodes, land = nation.episodes, areas()
    english = ~land.wales[land.force_of[episodes["authority"]]]
    rows = episodes["care"] & english & (episodes["year"] == episodes["year"].max())
    if not rows.any():
        return
    living, source = episodes["living_at"][rows], "DfE, year to March 2024"
    who, times = np.unique(episodes["child"][rows], return_counts=True)

    def share(name: str, target: float, so: Column, may_differ: float) -> Measure:
        """Return a share; of few children it may differ by what chance makes of so many."""
        return Measure(name, target, 100 * so.mean(), may_differ + 150 / len(who) ** 0.5, source)

    for name, target in (
        ("childrens_home", 32.5), ("supported_accommodation", 33.5), ("foster", 17.9),
    ):  # fmt: skip
        yield share(f"in care, from {name}, %", target, living == LIVING_AT.index(name), 3)
    yield share("in care, placed outside the area, %", 46.2, episodes["out_of_area"][rows], 3)
    girl = nation.tables["children"]["girl"][who]
    yield share("girls among children missing from care, %", 43.6, girl, 1.5)
    yield Measure("in care, incidents a child", 6.5, times.mean(), 0.8, source)
    yield share("in care, missing more than once, %", 63.1, times > 1, 3)
    days = episodes["returned_at"][rows] // DAY - episodes["reported_at"][rows] // DAY
    ended = ~episodes["still_missing"][rows]
    yield share("in care, two days or less by date, %", 89.9, days[ended] <= 2, 2)


def _faults(nation: Nation) -> Iterator[Measure]:
    sent, given = nation.tables["returned"], settings()["practice"]
    child_rows = (sent["episode"] >= 0) & ~sent["call"]
    lacking = 100 * (sent["age"][child_rows] < 0).mean()
    yield Measure("no date of birth, of children's, %", 4.5, lacking, 0.8, "Cleveland's FOI (S102)")
    adults = (sent["episode"] < 0).sum() / max(child_rows.sum(), 1)
    yield Measure("adults' rows for each of a child", given["adults_each"], adults, 0.02, "S86")
    first = sent["year"] == 0
    if nation.about["years"][0] == 2015:
        of_children = ((sent["episode"] >= 0) & ~sent["call"] & first).sum()
        ratio = first.sum() / max(of_children, 1)
        yield Measure(
            "all that forces counted, for each of a child", 2.21, ratio, 0.2,
            "HMIC's 281,000 and 53,000 (lines 436, 440) over the children's",
        )  # fmt: skip
    practice = nation.tables["forces"]
    for name, wanted in (
        ("forces with the absent of ACPO", 36), ("forces without absent", 4),
        ("forces with words of their own", 3), ("forces with the missing of ACPO", 39),
    ):  # fmt: skip
        words = practice["absent_words"]
        made = {
            "forces with the absent of ACPO": (words <= 1).sum(),
            "forces without absent": (words == 3).sum(),
            "forces with words of their own": (words == 2).sum(),
            "forces with the missing of ACPO": practice["missing_acpo"].sum(),
        }[name]
        yield Measure(name, wanted, float(made), 0, "HMIC 2016, lines 416 and 420")

"""The department's printed shares and means come out of its counts, to the digit."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from whereabouts.insight.figures.published import mean, nearest_ten, share

HERE = Path(__file__).parent / "published"


def read(name):
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


AUTHORITIES, NATIONAL = read("authority_counts.csv"), read("national.csv")


def total(year, column):
    return sum(
        int(row[column]) for row in AUTHORITIES if row["year"] == year and row[column].isdigit()
    )


@pytest.mark.parametrize("row", NATIONAL, ids=lambda row: f"{row['kind']}-{row['year']}")
def test_the_countrys_mean_and_share_come_out_of_its_counts_to_the_digit(row):
    assert Decimal(mean(total=row["incidents"], over=row["children"])) == Decimal(row["mean"])
    assert share(part=row["children"], whole=row["looked_after"]) == row["share"]


@pytest.mark.parametrize(
    "row", [row for row in NATIONAL if row["kind"] == "missing"], ids=lambda row: row["year"]
)
def test_the_same_come_out_of_the_authorities_unrounded_counts(row):
    year = row["year"]
    incidents, children = (total(year, f"missing_{what}") for what in ("incidents", "children"))
    assert Decimal(mean(total=str(incidents), over=str(children))) == Decimal(row["mean"])
    assert share(part=str(children), whole=str(total(year, "looked_after"))) == row["share"]
    # What is suppressed of the authorities is all that the country's count has more.
    hidden = sum(
        row["missing_children"] in ("c", "x") for row in AUTHORITIES if row["year"] == year
    )
    assert 0 <= int(row["children"]) - nearest_ten(count=children) <= 10 * max(hidden, 1)


def test_the_spread_of_authorities_is_the_one_that_is_published():
    means, shares = [], []
    for row in AUTHORITIES:
        if row["year"] != "2024":
            continue
        means.append(mean(total=row["missing_incidents"], over=row["missing_children"]))
        shares.append(share(part=row["missing_children"], whole=row["looked_after"]))
    assert quantiles(means, places="0.1") == ["3.4", "4.9", "6.0", "7.7", "10.0"]
    assert quantiles(shares, places="1.0") == ["7.0", "10.0", "11.0", "13.0", "17.0"]


def quantiles(printed, *, places):
    values = sorted(Decimal(one) for one in printed if one not in ("c", "x", "z"))
    found = []
    for part in ("0.05", "0.25", "0.5", "0.75", "0.95"):
        place = Decimal(part) * (len(values) - 1)
        low = values[int(place)]
        high = values[min(int(place) + 1, len(values) - 1)]
        found.append(str((low + (high - low) * (place % 1)).quantize(Decimal(places))))
    return found


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        ("c", "100", "c"),
        ("3", "x", "x"),
        ("z", "100", "z"),
        ("0", "0", "z"),
        ("5", "1000", "1"),
        ("4", "1000", "0"),
    ],
)
def test_what_is_hidden_hides_what_needs_it_and_halves_go_up(part, whole, printed):
    assert share(part=part, whole=whole) == printed


@pytest.mark.parametrize(
    ("count", "printed"), [(4, 0), (5, 10), (14, 10), (15, 20), (13_005, 13_010)]
)
def test_the_countrys_counts_are_to_the_nearest_ten_halves_up(count, printed):
    assert nearest_ten(count=count) == printed

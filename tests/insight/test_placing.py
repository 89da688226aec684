"""How a placement is written is a matter of the return's year, in one place for every source."""

from datetime import date, timedelta

import pytest

from tests.insight.test_ssda903 import away, child
from whereabouts.insight.figures.checks import lacking, report
from whereabouts.insight.figures.looked_after import Placed
from whereabouts.insight.figures.placing import (
    NOT_REGISTERED,
    CodesRefused,
    code_of,
    codes,
    read_codes,
    registered_on,
)
from whereabouts.insight.figures.ssda903 import made
from whereabouts.interfaces.commands.made_nation.settings import LIVING_AT as NATIONS
from whereabouts.records.placements.models import LIVING_AT

SUPPORTED = "supported_accommodation"
URN = "SC900001"


def placed(began, ended=None, living_at=SUPPORTED, **more):
    return Placed(
        began=began, ended=ended, living_at=living_at, legal_status="C2", need="N1",
        provider="PR4", urn=URN, **more,
    )  # fmt: skip


def episodes(*placements, ends):
    one = child(placements=placements, born=date(2007, 5, 20))
    return [
        (row["PLACE"], row["DECOM"], row["DEC"], row["URN"], row["RNE"], row["REASON_PLACE_CHANGE"])
        for row in made(children=[one], ends=ends).episodes
    ]


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2010, 1, 1), "H5"), (date(2023, 3, 31), "H5"), (date(2024, 3, 31), "H5"),
        (date(2024, 4, 1), "K3"), (date(2026, 3, 31), "K3"),
    ],
)  # fmt: skip
def test_supported_accommodation_has_the_code_of_the_returns_year(day, place):
    assert code_of(living_at=SUPPORTED, on=day).place == place


def test_every_kind_of_placement_that_either_source_has_is_written_somehow():
    assert {name for name, _ in LIVING_AT} == set(NATIONS) == {one.living_at for one in codes()}
    with pytest.raises(LookupError):
        code_of(living_at="boat", on=date(2024, 3, 31))


def test_before_registration_no_number_is_told_and_afterwards_it_is():
    began = date(2022, 6, 1)
    assert episodes(placed(began), ends=2023) == [("H5", "01/06/2022", "", NOT_REGISTERED, "S", "")]
    assert episodes(placed(began), ends=2024) == [
        ("H5", "01/06/2022", "28/10/2023", NOT_REGISTERED, "S", "PLACE"),
        ("H5", "28/10/2023", "", URN, "T", ""),
    ]
    assert episodes(placed(began), ends=2025) == [("K3", "28/10/2023", "", URN, "T", "")]


@pytest.mark.parametrize(
    ("began", "ended", "number"),
    [
        (date(2022, 6, 1), date(2023, 10, 28), NOT_REGISTERED),
        (date(2023, 10, 28), None, URN),
        (date(2023, 12, 1), date(2024, 1, 5), URN),
    ],
)
def test_what_ends_by_the_day_or_begins_on_it_is_one_placement(began, ended, number):
    (row,) = episodes(placed(began, ended), ends=2024)
    assert (row[0], row[3]) == ("H5", number)


def test_an_absence_over_the_day_of_registration_ends_with_the_placement_as_on_any_move():
    one = child(
        away("2023-10-27T20:00", "2023-10-30T08:00"), placements=[placed(date(2022, 6, 1))],
        born=date(2007, 5, 20),
    )  # fmt: skip
    (row,) = made(children=[one], ends=2024).missing
    assert row["MIS_END"] == "28/10/2023"


@pytest.mark.parametrize("living_at", ["home", "other"])
def test_a_kind_that_bears_no_number_has_none_and_others_say_that_it_is_not_known(living_at):
    code = code_of(living_at=living_at, on=date(2024, 3, 31))
    assert code.number_of(urn=URN, ended=None) == ""
    foster = code_of(living_at="foster", on=date(2024, 3, 31))
    assert (foster.number_of(urn="", ended=None), foster.number_of(urn=URN, ended=None)) == (
        NOT_REGISTERED, URN,
    )  # fmt: skip


def test_who_provides_a_placement_is_said_by_its_kind_or_known_or_left_empty():
    day = date(2024, 3, 31)
    assert [
        code_of(living_at=kind, on=day).provider_of(known="PR4")
        for kind in ("home", "foster", "other")
    ] == ["PR0", "PR4", ""]
    assert code_of(living_at="foster", on=day).provider_of(known="") == ""


def test_what_is_not_recorded_is_left_empty_and_told_to_whoever_signs():
    bare = Placed(began=date(2023, 6, 1), ended=None, living_at="foster")
    found = made(children=[child(placements=[bare])], ends=2024)
    assert (found.episodes[0]["LS"], found.episodes[0]["CIN"]) == ("", "")
    said = report(made=found, findings=())
    assert "to be filled in before it is sent: legal status, 1 of 1 episodes of care" in said
    whole = made(
        children=[child(placements=[placed(date(2023, 6, 1), from_postcode="A", postcode="B")])],
        ends=2024,
    )
    assert lacking(made=whole) == []
    elsewhere = made(children=[child(placements=[placed(date(2023, 6, 1), living_at="other")])],
                     ends=2024)  # fmt: skip
    assert "who provides the placement" not in dict(lacking(made=elsewhere))


def test_the_day_of_registration_is_the_last_one_without_a_number():
    assert registered_on(living_at=SUPPORTED) == [date(2023, 10, 29) - timedelta(days=1)]
    assert registered_on(living_at="foster") == []


ENTRY = """[[codes]]
living_at = "foster"
since = 2014-04-01
place = "U6"
provider = ""
number = "known"
source = "made up"
status = "settled"
"""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ENTRY.replace('place = "U6"\n', ""), "not whole"),
        (ENTRY.replace('"known"', '"perhaps"'), "what is not known"),
        (ENTRY.replace("settled", "sure"), "what is not known"),
        (ENTRY * 2, "twice"),
    ],
)
def test_an_entry_that_is_not_whole_is_refused(text, why):
    with pytest.raises(CodesRefused, match=why):
        read_codes(text=text)

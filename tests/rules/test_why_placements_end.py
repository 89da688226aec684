"""Why a placement ends is chosen from a dated list, and written as the return writes it."""

from datetime import date

import pytest

from whereabouts.records.placements.reasons import (
    ReasonsRefused,
    read_reasons,
    reason_of,
    reasons_on,
)

# The code set of the return's published schema of 2024.
CODES = {
    "CARPL", "CLOSE", "ALLEG", "STAND", "APPRR", "CREQB", "CREQO", "CHILD", "LAREQ", "PLACE",
    "CUSTOD", "OTHER",
}  # fmt: skip
ENTRY = """
[[reasons]]
since = {since}
source = "{source}"
status = "proposed"
choices = [{{ key = "{key}", code = "CARPL", words = "Planned" }}]
"""


@pytest.mark.parametrize("on", [date(2010, 1, 1), date(2014, 4, 1), date(2026, 11, 20)])
def test_every_code_of_the_return_can_be_chosen_and_that_care_ceased(on):
    found = reasons_on(on=on)
    assert {one.code for one in found} == {*CODES, ""}
    assert [one.key for one in found if not one.code] == ["ceased"]


def test_no_reason_says_that_it_was_the_child():
    assert [one.key for one in reasons_on(on=date(2026, 1, 1)) if "behaviour" in one.words] == [
        "CREQB"
    ]
    assert "carer" in reason_of(key="CREQB").words


def test_a_key_of_no_list_means_nothing_was_recorded():
    assert reason_of(key="") is None
    assert reason_of(key="WHY") is None


def test_the_newest_entry_that_had_begun_is_offered():
    text = ENTRY.format(since="2020-04-01", source="x", key="NEW") + ENTRY.format(
        since="2014-04-01", source="x", key="OLD"
    )
    assert [one.choices[0].key for one in read_reasons(text=text)] == ["OLD", "NEW"]


@pytest.mark.parametrize(
    "text",
    [
        ENTRY.format(since="2020-04-01", source="", key="A"),
        ENTRY.format(since="2020-04-01", source="x", key="A").replace("status", "state"),
        '[[reasons]]\nsince = 2020-04-01\nsource = "x"\nstatus = "settled"\nchoices = []\n',
    ],
)
def test_an_entry_without_source_status_or_choices_is_refused(text):
    with pytest.raises(ReasonsRefused):
        read_reasons(text=text)

"""List 8: each child in care, how often missing and away, and the talk after the last time."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from whereabouts.insight.figures.annex_a import AfterLast, as_csv, list_eight, report
from whereabouts.insight.figures.looked_after import Absence, LookedAfter, Placed

ON = date(2026, 3, 31)


def absence(year, month, day, *, known=False):
    began = datetime(year, month, day, 22, tzinfo=UTC)
    return Absence(began_at=began, ended_at=began, whereabouts_known=known)


def child(number="1", *, absences=(), placements=None):
    return LookedAfter(
        number=number, sex="F", born=date(2011, 4, 1), ethnicity="WBRI",
        placements=placements or (Placed(began=date(2025, 1, 1), ended=None, living_at="foster",
                                         postcode="ZZ1 1ZZ", legal_status="C2"),),
        absences=tuple(absences),
    )  # fmt: skip


def lines(made):
    return [dict(zip(made.headings, line, strict=True)) for line in made.lines]


def made(*children, after=None):
    return list_eight(children=children, after_last=after or {}, on=ON)


MISSING, AWAY = 28, 29
TALK = slice(30, 32)


def test_missing_and_away_are_counted_apart_over_twelve_months():
    found = made(
        child(absences=[absence(2025, 3, 31), absence(2025, 4, 1), absence(2026, 3, 31),
                        absence(2025, 9, 1, known=True), absence(2026, 4, 1)]),
        after={"1": AfterLast(offered=True, accepted=False)},
    )  # fmt: skip
    (line,) = found.lines
    assert (line[MISSING], line[AWAY]) == ("2", "1")
    assert line[TALK] == ("Y", "N")
    assert found.problems == ()


def test_a_child_who_was_not_missing_has_no_answer_about_the_talk():
    (line,) = made(child(absences=[absence(2025, 9, 1, known=True)])).lines
    assert (line[MISSING], line[AWAY], line[TALK]) == ("0", "1", ("", ""))


def test_what_nobody_knows_of_the_talk_is_no_answer_and_is_told_to_whoever_signs():
    found = made(child("7", absences=[absence(2025, 9, 1)]))
    assert found.lines[0][TALK] == ("", "")
    assert found.problems == ("7: nothing is known of the return interview",)
    assert "Found amiss: 1" in report(made=found)


@pytest.mark.parametrize(
    ("ended", "listed"), [(None, 1), (date(2026, 4, 1), 1), (ON, 0), (date(2026, 3, 1), 0)]
)
def test_only_who_is_in_care_on_the_day_is_listed(ended, listed):
    placed = Placed(began=date(2025, 1, 1), ended=ended, living_at="foster", postcode="ZZ1 1ZZ")
    assert len(made(child(placements=(placed,))).lines) == listed


def test_care_began_with_the_first_placement_that_leads_up_to_this_one():
    placements = (
        Placed(began=date(2020, 1, 1), ended=date(2021, 1, 1), living_at="foster", postcode="ZZ1"),
        Placed(began=date(2024, 5, 1), ended=date(2025, 1, 1), living_at="foster", postcode="ZZ1"),
        Placed(began=date(2025, 1, 1), ended=None, living_at="childrens_home", postcode="ZZ1"),
    )
    (line,) = lines(made(child(placements=placements)))
    assert line["Date Started to be Looked After"] == "01/05/2024"
    assert line["Placement Type"] == "K2"
    assert line["Start Date of Most Recent Placement"] == "01/01/2025"
    assert line["Number of Placements in the Last 12 months"] == "1"
    assert line["Age of Child (Years)"] == "14"


def test_a_placement_without_a_postcode_is_told_to_whoever_signs():
    placed = Placed(began=date(2025, 1, 1), ended=None, living_at="foster")
    assert made(child(placements=(placed,))).problems == (
        "1: the placement has no postcode", "1: the placement has no legal status",
    )  # fmt: skip


def test_the_file_has_the_headings_and_a_line_a_child():
    found = made(child("2"), child("1"))
    read = list(csv.reader(io.StringIO(as_csv(made=found))))
    assert read[0] == list(found.headings)
    assert [line[0] for line in read[1:]] == ["1", "2"]
    assert "Children in care: 2" in report(made=found)
    assert found.status == "settled"


def test_every_heading_of_the_list_is_there_and_what_is_not_held_is_named_to_whoever_signs():
    found = made(child())
    assert len(found.headings) == 34
    (line,) = lines(found)
    assert (line["Gender"], line["Child's Legal Status"]) == ("b) Female", "C2")
    for heading in found.not_held:
        assert line[heading] == ""
        assert f"to be filled in: {heading}" in report(made=found)
    assert "Date of Last Dental Check" in found.not_held
    assert "Date Ceased to be Looked After" not in found.not_held


def test_a_second_time_in_care_within_the_twelve_months_is_said():
    heading = (
        "Is this a second or subsequent period of being a Looked After Child within the last 12"
        " months (Y/N)"
    )
    now = Placed(began=date(2025, 11, 1), ended=None, living_at="foster", postcode="ZZ1")
    for ended, answer in ((date(2025, 6, 1), "Y"), (date(2025, 3, 1), "N")):
        before = Placed(began=date(2025, 1, 1), ended=ended, living_at="foster", postcode="ZZ1")
        (line,) = lines(made(child(placements=(before, now))))
        assert line[heading] == answer

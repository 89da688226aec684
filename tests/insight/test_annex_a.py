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
        placements=placements or (Placed(began=date(2025, 1, 1), ended=None, place="U6",
                                         postcode="ZZ1 1ZZ"),),
        absences=tuple(absences),
    )  # fmt: skip


def lines(made):
    return [dict(zip(made.headings, line, strict=True)) for line in made.lines]


def made(*children, after=None):
    return list_eight(children=children, after_last=after or {}, on=ON)


MISSING, AWAY = 10, 11


def test_missing_and_away_are_counted_apart_over_twelve_months():
    found = made(
        child(absences=[absence(2025, 3, 31), absence(2025, 4, 1), absence(2026, 3, 31),
                        absence(2025, 9, 1, known=True), absence(2026, 4, 1)]),
        after={"1": AfterLast(offered=True, accepted=False)},
    )  # fmt: skip
    (line,) = found.lines
    assert (line[MISSING], line[AWAY]) == ("2", "1")
    assert line[-2:] == ("Y", "N")
    assert found.problems == ()


def test_a_child_who_was_not_missing_has_no_answer_about_the_talk():
    (line,) = made(child(absences=[absence(2025, 9, 1, known=True)])).lines
    assert (line[MISSING], line[AWAY], line[-2:]) == ("0", "1", ("", ""))


def test_what_nobody_knows_of_the_talk_is_no_answer_and_is_told_to_whoever_signs():
    found = made(child("7", absences=[absence(2025, 9, 1)]))
    assert found.lines[0][-2:] == ("", "")
    assert found.problems == ("7: nothing is known of the return interview",)
    assert "Found amiss: 1" in report(made=found)


@pytest.mark.parametrize(
    ("ended", "listed"), [(None, 1), (date(2026, 4, 1), 1), (ON, 0), (date(2026, 3, 1), 0)]
)
def test_only_who_is_in_care_on_the_day_is_listed(ended, listed):
    placed = Placed(began=date(2025, 1, 1), ended=ended, place="U6", postcode="ZZ1 1ZZ")
    assert len(made(child(placements=(placed,))).lines) == listed


def test_care_began_with_the_first_placement_that_leads_up_to_this_one():
    placements = (
        Placed(began=date(2020, 1, 1), ended=date(2021, 1, 1), place="U6", postcode="ZZ1"),
        Placed(began=date(2024, 5, 1), ended=date(2025, 1, 1), place="U6", postcode="ZZ1"),
        Placed(began=date(2025, 1, 1), ended=None, place="K2", postcode="ZZ1"),
    )
    (line,) = lines(made(child(placements=placements)))
    assert line["Date Started to be Looked After"] == "01/05/2024"
    assert line["Placement Type"] == "K2"
    assert line["Age of Child (Years)"] == "14"


def test_a_placement_without_a_postcode_is_told_to_whoever_signs():
    placed = Placed(began=date(2025, 1, 1), ended=None, place="U6")
    assert made(child(placements=(placed,))).problems == ("1: the placement has no postcode",)


def test_the_file_has_the_headings_and_a_line_a_child():
    found = made(child("2"), child("1"))
    read = list(csv.reader(io.StringIO(as_csv(made=found))))
    assert read[0] == list(found.headings)
    assert [line[0] for line in read[1:]] == ["1", "2"]
    assert "Children in care: 2" in report(made=found)
    assert found.status == "proposed"

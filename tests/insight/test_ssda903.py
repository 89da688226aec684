"""The return on looked-after children: what the day makes of hours, and every rule it is checked by."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from whereabouts.insight.figures.checks import TELLS, WHY_MOVED, checked, lacking, report
from whereabouts.insight.figures.looked_after import Absence, LookedAfter, Placed
from whereabouts.insight.figures.ssda903 import Return, files, made, periods_of
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics.in_care import children_of

HOME = Placed(began=date(2022, 1, 10), ended=None, living_at="childrens_home")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def away(began, ended=None, **more):
    return Absence(began_at=at(began), ended_at=at(ended) if ended else None, **more)


def child(*absences, placements=(HOME,), born=date(2008, 5, 20), number="000001"):
    return LookedAfter(
        number=number, sex="F", born=born, ethnicity="WBRI", placements=tuple(placements),
        absences=tuple(absences),
    )  # fmt: skip


def periods(one, ends=2024):
    return [(p.code, p.start, p.end) for p in periods_of(child=one, ends=ends)[0]]


@pytest.mark.parametrize(
    ("absence", "period"),
    [
        (away("2023-06-01T10:00", "2023-06-01T12:00"), ("M", date(2023, 6, 1), date(2023, 6, 1))),
        (away("2023-12-01T23:50", "2023-12-02T00:10"), ("M", date(2023, 12, 1), date(2023, 12, 2))),
        # In summer the British day begins an hour before the universal one.
        (away("2023-06-01T22:50", "2023-06-01T23:10"), ("M", date(2023, 6, 1), date(2023, 6, 2))),
        (away("2023-06-01T23:10", "2023-06-02T01:00"), ("M", date(2023, 6, 2), date(2023, 6, 2))),
        # Open at the end of the year, whenever it ended.
        (away("2024-03-31T20:00", "2024-04-02T20:00"), ("M", date(2024, 3, 31), None)),
        (away("2024-03-31T20:00", "2024-03-31T22:00"), ("M", date(2024, 3, 31), date(2024, 3, 31))),
        # Begun before the year, ended in it: it comes with its own beginning.
        (away("2023-03-30T20:00", "2023-04-01T12:00"), ("M", date(2023, 3, 30), date(2023, 4, 1))),
        (away("2023-06-01T10:00", "2023-06-03T12:00", whereabouts_known=True), ("A", date(2023, 6, 1), date(2023, 6, 3))),
    ],
)  # fmt: skip
def test_a_period_is_by_the_british_day(absence, period):
    assert periods(child(absence)) == [period]


@pytest.mark.parametrize(
    "absence",
    [
        away("2024-03-31T23:30", "2024-04-01T01:00"),  # 00:30 of the first of April
        away("2023-03-30T10:00", "2023-03-31T12:00"),
    ],
)
def test_what_does_not_touch_the_year_is_not_in_it(absence):
    assert periods(child(absence)) == []


def test_a_period_open_at_the_end_of_a_year_comes_again_with_the_same_start():
    one = child(away("2024-03-30T20:00", "2024-04-05T20:00"))
    this, following = (made(children=[one], ends=ends) for ends in (2024, 2025))
    assert [row["MIS_END"] for row in this.missing] == [""]
    assert [row["MIS_END"] for row in following.missing] == ["05/04/2024"]
    assert this.missing[0]["MIS_START"] == following.missing[0]["MIS_START"]
    assert checked(made=following, last_year=this) == []


def test_two_absences_of_one_day_are_two_periods():
    one = child(
        away("2023-06-01T08:00", "2023-06-01T10:00"), away("2023-06-01T12:00", "2023-06-02T10:00")
    )
    assert len(periods(one)) == 2
    assert checked(made=made(children=[one], ends=2024)) == []


def test_a_period_ends_with_the_placement_and_with_care():
    moved = (
        replace(HOME, ended=date(2023, 6, 3)),
        Placed(began=date(2023, 6, 3), ended=date(2023, 9, 1), living_at="foster"),
    )
    one = child(
        away("2023-06-01T08:00", "2023-06-09T10:00"), away("2023-08-30T08:00"), placements=moved
    )
    assert [end for _, _, end in periods(one)] == [date(2023, 6, 3), date(2023, 9, 1)]
    found = made(children=[one], ends=2024)
    # Why care ceased nobody recorded: for any other reason, and not home to the parents.
    assert [row["REC"] for row in found.episodes] == ["X1", "E8"]
    assert [row["REASON_PLACE_CHANGE"] for row in found.episodes] == ["", ""]
    assert [row["RNE"] for row in found.episodes] == ["S", "P"]
    assert checked(made=found) == []


def test_why_a_child_moved_is_what_was_recorded_and_what_was_not_is_told_to_whoever_signs():
    def moving(why):
        return made(ends=2024, children=[child(placements=(
            replace(HOME, ended=date(2023, 6, 3), why_moved=why),
            Placed(began=date(2023, 6, 3), ended=None, living_at="foster"),
        ))])  # fmt: skip

    assert [row["REASON_PLACE_CHANGE"] for row in moving("CHILD").episodes] == ["CHILD", ""]
    assert WHY_MOVED not in dict(lacking(made=moving("CHILD")))
    assert [row["REASON_PLACE_CHANGE"] for row in moving("").episodes] == ["", ""]
    assert dict(lacking(made=moving("")))[WHY_MOVED] == 1
    # Nobody moved whose care ceased, or who stays where they are.
    assert WHY_MOVED not in dict(lacking(made=made(children=[child()], ends=2024)))


def test_whoever_turns_eighteen_while_missing_is_missing_until_then():
    born = date(2005, 6, 10)
    one = child(
        away("2023-06-01T08:00"), born=born, placements=[replace(HOME, ended=date(2023, 6, 10))]
    )
    assert periods(one) == [("M", date(2023, 6, 1), date(2023, 6, 10))]
    found = made(children=[one], ends=2024)
    assert found.episodes[0]["REC"] == "E8"
    assert checked(made=found) == []
    assert child(born=date(2004, 2, 29)).eighteenth == date(2022, 3, 1)


def test_what_cannot_be_a_period_is_left_out_and_said_without_a_name():
    one = child(
        away("2021-06-01T08:00", "2023-06-02T08:00"),  # before care
        away("2023-07-01T08:00"),  # open, so nothing can follow it
        away("2023-08-01T08:00", "2023-08-02T08:00"),
    )
    found = made(children=[one], ends=2024)
    assert len(found.missing) == 1
    assert len(found.left_out) == 2
    assert "not looked after" in found.left_out[0]
    newborn = child(away("2023-06-01T08:00"), born=date(2023, 6, 1))
    assert "before the child was born" in made(children=[newborn], ends=2024).left_out[0]


def test_files_have_the_returns_columns_and_days():
    one = child(away("2023-06-01T10:00", "2023-06-03T12:00"))
    written = files(made=made(children=[one], ends=2024))
    assert written["missing.csv"].splitlines() == [
        "CHILD,DOB,MISSING,MIS_START,MIS_END",
        "000001,20/05/2008,M,01/06/2023,03/06/2023",
    ]
    assert written["header.csv"].splitlines()[0] == "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
    assert written["episodes.csv"].count("\n") == 2


GOOD = made(children=[child(away("2023-06-01T10:00", "2023-06-03T12:00"))], ends=2024)


def with_line(**changed):
    return replace(GOOD, missing=({**GOOD.missing[0], **changed},))


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        (with_line(MIS_START=""), "564"),
        (with_line(MISSING=""), "565"),
        (with_line(MISSING=""), "566"),
        (with_line(MIS_END="31/05/2023"), "567"),
        (with_line(MIS_START="01/04/2024", MIS_END=""), "570"),
        (with_line(MIS_END="01/04/2024"), "571"),
        (with_line(MIS_START="20/05/2008"), "586"),
        (with_line(MIS_START="31/06/2023"), "1004"),
        (with_line(MIS_END="31/06/2023"), "1005"),
        (with_line(MISSING="m"), "1006"),
        (with_line(MIS_START="09/01/2022"), "581"),
        (replace(GOOD, episodes=()), "1012"),
        (replace(GOOD, header=()), "INT04"),
        (with_line(DOB="21/05/2008"), "INT13"),
        (replace(GOOD, missing=(*GOOD.missing, {**GOOD.missing[0], "MIS_START": "02/06/2023", "MIS_END": "09/06/2023"})), "574"),
    ],
)  # fmt: skip
def test_each_rule_that_a_line_breaks_is_found(broken, rule):
    assert checked(made=GOOD) == []
    assert rule in {finding.rule for finding in checked(made=broken)}


def placed(**changed):
    return replace(GOOD, episodes=({**GOOD.episodes[0], **changed},))


@pytest.mark.parametrize(
    ("broken", "rules"),
    [
        (replace(placed(DEC="05/06/2023", REC="E4B"), missing=with_line(MIS_END="").missing), {"575", "577"}),
        (replace(placed(DEC="05/06/2023", REC="X1"), missing=with_line(MIS_END="").missing), {"575"}),
        (placed(DEC="31/05/2023", REC="E4B"), {"578"}),
    ],
)  # fmt: skip
def test_each_rule_on_care_is_found(broken, rules):
    assert {finding.rule for finding in checked(made=broken)} == rules


def test_an_eighteenth_birthday_that_the_episode_does_not_name_is_found():
    born = date(2005, 6, 10)
    one = child(
        away("2023-06-01T08:00"), born=born, placements=[replace(HOME, ended=date(2023, 6, 10))]
    )
    found = made(children=[one], ends=2024)
    wrong = replace(found, episodes=({**found.episodes[0], "REC": "E4B"},))
    assert [finding.rule for finding in checked(made=wrong)] == ["580"]


def test_a_period_open_last_year_that_does_not_come_again_is_found():
    this = made(children=[child(away("2024-03-30T20:00"))], ends=2024)
    following = made(children=[child()], ends=2025)
    assert [finding.rule for finding in checked(made=following, last_year=this)] == ["576"]
    assert checked(made=following, last_year=replace(this, missing=())) == []


def test_every_rule_that_touches_the_missing_file_is_looked_at():
    assert len(TELLS) == 20


def test_the_report_names_rules_and_lines_and_nobody():
    broken = with_line(MISSING="m")
    text = report(made=broken, findings=checked(made=broken))
    assert "line 2: 1006, it is neither M nor A" in text
    assert "000001" not in text
    assert "2008" not in text


def slow(children, ends):
    """Recount the periods of a year from the hours, written another way."""
    first, last = date(ends - 1, 4, 1), date(ends, 3, 31)
    found = []
    for one in children:
        for absence in one.absences:
            begins = british(absence.began_at)
            back = absence.ended_at and british(absence.ended_at)
            ends_of_care = [p.ended for p in one.placements if p.began <= begins and p.ended]
            holds = [p for p in one.placements if p.began <= begins <= (p.ended or date.max)]
            if not holds:
                continue
            until = max(holds, key=lambda p: p.began).ended
            if until and (back is None or back > until):
                back = until
            if begins > last or (back and back < first):
                continue
            found.append((one.number, begins, back if back and back <= last else None))
            assert ends_of_care is not None
    return sorted(found, key=str)


def british(moment):
    moment = moment.astimezone(UTC)
    return (moment + summer(moment)).date()


def summer(moment):
    """Return an hour from the last Sunday of March to that of October, one o'clock."""

    def sunday(month):
        day = datetime(moment.year, month, 31, 1, tzinfo=UTC)
        return day - timedelta(days=(day.weekday() + 1) % 7)

    return timedelta(hours=1 if sunday(3) <= moment < sunday(10) else 0)


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_a_made_nations_return_equals_a_slow_recount_and_breaks_no_rule(seed):
    nation = make_nation(years=3, scale=0.05, seed=seed)
    lines = 0
    for authority in range(0, 150, 10):
        children = children_of(
            authority=authority,
            children=nation.tables["children"],
            placements=nation.tables["placements"],
            episodes=nation.episodes,
        )
        last_year: Return | None = None
        for ends in nation.about["years"]:
            found = made(children=children, ends=ends)
            assert checked(made=found, last_year=last_year) == []
            assert found.left_out == ()
            rows = [(row["CHILD"], row["MIS_START"], row["MIS_END"]) for row in found.missing]
            wanted = [
                (number, begins.strftime("%d/%m/%Y"), back.strftime("%d/%m/%Y") if back else "")
                for number, begins, back in slow(children, ends)
            ]
            assert sorted(rows) == sorted(wanted)
            lines += len(rows)
            last_year = found
    assert lines > 200

"""What is decided about adults and community reports from plain values."""

from datetime import UTC, date, datetime, timedelta

import pytest

from whereabouts.practice.adults.grading import (
    BadGrading,
    NotAGrade,
    grade_given,
    in_words,
    may_leave,
    read_schemes,
    scheme_on,
)
from whereabouts.practice.adults.rules import (
    NamesSomebody,
    UnderAge,
    check_age,
    check_says_nobody,
    review_owed,
    trace_key,
    without_action,
)
from whereabouts.practice.community.rules import (
    code_as_kept,
    funnel,
    lacking,
    raised_by_then,
    runs_on,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("born", "refused"),
    [(date(2008, 11, 21), True), (date(2008, 11, 20), False), (None, False)],
)
def test_the_18th_birthday_is_the_first_day_of_being_an_adult(born, refused):
    if refused:
        with pytest.raises(UnderAge):
            check_age(born_on=born, on=NOON.date())
    else:
        check_age(born_on=born, on=NOON.date())


@pytest.mark.parametrize(
    ("kind", "value", "key"),
    [
        ("phone", "+44 7700 900123", "7700900123"),
        ("phone", "07700 900123", "7700900123"),
        ("phone", "12345", ""),
        ("vehicle", "AB12 cde", "ab12cde"),
        ("place", "1, Station Rd.", "1stationrd"),
        ("account", "@--", ""),
    ],
)
def test_what_leads_to_somebody_is_compared_without_signs(kind, value, key):
    assert trace_key(kind=kind, value=value) == key


def names(*texts, name="Zoë O'Made-Up", born_on=date(1980, 1, 2), values=("7700900123",)):
    check_says_nobody(texts=texts, name=name, born_on=born_on, values=frozenset(values))


@pytest.mark.parametrize(
    "text",
    ["zoe waits", "Mr Made", "Born 02.01.1980", "02-01-80", "on 2 January 1980", "07700 900 123"],
)
def test_a_warning_that_gives_somebody_away_is_refused(text):
    with pytest.raises(NamesSomebody):
        names("A silver car.", text)


def test_a_warning_may_say_where_and_what_and_short_words_of_a_name_are_no_name():
    names("A silver car at 1 Station Road. Look up the number of the bus.")
    names("Wait for us.", name="Li Wu", born_on=None, values=("12",))


@pytest.mark.parametrize(
    ("last", "days", "found"), [(None, 13, None), (None, 14, 14), (10, 20, None), (10, 24, 14)]
)
def test_days_without_action_count_from_the_entry_or_the_last_action(last, days, found):
    assert (
        without_action(
            entered_at=NOON,
            last_action_at=NOON + last * DAY if last else None,
            at=NOON + days * DAY,
            length=14 * DAY,
        )
        == found
    )


def test_a_notice_is_reviewed_on_each_episode_and_after_so_many_days():
    def owed(day, *, reviews=(), episodes=()):
        return review_owed(
            served_at=NOON, reviews=[NOON + one * DAY for one in reviews],
            episodes=[NOON + one * DAY for one in episodes], at=NOON + day * DAY, length=28 * DAY,
        )  # fmt: skip

    assert [owed(27), owed(28)] == ["", "due"]
    assert owed(40, reviews=[20]) == ""
    assert owed(5, episodes=[3]) == "episode"
    assert owed(5, episodes=[3], reviews=[4]) == ""
    assert owed(2, episodes=[3]) == owed(5, episodes=[-3]) == ""


# --- grades -------------------------------------------------------------------------------------


def test_the_scheme_of_the_day_says_what_a_grade_is_and_what_may_leave():
    before, after = date(2016, 6, 30), date(2016, 7, 1)
    assert [scheme_on(on=day).id for day in (date(1990, 1, 1), before, after)] == [
        "5x5x5", "5x5x5", "3x5x2",
    ]  # fmt: skip
    assert grade_given(text=" b2 4 ", on=before) == "B24"
    with pytest.raises(NotAGrade, match="3x5x2"):
        grade_given(text="B24", on=after)
    assert len(scheme_on(on=after).grades()) == 3 * 5 * 2
    assert [may_leave(grade=one, on=before) for one in ("A11", "A14", "A15", "")] == [
        True, False, False, False,
    ]  # fmt: skip
    assert in_words(grade="1AP").startswith("Reliable; Known directly")
    assert in_words(grade="B24").startswith("Mostly reliable")
    assert in_words(grade="x") == ""


SCHEME = """
[[schemes]]
id = "x"
since = 2020-01-01
label = "X"
source = "made up"
may_leave = ["P"]
[[schemes.parts]]
key = "handling"
label = "Handling"
codes = [["P", "May"]]
"""


@pytest.mark.parametrize(
    "text",
    [
        SCHEME.replace('source = "made up"\n', ""),
        SCHEME.replace('[["P", "May"]]', '[["PP", "May"]]'),
        SCHEME.replace('may_leave = ["P"]', 'may_leave = ["Z"]'),
        SCHEME.partition("[[schemes.parts]]")[0],
    ],
)
def test_a_scheme_that_is_not_whole_is_refused(text):
    with pytest.raises(BadGrading):
        read_schemes(text=text)
    assert read_schemes(text=SCHEME)


# --- the community ------------------------------------------------------------------------------


def test_a_campaigns_word_is_read_however_it_is_typed_and_runs_on_both_its_days():
    assert code_as_kept(text=" Make-Safe 7é ") == "MAKESAFE7"
    day = NOON.date()
    assert runs_on(from_on=day, until_on=day, on=day)
    assert not runs_on(from_on=day, until_on=None, on=day - DAY)
    assert not runs_on(from_on=day, until_on=day, on=day + DAY)


def test_a_report_says_where_and_what():
    assert lacking(place=" ", words="x", postcode="ZZ1 1ZZ") == ()
    assert lacking(place="", words=" ") == ("place", "words")


def test_the_funnel_counts_each_report_once_a_step_and_every_child():
    """I13: forty calls, eight arrests, five children."""
    reports = [{"looked": True, "outcomes": {"arrest": 2, "safeguarded": 3}}]
    reports += [{"looked": True, "outcomes": {"safeguarded": 2, "nothing": 1}}]
    reports += [{"looked": False, "outcomes": {}}]
    counted = funnel(reports=reports)
    assert (counted["told"], counted["looked"], counted["arrest"]) == (3, 2, 1)
    assert (counted["safeguarded"], counted["children"], counted["charge"]) == (2, 5, 0)


@pytest.mark.parametrize(
    ("until_on", "on", "expected"),
    [
        (date(2026, 11, 10), date(2026, 12, 1), (1, 2)),  # ten days, and the ten before
        (None, date(2026, 11, 2), (1, 1)),  # two days so far
        (None, date(2026, 10, 31), (0, 0)),  # not begun
        (date(2026, 11, 30), date(2026, 11, 30), (2, 3)),
    ],
)
def test_i12_flags_raised_in_a_campaigns_days_stand_beside_those_of_as_many_days_before(
    until_on, on, expected
):
    raised = [
        date(2026, 10, 10), date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 10),
        date(2026, 11, 11),
    ]  # fmt: skip
    found = raised_by_then(raised=raised, from_on=date(2026, 11, 1), until_on=until_on, on=on)
    assert found == expected

"""Each worker begins with something long, all of it, and nothing is left out or tried twice."""

from datetime import date

import pytest

from tests.arranging import CHECKOUT, LONG, arranged, folder_of
from tests.conftest import no_longer_wanted


def parts(found, workers):
    """Return what each worker is given, as pytest-xdist gives it out."""
    given, left = [], list(found)
    for number in range(workers):
        size = len(left) // (workers - number)
        given.append(left[:size])
        left = left[size:]
    assert left == []
    return given


FOLDERS = [
    *(f"tests/{name}" for name in ("browser", "engines/policy", "insight", "journeys", "launcher")),
    *("tests/proving", "tests/web", "tests/web/matrix", "tests/web/report"),
]
ITEMS = [(folder, number) for folder in FOLDERS for number in range(20)]


@pytest.mark.parametrize("workers", [2, 3, 4, 7])
def test_each_worker_begins_with_something_long_and_nothing_is_lost(workers):
    found = arranged(items=ITEMS, folders=[folder for folder, _ in ITEMS], workers=workers)
    assert sorted(found) == sorted(ITEMS)
    given = parts(found, workers)
    assert [one[0][0] for one in given[: len(LONG)]] == list(LONG)[:workers]
    # In the order in which they lie there: what is made for a file is made once.
    for folder in FOLDERS:
        assert [one for one in found if one[0] == folder] == [
            one for one in ITEMS if one[0] == folder
        ]


def test_what_is_long_stays_with_one_worker_and_what_is_short_ends_each_part():
    found = arranged(items=ITEMS, folders=[folder for folder, _ in ITEMS], workers=3)
    given = parts(found, 3)
    for part in LONG:
        (only,) = [one for one in given if any(folder == part for folder, _ in one)]
        assert [folder for folder, _ in only].count(part) == 20
    assert all(one[-1][0] not in LONG for one in given)


def test_a_few_tests_or_only_long_ones_are_given_out_too():
    for items in ([], [("tests/browser", 1)], [("tests/browser", n) for n in range(9)]):
        found = arranged(items=items, folders=[folder for folder, _ in items], workers=3)
        assert found == items


def test_every_long_part_is_there():
    assert all((CHECKOUT / part).is_dir() for part in LONG)
    assert folder_of(path=CHECKOUT / "tests" / "web" / "matrix" / "test_x.py") == "tests/web/matrix"


def test_the_migrated_database_that_is_wanted_stays_however_long_nobody_asked_for_it():
    known = {"wanted": "2026-12-01", "other": "2026-12-01", "new": "2026-12-24", "half": None}
    for today, gone in (
        (date(2026, 12, 8), ["half"]),
        (date(2026, 12, 31), ["other", "half"]),
        (date(2027, 1, 1), ["other", "new", "half"]),
    ):
        assert no_longer_wanted(known=known, wanted="wanted", today=today) == gone
    assert no_longer_wanted(known={"wanted": None}, wanted="wanted", today=date(2026, 12, 8)) == [
        "wanted"
    ]

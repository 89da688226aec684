"""The lengths that no pack sets: dated, sourced, and the one that holds on the day."""

import tomllib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from whereabouts.engines.deadlines import UnknownLength, length_of, lengths, times_of
from whereabouts.engines.deadlines.lengths import LENGTHS, read_lengths

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
OWNER = """[[lengths]]
key = "owner_named"
since = 2015-03-01
minutes = 30
source = "Made up"
"""
LATER = OWNER.replace("2015-03-01", "2026-07-01").replace("30", "20")


@pytest.fixture
def two(monkeypatch):
    """Let the file have two entries of one key."""
    monkeypatch.setattr(lengths, "_kept", lambda: read_lengths(text=LATER + OWNER))


@pytest.mark.parametrize(
    ("at", "minutes"),
    [
        (datetime(2014, 1, 1, tzinfo=UTC), 30),
        (datetime(2015, 3, 1, tzinfo=UTC), 30),
        # On London's clock the first of July begins an hour before it does in UTC.
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), 30),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), 20),
        (NOON, 20),
    ],
)
def test_the_latest_that_has_begun_holds_and_before_the_first_the_first(two, at, minutes):
    assert length_of(key="owner_named", at=at) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text",
    [
        OWNER.replace('source = "Made up"', 'source = ""'),
        OWNER.replace("minutes = 30", ""),
        OWNER.replace("minutes = 30", "minutes = 0"),
        OWNER.replace("minutes = 30", "minutes = 30\nhours = 1"),
        OWNER.replace("since = 2015-03-01", ""),
        OWNER + OWNER,
    ],
)
def test_an_entry_that_is_not_whole_is_refused(text):
    with pytest.raises(UnknownLength):
        read_lengths(text=text)


def test_a_key_that_nobody_wrote_down_is_refused_by_name():
    with pytest.raises(UnknownLength, match="made_up_key"):
        length_of(key="made_up_key", at=NOON)
    with pytest.raises(UnknownLength):
        length_of(key="office_opens", at=NOON)
    with pytest.raises(UnknownLength):
        times_of(key="owner_named", at=NOON)


def test_every_entry_of_the_file_says_whose_it_is_and_is_asked_for_somewhere():
    kept = read_lengths(text=LENGTHS.read_text(encoding="utf-8"))
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(lengths.__file__).parents[2].rglob("*.py")
        if path.name != "lengths.py"
    )
    for key, entries in kept.items():
        assert f'"{key}"' in code, key
        assert all(one.source for one in entries), key


def test_the_hours_of_an_office_are_on_londons_clock():
    assert times_of(key="office_opens", at=NOON) == (time(9),)
    assert times_of(key="digests_gathered", at=NOON) == (time(6), time(14), time(22))


def test_every_entry_of_the_file_says_whether_a_document_settles_it():
    held = tomllib.loads(LENGTHS.read_text(encoding="utf-8"))
    assert [one["key"] for one in (*held["lengths"], *held["times"]) if not one.get("status")] == []

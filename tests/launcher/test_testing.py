"""`test` leaves the last word to whoever calls it."""

from pathlib import Path

import pytest

from whereabouts.launcher.testing import EVERYDAY, FAST, find_chromium, pytest_arguments


def test_everyday_tests_leave_out_measures_and_full_counts() -> None:
    assert pytest_arguments(chosen="", arguments=[], cpus=2) == [
        *("-m", EVERYDAY, "-n", "3", "--dist", "worksteal")
    ]


def test_fast_leaves_out_slow_and_browser_tests_too() -> None:
    assert pytest_arguments(chosen="--fast", arguments=["-x"], cpus=2)[:2] == ["-m", FAST]
    assert "not browser" in FAST
    assert "not slow" in FAST


def test_full_leaves_out_measures_only() -> None:
    assert "full" in EVERYDAY
    assert pytest_arguments(chosen="--full", arguments=[], cpus=2)[:2] == ["-m", "not bench"]


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["-m", "bench"], EVERYDAY),
        (["-n0"], "worksteal"),
        (["tests/a/test_b.py::test_c"], "worksteal"),
    ],
)
def test_what_the_caller_says_is_not_said_again(arguments: list[str], absent: str) -> None:
    given = pytest_arguments(chosen="", arguments=arguments, cpus=2)

    assert absent not in given
    assert given[-len(arguments) :] == arguments


def test_no_more_workers_are_started_than_help() -> None:
    assert "4" in pytest_arguments(chosen="", arguments=[], cpus=64)


def test_a_browser_that_is_named_but_not_there_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WHEREABOUTS_CHROMIUM", str(tmp_path / "chromium"))
    assert find_chromium() is None

"""The manual names every kind of timer and every alarm about the system, with what to do."""

import re
from pathlib import Path

import pytest

from whereabouts.foundations.timers.kinds import KINDS
from whereabouts.launcher.main import HANDLERS

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text()
ALARMS = MANUAL.partition("## What each alarm means")[2].partition("\n## ")[0]
ROWS = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", ALARMS, flags=re.MULTILINE))


@pytest.mark.parametrize("kind", [*KINDS, "timer_failing"])
def test_every_kind_has_a_row_that_says_what_it_means_and_what_to_do(kind):
    means, *act = [cell.strip() for cell in ROWS[kind].split(" | ")]
    assert len(means) > 10
    assert any(act) or kind == "heartbeat"


def test_no_row_is_about_a_kind_that_is_gone():
    assert set(ROWS) == {*KINDS, "timer_failing"}


@pytest.mark.parametrize("word", ["late", "no worker", "made-up report", "migrations"])
def test_every_answer_of_readyz_has_a_row(word):
    assert re.search(rf"^\| `/readyz`.*{word}", MANUAL, flags=re.MULTILINE | re.IGNORECASE)


def test_every_command_that_it_names_is_there():
    named = set(re.findall(r"bin/whereabouts (\w+)", MANUAL))
    assert named <= set(HANDLERS) | {"help"}

"""The measures on a database: what they count is there, and wrong usage is said so."""

import pytest
from django.utils import timezone

from whereabouts.foundations.agencies.queries import actor_of
from whereabouts.insight.lookups.board import board
from whereabouts.interfaces.commands import bench_backload, bench_board
from whereabouts.interfaces.commands.bench_pages import fill
from whereabouts.interfaces.commands.board_copies import copy_open_episodes
from whereabouts.interfaces.commands.board_screens import changes_of
from whereabouts.interfaces.commands.management.commands.run_finder import connect


@pytest.mark.usefixtures("committed")
def test_a_copied_board_has_so_many_times_as_many_rows_each_with_its_deadline_and_notices():
    at = timezone.now()
    cast = fill(episodes=2, at=at)
    actor = actor_of(member=cast["duty_inspector"], at=at)
    before = board(actor=actor, at=at)
    with connect(writing=True) as line:
        copy_open_episodes(line=line, times=4)
    after = board(actor=actor, at=at)
    assert after.counts.open == 4 * before.counts.open == 8
    assert after.counts.notices == 4 * before.counts.notices
    assert len({row.child for row in after.rows}) == len({row.reference for row in after.rows}) == 8

    def shown(rows):
        return sorted((row.name, row.age, row.level, row.due_at, row.due_what) for row in rows)

    assert shown(after.rows) == sorted(shown(before.rows) * 4)

    changes = changes_of(member=cast["duty_inspector"])
    assert [next(changes), next(changes)] == [7, 6]
    assert board(actor=actor, at=timezone.now()).counts.unowned == 6


@pytest.mark.parametrize(
    "wrong", [["--episodes", "0"], ["--copies", "0"], ["--asked", "1"], ["-x"]]
)
def test_a_board_cannot_be_measured_of_nothing(wrong, capsys):
    assert bench_board.main(wrong) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("wrong", [["--scale", "0"], ["--years", "0"], ["--at-once", "-1"], ["-x"]])
def test_a_history_cannot_be_measured_of_nothing(wrong, capsys):
    assert bench_backload.main(wrong) == 2
    assert capsys.readouterr().out == ""


def test_growth_is_the_last_batches_over_the_first():
    assert bench_backload._growth([1.0] * 4 + [2.0] * 4 + [0.1]) == 2.0
    assert bench_backload._growth([1.0, 2.0]) is None

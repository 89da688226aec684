"""The command line says 2 for wrong use, 1 for a refusal, and keeps standard output clean."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from whereabouts import manage
from whereabouts.launcher import call as calling
from whereabouts.launcher.environment import layer_of_linking
from whereabouts.launcher.main import HANDLERS, USAGE

ENTRANCE = Path(__file__).parents[2] / "bin" / "whereabouts"
CONTRACT = (
    *("demo", "test", "check", "serve", "worker", "migrate", "up", "assess", "cases", "search"),
    *("import", "export", "figures", "replay", "audit", "nation", "link", "faults", "backup"),
    *("restore", "bench"),
)


def call(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Return what the entrance answers."""
    return subprocess.run(
        [sys.executable, str(ENTRANCE), *arguments],
        env={**os.environ, **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a command"),
        (("fly",), "no command 'fly'"),
        (("demo", "--port", "high"), "--port"),
        (("demo", "--port", "0"), "--port"),
        (("demo", "--children", "-1"), "--children"),
        (("demo", "now"), "now"),
        (("check", "--everything"), "--everything"),
        (("cases", "--json"), "name a file"),
        (("audit",), "verify"),
        (("audit", "proof", "X"), "not in this version"),
        (("bench",), "name a measure"),
        (("bench", "../rules"), "no measure"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_is_wrong(
    arguments: tuple[str, ...], said: str
) -> None:
    answer = call(*arguments)

    assert answer.returncode == 2
    assert said in answer.stderr
    assert answer.stdout == ""


def test_every_command_of_the_contract_is_known() -> None:
    assert set(CONTRACT) <= set(HANDLERS)
    assert all(name in USAGE for name in CONTRACT)


def test_help_names_what_is_not_in_this_version() -> None:
    answer = call("--help")

    assert answer.returncode == 0
    assert "audit proof" in answer.stdout.partition("Not in this version:")[2]


def test_one_database_address_without_the_other_ends_with_2(tmp_path: Path) -> None:
    environ = {"WHEREABOUTS_OWNER_DATABASE_URL": "", "WHEREABOUTS_STATE_DIR": str(tmp_path)}
    answer = call("migrate", WHEREABOUTS_DATABASE_URL="postgresql://app@/one", **environ)

    assert answer.returncode == 2
    assert "WHEREABOUTS_OWNER_DATABASE_URL" in answer.stderr


def test_assess_makes_no_environment(tmp_path: Path) -> None:
    answer = call("assess", "no-such-file.json", WHEREABOUTS_STATE_DIR=str(tmp_path))

    assert answer.returncode == 2
    assert answer.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "layer"),
    [
        ([], "link"),
        (["--engine", "duckdb"], "link"),
        (["children.csv", "--engine", "own"], "link"),
        (["--engine=own", "--json"], "link"),
        (["--engine", "spark", "children.parquet"], "spark"),
        (["--engine=spark"], "spark"),
        (["--engine"], "link"),
    ],
)
def test_linking_installs_what_its_engine_needs_and_nothing_more(
    arguments: list[str], layer: str
) -> None:
    assert layer_of_linking(rest=arguments) == layer


def test_who_stops_a_command_reads_no_trace_of_where_it_was(monkeypatch, capsys):
    def stopped(*_given, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(calling, "call", stopped)
    assert calling.main(["figures"]) == 1
    monkeypatch.setattr("django.core.management.execute_from_command_line", stopped)
    with pytest.raises(SystemExit) as ended:
        manage.main(["manage", "replay"])
    assert ended.value.code == 1
    assert capsys.readouterr().err == ""

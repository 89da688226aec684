"""Long readings of the database, killed agency by agency, go on: nobody is read again."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings as configured

from tests.journeys.test_figures_go_on import environment
from whereabouts.foundations.access.scope import entered
from whereabouts.foundations.agencies.models import Agency
from whereabouts.foundations.audit.models import Look
from whereabouts.insight.lookups import every_row
from whereabouts.interfaces.commands import kept_readings, reading
from whereabouts.interfaces.commands.management.commands import figures as figures_command
from whereabouts.interfaces.commands.management.commands import replay as replay_command
from whereabouts.interfaces.commands.replaying import rows

ARGUMENTS = {
    "figures": ["counts", "--year", "2027", "--format", "json"],
    "replay": ["--pack", "app-2026", "--json"],
}
COMMANDS = {"figures": figures_command, "replay": replay_command}
READS = {"figures": (every_row, "counted_of"), "replay": (rows, "past_grades")}
PAGES = {"figures": "counting of episodes", "replay": "grading of past episodes"}

# The command as it is, but that it dies by its own hand when it would read the second agency.
DIES_AT_THE_SECOND = """
import os, signal, sys
import django
django.setup()
from importlib import import_module
from django.core.management import execute_from_command_line

module = import_module(sys.argv[1])
name, number = sys.argv[2], 0
real = getattr(module, name)

def reads(**given):
    global number
    number += 1
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(**given)

setattr(module, name, reads)
execute_from_command_line(["manage", *sys.argv[3:]])
"""


class Stopped(Exception):
    """Somebody pressed the keys that stop it."""


@pytest.fixture
def kept(settings, tmp_path):
    settings.STATE_DIR = tmp_path
    return tmp_path / "kept"


@pytest.fixture
def agencies(make_actor, make_agency, make_child, take_report, decide_as):
    """Let three agencies be, of whom the first had a child who was reported and decided on."""
    first = take_report(child=make_child())
    decide_as(make_actor("duty_inspector"), first, level="medium")
    for name in ("Southmoor Police", "Westmoor Police"):
        make_agency(kind="police_force", name=name)
    return list(Agency.objects.order_by("code").values_list("code", flat=True))


@pytest.fixture
def read(monkeypatch):
    """Return whom the commands read, each as often as they did."""
    codes = []
    for module, name in READS.values():
        real = getattr(module, name)

        def reads(*, agency, real=real, **given):
            codes.append(agency.code)
            return real(agency=agency, **given)

        monkeypatch.setattr(module, name, reads)
    return codes


def run(command, capsys, *more):
    """Run the command as the terminal does, and return what it printed and what it said."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        COMMANDS[command].Command().run_from_argv(["manage", command, *ARGUMENTS[command], *more])
    said = capsys.readouterr()
    assert ended.value.code == 0, said.err
    return without_seconds(said.out), said.err


def without_seconds(text):
    return [line for line in text.splitlines() if '"seconds"' not in line]


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["figures", "replay"])
def test_stopped_at_each_agency_in_turn_it_reads_each_once_and_answers_the_same(
    command, agencies, kept, read, capsys, monkeypatch
):
    unbroken, _ = run(command, capsys)
    assert read == agencies
    assert not kept.exists(), "What was read lies about after the command has ended."
    read.clear()
    module, name = READS[command]
    counting = getattr(module, name)
    for stopping in agencies:

        def stops(*, agency, stopping=stopping, **given):
            if agency.code == stopping:
                raise Stopped
            return counting(agency=agency, **given)

        with monkeypatch.context() as patched:
            patched.setattr(module, name, stops)
            with pytest.raises(Stopped):
                COMMANDS[command].Command().run_from_argv(["manage", command, *ARGUMENTS[command]])
    assert read == agencies[:-1]
    monkeypatch.setattr(reading, "EVERY_SECONDS", 0.0)
    answer, said = run(command, capsys)
    assert answer == unbroken
    assert read == agencies
    assert f"{len(agencies) - 1} agencies as the run that was stopped read them" in said
    assert f"{command}: 1 of {len(agencies)} agencies read" in said
    assert not kept.exists()


@pytest.mark.django_db
def test_what_is_kept_is_sealed_taken_for_an_hour_and_of_one_question(
    agencies, kept, read, capsys, monkeypatch, make_actor, noon
):
    with monkeypatch.context() as patched:
        patched.setattr(figures_command, "from_database", half_way(every_row.from_database))
        with pytest.raises(Stopped):
            figures_command.Command().run_from_argv(["manage", "figures", *ARGUMENTS["figures"]])
    (files,) = kept.iterdir()
    assert {path.name for path in files.iterdir()} == {
        one.hex for one in Agency.objects.values_list("pk", flat=True)
    }
    assert all(b"NUMPY" not in path.read_bytes() for path in files.rglob("*") if path.is_file())
    # Another year is another question.
    read.clear()
    figures_command.read(2025, readings=kept_readings.Readings(command="figures"))
    assert read == agencies
    # Whoever wants it reads all of it again.
    read.clear()
    run("figures", capsys, "--anew")
    assert read == agencies
    with entered(actor=make_actor("duty_inspector"), at=noon):
        assert Look.objects.filter(page=PAGES["figures"]).count() == 2


def half_way(real):
    def reads(**given):
        real(**given)
        raise Stopped

    return reads


@pytest.mark.django_db
def test_what_was_kept_more_than_an_hour_ago_is_read_again(
    agencies, kept, read, capsys, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setattr(figures_command, "from_database", half_way(every_row.from_database))
        with pytest.raises(Stopped):
            figures_command.Command().run_from_argv(["manage", "figures", *ARGUMENTS["figures"]])
    assert kept_readings.forget_readings() == 0
    read.clear()
    monkeypatch.setattr(kept_readings, "GOES_ON_WITHIN", timedelta(0))
    run("figures", capsys)
    assert read == agencies


@pytest.mark.slow
@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("command", ["replay"])
def test_killed_at_the_second_agency_again_and_again_it_comes_to_the_end(
    command, agencies, kept, read, capsys
):
    module, name = READS[command]
    more = {"WHEREABOUTS_STATE_DIR": str(configured.STATE_DIR)}
    for number in range(1, len(agencies)):
        killed = subprocess.run(
            [sys.executable, "-c", DIES_AT_THE_SECOND, module.__name__, name, command,
             *ARGUMENTS[command]],
            env={**os.environ, **environment(), **more, **with_key(kept.parent)}, check=False,
            cwd=configured.BASE_DIR, capture_output=True, timeout=120,
        )  # fmt: skip
        assert killed.returncode == -signal.SIGKILL
        (files,) = kept.iterdir()
        assert len(list(files.iterdir())) == number
    last = subprocess.run(
        [sys.executable, "-m", "whereabouts.manage", command, *ARGUMENTS[command]],
        env={**os.environ, **environment(), **more, **with_key(kept.parent)}, check=True,
        cwd=configured.BASE_DIR, capture_output=True, timeout=120, text=True,
    )  # fmt: skip
    assert f"{len(agencies) - 1} agencies as the run that was stopped" in last.stderr
    assert not kept.exists()
    unbroken, _ = run(command, capsys)
    assert without_seconds(last.stdout) == unbroken


def with_key(folder):
    """Return where the key of the installation lies: every start of it has the same."""
    file = folder / "secret-key"
    if not file.exists():
        file.write_text("k" * 64)
    return {"WHEREABOUTS_SECRET_KEY_FILE": str(file)}

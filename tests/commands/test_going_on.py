"""Long work at a terminal: it says how far it is, is killed in the middle, and goes on."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.commands.test_link_command import ADA, ADAH, BEDE, child_of
from tests.conftest import NOON
from whereabouts.foundations.access.scope import entered
from whereabouts.interfaces.commands import export, figures, reading
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics import making, writing
from whereabouts.journeys import suggest_pairs
from whereabouts.records.pairs.models import SuggestedPair

HERE = Path(__file__).resolve().parents[2]
FORMATS = ["--format", "csv,json"]

# The command as it is, but that it dies by its own hand after so many tables.
DIES_AFTER = """
import os, signal, sys
from whereabouts.interfaces.commands import figures
from whereabouts.interfaces.commands.statistics import writing

real, left = figures.write, [int(sys.argv[1])]

def write(**given):
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    left[0] -= 1
    return real(**given)

figures.write = write
figures.main(sys.argv[2:])
"""


class Interrupted(Exception):
    """Somebody pressed the keys that stop it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("nation")
    columnar.write(nation=make_nation(years=2, scale=0.005, seed=9), folder=made)
    return made


def written(folder):
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


@pytest.mark.slow
def test_the_units_tables_go_on_after_the_last_that_was_written_when_the_command_is_killed(
    folder, tmp_path, capsys
):
    argv = ["ukmpu", "--year", "2024", "--file", str(folder), "--out", str(tmp_path), *FORMATS]
    killed = subprocess.run(
        [sys.executable, "-c", DIES_AFTER, "7", *argv], cwd=HERE, check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "whereabouts.config.settings"},
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    before = written(tmp_path)
    assert len(before) == 7 * 3
    assert "check-report.txt" not in before

    assert figures.main(argv) == 0
    after = written(tmp_path)
    assert {name: after[name] for name in before} == before, "Something was made again."
    assert len(after) == 18 * 3 + 1
    once = tmp_path / "once"
    assert figures.main([*argv[:6], str(once), *FORMATS]) == 0
    for name in written(once):
        assert (once / name).read_bytes() == (tmp_path / name).read_bytes()
    capsys.readouterr()


def test_what_is_there_and_unchanged_is_not_made_again_and_what_changed_is(
    folder, tmp_path, capsys, monkeypatch
):
    argv = ["--year", "2024", "--file", str(folder), "--out", str(tmp_path)]
    for name in ("counts", "reconciliation", "ukmpu"):
        assert figures.main([name, *argv]) == 0
    before = written(tmp_path)
    capsys.readouterr()

    def never(**given):
        raise AssertionError("Made again.")

    with monkeypatch.context() as patched:
        for name in ("counts", "reconciliation", "ukmpu"):
            patched.setattr(making, name, never)
            assert figures.main([name, *argv]) == 0
            assert "nothing has changed" in capsys.readouterr().out
    assert written(tmp_path) == before

    # Asked for in another way, it is another table.
    assert figures.main(["counts", *argv, "--definitions", "incident"]) == 0
    changed = {name for name, when in written(tmp_path).items() if before.get(name) != when}
    assert changed == {"counts-2024.csv", "counts-2024.csv-metadata.json"}
    # And so it is where a row is another.
    source = making.from_folder(folder=folder)
    first = making.mark(source=source, ends=2024)
    place = int(source.rows.of_year(ends=2024).episode[0])
    back = source.rows.returned_at.copy()
    back[(source.rows.episode == place)] += 60
    other = type(source)(**{**vars(source), "rows": type(source.rows)(
        **{**vars(source.rows), "returned_at": back})})  # fmt: skip
    assert making.mark(source=other, ends=2024) != first
    assert making.mark(source=other, ends=2023) == making.mark(source=source, ends=2023)
    capsys.readouterr()


def test_a_table_without_its_metadata_or_one_of_its_formats_is_not_there(tmp_path):
    folder = tmp_path
    (folder / "t.csv").write_text("a")
    how = {"name": "t", "folder": folder, "made_from": "m"}
    assert not writing.is_written(formats=("csv",), **how)
    (folder / "t.csv-metadata.json").write_text('{"made_from": "m"}')
    assert writing.is_written(formats=("csv",), **how)
    assert not writing.is_written(formats=("csv", "ods"), **how)
    (folder / "t.csv-metadata.json").write_text('{"title": "t"}')
    assert not writing.is_written(formats=("csv",), **how)


def test_an_export_of_everything_reads_once(folder, tmp_path, capsys):
    reads = []

    def read_once(ends):
        reads.append(ends)
        return making.from_folder(folder=folder)

    assert export.main(["all", "--out", str(tmp_path), "--year", "2024"], read=read_once) == 0
    assert reads == [2024]
    capsys.readouterr()


@pytest.mark.django_db
def test_linking_says_how_far_it_is_and_goes_on_where_it_was_stopped(
    make_actor, make_agency, monkeypatch, capsys
):
    here = make_actor("call_handler", name="here")
    there = make_actor(
        "call_handler", agency=make_agency(kind="police", name="Southmoor Police"), name="there"
    )
    for names in (ADA, BEDE):
        child_of(here, names)
        child_of(there, names)
    child_of(there, ADAH, "13/03/2011")
    monkeypatch.setattr(suggest_pairs, "TOGETHER", 1)
    monkeypatch.setattr(reading, "EVERY_SECONDS", 0.0)
    real, left = suggest_pairs._keep, [1]

    def stopped(**given):
        if not left[0]:
            raise Interrupted
        left[0] -= 1
        return real(**given)

    def kept():
        with entered(actor=here, at=NOON):
            return list(SuggestedPair.objects.order_by("id").values_list("pk", flat=True))

    monkeypatch.setattr(suggest_pairs, "_keep", stopped)
    with pytest.raises(Interrupted):
        call_command("link", "--engine", "own")
    first = kept()
    assert len(first) == 1
    said = capsys.readouterr().err
    assert "agencies read" in said
    assert "link: comparing 5 records" in said
    assert "link: 1 of " in said
    assert "suggestions kept" in said
    monkeypatch.setattr(suggest_pairs, "_keep", real)
    call_command("link", "--engine", "own")
    assert kept()[:1] == first
    assert len(kept()) > 1
    whole = kept()
    call_command("link", "--engine", "own")
    assert kept() == whole

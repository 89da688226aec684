"""The measure of figures: the same answers as DuckDB, or it says so; cubes kept beside columns."""

import json
import os

import numpy as np
import pytest

from whereabouts.insight.figures.cubes import counted_once, same, years_of
from whereabouts.insight.figures.definitions import definitions
from whereabouts.interfaces.commands import bench_figures
from whereabouts.interfaces.commands.made_nation import columnar
from whereabouts.interfaces.commands.made_nation.making import make_nation
from whereabouts.interfaces.commands.statistics import keeping
from whereabouts.interfaces.commands.statistics.source import rows_of

SMALL = ["--scale", "0.01", "--years", "3", "--rounds", "1"]


@pytest.fixture(scope="module")
def nation():
    return make_nation(years=2, scale=0.01, seed=4)


@pytest.fixture
def folder(nation, tmp_path):
    columnar.write(nation=nation, folder=tmp_path)
    return tmp_path


@pytest.fixture
def asked(nation):
    rows = rows_of(nation.tables["returned"], nation.episodes)
    return {"rows": rows, "forces": len(nation.about["forces"])}


def test_duckdb_and_the_cubes_say_the_same_of_every_cell(capsys):
    pytest.importorskip("duckdb")
    bench_figures.main(SMALL)
    report = json.loads(capsys.readouterr().out)
    assert report["differ"] == 0
    assert report["cells"] > 3 * 44 * 19
    assert set(report["over_duckdb"]) == {
        "cubes", "cubes_from_the_disk", "recount", "one_year_anew",
    }  # fmt: skip


def test_one_cell_that_differs_is_found_and_the_measure_fails(monkeypatch, capsys):
    pytest.importorskip("duckdb")
    real = bench_figures.counted_once

    def wrong(**given):
        cubes = real(**given)
        next(iter(cubes.years.values())).count[3, 7] += 1
        return cubes

    monkeypatch.setattr(bench_figures, "counted_once", wrong)
    assert bench_figures.main(SMALL) == 1
    assert json.loads(capsys.readouterr().out)["differ"] == 1


@pytest.mark.parametrize("wrong", [["--scale", "0"], ["--years", "11"], ["--rounds", "0"], ["-x"]])
def test_wrong_usage_is_said_so(wrong, capsys):
    assert bench_figures.main(wrong) == 2
    assert capsys.readouterr().out == ""


def test_what_is_kept_is_read_again_and_says_the_same(folder, asked):
    first = keeping.cubes_of(**asked, folder=folder)
    assert (folder / keeping.KEPT).exists()
    again = keeping.read(folder=folder, mark=keeping.fingerprint(folder=folder))
    assert again is not None
    assert same(first, again)
    assert same(keeping.cubes_of(**asked, folder=folder), first)


def test_columns_that_changed_are_counted_anew(folder, asked):
    keeping.cubes_of(**asked, folder=folder)
    path = folder / "returned" / "kind.npy"
    np.save(path, 1 - np.load(path).clip(0, 1))
    later = os.stat(path).st_mtime_ns + 10**9
    os.utime(path, ns=(later, later))
    rows = rows_of(
        columnar.read(folder=folder, table="returned"),
        columnar.read(folder=folder, table="episodes"),
    )
    found = keeping.cubes_of(rows=rows, forces=asked["forces"], folder=folder)
    right = counted_once(
        rows=rows,
        forces=asked["forces"],
        definitions=definitions(),
        years=years_of(rows=rows),
    )
    assert same(found, right)


def test_a_folder_that_cannot_be_written_to_goes_without(folder, asked, monkeypatch):
    def full(*_, **__):
        raise OSError

    monkeypatch.setattr(keeping.np, "savez", full)
    assert keeping.cubes_of(**asked, folder=folder).years
    assert not (folder / keeping.KEPT).exists()

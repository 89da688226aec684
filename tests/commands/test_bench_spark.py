"""Linking on Spark is tried by a command of its own; without Spark it says what to do."""

import importlib.util

import numpy as np
import pytest

from whereabouts.interfaces.commands import bench_spark
from whereabouts.interfaces.commands.linking import by_splink


@pytest.fixture
def no_spark(monkeypatch):
    """Stand in for a machine with a Java and no Spark."""
    monkeypatch.setattr(by_splink.shutil, "which", lambda name: f"/usr/bin/{name}")
    real = by_splink.import_module

    def import_module(name):
        if name.startswith("pyspark"):
            raise ImportError(name)
        return real(name)

    monkeypatch.setattr(by_splink, "import_module", import_module)


@pytest.mark.usefixtures("no_spark")
def test_without_spark_it_names_the_command_that_installs_it(capsys):
    assert bench_spark.main(["--people", "60", "--twice", "6"]) == 1
    said = capsys.readouterr()
    assert "link --engine spark" in said.err
    assert said.out == ""


def test_without_a_java_it_says_so(monkeypatch, capsys):
    monkeypatch.setattr(by_splink.shutil, "which", lambda name: None)
    assert bench_spark.main(["--people", "60", "--twice", "6"]) == 1
    assert "needs Java" in capsys.readouterr().err


def test_two_engines_that_differ_are_a_fault(monkeypatch, capsys):
    kept = {"duckdb": [[0], [1]], "spark": [[0], [2]]}
    session = type("Session", (), {"stop": lambda self: None})
    monkeypatch.setattr(bench_spark, "spark_session", session)
    monkeypatch.setattr(
        bench_spark,
        "pairs_by_splink",
        lambda *, held, engine: tuple(np.array(side, dtype=np.int32) for side in kept[engine]),
    )
    assert bench_spark.main(["--people", "60", "--twice", "6"]) == 1
    assert '"same": false' in capsys.readouterr().out
    kept["spark"] = kept["duckdb"]
    assert bench_spark.main(["--people", "60", "--twice", "6"]) == 0


def test_wrong_use_ends_with_2():
    assert bench_spark.main(["--people", "many"]) == 2
    assert importlib.util.find_spec("splink") is not None  # what the other engine needs is here

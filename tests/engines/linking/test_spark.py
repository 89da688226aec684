"""Splink on Spark keeps the pairs that it keeps on DuckDB; run by name, where there is a Java."""

import shutil

import pytest

from whereabouts.engines.linking import register
from whereabouts.interfaces.commands.linking.by_splink import pairs_by_splink, spark_session
from whereabouts.interfaces.commands.linking.made_up import made_up_register

pytestmark = [
    pytest.mark.bench,
    # Spark's own sockets to its Java are left for the interpreter to close.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def test_spark_keeps_what_duckdb_keeps() -> None:
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("There is no Java here.")
    made = made_up_register(people=3_000, twice=140, seed=5)
    held = register(records=made.records)

    on_duckdb, on_spark = (
        set(
            zip(*(side.tolist() for side in pairs_by_splink(held=held, engine=engine)), strict=True)
        )
        for engine in ("duckdb", "spark")
    )

    spark_session().stop()
    assert on_duckdb
    assert on_spark == on_duckdb

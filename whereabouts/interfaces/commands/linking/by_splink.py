"""Splink finds the pairs worth weighing: on DuckDB, or on Spark where there are very many."""

from __future__ import annotations

import logging
import shutil
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking import Registered
from whereabouts.engines.linking.blocking import leading_words
from whereabouts.engines.linking.columns import SEX
from whereabouts.engines.matching.weights import MODEL

# Bits, with the prior: what lies beneath is nobody's idea of one child. The shared model then says
# how sure each remaining pair is, so that nothing is decided here.
LEAST_BITS = -12.0
# The keys of `engines.linking.blocking`, as SQL has them.
RULES = (
    ("low_sound", "high_sound"),
    ("given_sound", "born"),
    ("family_sound", "born"),
    ("start", "born"),
    ("end", "born"),
    ("given_kin", "family_sound"),
    ("given_sound", "end", "year_month"),
    ("given_sound", "end", "year_day"),
    ("given_sound", "end", "birthday"),
    ("phone",),
    ("number",),
    ("given_sound", "place"),
)
NO_JAVA = (
    "Spark needs Java 17 or later, and none is here: install one (on Debian, "
    "`apt-get install default-jre-headless`), or leave out --engine spark."
)
NO_SPARK = (
    "Spark's Python package is not here: call `bin/whereabouts link --engine spark`, which "
    "installs it, or leave out --engine spark."
)
NO_SPLINK = "Splink is not here: call `bin/whereabouts link`, which installs it, or --engine own."

Column = tuple[str, str, list[Any]]


class EngineMissing(Exception):
    """An engine is not there; the message says what to do."""


def pairs_by_splink(
    *, held: Registered, engine: str
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the records of the pairs that Splink keeps, the lower row first, none twice.

    :raises EngineMissing: Splink, Java or Spark is not there.
    """
    columns = _columns(held)
    splink, database = _database(engine, columns)
    linker = splink.Linker(database[1], _settings(), log_level=logging.ERROR)
    kept = linker.inference.predict(threshold_match_weight=LEAST_BITS)
    rows = kept.as_record_list() if engine == "spark" else None
    if rows is not None:
        left = np.array([row["unique_id_l"] for row in rows], dtype=np.int64)
        right = np.array([row["unique_id_r"] for row in rows], dtype=np.int64)
    else:
        found = kept.as_duckdbpyrelation().select("unique_id_l, unique_id_r").fetchnumpy()
        left, right = (np.asarray(found[side], dtype=np.int64) for side in found)
    record = np.array(columns[1][2], dtype=np.int64)
    one, other = record[left], record[right]
    low, high = np.minimum(one, other), np.maximum(one, other)
    keys = np.unique((low * held.size + high)[low != high])
    return (keys // held.size).astype(np.int32), (keys % held.size).astype(np.int32)


def _database(engine: str, columns: list[Column]) -> tuple[Any, tuple[Any, Any]]:
    try:
        splink: Any = import_module("splink")
    except ImportError:
        raise EngineMissing(NO_SPLINK) from None
    if engine == "spark":
        session = spark_session()
        api: Any = import_module("splink.backends.spark")
        database = api.SparkAPI(
            spark_session=session, break_lineage_method="persist", register_udfs_automatically=False
        )
        schema = ", ".join(f"{name} {kind}" for name, kind, _ in columns)
        frame = session.createDataFrame(
            list(zip(*(values for _, _, values in columns), strict=True)), schema
        )
    else:
        arrow: Any = import_module("pyarrow")
        database = splink.DuckDBAPI()
        frame = arrow.table({name: values for name, _, values in columns})
    return splink, (database, database.register(frame))


def spark_session() -> Any:
    """Return a Spark session on this machine.

    :raises EngineMissing: there is no Java, or no Spark for Python.
    """
    if shutil.which("java") is None:
        raise EngineMissing(NO_JAVA)
    try:
        sql: Any = import_module("pyspark.sql")
    except ImportError:
        raise EngineMissing(NO_SPARK) from None
    builder = sql.SparkSession.builder.master("local[2]").appName("whereabouts-link")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "4g",
        "spark.sql.shuffle.partitions": "4",
        "spark.default.parallelism": "4",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _columns(held: Registered) -> list[Column]:
    """Return a row for each name of each record, as (name, type in Spark, values)."""
    rows = np.arange(held.size, dtype=np.int32)
    record = np.repeat(rows, held.names.counts(rows))
    name = held.names.values
    first, last = leading_words(held, held.given[name]), leading_words(held, held.family[name])
    units = held.units
    sounds = units.sounds
    low = np.minimum(sounds[first], sounds[last])
    high = np.maximum(sounds[first], sounds[last])
    start, end = units.initials[first], units.initials[last]
    birth = _first_of(held.births.starts, held.births.values, record)
    day = np.where(birth < 0, -1, held.born.plain[birth] if len(held.born.plain) else -1)
    to_the_day = held.born.is_day[birth] if len(held.born.is_day) else np.zeros(len(birth), bool)
    known = (birth >= 0) & to_the_day
    sex = held.column(which=SEX)[record]
    said = {
        "given": [units.texts[word] or None for word in first.tolist()],
        "family": [units.texts[word] or None for word in last.tolist()],
        "born": [
            f"{one:08d}" if has else None for one, has in zip(day.tolist(), known, strict=True)
        ],
    }
    both = (first > 0) & (last > 0)
    numbers = {
        "given_sound": _or_none(sounds[first], first > 0),
        "family_sound": _or_none(sounds[last], last > 0),
        "low_sound": _or_none(low, both),
        "high_sound": _or_none(high, both),
        "given_kin": _or_none(units.kin[first], first > 0),
        "start": _or_none(start, first > 0),
        "end": _or_none(end, last > 0),
        "year_month": _or_none(day // 100, known),
        "year_day": _or_none(day // 10_000 * 100 + day % 100, known),
        "birthday": _or_none(day % 10_000, known),
        "sex": _or_none(sex, sex > 0),
        "place": _firsts(held.places.starts, held.places.values, record),
        "phone": _firsts(held.phones.starts, held.phones.values, record),
        "number": _firsts(held.numbers.starts, held.numbers.values, record),
    }
    return [
        ("unique_id", "bigint", list(range(len(record)))),
        ("record", "bigint", record.tolist()),
        *((column, "string", values) for column, values in said.items()),
        *((column, "bigint", values) for column, values in numbers.items()),
    ]


def _first_of(
    starts: NDArray[np.int64], values: NDArray[np.int32], record: NDArray[np.int32]
) -> NDArray[np.int64]:
    has = starts[record + 1] > starts[record]
    found = np.full(len(record), -1, dtype=np.int64)
    found[has] = values[starts[record[has]]]
    return found


def _firsts(
    starts: NDArray[np.int64], values: NDArray[np.int32], record: NDArray[np.int32]
) -> list[int | None]:
    found = _first_of(starts, values, record)
    return _or_none(found, found >= 0)


def _or_none(values: NDArray[Any], known: NDArray[np.bool_]) -> list[int | None]:
    return [
        value if has else None for value, has in zip(values.tolist(), known.tolist(), strict=True)
    ]


def _settings() -> dict[str, Any]:
    chances = MODEL.chances
    sound = tuple(
        sum(chances["given"][level][side] for level in ("sounds_alike", "short_form"))
        for side in (0, 1)
    )
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": 1 / MODEL.people,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": " AND ".join(f"l.{key} = r.{key}" for key in keys)} for keys in RULES
        ],
        "retain_intermediate_calculation_columns": False,
        "retain_matching_columns": False,
        "comparisons": [
            _name("given", sound, chances["given"]["one_slip"]),
            _name("family", chances["family"]["sounds_alike"], chances["family"]["one_slip"]),
            _born(),
            *(
                _same_or_not(column, chances[comparison])
                for column, comparison in (
                    ("sex", "sex"),
                    ("place", "place"),
                    ("phone", "phone"),
                    ("number", "identifier"),
                )
            ),
        ],
    }


def _level(sql: str, said: str, chances: tuple[float, ...] | None = None) -> dict[str, Any]:
    level: dict[str, Any] = {"sql_condition": sql, "label_for_charts": said}
    if chances is None:
        return level | {"is_null_level": True}
    return level | {"m_probability": chances[0], "u_probability": chances[1]}


def _name(column: str, sound: tuple[float, ...], slip: tuple[float, ...]) -> dict[str, Any]:
    left, right, other = f"{column}_l", f"{column}_r", "family" if column == "given" else "given"
    chances = MODEL.chances[column]
    return {
        "output_column_name": column,
        "comparison_levels": [
            _level(f"{left} IS NULL OR {right} IS NULL", "not known"),
            _level(f"{left} = {right}", "the same", chances["same"]),
            _level(_alike(column), "sounds alike, or a short form", sound),
            _level(f"levenshtein({left}, {right}) <= 1", "a slip", slip),
            _level(f"{left} = {other}_r OR {other}_l = {right}", "other way round", slip),
            _level("ELSE", "different", chances["different"]),
        ],
    }


def _alike(column: str) -> str:
    sound = f"{column}_sound_l = {column}_sound_r"
    return f"{sound} OR given_kin_l = given_kin_r" if column == "given" else sound


def _born() -> dict[str, Any]:
    chances = MODEL.chances["born"]
    return {
        "output_column_name": "born",
        "comparison_levels": [
            _level("born_l IS NULL OR born_r IS NULL", "not known"),
            _level("born_l = born_r", "the same", chances["exact"]),
            _level("levenshtein(born_l, born_r) <= 1", "a figure", chances["one_digit_off"]),
            _level(
                "substr(born_l, 1, 4) = substr(born_r, 1, 4)", "same year", chances["off_by_month"]
            ),
            _level(
                "substr(born_l, 5, 4) = substr(born_r, 5, 4)", "same day", chances["off_by_year"]
            ),
            _level("ELSE", "different", chances["conflicting"]),
        ],
    }


def _same_or_not(column: str, chances: Any) -> dict[str, Any]:
    # Another place or phone says nothing, as in the shared model.
    other = chances["other"] if column in ("sex", "number") else (0.5, 0.5)
    return {
        "output_column_name": column,
        "comparison_levels": [
            _level(f"{column}_l IS NULL OR {column}_r IS NULL", "not known"),
            _level(f"{column}_l = {column}_r", "the same", chances["same"]),
            _level("ELSE", "another", other),
        ],
    }

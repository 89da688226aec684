"""The peers of `bench link`, set up as their own manuals say: plain Splink, and recordlinkage."""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module, metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.matching import Candidate

Ids = NDArray[np.int32]
TRAINED_ON_PAIRS = 1e6
FIELDS = ("given", "family", "born", "sex", "place", "phone", "number")
HOW_SPLINK = (
    "NameComparison given and family (term frequency), DateOfBirthComparison, ExactMatch sex, "
    "place, phone, number; u by 1e6 random pairs, m by EM on (born) and on (given, family)"
)
HOW_RECORDLINKAGE = (
    "jarowinkler given and family, exact born, sex, place, phone, number; ECMClassifier"
)


@dataclass(frozen=True)
class PeerAnswer:
    """How likely each pair is one person by a peer, and the seconds of scoring and of training.

    `processor` are the seconds that processors worked in each round, on all of them together: other
    runs on the machine lengthen those much less than what a clock on the wall says.
    """

    probability: NDArray[np.float64]
    seconds: tuple[float, ...]
    processor: tuple[float, ...]
    training: float
    version: str


def columns_of(*, records: Sequence[Candidate]) -> dict[str, list[str | None]]:
    """Return what the peers compare: the first of everything that a record holds, as text."""
    found: dict[str, list[str | None]] = {name: [] for name in FIELDS}
    for record in records:
        given, family = record.names[0] if record.names else ("", "")
        day = [born for born in record.births if born.precision == "day"]
        said = (
            given.casefold(), family.casefold(), f"{day[0].earliest}" if day else "",
            record.sex or "", *(values[0] if values else "" for values in (record.places, record.phones)),  # noqa: E501
            ":".join(record.identifiers[0]) if record.identifiers else "",
        )  # fmt: skip
        for name, value in zip(FIELDS, said, strict=True):
            found[name].append(value or None)
    return found


def by_splink(
    *, records: Sequence[Candidate], one: Ids, other: Ids, rounds: int, prior: float
) -> PeerAnswer:
    """Return what plain Splink on DuckDB says of exactly these pairs, trained on these records."""
    splink: Any = import_module("splink")
    library: Any = import_module("splink.comparison_library")
    arrow: Any = import_module("pyarrow")
    columns = columns_of(records=records)
    # A comparison that nothing can be compared by has nothing to learn.
    held = [name for name in FIELDS if any(columns[name])]
    comparisons = {
        "given": lambda: library.NameComparison("given").configure(term_frequency_adjustments=True),
        "family": lambda: library.NameComparison("family").configure(
            term_frequency_adjustments=True
        ),
        "born": lambda: library.DateOfBirthComparison("born", input_is_string=True),
    }
    database = splink.DuckDBAPI()
    table = database.register(
        arrow.table(
            {"unique_id": list(range(len(records)))} | {name: columns[name] for name in held}
        )
    )
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=prior,
        comparisons=[
            comparisons[name]() if name in comparisons else library.ExactMatch(name)
            for name in held
        ],
        blocking_rules_to_generate_predictions=[splink.block_on("born")],
    )
    linker = splink.Linker(table, settings, log_level=logging.ERROR)
    began = time.perf_counter()
    linker.training.estimate_u_using_random_sampling(max_pairs=TRAINED_ON_PAIRS)
    for block in (("born",), ("given", "family")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            splink.block_on(*block), fix_probability_two_random_records_match=True
        )
    training = time.perf_counter() - began
    seconds, processor = [], []
    for _ in range(rounds):
        pairs = database.register(
            arrow.table(
                {
                    "match_key": ["0"] * len(one),
                    "join_key_l": one.tolist(),
                    "join_key_r": other.tolist(),
                }
            )
        )
        linker.table_management.register_blocked_pairs_for_predict(pairs)
        began, worked = time.perf_counter(), time.process_time()
        scored = linker.inference.predict()
        rows = (
            scored.as_duckdbpyrelation()
            .select("unique_id_l, unique_id_r, match_probability")
            .fetchnumpy()
        )
        seconds.append(time.perf_counter() - began)
        processor.append(time.process_time() - worked)
    return PeerAnswer(
        _in_order(rows, one, other, len(records)),
        tuple(seconds),
        tuple(processor),
        training,
        metadata.version("splink"),
    )


def _in_order(rows: Any, one: Ids, other: Ids, size: int) -> NDArray[np.float64]:
    keys = one.astype(np.int64) * size + other
    left, right = (np.asarray(rows[f"unique_id_{side}"], dtype=np.int64) for side in "lr")
    said = np.minimum(left, right) * size + np.maximum(left, right)
    order = np.argsort(said)
    places = order[np.searchsorted(said[order], keys)]
    return np.asarray(rows["match_probability"], dtype=np.float64)[places]


def by_recordlinkage(
    *, records: Sequence[Candidate], one: Ids, other: Ids, rounds: int
) -> PeerAnswer:
    """Return what recordlinkage says of exactly these pairs, its classifier trained on them."""
    pandas: Any = import_module("pandas")
    linkage: Any = import_module("recordlinkage")
    frame = pandas.DataFrame(columns_of(records=records))
    pairs = pandas.MultiIndex.from_arrays([one, other])
    compare = linkage.Compare()
    for name in FIELDS:
        if name in ("given", "family"):
            compare.string(name, name, method="jarowinkler", threshold=0.88, label=name)
        elif frame[name].notna().any():
            compare.exact(name, name, label=name)
    seconds, processor = [], []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(rounds):
            began, worked = time.perf_counter(), time.process_time()
            found = compare.compute(pairs, frame)
            seconds.append(time.perf_counter() - began)
            processor.append(time.process_time() - worked)
        began = time.perf_counter()
        classifier = linkage.ECMClassifier(binarize=0.5)
        classifier.fit(found)
        probability = np.asarray(classifier.prob(found), dtype=np.float64)
        training = time.perf_counter() - began
    return PeerAnswer(
        probability, tuple(seconds), tuple(processor), training, metadata.version("recordlinkage"),
    )  # fmt: skip

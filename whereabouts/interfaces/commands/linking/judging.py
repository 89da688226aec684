"""Judges the model in use on a made-up register that it never saw; plain figures for the card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.matching.weights import IN_USE, MODEL
from whereabouts.interfaces.commands.linking.training import Compared, more_than_siblings

THRESHOLDS = (0.999, 0.99, 0.95, 0.9, 0.8, 0.7, 0.5, 0.3, 0.15)
IN_USE_FROM = 0.7
Flags = NDArray[np.bool_]


def judged(*, compared: Compared, seed: int) -> dict[str, Any]:
    """Return what each word, each threshold and each origin came to.

    Strangers are counted as often as there would be in a register of `MODEL.people` people. Pairs
    that share only what brothers and sisters share are left out, as `link` leaves them out.
    """
    probability = compared.found.probability
    shown = more_than_siblings(compared=compared)
    grown = MODEL.people / len(compared.made.people)
    times = np.where(compared.true | compared.of_one_household, 1.0, grown)
    return {
        "model": IN_USE,
        "sha256": MODEL.sha256,
        "people": len(compared.made.people),
        "twice": compared.all_true,
        "seed": seed,
        "nation": MODEL.people,
        "candidates": len(compared.one),
        "true_among_candidates": int(compared.true.sum()),
        "left_out_as_siblings": {
            "false": int((~shown & ~compared.true & (probability >= IN_USE_FROM)).sum()),
            "true": int((~shown & compared.true & (probability >= IN_USE_FROM)).sum()),
        },
        "bands": _bands(compared, probability, shown, times),
        "thresholds": [
            {"least": least} | _at(compared, shown & (probability >= least), times)
            for least in THRESHOLDS
        ],
        "origins": _by_origin(compared, probability, shown, times),
        "kinds": _by_kind(compared, shown & (probability >= IN_USE_FROM)),
    }


def _bands(
    compared: Compared, probability: NDArray[np.float64], shown: Flags, times: NDArray[np.float64]
) -> list[dict[str, Any]]:
    found, top = [], 1.0
    for least, word in MODEL.bands:
        within = shown & (probability >= least) & (probability <= top)
        weight = times[within]
        if weight.sum():
            found.append(
                {
                    "word": word,
                    "from": least,
                    "to": top,
                    "pairs": int(within.sum()),
                    "said": round(float((probability[within] * weight).sum() / weight.sum()), 4),
                    "true": round(float((compared.true[within] * weight).sum() / weight.sum()), 4),
                }
            )
        top = least
    return found


def _at(
    compared: Compared, suggested: Flags, times: NDArray[np.float64], true: int | None = None
) -> dict[str, Any]:
    hits = float(compared.true[suggested].sum())
    false = float(times[suggested & ~compared.true].sum())
    every = compared.all_true if true is None else true
    return {
        "precision": round(hits / max(hits + false, 1.0), 4),
        "recall": round(hits / max(every, 1), 4),
        "false_in_a_thousand": round(1000 * false / max(hits + false, 1.0), 1),
    }


def _by_origin(
    compared: Compared, probability: NDArray[np.float64], shown: Flags, times: NDArray[np.float64]
) -> list[dict[str, Any]]:
    people = compared.made.people
    origin = people.origin[compared.made.person]
    second = np.fromiter(compared.made.kinds, dtype=np.int64)
    found = []
    for place, name in enumerate(people.origins):
        ours = origin[compared.other] == place
        true = int((origin[second] == place).sum())
        row: dict[str, Any] = {"origin": name, "true": true}
        for key, least in (("likely", IN_USE_FROM), ("possible", 0.15)):
            row[key] = _at(compared, ours & shown & (probability >= least), times, true)
        row["candidates"] = round(int((ours & compared.true).sum()) / max(true, 1), 4)
        found.append(row)
    return found


def _by_kind(compared: Compared, suggested: Flags) -> dict[str, float]:
    kinds = compared.made.kinds
    names: Sequence[str] = sorted(set(kinds.values()))
    hit = {int(row) for row in compared.other[suggested & compared.true]}
    return {
        name: round(
            sum(row in hit for row, kind in kinds.items() if kind == name)
            / sum(kind == name for kind in kinds.values()),
            4,
        )
        for name in names
    }

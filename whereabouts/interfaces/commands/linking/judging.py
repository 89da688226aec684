"""Judges the model in use on a made-up register that it never saw; plain figures for the card."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.matching.nicknames import OTHER_FORMS
from whereabouts.engines.matching.weights import IN_USE, MODEL
from whereabouts.interfaces.commands.corpus import People
from whereabouts.interfaces.commands.linking.training import Compared, more_than_siblings

THRESHOLDS = (0.999, 0.99, 0.95, 0.9, 0.8, 0.7, 0.5, 0.3, 0.15)
IN_USE_FROM = 0.7
GROUPS = Path(__file__).with_name("ethnic_groups.toml")
Flags = NDArray[np.bool_]


def judged(*, compared: Compared, seed: int) -> dict[str, Any]:
    """Return what each word, each threshold, each origin and each ethnic group came to.

    Strangers are counted as often as there would be in a register of `MODEL.people` people. Pairs
    that share only what brothers and sisters share are left out, as `link` leaves them out.
    """
    probability = compared.found.probability
    shown = more_than_siblings(compared=compared)
    people = compared.made.people
    groups = ethnic_groups(people=people, seed=seed)
    grown = MODEL.people / len(people)
    times = np.where(compared.true | compared.of_one_household, 1.0, grown)
    return {
        "model": IN_USE,
        "sha256": MODEL.sha256,
        "forms_sha256": forms_sha256(),
        "people": len(people),
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
        "origins": _by_group(compared, probability, shown, times, *_origins(compared)),
        "ethnic_groups": _by_group(compared, probability, shown, times, *groups),
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


def forms_sha256() -> str:
    """Return the hash of all short forms in use: the model is judged anew where they change."""
    lines = (f"{name}: {' '.join(sorted(forms))}" for name, forms in sorted(OTHER_FORMS.items()))
    return sha256("\n".join(lines).encode()).hexdigest()


def ethnic_groups(*, people: People, seed: int) -> tuple[list[str], NDArray[np.intp]]:
    """Return the ethnic groups, and which of them each person is of: one for each household.

    Drawn by the origin of its names, from `ethnic_groups.toml`: so nothing but names tells here.
    """
    shares = tomllib.loads(GROUPS.read_text(encoding="utf-8"))["shares"]
    names = sorted({name for of_origin in shares.values() for name in of_origin})
    first, place = np.unique(people.household, return_index=True)
    drawn = np.zeros(int(first.max()) + 1, dtype=np.intp)
    chance = np.random.default_rng(seed)
    for number, origin in enumerate(people.origins):
        at = first[people.origin[place] == number]
        odds = np.array([shares[origin].get(name, 0) for name in names], dtype=float)
        drawn[at] = chance.choice(len(names), len(at), p=odds / odds.sum())
    return names, drawn[people.household]


def _origins(compared: Compared) -> tuple[list[str], NDArray[np.intp]]:
    people = compared.made.people
    return people.origins, people.origin.astype(np.intp)


def _by_group(  # noqa: PLR0917 (of one judgement, all needed)
    compared: Compared, probability: NDArray[np.float64], shown: Flags, times: NDArray[np.float64],
    names: Sequence[str], of_person: NDArray[np.intp],
) -> list[dict[str, Any]]:  # fmt: skip
    group = of_person[compared.made.person]
    second = np.fromiter(compared.made.kinds, dtype=np.int64)
    found = []
    for place, name in enumerate(names):
        ours = group[compared.other] == place
        true = int((group[second] == place).sum())
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

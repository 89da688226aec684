"""`train_pairs`: makes a model of pairs from made-up registers, in three steps.

`train_pairs levels NAME` trains how often records of one child, and of two, agree at each level.
`train_pairs probability`, once `weights.IN_USE` names it, finds on another register how bits become
a probability. `train_pairs judge` then writes, for the model card, what it comes to on a register
that it never saw. A model that has been in use is never edited: train one of another name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

from whereabouts.engines.matching.model import COMPARISONS, MODELS
from whereabouts.engines.matching.weights import IN_USE
from whereabouts.interfaces.commands.linking import training
from whereabouts.interfaces.commands.linking.judging import judged
from whereabouts.interfaces.commands.linking.made_up import MadeUp, made_up_register

REFUSED, WRONG_USAGE = 1, 2
NATION = 2_000_000
CARD = Path(__file__).resolve().parents[3] / "docs" / "model-card"
BANDS = {"almost certain": 0.99, "likely": 0.7, "possible": 0.15, "weak": 0.0}
NOT_YET = (1.0, -21.0)
ANOTHER_REGISTER = 100
# A register by which nothing was ever mended: what is found on it cannot have been made for it.
JUDGED_BY = 400


def main(argv: list[str]) -> int:
    """Write the model's files and note their hashes; return 0, or 1 where it is there already."""
    parser = argparse.ArgumentParser(prog="whereabouts train_pairs")
    parser.add_argument("step", choices=("levels", "probability", "judge"))
    parser.add_argument("name", nargs="?", default=IN_USE)
    parser.add_argument("--dated", default="", help="the day, as 2026-11-22")
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--twice", type=int, default=6_000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--folder", type=Path, default=MODELS)
    parser.add_argument("--card", type=Path, default=CARD)
    try:
        options = parser.parse_args(argv)
    except SystemExit as stopped:
        return WRONG_USAGE if stopped.code else 0
    file = options.folder / f"{options.name}.toml"
    if options.step == "levels":
        if file.exists() or not options.dated:
            print("Give a name that no model has yet, and --dated.", file=sys.stderr)
            return REFUSED
        _levels(file, options)
    elif options.step == "probability":
        _probability(file, options)
    else:
        _judge(options)
        return 0
    note(folder=options.folder)
    return 0


def note(*, folder: Path) -> None:
    """Write down the hashes of every model file of a folder."""
    files = sorted(file for file in folder.iterdir() if file.suffix in (".toml", ".tsv"))
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="ascii")


def _levels(file: Path, options: argparse.Namespace) -> None:
    made = _made(options, options.seed)
    chances = training.estimate(made=made, seed=options.seed)
    chances["identifier"] = chances.pop("number")
    shares = training.common_names(made=made)
    rows = [
        f"{which}\t{name}\t{share:.6f}\n"
        for which, names in shares.items()
        for name, share in names.items()
    ]
    file.with_suffix(".tsv").write_text("".join(rows), encoding="utf-8")
    said = (
        f"{options.people} made-up people, {options.twice} of them twice, seed {options.seed}; "
        f"probabilities on as many others, seed {options.seed + ANOTHER_REGISTER}"
    )
    text = training.as_toml(
        chances={name: chances[name] for name in COMPARISONS},
        dated=options.dated,
        trained_on=said,
        people=NATION,
        slope=NOT_YET[0],
        shift=NOT_YET[1],
        bands=BANDS,
    )
    file.write_text(text, encoding="utf-8")


def _probability(file: Path, options: argparse.Namespace) -> None:
    compared = training.compared(made=_made(options, options.seed + ANOTHER_REGISTER))
    times = training.times_in_a_nation(compared=compared, people=NATION)
    kept = times > 0
    slope, shift = training.probability_of(
        bits=compared.found.bits[kept], true=compared.true[kept], times=times[kept]
    )
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^slope = .*$", f"slope = {slope:.6f}", text)
    file.write_text(re.sub(r"(?m)^shift = .*$", f"shift = {shift:.6f}", text), encoding="utf-8")


def _judge(options: argparse.Namespace) -> None:
    seed = options.seed + JUDGED_BY
    found = judged(compared=training.compared(made=_made(options, seed)), seed=seed)
    options.card.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=1) + "\n"
    (options.card / f"{IN_USE}.json").write_text(text, encoding="utf-8")


def _made(options: argparse.Namespace, seed: int) -> MadeUp:
    return made_up_register(people=options.people, twice=options.twice, seed=seed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

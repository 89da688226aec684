"""One trained model of how records of one child agree: read, checked against its hash, dated."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import log2
from pathlib import Path
from typing import TypeVar

MODELS = Path(__file__).parent / "models"
COMPARISONS = ("given", "family", "born", "sex", "place", "phone", "identifier")

Chances = tuple[float, float]
T = TypeVar("T")


class ModelRefused(ValueError):
    """This is no model that may be used; the message names the file and why."""


@dataclass(frozen=True, slots=True)
class Model:
    """The parameters by which any two records are compared, by search and by linking alike.

    `chances` holds for each comparison and level the share of pairs that agree so: of one person
    (m), and of two people taken at random (u). `shares` holds for "given" and "family" the share
    of people who bear a common name; a rarer one counts as `rarest`. `slope` and `shift` turn the
    sum of weights, in bits, into a probability in a register of `people` persons.
    """

    id: str
    dated: date
    sha256: str
    trained_on: str
    people: int
    slope: float
    shift: float
    rarest: float
    chances: Mapping[str, Mapping[str, Chances]]
    shares: Mapping[str, Mapping[str, float]]
    bands: tuple[tuple[float, str], ...]

    def weights(self, comparison: str) -> dict[str, float]:
        """Return the weight of each level of a comparison, in bits; what is missing weighs 0."""
        return {level: log2(m / u) for level, (m, u) in self.chances[comparison].items()}

    def name_weight(self, which: str, level: str, name: str) -> float:
        """Return what it weighs, in bits, that this very name agrees as `level` says.

        Many bear a common name, so that its agreement says less (term-frequency adjustment).
        """
        m = self.chances[which][level][0]
        return log2(m / max(self.shares[which].get(name, 0.0), self.rarest))

    def probability(self, bits: float) -> float:
        """Return how likely the two are one person, from 0 to 1, given the sum of weights."""
        exponent = min(max(self.slope * bits + self.shift, -1000.0), 1000.0)
        return float(1 / (1 + 2.0**-exponent))

    def word(self, probability: float) -> str:
        """Return the word for a probability."""
        return next(word for least, word in self.bands if probability >= least)


def load_model(*, name: str, folder: Path = MODELS) -> Model:
    """Return the model of that name, after its files were held against their noted hashes.

    :raises ModelRefused: a file is missing, was changed after it was noted, or lacks something.
    """
    try:
        lines = (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines()
        noted = {file: sha256 for sha256, _, file in (line.partition("  ") for line in lines)}
        texts = {file: (folder / file).read_bytes() for file in (f"{name}.toml", f"{name}.tsv")}
    except OSError as fault:
        raise ModelRefused(f"The model {name} is not complete: {fault.strerror}.") from None
    for file, text in texts.items():
        if hashlib.sha256(text).hexdigest() != noted.get(file):
            raise ModelRefused(
                f"{file} is not what SHA256SUMS noted: a model is never edited, train another."
            )
    return _read(
        name=name,
        said=tomllib.loads(texts[f"{name}.toml"].decode()),
        rows=texts[f"{name}.tsv"].decode(),
        sha256=hashlib.sha256(b"".join(texts.values())).hexdigest(),
    )


def _read(*, name: str, said: dict[str, object], rows: str, sha256: str) -> Model:
    shares: dict[str, dict[str, float]] = {"given": {}, "family": {}}
    for row in rows.splitlines():
        which, word, share = row.split("\t")
        shares[which][word] = float(share)
    try:
        chances = {
            comparison: {level: _chances(pair) for level, pair in _table(said[comparison]).items()}
            for comparison in COMPARISONS
        }
        return Model(
            id=name,
            dated=_a(date, said["dated"]),
            sha256=sha256,
            trained_on=_a(str, said["trained_on"]),
            people=_a(int, said["people"]),
            slope=_a(float, said["slope"]),
            shift=_a(float, said["shift"]),
            rarest=_a(float, said["rarest"]),
            chances=chances,
            shares=shares,
            bands=tuple(
                sorted(
                    ((_a(float, least), word) for word, least in _table(said["bands"]).items()),
                    reverse=True,
                )
            ),
        )
    except (KeyError, TypeError) as fault:
        raise ModelRefused(f"{name}.toml lacks {fault}, or has it in another form.") from None


def _table(said: object) -> dict[str, object]:
    if not isinstance(said, dict):
        raise TypeError("a table")
    return said


def _chances(said: object) -> Chances:
    pair = _table(said)
    m, u = _a(float, pair["m"]), _a(float, pair["u"])
    if not (0 < m <= 1 and 0 < u <= 1):
        raise TypeError("chances between 0 and 1")
    return m, u


def _a(kind: type[T], said: object) -> T:
    if not isinstance(said, kind):
        raise TypeError(kind.__name__)
    return said

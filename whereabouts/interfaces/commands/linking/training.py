"""Trains a model of pairs: m and u by level, common names, and how bits become a probability."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whereabouts.engines.linking import Scored, candidate_pairs, register, score_pairs
from whereabouts.engines.linking.others import BORN_LEVELS, SIDES
from whereabouts.engines.linking.spelling import LEVELS
from whereabouts.engines.matching import compare_records
from whereabouts.engines.matching.names import name_parts
from whereabouts.interfaces.commands.linking.finding import Suggested, may_be_one
from whereabouts.interfaces.commands.linking.made_up import MadeUp

RANDOM_PAIRS = 3_000_000
COMMON = 1e-4  # share of people who bear a name: commoner ones are listed, one by one
FLOOR = 15.0  # bits, beneath which nothing is ever suggested
HALF = 0.5  # added to each count, so that what was never seen is rare and not impossible
NAMES_OF = {"given": LEVELS, "family": LEVELS, "born": BORN_LEVELS, "sex": SIDES, "place": SIDES,
            "phone": SIDES, "number": SIDES}  # fmt: skip
# What made-up people do not show, judged: the least m where a child gives, or is given, another day
# or sex; and m and u where one side knows a month, or only a year or an age, out of 21 years.
AT_LEAST = {("born", "conflicting"): 0.01, ("sex", "other"): 0.01}
OF_A_RANGE = {"overlap": (0.97, 0.004), "overlap_year": (0.95, 0.1), "near_range": (0.2, 0.1)}
# Days are weighed among days: what is known of a range has chances of its own.
LEFT_OUT = {"missing", "unknown", *OF_A_RANGE}

Chances = dict[str, dict[str, tuple[float, float]]]
Bits = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Compared:
    """The candidate pairs of a made-up register, what was found, and which are one person."""

    made: MadeUp
    one: NDArray[np.int32]
    other: NDArray[np.int32]
    found: Scored
    true: Flags
    all_true: int

    @property
    def of_one_household(self) -> Flags:
        """Return which pairs live, or were born, in one household."""
        home = self.made.people.household[self.made.person]
        same: Flags = home[self.one] == home[self.other]
        return same


def true_pairs(*, made: MadeUp) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the second records with the first of the same person."""
    second = np.fromiter(made.kinds, dtype=np.int32)
    return made.person[second], second


def estimate(*, made: MadeUp, seed: int) -> Chances:
    """Return m from the pairs known to be one person, and u from pairs taken at random."""
    held = register(records=made.records)
    chance = np.random.default_rng(seed)
    one, other = chance.integers(0, held.size, (2, RANDOM_PAIRS), dtype=np.int32)
    apart = made.person[one] != made.person[other]
    first, second = true_pairs(made=made)
    same = score_pairs(held=held, one=first, other=second)
    random = score_pairs(held=held, one=one[apart], other=other[apart])
    found: Chances = {}
    for comparison, levels in NAMES_OF.items():
        m, u = (_shares(getattr(side, comparison), levels) for side in (same, random))
        found[comparison] = {
            level: (max(m[level], AT_LEAST.get((comparison, level), 0.0)), u[level]) for level in m
        }
    found["born"] |= OF_A_RANGE
    for name in ("given", "family"):
        found[name] = _never_less(found[name])
    del found["family"]["short_form"]
    return found


def _shares(levels: NDArray[np.uint8], names: Sequence[str]) -> dict[str, float]:
    counts = np.bincount(levels, minlength=len(names)).astype(float)
    kept = [place for place, name in enumerate(names) if name not in LEFT_OUT]
    total = counts[kept].sum() + HALF * len(kept)
    return {str(names[place]): float((counts[place] + HALF) / total) for place in kept}


def _never_less(chances: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """Return the same with neighbours put together where the better level would weigh less."""
    blocks: list[tuple[list[str], float, float]] = []
    for level, (m, u) in chances.items():
        blocks.append(([level], m, u))
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] < blocks[-1][1] / blocks[-1][2]:
            last, before = blocks.pop(), blocks.pop()
            blocks.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    return {
        level: (m * chances[level][1] / u, chances[level][1])
        for levels, m, u in blocks
        for level in levels
    }


def common_names(*, made: MadeUp) -> dict[str, dict[str, float]]:
    """Return the share of people who bear each common name, by its first word or run together."""
    shares: dict[str, dict[str, float]] = {}
    for which, place in (("given", 0), ("family", 1)):
        counts: Counter[str] = Counter()
        for record in made.records:
            for words in {name_parts(text=name[place]) for name in record.names[:1]}:
                counts.update({"".join(words), *words[:1]} - {""})
        total = len(made.records)
        shares[which] = {
            name: count / total for name, count in counts.most_common() if count / total > COMMON
        }
    return shares


def probability_of(*, bits: Bits, true: Flags, times: Bits) -> tuple[float, float]:
    """Return slope and shift by which bits become a probability, pairs counted `times` over."""
    slope, shift = 1.0, -20.0
    natural = np.log(2)
    for _ in range(50):
        z = natural * (slope * bits + shift)
        p = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
        wrong, spread = times * (true - p), times * p * (1 - p) + 1e-12
        gradient = natural * np.array([(wrong * bits).sum(), wrong.sum()])
        second = natural**2 * np.array(
            [
                [(spread * bits * bits).sum(), (spread * bits).sum()],
                [(spread * bits).sum(), spread.sum()],
            ]
        )
        step = np.linalg.solve(second, gradient)
        step *= min(1.0, 3.0 / float(np.abs(step).max() + 1e-12))
        slope, shift = slope + step[0], shift + step[1]
        if float(np.abs(step).max()) < 1e-9:
            break
    return float(slope), float(shift)


def times_in_a_nation(*, compared: Compared, people: int) -> Bits:
    """Return how often each pair would be there among so many people.

    Pairs of one person, or of one household, grow with the number of people; strangers who agree
    by chance grow with its square. Pairs that share no more than brothers and sisters do count for
    nothing: no sum of weights tells those apart, and `link` leaves them out by a rule.
    """
    grown = people / len(compared.made.people)
    times = np.where(compared.true | compared.of_one_household, 1.0, grown)
    kept: Bits = times * more_than_siblings(compared=compared)
    return kept


def more_than_siblings(*, compared: Compared, least: float = FLOOR) -> Flags:
    """Return which pairs, of at least so many bits, the rule for suggestions lets through."""
    records = compared.made.records
    kept = np.zeros(len(compared.one), dtype=np.bool_)
    for at in np.flatnonzero(compared.found.bits >= least).tolist():
        one, other = int(compared.one[at]), int(compared.other[at])
        match = compare_records(one=records[one], other=records[other])
        kept[at] = may_be_one(records=records, pair=Suggested(one, other, match))
    return kept


def compared(*, made: MadeUp) -> Compared:
    """Return every candidate pair of a made-up register, scored."""
    held = register(records=made.records)
    pairs = candidate_pairs(held=held)
    found = score_pairs(held=held, one=pairs.one, other=pairs.other)
    true = made.person[pairs.one] == made.person[pairs.other]
    return Compared(made, pairs.one, pairs.other, found, true, len(made.kinds))


def as_toml(
    *,
    chances: Chances,
    dated: str,
    trained_on: str,
    people: int,
    slope: float,
    shift: float,
    bands: Mapping[str, float],
) -> str:
    """Return the model's file."""
    said = [
        f"dated = {dated}", f'trained_on = "{trained_on}"', f"people = {people}",
        f"slope = {slope:.6f}", f"shift = {shift:.6f}", f"rarest = {COMMON!r}", "", "[bands]",
        *(f'"{word}" = {least!r}' for word, least in bands.items()),
    ]  # fmt: skip
    for comparison, levels in chances.items():
        said += ["", f"[{comparison}]"]
        said += [f"{level} = {{ m = {m:.9f}, u = {u:.9f} }}" for level, (m, u) in levels.items()]
    return "\n".join(said) + "\n"

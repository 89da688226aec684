"""Training counts what it is shown, and a probability is what is true that often."""

import numpy as np
import pytest

from whereabouts.engines.linking import candidate_pairs, register
from whereabouts.engines.matching import Candidate, parse_date_of_birth
from whereabouts.interfaces.commands.linking import training
from whereabouts.interfaces.commands.linking.made_up import ON, made_up_register


def test_bits_become_the_probability_that_made_them() -> None:
    chance = np.random.default_rng(7)
    bits = chance.uniform(0, 60, 40_000)
    true = chance.random(len(bits)) < 1 / (1 + np.exp2(-(0.8 * bits - 25)))

    slope, shift = training.probability_of(bits=bits, true=true, times=np.ones(len(bits)))

    assert slope == pytest.approx(0.8, rel=0.05)
    assert shift == pytest.approx(-25, rel=0.05)


def test_a_better_level_is_never_trained_to_weigh_less() -> None:
    found = training._never_less(
        {
            "same": (0.5, 0.1),
            "short_form": (0.1, 0.1),
            "sounds_alike": (0.2, 0.05),
            "different": (0.2, 0.75),
        }
    )
    weights = [m / u for m, u in found.values()]

    assert weights == sorted(weights, reverse=True)
    assert weights[1] == pytest.approx(weights[2])


def test_a_made_up_register_is_the_same_for_the_same_seed_and_knows_its_truth() -> None:
    made, again = (made_up_register(people=3_000, twice=140, seed=3) for _ in range(2))

    assert made.records == again.records
    first, second = training.true_pairs(made=made)
    assert len(second) == 140
    assert (made.person[first] == made.person[second]).all()


def test_keys_bring_most_true_pairs_together_and_few_others() -> None:
    made = made_up_register(people=3_000, twice=140, seed=4)
    pairs = candidate_pairs(held=register(records=made.records))
    true = made.person[pairs.one] == made.person[pairs.other]

    assert (pairs.one < pairs.other).all()
    assert true.sum() >= 0.85 * 140
    assert len(true) <= 3 * len(made.records)


def test_a_block_that_says_nothing_is_left_out_and_counted() -> None:
    born = parse_date_of_birth(text="12/03/2011", on=ON)
    crowd = [Candidate(names=(("Ada", "Null"),), births=(born,)) for _ in range(30)]

    every = candidate_pairs(held=register(records=crowd))
    none = candidate_pairs(held=register(records=crowd), largest_block=10)

    assert len(every.one) == 30 * 29 // 2
    assert len(none.one) == 0
    assert none.left_out["both names sound alike"] == 30


def test_an_empty_register_has_no_pairs() -> None:
    assert len(candidate_pairs(held=register(records=[])).one) == 0

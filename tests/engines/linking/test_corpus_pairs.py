"""Of the made-up register's pairs, near and at random, linking and the live search say the same."""

import numpy as np
import pytest

from tests.engines.finding.made_up import POLICE, record
from tests.engines.linking.test_scoring import assert_the_same
from whereabouts.engines.finding import Entry, Finder
from whereabouts.engines.linking import candidate_pairs, register, score_pairs
from whereabouts.engines.linking.blocking import broad_pairs
from whereabouts.engines.matching import Query
from whereabouts.engines.matching.weights import MODEL
from whereabouts.interfaces.commands.linking.made_up import made_up_register
from whereabouts.interfaces.commands.linking.training import true_pairs

PEOPLE, TWICE, SEED = 3_000, 300, 77
AT_RANDOM, NEAR = 2_000, 3_000


@pytest.fixture(scope="module")
def made():
    return made_up_register(people=PEOPLE, twice=TWICE, seed=SEED)


@pytest.mark.parametrize("kind", ["true", "near", "broad", "random"])
def test_both_say_the_same_of_pairs_of_the_corpus(made, kind):
    chance = np.random.default_rng(SEED)
    size = len(made.records)
    if kind == "true":
        one, other = true_pairs(made=made)
    elif kind == "random":
        one, other = chance.integers(0, size, (2, AT_RANDOM))
    else:
        held = register(records=made.records)
        if kind == "near":
            pairs = candidate_pairs(held=held)
            one, other = pairs.one, pairs.other
        else:
            one, other = broad_pairs(held=held)
        some = chance.permutation(len(one))[:NEAR]
        one, other = one[some], other[some]
    assert len(one) >= TWICE
    # Either of the two may be the one that is asked for.
    turned = chance.random(len(one)) < 0.5
    one, other = np.where(turned, other, one), np.where(turned, one, other)
    assert_the_same(made.records, one.astype(np.int32), other.astype(np.int32))


def test_who_is_searched_for_live_is_as_likely_as_the_pair_that_linking_finds(made):
    first, second = true_pairs(made=made)
    finder = Finder.build(entries=[_entry(row, made.records[row]) for row in range(PEOPLE)])
    said = score_pairs(held=register(records=made.records), one=second, other=first).bits
    checked = 0
    for place, (held, asked) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        for hit in finder.find(query=_asking(made.records[asked]), asker=POLICE).hits:
            if hit.person == record(held):
                checked += 1
                assert hit.match.bits == pytest.approx(said[place], abs=1e-9)
                assert hit.match.score == pytest.approx(MODEL.probability(said[place]), abs=1e-12)

    assert checked >= 0.9 * TWICE


def _entry(row, held):
    return Entry(
        record=record(row), person=record(row), owner=POLICE.agency, names=held.names,
        births=held.births, sex=held.sex, places=held.places, phones=held.phones,
        identifiers=held.identifiers,
    )  # fmt: skip


def _asking(noted):
    """Return a record of another agency as somebody would type it into a search."""
    (name,) = noted.names
    return Query(
        names=(" ".join(name),), born=noted.births[0] if noted.births else None, sex=noted.sex,
        place=noted.places[0] if noted.places else None,
        phone=noted.phones[0] if noted.phones else None, identifiers=noted.identifiers,
    )  # fmt: skip

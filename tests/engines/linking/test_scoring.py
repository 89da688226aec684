"""Linking and live search say the same of a pair, however the records are put."""

import random
from datetime import date, timedelta

import numpy as np
import pytest

from whereabouts.engines.linking import register, score_pairs, scoring
from whereabouts.engines.linking.others import BORN_LEVELS
from whereabouts.engines.linking.spelling import DIFFERENT, LEVELS
from whereabouts.engines.matching import BirthRange, Candidate, compare_records
from whereabouts.engines.matching.name_levels import name_agreement
from whereabouts.engines.matching.weights import MODEL, NameLevel, family_weight, given_weight

GIVEN = [
    "Aaliyah",
    "Alia",
    "Liya",
    "Ayesha",
    "Aisha",
    "Mohammed",
    "Mohamed",
    "Muhammad",
    "Jo",
    "Jon",
    "John",
    "Ian",
    "Ifan",
    "Katie",
    "Catherine",
    "Catrin",
    "A",
    "J",
    "Li",
    "Amy",
    "Null",
    "None",
    "True",
    "1e5",
    "Tomasz",
    "Tomos",
    "Saoirse",
    "Oluwaseun",
    "Anne-Marie",
    "Annemarie",
    "D'Arcy",
    "Zebedee",
    "Christopher",
    "Cristopher",
    "Maximilian",
    "Maximillian",
    "Bo",
]
FAMILY = [
    "Sampleton",
    "Samplton",
    "Sampeltno",
    "Khan",
    "Kahn",
    "O'Connor",
    "OConnor",
    "MacDonald",
    "Testa",
    "Li",
    "Lee",
    "Quux",
    "Begum",
    "Williams",
    "William",
    "Jones",
    "Johns",
    "Adebayo-Smith",
    "Smith",
    "Null",
    "1e5",
    "Llewellyn",
    "Lewelyn",
    "Wu",
    "Xu",
]
PLACES = ("3 Made Up Row, Exampleford", "Exampleford", "EX1 1MP", "Row 3 Made Up Exampleford", "")


def some_name(chance):
    given_name = " ".join(chance.sample(GIVEN, chance.choice((0, 1, 1, 1, 1, 2, 3))))
    family = " ".join(chance.sample(FAMILY, chance.choice((0, 1, 1, 1, 1, 2))))
    return (family, given_name) if chance.random() < 0.1 else (given_name, family)


def some_birth(chance):
    day = date(2011, 1, 1) + timedelta(days=chance.choice((0, 1, 31, 40, 365, 366, 700, 5000)))
    if chance.random() < 0.7:
        return BirthRange(day, day, "day")
    return BirthRange(day, day + timedelta(days=chance.choice((30, 364, 1095))), "age")


def some_record(chance):
    return Candidate(
        names=tuple(some_name(chance) for _ in range(chance.choice((0, 1, 1, 1, 2, 3)))),
        births=tuple(some_birth(chance) for _ in range(chance.choice((0, 1, 1, 1, 2)))),
        sex=chance.choice((None, "", "F", "M", "X")),
        places=tuple(chance.sample(PLACES, chance.choice((0, 1, 1, 2)))),
        phones=tuple(
            chance.sample(("07700 900123", "+447700900123", "900", "-"), chance.choice((0, 1, 2)))
        ),
        identifiers=tuple(
            (chance.choice(("pnc", "nhs")), chance.choice(("99/1", "99-1", "2", "-")))
            for _ in range(chance.choice((0, 0, 1, 2)))
        ),
    )


def assert_the_same(records, one, other):
    found = score_pairs(held=register(records=records), one=one, other=other)
    for place, (first, second) in enumerate(zip(one.tolist(), other.tolist(), strict=True)):
        said = compare_records(one=records[first], other=records[second])
        assert found.bits[place] == pytest.approx(said.bits, abs=1e-9), (
            records[first],
            records[second],
            LEVELS[found.given[place]],
            LEVELS[found.family[place]],
            BORN_LEVELS[found.born[place]],
            said,
        )
        assert found.probability[place] == pytest.approx(said.score, abs=1e-12)


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.full)])
def test_both_say_the_same_of_any_pair(count):
    chance = random.Random(2026)
    records = [some_record(chance) for _ in range(1_500)]
    pairs = np.array([chance.sample(range(len(records)), 2) for _ in range(count)], dtype=np.int32)
    assert_the_same(records, pairs[:, 0], pairs[:, 1])


def test_one_name_beside_one_name_agrees_at_the_levels_of_a_search():
    chance = random.Random(2027)
    records = [Candidate(names=(some_name(chance),)) for _ in range(400)]
    pairs = np.array([chance.sample(range(len(records)), 2) for _ in range(2_000)], dtype=np.int32)
    found = score_pairs(held=register(records=records), one=pairs[:, 0], other=pairs[:, 1])

    for place, (first, second) in enumerate(pairs.tolist()):
        ((given, family),) = records[second].names
        said = name_agreement(text=" ".join(records[first].names[0]), given=given, family=family)
        assert LEVELS[found.given[place]] is said.given, (records[first], records[second])
        assert LEVELS[found.family[place]] is said.family, (records[first], records[second])


def test_long_names_of_many_runs_of_words_are_read_as_a_search_reads_them():
    chance = random.Random(2029)
    records = [
        Candidate(
            names=((
                " ".join(chance.sample(GIVEN, chance.randint(2, 6))),
                " ".join(chance.sample(FAMILY, chance.randint(1, 4))),
            ),)
        )
        for _ in range(200)
    ]  # fmt: skip
    pairs = np.array([chance.sample(range(len(records)), 2) for _ in range(1_000)], dtype=np.int32)
    assert_the_same(records, pairs[:, 0], pairs[:, 1])


def test_whatever_agrees_in_a_name_weighs_more_than_what_does_not():
    for side, weigh in (("given", given_weight), ("family", family_weight)):
        for name in ("", *MODEL.shares[side]):
            agreeing = [level for level in LEVELS if LEVELS.index(level) < DIFFERENT]
            if side == "family":
                agreeing.remove(NameLevel.SHORT_FORM)
            least = min(weigh(level=level, name=name) for level in agreeing)
            assert least > weigh(level=NameLevel.DIFFERENT, name="")


def test_pairs_that_several_processors_share_are_scored_as_by_one(monkeypatch):
    chance = random.Random(2028)
    held = register(records=[some_record(chance) for _ in range(200)])
    one, other = np.divmod(np.arange(40_000, dtype=np.int32), np.int32(200))
    alone = score_pairs(held=held, one=one, other=other)
    monkeypatch.setattr(scoring, "AT_A_TIME", 700)

    for mine, shared in zip(alone, score_pairs(held=held, one=one, other=other), strict=True):
        assert (mine == shared).all()


def test_no_pairs_are_no_trouble():
    nobody = np.empty(0, dtype=np.int32)

    assert score_pairs(held=register(records=[]), one=nobody, other=nobody).probability.size == 0

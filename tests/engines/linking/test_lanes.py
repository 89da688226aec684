"""What eight words are asked at once is what each would be asked alone."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from tests.engines.linking.test_spelling import FEW_LETTERS, SLIPS, level_of, with_slips
from whereabouts.engines.linking.columns import (
    FIRST,
    HEARD,
    KIN,
    LANES,
    LAST,
    LETTERS,
    OF_LANES,
    OF_RECORD,
    OF_WORD,
)
from whereabouts.engines.linking.lanes import (
    FIRST_WORD,
    LAST_WORD,
    TURNED,
    lowest,
    may_agree,
    plain_may_agree,
)
from whereabouts.engines.linking.spelling import DIFFERENT
from whereabouts.engines.linking.units import HALF, MOST_BITS_CHANGED, SHORT

ALL = 0xFFFFFFFF
NUMBERS = some.integers(0, ALL)


def alike(one, other, *, kin):
    """Return whether two words, each its four numbers, may agree: as the rule is written."""
    heard = (one[HEARD] ^ other[HEARD]) & ALL
    either = (one[LETTERS] | other[LETTERS]) & ALL
    letters = ((one[LETTERS] ^ other[LETTERS]) & ALL) | (either & SHORT)
    return bool(
        heard >> HALF == 0
        or heard & ((1 << HALF) - 1) == 0
        or letters.bit_count() <= MOST_BITS_CHANGED
        or (kin and one[KIN] == other[KIN])
    )


def as_table(numbers):
    return np.array(numbers, dtype=np.uint32).view(np.int32)


def words_near(word):
    """Return words of which each is told apart by few bits, or by many."""
    bits = some.sampled_from(
        (0, 1, 0x8000, 0x10000, 0xFFFF, 0xFFFF0000, 0x80000001, ALL, 0x1F, SHORT)
    )
    near = some.tuples(*(bits.map(lambda apart, at=at: word[at] ^ apart) for at in range(OF_WORD)))
    return near | some.tuples(*[NUMBERS] * OF_WORD)


@settings(max_examples=300, deadline=None)
@given(data=some.data(), held=some.tuples(*[NUMBERS] * OF_WORD), kin=some.booleans())
def test_each_of_eight_words_is_told_as_it_would_be_alone(data, held, kin):
    runs = [data.draw(words_near(held)) for _ in range(LANES)]
    table = as_table([*(run[column] for column in range(OF_WORD) for run in runs), *held])
    said = may_agree(table, 0, OF_LANES, kin)

    assert [bool(said >> lane & 1) for lane in range(LANES)] == [
        alike(run, held, kin=kin) for run in runs
    ]
    assert said >> LANES == 0


@settings(max_examples=300, deadline=None)
@given(data=some.data(), given_name=some.tuples(*[NUMBERS] * OF_WORD))
def test_plain_names_are_told_word_for_word_and_the_other_way_round(data, given_name):
    family = data.draw(words_near(given_name))
    first, last = data.draw(words_near(given_name)), data.draw(words_near(family))
    table = np.zeros(2 * OF_RECORD, dtype=np.int32)
    for start, words in ((0, (first, last)), (OF_RECORD, (given_name, family))):
        for place, word in zip((FIRST, LAST), words, strict=True):
            table[start + place : start + place + OF_WORD] = as_table(word)
    said = plain_may_agree(table, 0, OF_RECORD)

    assert bool(said & FIRST_WORD) == alike(first, given_name, kin=True)
    assert bool(said & LAST_WORD) == alike(last, family, kin=False)
    assert bool(said & LAST_WORD << TURNED) == alike(last, given_name, kin=True)
    assert bool(said & FIRST_WORD << TURNED) == alike(first, family, kin=False)


@pytest.mark.parametrize("place", range(63))
def test_the_lowest_bit_that_is_set_is_found(place):
    assert lowest(1 << place | 1 << 62) == place


@settings(max_examples=500, deadline=None)
@given(word=FEW_LETTERS, slips=SLIPS, is_given=some.booleans())
@example(word="catherine", slips=[], is_given=True)
def test_words_that_agree_at_all_are_never_ruled_out(word, slips, is_given):
    other = "kate" if word == "catherine" else with_slips(word, slips)
    level, units, *rows = level_of(word, other, kin=is_given)
    if word == other or level == DIFFERENT:
        return
    numbers = np.stack([units.heard, units.letters, units.kin, np.arange(len(units.texts))], axis=1)
    table = np.concatenate([np.repeat(numbers[rows[0]], LANES), numbers[rows[1]]]).astype(np.int32)

    # A word of one letter, which may be an initial, is compared with all.
    if len(word) > 1:
        assert may_agree(table, 0, OF_LANES, is_given) == (1 << LANES) - 1

"""Compiled comparisons of two words say what the rules say of them, letter for letter."""

from hypothesis import example, given, settings
from hypothesis import strategies as some
from rapidfuzz.distance import OSA

from whereabouts.engines.linking.spelling import LEVELS, SLIP, unlike
from whereabouts.engines.linking.units import Units
from whereabouts.engines.matching.name_levels import _Recorded, _Word, hear

FEW_LETTERS = some.text("aabcehkst", min_size=1, max_size=13)
SLIPS = some.lists(
    some.tuples(some.sampled_from(("add", "drop", "change", "turn")), some.integers(0, 12)),
    max_size=3,
)


def with_slips(word, slips):
    letters = list(word)
    for kind, place in slips:
        at = place % len(letters)
        match kind:
            case "add":
                letters.insert(at, "o")
            case "drop" if len(letters) > 1:
                del letters[at]
            case "change":
                letters[at] = "i"
            case "turn":
                letters[at : at + 2] = letters[at : at + 2][::-1]
    return "".join(letters)


def level_of(typed, held, *, kin):
    units = Units()
    one, other = units.add(typed), units.add(held)
    units.settle()
    level = unlike(units.words, units.spelt, units.forms, one, other, kin)
    return level, units, one, other


def assert_as_the_rules_say(typed, held):
    for is_given in (True, False):
        said, _ = _Recorded(held, is_given=is_given).agrees(_Word(typed, hear))
        assert LEVELS[level_of(typed, held, kin=is_given)[0]] is said, (typed, held)


@settings(max_examples=500, deadline=None)
@given(word=FEW_LETTERS, slips=SLIPS)
@example(word="abcdefgh", slips=[("turn", 0), ("turn", 1)])
@example(word="aliyahka", slips=[("turn", 2), ("add", 2)])
def test_a_misspelt_word_agrees_as_the_rules_say(word, slips):
    other = with_slips(word, slips)
    if other != word:
        assert_as_the_rules_say(word, other)
        assert_as_the_rules_say(other, word)


@settings(max_examples=200, deadline=None)
@given(one=FEW_LETTERS, other=FEW_LETTERS)
@example(one="a", other="ab")
@example(one="ab", other="abc")
@example(one="abc", other="abca")
@example(one="jon", other="john")
@example(one="\u0430\u043d\u043d\u0430", other="\u0430\u043d\u043d")
def test_any_two_words_agree_as_the_rules_say(one, other):
    if one != other:
        assert_as_the_rules_say(one, other)


@settings(max_examples=500, deadline=None)
@given(word=FEW_LETTERS, slips=SLIPS)
def test_a_slip_is_two_changes_at_most(word, slips):
    other = with_slips(word, slips)
    if level_of(word, other, kin=False)[0] == SLIP:
        assert OSA.distance(word, other) <= 2

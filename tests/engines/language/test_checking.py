"""Whatever is typed: nothing is refused, places are right, and asking twice changes nothing."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whereabouts.engines.language import ABOUT_A_CHILD, found_in, kept_terms, utf16

TERMS = kept_terms()
CONTEXT = ABOUT_A_CHILD | {"concern"}
EXAMPLES = [example for term in TERMS for example in term.examples]
PLAIN = "abc é ŵ 漢字 👩‍👧 ؈ \n\t—…ß İ ﬁ 𝒳 🏴󠁧󠁢󠁷󠁬󠁳󠁿"
written = st.lists(
    st.one_of(st.sampled_from(EXAMPLES), st.text(max_size=30), st.text(PLAIN, max_size=30)),
    max_size=6,
).map(" ".join)


def found(text):
    return found_in(text=text, terms=TERMS, context=CONTEXT)


@given(st.text())
def test_no_text_at_all_is_refused(text):
    for one in found(text):
        assert text[one.start : one.end] == one.words


@given(written)
def test_places_are_right_in_order_and_apart_whatever_stands_between(text):
    last = 0
    for one in found(text):
        assert last <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.words
        assert one.term.pattern.search(one.words)
        last = one.end


@given(written)
def test_places_are_right_as_browsers_count_them(text):
    raw = text.encode("utf-16-le", "surrogatepass")
    for one in found(text):
        start, end = (2 * utf16(text=text, place=place) for place in (one.start, one.end))
        assert raw[start:end].decode("utf-16-le") == one.words


@given(written)
def test_asking_again_finds_the_same_and_leaves_the_text_as_it_was(text):
    kept = str(text)
    assert found(text) == found(text)
    assert text == kept


@settings(max_examples=60)
@given(st.lists(st.sampled_from(EXAMPLES), min_size=1, max_size=4).map(" ".join))
def test_said_the_other_way_nothing_is_found_again(text):
    # Once through may join words that were apart; the second leaves nothing to say.
    for _ in range(3):
        for one in reversed(found(text)):
            text = f"{text[: one.start]}{one.term.instead}{text[one.end :]}"
    assert found(text) == ()


@given(st.text("  👩‍👧漢é.\n", max_size=20), st.sampled_from(EXAMPLES))
def test_what_stands_before_moves_a_place_by_its_own_length(before, example):
    alone = {(one.start, one.end, one.term.id) for one in found(example)}
    moved = found(f"{before}. {example}")
    by = len(before) + 2
    # What is all that is said is so no longer where something stands before it.
    assert {(one.start - by, one.end - by, one.term.id) for one in moved} <= alone
    assert {one for one in alone if one[2] != "safe_and_well_alone"} <= {
        (one.start - by, one.end - by, one.term.id) for one in moved
    }


@given(st.sampled_from(EXAMPLES))
def test_in_quotation_marks_nothing_is_found(example):
    assert found(f"“{example}”") == ()


@pytest.mark.parametrize(
    "text",
    ["a" * 100_000, "not " * 25_000, "“" * 50_000, "' " * 50_000, "hard to " * 12_500,
     "abscond " * 12_500, ">\n" * 50_000, "contact with the " * 6_000],
)  # fmt: skip
def test_a_text_made_to_be_slow_takes_no_longer_than_its_length(text):
    started = time.process_time()
    found(text)
    assert time.process_time() - started < 5

"""How hard a text is to read is counted, and counted the same by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.engines.language import reading_of, sentences_of, words_of


def test_sentences_and_words_are_counted():
    reading = reading_of(text="You can talk to us. Nobody is cross!\nYou choose")
    assert (reading.sentences, reading.words) == (3, 10)
    assert reading.mean_sentence == pytest.approx(10 / 3)
    assert reading.longest_sentence == 5


def test_long_words_are_a_share_of_all_words():
    assert reading_of(text="safeguarding is hard to read").long_share == pytest.approx(0.2)


def test_of_nothing_nothing_is_counted():
    reading = reading_of(text=" … 12 34 ")
    assert (reading.words, reading.sentences, reading.mean_sentence, reading.long_share) == (
        0, 0, 0.0, 0.0,
    )  # fmt: skip


def test_a_word_with_an_apostrophe_or_a_hyphen_is_one_word():
    assert words_of(text="don't worry, it’s a one-time code") == (
        "don't", "worry", "it’s", "a", "one-time", "code",
    )  # fmt: skip


@given(st.text())
def test_every_word_belongs_to_one_sentence(text):
    by_sentence = sum(len(words_of(text=one)) for one in sentences_of(text=text))
    assert by_sentence == reading_of(text=text).words
    assert 0 <= reading_of(text=text).long_share <= 1

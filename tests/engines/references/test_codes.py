"""References are random, readable, and wrong ones are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.engines.references import BadReference, check_reference, new_reference
from whereabouts.engines.references.codes import KINDS, SYMBOLS, _times

FIVE_BYTES = st.binary(min_size=5, max_size=5)
KIND = st.sampled_from(sorted(KINDS))
REFERENCES = st.builds(
    lambda raw, kind: new_reference(random_bytes=raw, kind=kind), FIVE_BYTES, KIND
)


def bare(reference):
    return reference.replace("-", "")


def test_a_reference_is_a_kind_eight_symbols_and_a_check_character():
    assert (
        new_reference(random_bytes=bytes(5), kind="E")
        == "E-0000-0000-" + bare(new_reference(random_bytes=bytes(5), kind="E"))[-1]
    )
    kind, first, second, check = new_reference(random_bytes=b"\xff" * 5, kind="R").split("-")
    assert (kind, first, second) == ("R", "ZZZZ", "ZZZZ")
    assert len(check) == 1


def test_references_already_given_out_stay_good():
    given_out = {
        "E": new_reference(random_bytes=b"\x01\x23\x45\x67\x89", kind="E"),
        "N": new_reference(random_bytes=b"\x01\x23\x45\x67\x89", kind="N"),
    }
    assert given_out == {"E": "E-04HM-ASW9-A", "N": "N-04HM-ASW9-S"}


@given(FIVE_BYTES, FIVE_BYTES)
def test_different_bytes_never_share_a_reference(one, other):
    same = new_reference(random_bytes=one, kind="E") == new_reference(random_bytes=other, kind="E")
    assert same == (one == other)


@given(REFERENCES)
def test_a_good_reference_is_returned_as_written(reference):
    assert check_reference(text=reference) == reference


@given(REFERENCES)
def test_a_reference_is_read_however_it_was_typed(reference):
    kind, rest = reference[0], reference[1:]
    misread = kind.lower() + rest.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert check_reference(text=f"  {misread}\n") == reference
    assert check_reference(text=bare(reference)) == reference
    assert check_reference(text=reference.replace("-", "\u2013").replace("1", "I")) == reference
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in reference)
    assert check_reference(text=full_width) == reference


@given(REFERENCES, st.integers(0, 9), st.sampled_from(SYMBOLS))
def test_every_single_wrong_character_is_refused(reference, place, symbol):
    symbols = bare(reference)
    wrong = symbols[:place] + symbol + symbols[place + 1 :]
    if wrong == symbols:
        assert check_reference(text=wrong) == reference
    else:
        with pytest.raises(BadReference):
            check_reference(text=wrong)


@given(REFERENCES, st.integers(0, 8))
def test_every_swap_of_two_neighbours_is_refused(reference, place):
    symbols = bare(reference)
    swapped = symbols[:place] + symbols[place + 1] + symbols[place] + symbols[place + 2 :]
    if swapped == symbols:
        assert check_reference(text=swapped) == reference
    else:
        with pytest.raises(BadReference):
            check_reference(text=swapped)


def test_every_weight_multiplies_without_losing_anything():
    for weight in range(1, 32):
        assert {_times(weight, value) for value in range(32)} == set(range(32))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "No reference"),
        (" - - ", "No reference"),
        ("7-K3M9-QX21-D", "begins with the letter"),
        ("O-K3M9-QX21-D", "begins with the letter"),
        ("E-K3M9-QU21-D", "Character 7"),
        ("E-K3M9-Q\x0021-D", "Character 7"),
        ("E-K3M9-Q\u00df21-D", "Character 7"),
        ("E-K3M9-QX2", "this has 8"),
        ("E" + "0" * 10_000_000, "this has 200"),
    ],
)
def test_a_refusal_says_what_is_wrong(text, fault):
    with pytest.raises(BadReference, match=fault):
        check_reference(text=text)


def test_a_reference_of_another_kind_is_refused_where_one_kind_is_meant():
    report = new_reference(random_bytes=b"abcde", kind="R")
    assert check_reference(text=report, kind="R") == report
    with pytest.raises(BadReference, match="another kind: E was expected"):
        check_reference(text=report, kind="E")


@pytest.mark.parametrize("kind", ["", "e", "I", "O", "U", "EE", "1"])
def test_a_kind_that_could_be_misread_is_refused(kind):
    with pytest.raises(BadReference, match="capital letter"):
        new_reference(random_bytes=b"abcde", kind=kind)


def test_too_few_random_bytes_are_refused():
    with pytest.raises(BadReference, match="5 random bytes"):
        new_reference(random_bytes=b"abcd", kind="E")

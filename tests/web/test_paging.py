"""A long list is shown a page at a time: each line stands on one page, in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whereabouts.interfaces.web.paging import pages_of


@given(lengths=st.lists(st.integers(0, 30), min_size=1, max_size=5), most=st.integers(1, 12))
def test_every_line_stands_on_exactly_one_page_in_its_list_and_order(lengths, most):
    lists = [[(at, number) for number in range(length)] for at, length in enumerate(lengths)]
    in_all, number, seen = sum(lengths), 1, [[] for _ in lists]
    while True:
        page = pages_of(*lists, asked=str(number), most=most)
        shown = sum(map(len, page.lists))
        assert page.number == number
        assert page.before + shown + page.further == in_all
        assert shown <= most
        for kept, here in zip(seen, page.lists, strict=True):
            kept.extend(here)
        if not page.further:
            break
        number += 1
    assert seen == lists
    assert page.of == number


@pytest.mark.parametrize("asked", ["", "0", "-1", "x", "²", "٣", "1" * 9])
def test_what_cannot_be_read_is_the_first_page(asked):
    assert pages_of(range(5), asked=asked, most=2).lines == range(2)


def test_beyond_the_last_page_is_the_last_and_nothing_is_one_page():
    assert pages_of(range(5), asked="9", most=2).lines == range(4, 5)
    nothing = pages_of([], asked="3", most=2)
    assert (nothing.number, nothing.of, list(nothing.lines)) == (1, 1, [])

"""Every name has a layout with room for it, and every way of reading a name is tried once."""

from itertools import product

import numpy as np
import pytest

from whereabouts.engines.linking.layouts import (
    LAYOUT_OF,
    LAYOUTS,
    MOST_NUMBERS,
    MOST_WORDS,
    ODD,
    Layout,
    odd_layout,
    shape_of_recorded,
    shape_of_typed,
    span_places,
)


def layout_for(words, initial, given, family):
    typed = shape_of_typed(words=np.array([words]), initial=np.array([initial]))
    recorded = shape_of_recorded(given=np.array([given]), family=np.array([family]))
    shape = int((typed + recorded)[0])
    number = int(LAYOUT_OF[shape])
    if number == ODD:
        return odd_layout(shape=shape)
    return LAYOUTS[number % len(LAYOUTS)], number >= len(LAYOUTS)


@pytest.mark.parametrize("initial", [False, True])
def test_every_shape_has_a_layout_with_room_for_it(initial):
    for words, given, family in product(
        range(1, MOST_WORDS + 1), range(MOST_NUMBERS + 1), range(MOST_NUMBERS + 1)
    ):
        layout, has_initial = layout_for(words, initial, given, family)
        assert has_initial is initial
        assert layout.words >= words
        assert layout.given >= given
        assert layout.family >= family
        if layout.full:
            assert (layout.words, layout.given, layout.family) == (words, given, family)


def test_the_runs_of_a_shorter_name_are_where_the_longer_one_has_them():
    layout = Layout(3, 1, 1)
    for words in range(1, 4):
        found = {
            run: place
            for run, place in zip(layout.runs, layout.places[:, words].tolist(), strict=True)
            if place >= 0
        }
        assert {run: at for at, run in enumerate(span_places(words))} == found


def test_two_runs_are_apart_or_overlap_and_those_in_order_come_first():
    layout = Layout(3, 3, 1, full=True)
    assert (0, 3) not in layout.runs
    assert sorted(layout.apart + layout.overlapping) == sorted(
        product(range(len(layout.runs)), repeat=2)
    )
    turned = [layout.runs[one] > layout.runs[other] for one, other in layout.apart]
    assert turned == sorted(turned)
    for one, other in layout.apart:
        assert set(range(*layout.runs[one])).isdisjoint(range(*layout.runs[other]))

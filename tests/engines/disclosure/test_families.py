"""Several definitions of one year: who knows the method and lays them side by side names nobody."""

from collections import defaultdict
from datetime import date
from itertools import product

import pytest

from whereabouts.engines.disclosure import Column, named_rules, shown_family, shown_line

OURS = named_rules(rules_id="ours", at=date(2026, 11, 20))
# An area is how often each of its children was missing; each definition counts that.
COUNTS = {
    "incident": sum,
    "child": len,
    "more than once": lambda area: sum(times > 1 for times in area),
    "three times": lambda area: sum(times > 2 for times in area),
    "five times": lambda area: sum(times > 4 for times in area),
}
LEADS = {"incident"}


def partitions(number, most):
    """Yield every way in which so many incidents can be of children."""
    if not number:
        yield ()
        return
    for times in range(min(number, most), 0, -1):
        for rest in partitions(number - times, times):
            yield (times, *rest)


def worlds(most):
    return [area for number in range(most + 1) for area in partitions(number, number)]


def columns(areas):
    return {
        name: Column(
            counts=(counts := [count(area) for area in areas]), total=sum(counts),
            leads=name in LEADS,
        )
        for name, count in COUNTS.items()
    }  # fmt: skip


def as_a_family(areas):
    seen = shown_family(columns=columns(areas), rules=OURS)
    return tuple((*(cell.text for cell in cells), total.text) for cells, total in seen.values())


def each_alone(areas):
    published = []
    for one in columns(areas).values():
        cells, total = shown_line(counts=one.counts, rules=OURS)
        published.append((*(cell.text for cell in cells), total.text))
    return tuple(published)


def named(publish, *, most, areas, sure):
    """Return the small counts that only one of all worlds, published so, would explain.

    Worlds with numbers above `sure` are left out: larger ones, that were not tried, may look alike.
    """
    by_look = defaultdict(list)
    for world in product(worlds(most), repeat=areas):
        by_look[publish(world)].append(world)
    found = []
    for look, alike in by_look.items():
        if max(sum(area) for world in alike for area in world) > sure:
            continue
        for name, count in COUNTS.items():
            for place in range(areas):
                values = {count(world[place]) for world in alike}
                if len(values) == 1 and values <= {1, 2, 3, 4}:
                    found.append((look, name, place))
    return found


@pytest.mark.parametrize(("most", "areas", "sure"), [(16, 1, 10), (9, 2, 6)])
def test_who_knows_the_method_and_every_definition_names_no_small_count(most, areas, sure):
    assert named(as_a_family, most=most, areas=areas, sure=sure) == []


@pytest.mark.full
def test_nor_over_three_areas():
    assert named(as_a_family, most=6, areas=3, sure=4) == []


def test_that_attack_does_find_what_definitions_protected_one_by_one_leave_open():
    assert len(named(each_alone, most=9, areas=2, sure=6)) > 50


def test_none_is_hidden_like_few_in_a_part_and_shown_where_there_was_nobody_at_all():
    seen = shown_family(columns=columns([(1,) * 20, (), (4, 1, 1, 1, 1)]), rules=OURS)
    assert [cell.text for cell in seen["incident"][0]] == ["20", "0", "10"]
    assert [cell.text for cell in seen["more than once"][0]] == ["c", "0", "c"]
    assert seen["five times"][1].text == "c"


def test_an_area_of_few_incidents_is_hidden_in_every_definition():
    seen = shown_family(columns=columns([(1,) * 30, (2, 1), (3,) * 20]), rules=OURS)
    for cells, _ in seen.values():
        assert cells[1].text == "c"


def test_what_is_shown_is_the_rounded_count():
    areas = [(2,) * 20, (1,) * 33, (6,) * 9]
    seen = shown_family(columns=columns(areas), rules=OURS)
    for name, count in COUNTS.items():
        for area, cell in zip(areas, seen[name][0], strict=True):
            if cell.number is not None:
                assert cell.number == 5 * ((2 * count(area) + 5) // 10)


def test_a_child_of_two_areas_counts_once_in_all():
    seen = shown_family(
        columns={
            "incident": Column(counts=[40, 60], total=100, leads=True),
            "child": Column(counts=[20, 30], total=45, leads=False),
        },
        rules=OURS,
    )
    cells, total = seen["child"]
    assert ([cell.text for cell in cells], total.text) == (["20", "30"], "45")


def test_a_family_of_nobody_is_shown_as_nobody():
    seen = shown_family(columns=columns([(), ()]), rules=OURS)
    assert {cell.text for cells, total in seen.values() for cell in [*cells, total]} == {"0"}

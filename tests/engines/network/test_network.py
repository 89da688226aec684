"""Networks are put together alike whatever the order, and say who else is near an adult."""

import random
from time import process_time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whereabouts.engines.network import (
    Edge,
    Node,
    laid_out,
    near,
    path_between,
    put_together,
    who_else,
)


def child(key):
    return Node("child", key)


def adult(key):
    return Node("adult", key)


PHONE = Node("phone", "7700900123")
LINKS = [
    Edge(adult("a"), child("one"), "Associate"),
    Edge(adult("a"), PHONE, "Telephone number"),
    Edge(adult("b"), PHONE, "Telephone number"),
    Edge(adult("b"), child("two"), "Found with"),
    Edge(adult("c"), child("far"), "Associate"),
]


def test_a_child_by_way_of_a_shared_phone_is_named_with_the_way_and_one_far_off_is_not():
    network = put_together(edges=LINKS)
    ((found, way),) = who_else(network=network, adult=adult("a"), known={child("one")}, steps=4)
    assert found == child("two")
    assert way == (adult("a"), PHONE, adult("b"), child("two"))
    assert who_else(network=network, adult=adult("a"), known=set(), steps=2) == ()
    assert who_else(network=network, adult=adult("c"), known={child("far")}, steps=6) == ()


def test_from_child_to_child_alone_is_no_way():
    edges = [Edge(adult("a"), child("one"), "x"), Edge(child("one"), child("two"), "friends")]
    assert who_else(network=put_together(edges=edges), adult=adult("a"), known=(), steps=4) == ()


def test_a_pair_linked_twice_is_one_link_with_both_ways_and_nobody_is_linked_with_themselves():
    network = put_together(
        edges=[
            Edge(adult("a"), child("one"), "Associate"),
            Edge(child("one"), adult("a"), "Found with"),
            Edge(adult("a"), adult("a"), "x"),
        ],
        nodes=[child("alone")],
    )  # fmt: skip
    assert network.links == 1
    assert set(network.neighbours[child("one")][adult("a")]) == {"Associate", "Found with"}
    assert network.communities == ((adult("a"), child("one")),)
    assert network.neighbours[child("alone")] == {}


def test_two_clusters_with_one_link_between_them_are_two_communities():
    def cluster(name):
        men, children = ([f"{name}{number}" for number in range(4)] for _ in range(2))
        return [Edge(adult(man), child(one), "x") for man in men for one in children]

    network = put_together(
        edges=[*cluster("n"), *cluster("s"), Edge(adult("n0"), child("s0"), "x", 0.5)]
    )
    assert [len(group) for group in network.communities] == [8, 8]
    assert {node.key[0] for node in network.communities[0]} in ({"n"}, {"s"})


def test_nearness_and_ways_end_where_they_are_told_to():
    network = put_together(edges=LINKS)
    assert near(network=network, start=adult("a"), steps=1) == {
        adult("a"): 0, child("one"): 1, PHONE: 1,
    }  # fmt: skip
    assert path_between(network=network, start=adult("a"), end=adult("a")) == (adult("a"),)
    assert path_between(network=network, start=adult("a"), end=child("far")) == ()
    assert path_between(network=network, start=adult("a"), end=child("two"), most=2) == ()
    assert near(network=network, start=adult("nobody"), steps=2) == {adult("nobody"): 0}


PAIRS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from(["x", "y"])), max_size=40
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pairs=PAIRS, seed=st.integers(0, 100))
def test_the_order_of_the_links_changes_nothing_and_everybody_linked_is_in_one_community(
    pairs, seed
):
    edges = [Edge(adult(str(one)), child(str(other)), how) for one, other, how in pairs]
    shuffled = edges[:]
    random.Random(seed).shuffle(shuffled)
    network, again = put_together(edges=edges), put_together(edges=shuffled)
    assert (network.communities, network.neighbours) == (again.communities, again.neighbours)
    everybody = [node for group in network.communities for node in group]
    assert sorted(everybody) == sorted(network.neighbours)
    assert len(set(everybody)) == len(everybody)


def test_a_drawing_has_a_place_for_each_within_its_frame_and_says_how_many_are_left_out():
    edges = [Edge(adult("a"), child(f"{number:03}"), "x") for number in range(80)]
    network = put_together(edges=edges)
    rings = near(network=network, start=adult("a"), steps=1)
    spots, left_out = laid_out(network=network, rings=rings, most=60)
    assert (len(spots), left_out) == (60, 21)
    assert spots[adult("a")].x == spots[adult("a")].y == 0.5
    assert all(0 <= place <= 1 for spot in spots.values() for place in (spot.x, spot.y))
    assert len({(spot.x, spot.y) for spot in spots.values()}) == 60
    assert laid_out(network=put_together(edges=[]), rings={}) == ({}, 0)


def test_two_thousand_links_are_put_together_in_a_moment():
    dice = random.Random(1)
    edges = [
        Edge(adult(str(dice.randrange(500))), child(str(dice.randrange(900))), "x")
        for _ in range(2000)
    ]
    began = process_time()  # whatever else the machine does meanwhile
    assert put_together(edges=edges).links > 1900
    assert process_time() - began < 2  # the page's own measure is in tests/web

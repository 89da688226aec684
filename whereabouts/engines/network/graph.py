"""A network of plain nodes and edges, and the communities that a kept library finds in it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import networkx

CHILD, ADULT = "child", "adult"
# The library draws lots: the same network always gives the same groups.
SEED = 20160324


class Node(NamedTuple):
    """Somebody or something: its kind, and the key by which it is known."""

    kind: str
    key: str


class Edge(NamedTuple):
    """That two are linked, how, and how sure that is from 0 to 1."""

    one: Node
    other: Node
    how: str
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Network:
    """Nodes with their neighbours, how each pair is linked, and the groups, largest first."""

    neighbours: Mapping[Node, Mapping[Node, tuple[str, ...]]]
    communities: tuple[tuple[Node, ...], ...]

    @property
    def links(self) -> int:
        """How many pairs are linked."""
        return sum(len(others) for others in self.neighbours.values()) // 2


def put_together(*, edges: Iterable[Edge], nodes: Iterable[Node] = ()) -> Network:
    """Return the network of some edges, with its communities; the order of edges never matters."""
    weights: dict[tuple[Node, Node], float] = {}
    hows: dict[Node, dict[Node, tuple[str, ...]]] = {one: {} for one in nodes}
    for edge in sorted(set(edges), key=lambda one: (one.one, one.other, one.how)):
        if edge.one == edge.other:
            continue
        for here, there in ((edge.one, edge.other), (edge.other, edge.one)):
            known = hows.setdefault(here, {}).get(there, ())
            hows[here][there] = known if edge.how in known else (*known, edge.how)
        pair = (min(edge.one, edge.other), max(edge.one, edge.other))
        weights[pair] = max(weights.get(pair, 0.0), edge.weight)
    return Network(neighbours=hows, communities=_communities(frozenset(weights.items())))


@lru_cache(maxsize=8)
def _communities(
    weights: frozenset[tuple[tuple[Node, Node], float]],
) -> tuple[tuple[Node, ...], ...]:
    """Return the groups of two and more, largest first, each in order; kept for the next who asks.

    Whoever hangs on one neighbour alone is always in that neighbour's group: they are left out of
    the search and put back after it, which takes most of a real network's time away.
    """
    graph = networkx.Graph()
    graph.add_weighted_edges_from((*pair, weight) for pair, weight in sorted(weights))
    leaves = {
        node: next(iter(graph[node]))
        for node in graph
        if len(graph[node]) == 1 and len(graph[next(iter(graph[node]))]) > 1
    }
    core = graph.subgraph([node for node in graph if node not in leaves])
    groups: list[set[Node]] = []
    for part in networkx.connected_components(core):
        piece = networkx.Graph()
        piece.add_nodes_from(sorted(part))
        links = sorted(core.subgraph(part).edges(data="weight"), key=_in_order)
        piece.add_weighted_edges_from(links)
        groups += networkx.community.louvain_communities(piece, seed=SEED)
    of_node = {node: group for group in groups for node in group}
    for leaf, neighbour in leaves.items():
        of_node[neighbour].add(leaf)
    told = [tuple(sorted(group)) for group in groups if len(group) > 1]
    return tuple(sorted(told, key=lambda group: (-len(group), group)))


def _in_order(edge: tuple[Node, Node, float]) -> tuple[Node, Node]:
    return min(edge[:2]), max(edge[:2])


def near(*, network: Network, start: Node, steps: int) -> dict[Node, int]:
    """Return everybody and everything within some steps of a node, with how many steps."""
    found, edge_of = {start: 0}, [start]
    for step in range(1, steps + 1):
        reached = {
            other for one in edge_of for other in network.neighbours.get(one, {})
            if other not in found
        }  # fmt: skip
        found |= dict.fromkeys(sorted(reached), step)
        edge_of = sorted(reached)
    return found


def path_between(*, network: Network, start: Node, end: Node, most: int = 6) -> tuple[Node, ...]:
    """Return the shortest way from one to another, both counted, or nothing."""
    came_from: dict[Node, Node] = {}
    level, seen = [start], {start}
    for _ in range(most):
        reached: list[Node] = []
        for one in level:
            for other in sorted(network.neighbours.get(one, {})):
                if other not in seen:
                    seen.add(other)
                    came_from[other] = one
                    reached.append(other)
        if end in seen:
            break
        level = reached
    if start == end:
        return (start,)
    if end not in came_from:
        return ()
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def who_else(
    *, network: Network, adult: Node, known: Collection[Node], steps: int
) -> tuple[tuple[Node, tuple[Node, ...]], ...]:
    """Return each child near an adult who is not linked with them yet, with the way, nearest first.

    A way from child to child through another child alone tells nothing of the adult: it must pass
    an adult, or something that leads to one.
    """
    found = []
    reached = near(network=network, start=adult, steps=steps)
    for node, step in sorted(reached.items(), key=lambda one: (one[1], one[0])):
        if node.kind != CHILD or node in known or step < 2:
            continue
        way = path_between(network=network, start=adult, end=node, most=steps)
        if all(
            CHILD not in (one.kind, other.kind) or one.kind != other.kind
            for one, other in pairwise(way)
        ):
            found.append((node, way))
    return tuple(found)

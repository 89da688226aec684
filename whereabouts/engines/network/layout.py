"""Where a picture puts each node: rings round one, or groups beside each other; always the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from whereabouts.engines.network.graph import Network, Node

TURN = 2 * pi


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place in a picture, from 0 to 1 both ways."""

    x: float
    y: float


def laid_out(
    *, network: Network, rings: Mapping[Node, int], most: int = 60
) -> tuple[dict[Node, Spot], int]:
    """Return a place for each node on rings by its number of steps, and how many were left out.

    Those of one community stand beside each other; the nearest are kept where there are too many.
    """
    group = {node: number for number, nodes in enumerate(network.communities) for node in nodes}
    in_order = sorted(rings, key=lambda node: (rings[node], group.get(node, len(group)), node))
    shown = in_order[:most]
    by_ring: dict[int, list[Node]] = {}
    for node in shown:
        by_ring.setdefault(rings[node], []).append(node)
    outermost = max(by_ring, default=0) or 1
    spots: dict[Node, Spot] = {}
    for ring, nodes in by_ring.items():
        spots |= _round(nodes, 0.44 * ring / outermost, turned=ring * 0.4)
    return spots, len(in_order) - len(shown)


def _round(nodes: Sequence[Node], radius: float, *, turned: float) -> dict[Node, Spot]:
    return {
        node: Spot(
            x=round(0.5 + radius * cos(turned + TURN * place / len(nodes)), 4),
            y=round(0.5 + radius * sin(turned + TURN * place / len(nodes)), 4),
        )
        for place, node in enumerate(nodes)
    }

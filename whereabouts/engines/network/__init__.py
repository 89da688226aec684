"""Who is linked with whom: groups that hang together, how near, and where a picture puts each."""

from whereabouts.engines.network.graph import (
    Edge,
    Network,
    Node,
    near,
    path_between,
    put_together,
    who_else,
)
from whereabouts.engines.network.layout import Spot, laid_out

__all__ = [
    "Edge",
    "Network",
    "Node",
    "Spot",
    "laid_out",
    "near",
    "path_between",
    "put_together",
    "who_else",
]

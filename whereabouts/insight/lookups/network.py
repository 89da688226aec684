"""Who is linked with whom: children, adults, what leads to them, episodes; who else is at risk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from whereabouts.engines.network import Edge, Network, Node, near, put_together, who_else
from whereabouts.foundations.access.gate import visible
from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.agencies.actors import Actor
from whereabouts.foundations.audit.actions import record_look
from whereabouts.insight.lookups.door import lookup
from whereabouts.practice.adults.gate import operation_for
from whereabouts.practice.adults.models import Operation, OperationMember, Trace
from whereabouts.practice.adults.rules import trace_key
from whereabouts.practice.adults.vocabulary import TRACE_KINDS
from whereabouts.records.episodes.models import Episode
from whereabouts.records.people import queries as people
from whereabouts.records.people.gate import adult_for, child_for
from whereabouts.records.people.models import (
    Adult,
    AdultLink,
    Child,
    ChildAddress,
    ChildPhone,
)
from whereabouts.records.people.vocabulary import ADULT_LINK_KINDS

STEPS = 4
SURE = {"confirmed": 1.0, "suspected": 0.6}
KINDS = {
    "child": "Child", "adult": "Adult", "episode": "Episode",
    **dict(TRACE_KINDS),
}  # fmt: skip
HOW = dict(ADULT_LINK_KINDS)
LARGEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A node in words, with where its page is: the key of a child or an adult, a reference."""

    node: Node
    kind: str
    words: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkShown:
    """Two that are linked, and how."""

    one: Shown
    other: Shown
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ElseAtRisk:
    """A child who may be at risk from an adult, not linked with them yet; and by what way."""

    child: Shown
    way: tuple[Shown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A community: those who hang together more than with others."""

    number: int
    children: tuple[Shown, ...]
    adults: tuple[Shown, ...]
    others: tuple[Shown, ...]


@dataclass(frozen=True, kw_only=True)
class NetworkView:
    """The network round somebody, or all of an agency's, as pages draw and list it."""

    network: Network
    focus: Shown | None
    rings: Mapping[Node, int]
    shown: Mapping[Node, Shown]
    links: tuple[LinkShown, ...]
    groups: tuple[Group, ...]
    others: tuple[ElseAtRisk, ...]
    links_in_all: int
    title: str = ""


@lookup(needs=Permission.NETWORK_LOOK)
def network_page(*, actor: Actor, at: datetime) -> NetworkView:
    """Return the communities of everybody whom the actor sees linked, the largest first."""
    network, names = _everything()
    rings = dict.fromkeys((node for group in network.communities[:1] for node in group), 1)
    view = _view(network, names, rings=rings, focus=None, others=())
    _looked(actor, at, "network", view)
    return view


@lookup(needs=Permission.NETWORK_LOOK)
def network_of_adult(*, actor: Actor, adult_id: UUID, at: datetime) -> NetworkView:
    """Return the network round an adult, with the children who may be at risk and are not linked.

    :raises NotVisible: there is no such adult for this actor.
    """
    adult = adult_for(actor, adult_id=adult_id)
    focus = Node("adult", str(adult.pk))
    return _round(focus=focus, actor=actor, at=at, page="network-adult")


@lookup(needs=Permission.NETWORK_LOOK)
def network_of_child(*, actor: Actor, child_id: UUID, at: datetime) -> NetworkView:
    """Return the network round a child.

    :raises NotVisible: there is no such child for this actor.
    """
    child = child_for(actor, child_id=child_id)
    focus = Node("child", str(min(people.same_person_set(child_id=child.pk))))
    return _round(focus=focus, actor=actor, at=at, page="network-child")


@lookup(needs=Permission.NETWORK_LOOK)
def network_of_operation(*, actor: Actor, operation_id: UUID, at: datetime) -> NetworkView:
    """Return the network of everybody in an operation, and whoever is one step from them.

    :raises NotVisible: there is no such operation for this actor.
    """
    operation = operation_for(actor, operation_id=operation_id)
    network, names = _everything()
    rings: dict[Node, int] = {}
    for member in _members(operation):
        rings |= {
            node: min(step + 1, rings.get(node, step + 1))
            for node, step in near(network=network, start=member, steps=1).items()
        }
    adults = [node for node in rings if node.kind == "adult"]
    others = {
        child: way
        for adult in sorted(adults)
        for child, way in who_else(
            network=network, adult=adult, known=network.neighbours.get(adult, {}), steps=STEPS
        )
        if rings.get(child) != 1
    }
    view = _view(
        network, names, rings=rings, focus=None, others=tuple(others.items()), title=operation.name
    )
    _looked(actor, at, "network-operation", view)
    return view


def _round(*, focus: Node, actor: Actor, at: datetime, page: str) -> NetworkView:
    network, names = _everything()
    rings = near(network=network, start=focus, steps=STEPS - 1)
    others = (
        who_else(network=network, adult=focus, known=network.neighbours.get(focus, {}), steps=STEPS)
        if focus.kind == "adult"
        else ()
    )
    view = _view(network, names, rings=rings, focus=focus, others=others)
    _looked(actor, at, page, view)
    return view


def _looked(actor: Actor, at: datetime, page: str, view: NetworkView) -> None:
    record_look(
        kind="view", page=page, by=actor, at=at, shown=["network"],
        subjects={UUID(node.key) for node in view.shown if node.kind == "child"},
    )  # fmt: skip


def _members(operation: Operation) -> list[Node]:
    """Return who and what is in an operation, of whom the reader may see."""
    found = visible(OperationMember).filter(operation=operation, left_at__isnull=True)
    rows = list(found.select_related("episode").order_by("joined_at", "id"))
    children = {one.child_id for one in rows if one.child_id}
    # Of what a partner joined, the reader sees whom they may see otherwise, and nobody else.
    seen = set(visible(Child).filter(pk__in=children).values_list("pk", flat=True))
    seen |= set(
        visible(Adult)
        .filter(pk__in=[one.adult_id for one in rows if one.adult_id])
        .values_list("pk", flat=True)
    )
    sets = people.same_person_sets(child_ids=children & seen)
    nodes = []
    for one in rows:
        if one.adult_id in seen:
            nodes.append(Node("adult", str(one.adult_id)))
        if one.child_id in seen:
            nodes.append(Node("child", str(min(sets[one.child_id]))))
        if one.episode:
            nodes.append(Node("episode", one.episode.reference))
    return nodes


class _Names:
    """What each node is called; children and adults are asked for when a page is put together."""

    def __init__(self) -> None:
        self.said: dict[Node, str] = {}

    def of(self, nodes: Iterable[Node]) -> dict[Node, Shown]:
        """Return nodes in words."""
        wanted = set(nodes)
        children = [UUID(node.key) for node in wanted if node.kind == "child"]
        adults = [UUID(node.key) for node in wanted if node.kind == "adult"]
        called = {str(key): name for key, name in people.display_names(child_ids=children).items()}
        called |= {
            str(key): name
            for key, name in visible(Adult).filter(pk__in=adults).values_list("pk", "name")
        }
        return {
            node: Shown(
                node=node,
                kind=KINDS.get(node.kind, node.kind),
                words=called.get(node.key) or self.said.get(node, node.key),
                key=node.key,
            )
            for node in wanted
        }


def _everything() -> tuple[Network, _Names]:
    """Return the network of everything in scope that is linked with an adult, put together."""
    names, edges = _Names(), []
    links = list(
        visible(AdultLink).values_list("child_id", "adult_id", "kind", "strength").order_by("id")
    )
    sets = people.same_person_sets(child_ids={child for child, *_ in links})
    person = {child: str(min(same)) for child, same in sets.items()}
    records = {record: person[child] for child, same in sets.items() for record in same}
    for child, adult, kind, strength in links:
        edges.append(
            Edge(
                Node("adult", str(adult)), Node("child", person[child]), HOW[kind],
                SURE.get(strength, 0.5),
            )
        )  # fmt: skip
    traces = visible(Trace).filter(ended_at__isnull=True)
    for adult, kind, key, value in traces.values_list("adult_id", "kind", "key", "value"):
        node = Node(kind, key)
        names.said.setdefault(node, value)
        edges.append(Edge(Node("adult", str(adult)), node, KINDS[kind]))
    known = {one.other for one in edges}
    edges += _of_children(records, known, names)
    return put_together(edges=edges), names


def _of_children(records: Mapping[UUID, str], known: Iterable[Node], names: _Names) -> list[Edge]:
    """Return the children's own phones and addresses that lead to an adult too, and episodes."""
    leads, edges = set(known), []
    phones = visible(ChildPhone).filter(child__in=records).values_list("child_id", "number")
    for child, number in phones:
        node = Node("phone", trace_key(kind="phone", value=number))
        if node in leads:
            edges.append(Edge(Node("child", records[child]), node, "Their telephone"))
    lived = visible(ChildAddress).filter(child__in=records, confidential=False)
    for child, line in lived.values_list("child_id", "line"):
        node = Node("place", trace_key(kind="place", value=line))
        if node in leads:
            edges.append(Edge(Node("child", records[child]), node, "Address"))
    found = visible(Episode).filter(child__in=records).exclude(found_place="")
    for child, reference, place in found.values_list("child_id", "reference", "found_place"):
        episode = Node("episode", reference)
        node = Node("place", trace_key(kind="place", value=place))
        names.said.setdefault(node, place)
        names.said.setdefault(episode, reference)
        edges += [
            Edge(Node("child", records[child]), episode, "Missing"),
            Edge(episode, node, "Found there"),
        ]
    return edges


def _view(
    network: Network,
    names: _Names,
    *,
    rings: Mapping[Node, int],
    focus: Node | None,
    others: Iterable[tuple[Node, tuple[Node, ...]]],
    title: str = "",
) -> NetworkView:
    others = tuple(others)
    groups = [group for group in network.communities if focus is None or focus in group]
    if rings and focus is None and title:
        groups = [group for group in network.communities if set(group) & set(rings)]
    groups = groups[:LARGEST]
    wanted = set(rings) | {node for _, way in others for node in way}
    wanted |= {node for group in groups for node in group} | ({focus} if focus else set())
    shown = names.of(wanted)
    pairs = [
        (one, other, how)
        for one in sorted(rings)
        for other, hows in sorted(network.neighbours.get(one, {}).items())
        if one < other and other in rings
        for how in hows
    ]
    return NetworkView(
        network=network,
        focus=shown[focus] if focus else None,
        rings=rings,
        shown=shown,
        links=tuple(LinkShown(one=shown[a], other=shown[b], how=how) for a, b, how in pairs),
        groups=tuple(_group(number, group, shown) for number, group in enumerate(groups, start=1)),
        others=tuple(
            ElseAtRisk(child=shown[child], way=tuple(shown[node] for node in way))
            for child, way in others
        ),
        links_in_all=network.links,
        title=title,
    )


def _group(number: int, group: Iterable[Node], shown: Mapping[Node, Shown]) -> Group:
    said = sorted((shown[node] for node in group), key=lambda one: (one.words, one.key))
    return Group(
        number=number,
        children=tuple(one for one in said if one.node.kind == "child"),
        adults=tuple(one for one in said if one.node.kind == "adult"),
        others=tuple(one for one in said if one.node.kind not in {"child", "adult"}),
    )

"""A drawing of a network, made on the server: everything in it is in the tables beside it."""

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from whereabouts.engines.network import Node, Spot, laid_out
from whereabouts.insight.lookups.network import NetworkView

SIDE, ROOM = 760, 40
INK, PAPER, RULE = "#0b0c0c", "#ffffff", "#505a5f"
MOST, LONGEST = 60, 22
# Told apart by shape as much as by shade: read in black and white, and by whoever sees no colour.
SHAPES = {"child": "circle", "adult": "square", "episode": "triangle"}


def network_svg(*, view: NetworkView) -> SafeString:
    """Return the drawing of who is linked with whom, or nothing where nobody is."""
    spots, left_out = laid_out(network=view.network, rings=view.rings, most=MOST)
    if len(spots) < 2:
        return SafeString("")
    return format_html(
        '<figure class="timeline"><div class="timeline__window" tabindex="0" role="region"'
        ' aria-label="Who is linked with whom, drawn"><svg viewBox="0 0 {} {}" role="img"'
        ' font-family="arial, sans-serif" aria-label="{}">{}{}</svg></div>'
        '<figcaption class="govuk-body-s">Circles are children, squares adults, triangles'
        " episodes, diamonds what leads to somebody.{} The tables say all of it.</figcaption>"
        "</figure>",
        SIDE, SIDE, _in_words(view, len(spots)), _lines(view, spots), _marks(view, spots),
        f" {left_out} that are further away are left out of the drawing." if left_out else "",
    )  # fmt: skip


def _in_words(view: NetworkView, drawn: int) -> str:
    children = sum(1 for node in view.rings if node.kind == "child")
    adults = sum(1 for node in view.rings if node.kind == "adult")
    return f"{children} children and {adults} adults; {drawn} of {len(view.rings)} are drawn."


def _at(spot: Spot) -> tuple[float, float]:
    span = SIDE - 2 * ROOM
    return round(ROOM + spot.x * span, 1), round(ROOM + spot.y * span, 1)


def _lines(view: NetworkView, spots: Mapping[Node, Spot]) -> SafeString:
    pairs = {
        (link.one.node, link.other.node)
        for link in view.links
        if link.one.node in spots and link.other.node in spots
    }
    return format_html_join(
        "",
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1.5"/>',
        ((*_at(spots[one]), *_at(spots[other]), RULE) for one, other in sorted(pairs)),
    )


def _marks(view: NetworkView, spots: Mapping[Node, Spot]) -> SafeString:
    return format_html_join(
        "", "{}", ((_mark(view, node, *_at(spot)),) for node, spot in sorted(spots.items()))
    )


def _mark(view: NetworkView, node: Node, x: float, y: float) -> SafeString:
    shown = view.shown[node]
    focus = view.focus is not None and view.focus.node == node
    words = shown.words if len(shown.words) <= LONGEST else f"{shown.words[: LONGEST - 1]}…"
    return format_html(
        '<g><title>{}: {}</title>{}<text x="{}" y="{}" text-anchor="middle" font-size="12"'
        ' fill="{}" stroke="{}" stroke-width="3" paint-order="stroke"{}>{}</text></g>',
        shown.kind, shown.words, _shape(node.kind, x, y, focus), x, y + 24, INK, PAPER,
        SafeString(' font-weight="bold"') if focus else "", words,
    )  # fmt: skip


def _shape(kind: str, x: float, y: float, focus: bool) -> SafeString:
    fill, wide = (INK if focus else PAPER), 9
    match SHAPES.get(kind, "diamond"):
        case "circle":
            return format_html(
                '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="2"/>',
                x, y, wide, fill, INK,
            )  # fmt: skip
        case "square":
            return format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}"'
                ' stroke-width="2"/>',
                round(x - wide, 1), round(y - wide, 1), 2 * wide, 2 * wide, fill, INK,
            )  # fmt: skip
        case "triangle":
            corners = f"{x},{y - wide} {x - wide},{y + wide} {x + wide},{y + wide}"
        case _:
            corners = f"{x},{y - wide} {x + wide},{y} {x},{y + wide} {x - wide},{y}"
    return format_html(
        '<polygon points="{}" fill="{}" stroke="{}" stroke-width="2"/>', corners, fill, INK
    )

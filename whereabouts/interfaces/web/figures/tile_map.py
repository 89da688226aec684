"""The 43 forces as tiles: drawn here, read in black and white, each a link to its list."""

from collections.abc import Callable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from whereabouts.insight.picture.shapes import Area

WIDE, TALL, GAP = 90, 66, 6
INK, PAPER, GREY = "#0b0c0c", "#ffffff", "#505a5f"
A_LINE = 13  # letters that fit across a tile
# From so many children on: the hatch grows denser, so that no colour has to be told from another.
BANDS = ((20, "dense"), (5, "middle"), (1, "light"))
AT_MIDNIGHT = "at midnight"
HATCHES = {"light": 11, "middle": 7, "dense": 4}


def tile_map(*, areas: Sequence[Area], link: Callable[[Area], str]) -> SafeString:
    """Return the map of the forces that have a tile; the table beside it holds all of them."""
    placed = [one for one in areas if one.column is not None and one.row is not None]
    columns = max((one.column or 0 for one in placed), default=0) + 1
    rows = max((one.row or 0 for one in placed), default=0) + 1
    return format_html(
        '<div class="plot__window tile-map" tabindex="0" role="region"'
        ' aria-label="Map of the forces, a tile each"><svg viewBox="0 0 {} {}" role="group"'
        ' font-family="arial, sans-serif"'
        ' aria-label="Children missing now, force by force">{}{}</svg></div>',
        columns * (WIDE + GAP) + GAP, rows * (TALL + GAP) + GAP, _hatches(),
        format_html_join("", "{}", ((_tile(one, link(one)),) for one in placed)),
    )  # fmt: skip


def _hatches() -> SafeString:
    return format_html(
        "<defs>{}</defs>",
        format_html_join(
            "",
            '<pattern id="tile-{}" width="{}" height="{}" patternUnits="userSpaceOnUse"'
            ' patternTransform="rotate(45)"><rect width="{}" height="{}" fill="{}"/>'
            '<line x1="0" y1="0" x2="0" y2="{}" stroke="{}" stroke-width="2"/></pattern>',
            (
                (name, step, step, step, step, PAPER, step, GREY)
                for name, step in HATCHES.items()
            ),
        ),
    )  # fmt: skip


def _tile(one: Area, there: str) -> SafeString:
    left, top = GAP + (one.column or 0) * (WIDE + GAP), GAP + (one.row or 0) * (TALL + GAP)
    silent = one.word is None or one.word.silent
    fill = PAPER if silent else _fill(one)
    drawn = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="{}"'
        ' stroke-dasharray="{}"/>'
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>{}'
        '<text x="{}" y="{}" text-anchor="middle" font-size="{}" font-weight="bold" fill="{}">'
        "{}</text>{}",
        left, top, WIDE, TALL, fill, INK, 4 if one.high and not silent else 1,
        "4 4" if silent else "none",
        left + 8, top + 4, WIDE - 16, TALL - 10, PAPER, _name(one.name, left, top),
        left + WIDE / 2, top + TALL - (22 if _is_of_midnight(one) else 12),
        12 if silent else 19, INK, _number(one), _of_midnight(one, left, top),
    )  # fmt: skip
    if not there:
        return drawn
    return format_html('<a href="{}" aria-label="{}">{}</a>', there, in_words(one=one), drawn)


def in_words(*, one: Area) -> str:
    """Return a tile as a sentence."""
    high = f", {one.high} at high" if one.high else ""
    return f"{one.name}: {one.text}{f' {AT_MIDNIGHT}' if _is_of_midnight(one) else ''}{high}"


def _is_of_midnight(one: Area) -> bool:
    """Say whether the number is the published one, and not of whom the reader may see now."""
    return not one.exact and one.word is not None and not one.word.silent


def _of_midnight(one: Area, left: float, top: float) -> SafeString:
    if not _is_of_midnight(one):
        return SafeString("")
    return format_html(
        '<text x="{}" y="{}" text-anchor="middle" font-size="11" fill="{}">{}</text>',
        left + WIDE / 2, top + TALL - 9, INK, AT_MIDNIGHT,
    )  # fmt: skip


def _number(one: Area) -> str:
    if one.word is None or one.word.at is None:
        return "no word"
    return "silent" if one.word.silent else one.text


def _fill(one: Area) -> str:
    number = one.count
    if number is None:
        number = int(one.text) if one.text.isdecimal() else 1
    band = next((name for least, name in BANDS if number >= least), "")
    return f"url(#tile-{band})" if band else PAPER


def _name(name: str, left: float, top: float) -> SafeString:
    lines = _lines(name)
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle" font-size="11" fill="{}">{}</text>',
        (
            (left + WIDE / 2, top + 16 + 12 * place, INK, line)
            for place, line in enumerate(lines)
        ),
    )  # fmt: skip


def _lines(name: str) -> list[str]:
    """Return a name over two lines at most, without what every force is called."""
    words = [word for word in name.split() if word not in ("Police", "Constabulary", "Service")]
    lines = [""]
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= A_LINE or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line if len(line) <= A_LINE else f"{line[: A_LINE - 1]}…" for line in lines[:2]]

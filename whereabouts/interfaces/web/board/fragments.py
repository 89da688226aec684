"""A board's rows as HTML: each made once, and again only when what it shows has changed.

What lasts is put in each time: how long a child has been missing, how long until a deadline.
"""

import secrets
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.template import engines
from markupsafe import Markup

from whereabouts.insight.lookups.board import GOING_OUT, Row
from whereabouts.insight.lookups.kept import Kept
from whereabouts.interfaces.web.wording import lasting

# Nobody can write these into a name: they are other ones in every process.
_MISSING_FOR, _DUE_IN = secrets.token_hex(12), secrets.token_hex(12)

Fragment = tuple[str, str, str]
Shown = tuple[Any, ...]

_kept: Kept[Shown, Fragment] = Kept(most=20_000)


def as_html(rows: Iterable[Row]) -> Markup:
    """Return the rows, one after the other."""
    _kept.turn_in_time()
    return Markup("".join(map(row_html, rows)))  # noqa: S704 (made by a template that escapes)


def row_html(row: Row) -> str:
    """Return a row."""
    line, overdue = row.line, row.overdue
    # The line is a key by what it is: the same text gives the same one.
    shown = (line, row.notices, row.age, overdue, row.mine, row.ours)
    begun, between, ended = _kept.get(shown, _made)
    due_in = "" if line.due_at is None else lasting(line.due_at - row.at)
    return begun + lasting(row.missing_for) + between + due_in + ended


def _made(shown: Shown) -> Fragment:
    line, notices, age, overdue, mine, ours = shown
    html = _template().render(
        row=line,
        notices=notices,
        age=age,
        overdue=overdue,
        mine=mine,
        ours=ours,
        going_out=GOING_OUT,
        missing_for=_MISSING_FOR,
        due_in=_DUE_IN,
    )
    begun, _, rest = html.partition(_MISSING_FOR)
    between, _, ended = rest.partition(_DUE_IN)
    return begun, between, ended


@cache
def _template() -> Any:
    return engines["jinja2"].env.get_template("board/row.html")  # type: ignore[attr-defined]

"""A board's rows as HTML: each made once, and again only when what it shows has changed.

What lasts is put in each time: how long a child has been missing, how long until a deadline.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta
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
_words: Kept[int, str] = Kept(most=20_000)


def as_html(rows: Iterable[Row]) -> Markup:
    """Return the rows, one after the other."""
    _kept.turn_in_time()
    return Markup("".join(map(row_html, rows)))  # noqa: S704 (made by a template that escapes)


def row_html(row: Row) -> str:
    """Return a row."""
    line, now = row.line, row.at.timestamp()
    # The line is a key by what it is: the same text gives the same one.
    shown = (line, row.notices, row.at.date(), row.overdue, row.mine, row.ours)
    begun, between, ended = _kept.get(shown, _made)
    until = now if line.ended is None else line.ended
    missing_for = _words.get(int(max(until - line.began, 0) // 60), _lasting)
    due_in = "" if line.due_at is None else _words.get(int(abs(line.due - now) // 60), _lasting)
    return begun + missing_for + between + due_in + ended


def _lasting(minutes: int) -> str:
    return lasting(timedelta(minutes=minutes))


def _made(shown: Shown) -> Fragment:
    line, notices, on, overdue, mine, ours = shown
    html = _template().render(
        row=line,
        notices=notices,
        age=line.born(on),
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

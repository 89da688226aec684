"""How a pack's tables hang together, and how all of them are protected as they are read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from whereabouts.engines.disclosure import Rules
from whereabouts.insight.figures.beside import HIDDEN, Name, Sheet, Tied, together
from whereabouts.insight.figures.facts import HARM_WORDS, NOT_ASKED
from whereabouts.insight.figures.pack_shapes import Section
from whereabouts.insight.figures.revising import grows_by_few
from whereabouts.insight.figures.tables import Table

EPISODES, DUE, TIMELY, PLACED = "episodes", "interviews due", "timeliness", "placed"
HARM, DURATION, MONTH, LEVEL = "harm", "duration", "month", "first level"
STILL_OPEN = "Still open"
YES = "yes"
# What became of a return interview, in the order of their tables.
OFFERED, HELD, IN_TIME, DECLINED = "offered", "held", "return-interview", "declined"
TALKED = (OFFERED, HELD, IN_TIME, DECLINED, "told back", "used in a plan")
SINCE_HELP, BEGAN, NOW = "help-days-since", ": when it began", ": now"
# What is known at the end of a time grew from what was known at the end of the last.
GROWING = ("adults", SINCE_HELP, "help-child-says")
SEEN, ASKED, HIGH = "seen", "asked-of-harm", "graded-high"


def side_by_side(
    *, made: Mapping[str, Sequence[Section]], sheets: Sequence[Sheet], rules: Rules,
    before: Sequence[Table] = (),
) -> dict[str, list[Section]]:  # fmt: skip
    """Return packs of one time, whose tables are read side by side, with nothing that follows.

    `before` are the tables of the packs that were made before. A table of what only grows shows
    nothing where a few who came since follow from it.
    """
    ties = _ties(sheets)
    tables = together(sheets=sheets, rules=rules, ties=ties)
    by_name = {
        table.name: _as_it_grew(replace(sheet, table=table), ties, before, rules)
        for sheet, table in zip(sheets, tables, strict=True)
    }
    return {
        kind: [
            replace(
                section,
                tables=tuple(by_name.get(table.name, table) for table in section.tables),
            )
            for section in sections
        ]
        for kind, sections in made.items()
    }


def _as_it_grew(
    sheet: Sheet, ties: Sequence[Tied], before: Sequence[Table], rules: Rules
) -> Table:  # fmt: skip
    """Return a table, or with nothing shown in it where it tells who came since the last."""
    table = sheet.table
    for name in GROWING:
        if table.name.endswith(f"-{name}") and grows_by_few(
            sheet=sheet, ties=[tie for tie in ties if _is_of(tie.whole, name)],
            before=[one for one in before if one.name.endswith(f"-{name}")], adds=_adds,
            rules=rules,
        ):  # fmt: skip
            lines = tuple((line[0], *[HIDDEN] * (len(line) - 1)) for line in table.lines)
            return replace(table, lines=lines)
    return table


def _is_of(name: Name, table: str) -> bool:
    return isinstance(name, tuple) and name[0] == table


def _adds(name: Name) -> bool:
    """Say whether a count only grows: how long ago an episode is changes, how long it was then not.

    How many were helped grows in either line.
    """
    if not _is_of(name, SINCE_HELP):
        return True
    sides = dict(name[1]) if isinstance(name, tuple) else {}
    line = sides.get(SINCE_HELP, "")
    return bool(line) and (line.endswith(BEGAN) or len(sides) == 1)


def episodes(*sides: tuple[str, str]) -> Name:
    """Return the name of a count of episodes of the time."""
    return (EPISODES, frozenset(sides))


def _ties(sheets: Sequence[Sheet]) -> list[Tied]:
    every, asked = episodes(), episodes((ASKED, YES))
    back: Name = ("episodes that ended", frozenset())
    due: Name = (DUE, frozenset())
    names = {one.name for sheet in sheets for one in sheet.printed}
    ties = [
        Tied(whole=every, parts=(asked, episodes((HARM, HARM_WORDS[NOT_ASKED])))),
        Tied(whole=every, parts=(back, episodes((DURATION, STILL_OPEN)))),
        Tied(whole=every, parts=(due,), adds_up=False),
        Tied(whole=due, parts=(back,), adds_up=False),
        # An interview in time was due, or else the child is back: both tables count the same.
        _same(episodes((IN_TIME, YES)), (DUE, frozenset({(IN_TIME, YES)}))),
        Tied(
            whole=(DUE, frozenset({(HELD, YES)})), parts=((DUE, frozenset({(IN_TIME, YES)})),),
            adds_up=False,
        ),
    ]  # fmt: skip
    # What was done in time: its lines are of all episodes, or of those that ended.
    timely = sorted(
        (one for one in names if isinstance(one, tuple) and one[0] == TIMELY), key=str
    )  # fmt: skip
    for one in timely:
        (what, *more) = sorted(one[1])
        whole = every if what[1].startswith("Graded") else back
        if not more:
            ties.append(_same(one, whole))
        elif what[1].startswith("Return"):
            ties.append(_same(one, episodes((IN_TIME, YES))))
        elif what[1].startswith("Prevention"):
            ties.append(Tied(whole=episodes((SEEN, YES)), parts=(one,), adds_up=False))
    levels = tuple(
        one for one in sorted(names, key=str)
        if isinstance(one, tuple) and one[0] == EPISODES and {side for side, _ in one[1]} == {LEVEL}
    )  # fmt: skip
    if levels:
        ties.append(Tied(whole=every, parts=levels))
    ties.append(_same(episodes((LEVEL, "High")), episodes((HIGH, YES))))
    # Of whom a placement says where it is, among all who lived so.
    ties += [
        Tied(whole=episodes(*one[1]), parts=(one,), adds_up=False)
        for one in sorted(names, key=str)
        if isinstance(one, tuple) and one[0] == PLACED and len(one[1]) == 1
        and next(iter(one[1]))[0] == "from"
    ]  # fmt: skip
    return ties + _of_help(names)


def _of_help(names: Collection[Name]) -> list[Tied]:
    """Return that every child who was helped stands in both lines of a kind of help."""
    found = []
    for one in sorted(names, key=str):
        if isinstance(one, tuple) and one[0] == SINCE_HELP and len(one[1]) == 1:
            (heading, line) = next(iter(one[1]))
            if line.endswith(BEGAN):
                now = (heading, line.removesuffix(BEGAN) + NOW)
                found.append(_same(one, (SINCE_HELP, frozenset({now}))))
    return found


def _same(one: Name, other: Name) -> Tied:
    return Tied(whole=one, parts=(other,))

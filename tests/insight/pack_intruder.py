"""Whoever holds an agency's packs, and works out from all of their tables what they can."""

from itertools import pairwise

# What a table counts its lines by, where it is not what it is called.
BY_TABLE = {"harm": "harm", "duration": "duration", "months": "month", "found-by": "found by"}
LISTED = ("from", "last-seen", "hot-spots", "destinations", "distance", "homes")
OUTCOMES = ("graded-high", "went-out", "seen", "asked-of-harm", "return-interview")
WRITTEN = ("last-seen", "hot-spots")  # places as somebody wrote them, where they came up often
EVERY, ALL = frozenset(), "all"


def one_pack(reader, tables, *, mark="", prefix="p"):
    """Let a reader take in the tables of one pack; `mark` tells it from another pack's."""
    found = {table.name.removeprefix(f"{prefix}-"): table for table in tables}

    def episodes(*sides):
        return (mark, "episodes", frozenset(sides))

    for name, table in found.items():
        lines = {line[0]: line[1:] for line in table.lines}
        if name in BY_TABLE or name in LISTED:
            side = BY_TABLE.get(name, name)
            _column(reader, lines, lambda line, side=side: episodes((side, line)), episodes())
        elif name.startswith("diversity-"):
            _, side, outcome = name.split("-", 2)
            _rates(
                reader, lines,
                lambda line, *more, side=side: episodes(*_line(side, line), *more), outcome,
            )  # fmt: skip
        elif name.startswith("return-interviews-"):
            outcome = ("offered", "held", "in time", "declined", "back", "plan")[int(name[-1]) - 1]
            _rates(
                reader, lines,
                lambda line, *more: (mark, "due", frozenset((*_line("authority", line), *more))),
                outcome,
            )  # fmt: skip
        elif name == "when":
            _grid(reader, table, episodes)
        elif name == "timeliness":
            for line, cells in lines.items():
                reader.reads((mark, line, "of"), cells[0])
                reader.reads((mark, line, "in time"), cells[1])
                reader.adds_up((mark, line, "of"), [(mark, line, "in time"), (mark, line, "late")])
            graded, seen, talked = lines
            _same(reader, (mark, graded, "of"), episodes())
            _same(reader, (mark, seen, "of"), (mark, "back"))
            _same(reader, (mark, talked, "of"), (mark, "back"))
            _same(reader, (mark, talked, "in time"), episodes(("return-interview", True)))
            reader.at_most(episodes(("seen", True)), (mark, seen, "in time"))
        elif name == "effort":
            for line, cells in lines.items():
                reader.reads(episodes(("level", line)), cells[0])
            reader.adds_up(episodes(), [episodes(("level", line)) for line in lines])
            _same(reader, episodes(("level", "High")), episodes(("graded-high", True)))
    asked = episodes(("asked-of-harm", True))
    reader.adds_up(episodes(), [asked, episodes(("harm", "Not asked"))])
    reader.adds_up(episodes(), [(mark, "back"), episodes(("duration", "Still open"))])
    due = (mark, "due", EVERY)
    reader.at_most(episodes(), due)
    reader.at_most(due, (mark, "back"))
    in_time = (mark, "due", frozenset({("in time", True)}))
    _same(reader, in_time, episodes(("return-interview", True)))
    return reader


def in_a_row(reader, packs, *, prefix="p"):
    """Let a reader take in packs that follow each other: each loses a month and gains another.

    `packs` are tables with the first and the last of the months that they are of.
    """
    own = []
    for mark, (tables, _, _) in enumerate(packs):
        before = len(reader.sums)
        one_pack(reader, tables, mark=mark, prefix=prefix)
        own.append(reader.sums[before:])
    names = {name[1:] for name in reader.low if name[0] in range(len(packs))}
    for before, after in pairwise(range(len(packs))):
        gone_of, came_of = packs[before][1], packs[after][2]
        for name in names:
            sides = name[1] if len(name) == 2 and isinstance(name[1], frozenset) else ()
            where = dict(side for side in sides if isinstance(side[0], str))
            if not where.keys().isdisjoint(WRITTEN):
                continue  # what is a place of its own in one pack is "elsewhere" in another
            if where.get("month"):
                if all((mark, *name) in reader.low for mark in (before, after)):
                    _same(reader, (before, *name), (after, *name))
                continue
            for mark in (before, after):
                if (mark, *name) not in reader.low:  # a line that a pack has not is of nobody
                    reader.knows((mark, *name), 0, 0)
            came, gone, stayed = (
                (what, after, *name) for what in ("came", "gone", "stayed")
            )  # fmt: skip
            reader.adds_up((before, *name), [stayed, gone])
            reader.adds_up((after, *name), [stayed, came])
        # Whatever hangs together does so among those of a month too.
        for what in ("came", "gone"):
            for terms in own[after]:
                if not any(_written(name) for name, _ in terms):
                    reader.sums.append([(_of_month(reader, what, after, name), times)
                                        for name, times in terms])  # fmt: skip
        for what, mark, month in (("gone", before, gone_of), ("came", after, came_of)):
            count = (mark, "episodes", frozenset({("month", month)}))
            if count not in reader.low:
                reader.knows(count, 0, 0)
            _same(reader, (what, after, "episodes", EVERY), count)
    return reader


def _written(name):
    return len(name) == 3 and isinstance(name[2], frozenset) and any(
        side[0] in (*WRITTEN, "month") for side in name[2]
    )  # fmt: skip


def _of_month(reader, what, after, name):
    """Return the same count of a month; what makes a part up to its whole is one's own too."""
    found = (what, after, *name) if name in reader.slack else (what, after, *name[1:])
    if name in reader.slack:
        reader.slack.add(found)
    return found


def _line(side, line):
    return () if line == ALL else ((side, line),)


def _same(reader, one, other):
    reader.adds_up(one, [other])


def _column(reader, lines, name, total):
    for line, cells in lines.items():
        reader.reads(total if line == ALL else name(line), cells[0])
    reader.adds_up(total, [name(line) for line in lines if line != ALL])


def _rates(reader, lines, name, outcome):
    if ALL not in lines:  # nothing was recorded
        reader.knows(name(ALL), 0, 0)
        return
    for line, cells in lines.items():
        reader.reads(name(line), cells[0])
        reader.reads(name(line, (outcome, True)), cells[1])
        reader.adds_up(name(line), [name(line, (outcome, True)), name(line, (outcome, False))])
    own = [line for line in lines if line != ALL]
    for more in ((), ((outcome, True),), ((outcome, False),)):
        reader.adds_up(name(ALL, *more), [name(line, *more) for line in own])


def _grid(reader, table, name):
    down = [_line("day", line[0]) for line in table.lines]
    across = [_line("hours", heading) for heading in table.columns[1:]]
    for row, line in enumerate(table.lines):
        for column, text in enumerate(line[1:]):
            reader.reads(name(*down[row], *across[column]), text)
        reader.adds_up(name(*down[row]), [name(*down[row], *one) for one in across[:-1]])
    for one in across:
        reader.adds_up(name(*one), [name(*line, *one) for line in down[:-1]])


STOCK = ("adults", "help-days-since", "help-child-says")
BEGAN, NOW = ": when it began", ": now"


def in_turn(reader, packs, *, prefix="p"):
    """Let a reader take in packs of which no two are of the same days.

    Of episodes nothing ties them. Who was helped, and which adults are known, only grows: it is
    guessed that nobody has gone.
    """
    for mark, tables in enumerate(packs):
        one_pack(reader, tables, mark=mark, prefix=prefix)
        for table in tables:
            if table.name.removeprefix(f"{prefix}-") in STOCK:
                _grown(reader, table, mark)
    return reader


def _grown(reader, table, mark):
    across = table.columns[1:]
    lines = [line[0] for line in table.lines]

    def count(line, column, when=mark):
        return (when, table.name, line, column)

    for line in table.lines:
        for column, text in zip(across, line[1:], strict=True):
            own, before = count(line[0], column), count(line[0], column, mark - 1)
            reader.reads(own, text)
            # How long ago it was then does not change; how long ago it is now does.
            if not line[0].endswith(NOW) or column == ALL:
                reader.adds_up(own, [before, ("came", *own)])
    for column in across:
        reader.adds_up(count(ALL, column), [count(line, column) for line in lines[:-1]])
    if ALL in across:
        for line in lines:
            reader.adds_up(count(line, ALL), [count(line, column) for column in across[:-1]])
            if line.endswith(BEGAN):
                same = line.removesuffix(BEGAN) + NOW
                reader.adds_up(count(line, ALL), [count(same, ALL)])
                reader.adds_up(("came", *count(line, ALL)), [("came", *count(same, ALL))])
                reader.adds_up(
                    ("came", *count(line, ALL)),
                    [("came", *count(line, column)) for column in across[:-1]],
                )


def with_parts(reader, whole, *parts, prefix="p"):
    """Let a reader take in the pack of several agencies, and those of all of them but one.

    What is left is the last one's, and hangs together as any pack does.
    """
    before = len(reader.sums)
    one_pack(reader, whole, mark="whole", prefix=prefix)
    own = reader.sums[before:]
    for mark, tables in enumerate(parts):
        one_pack(reader, tables, mark=mark, prefix=prefix)
    marks = range(len(parts))
    for name in {name[1:] for name in reader.low if name[0] in ("whole", *marks)}:
        if _in_words((0, *name)):
            continue
        for mark in ("whole", *marks):
            if (mark, *name) not in reader.low:  # a line that a pack has not is of nobody
                reader.knows((mark, *name), 0, 0)
        reader.adds_up(("whole", *name), [("left", *name), *((mark, *name) for mark in marks)])
    for terms in own:
        if not any(name[0] == "whole" and _in_words(name) for name, _ in terms):
            reader.sums.append([(_left(reader, name), times)
                                for name, times in terms])  # fmt: skip
    return reader


def _left(reader, name):
    """Return the same count of the one who is left; what makes a part up is one's own too."""
    found = ("left", *name) if name in reader.slack else ("left", *name[1:])
    if name in reader.slack:
        reader.slack.add(found)
    return found


def _in_words(name):
    return _written(name) and not any(side[0] == "month" for side in name[2])

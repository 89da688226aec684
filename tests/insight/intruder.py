"""Whoever holds every published table of a year and works out from all of them what they can.

It knows what is printed, how it is rounded, and what the headings mean; of the engine that protects
the tables it knows nothing. From each printed number it takes the least and the most that the count
can be, and follows every sum until nothing narrows further.
"""

from collections import defaultdict, deque
from fractions import Fraction
from math import ceil, floor, inf

FEW = range(1, 5)


class Intruder:
    """Bounds of every count, and the sums that tie them."""

    def __init__(self):
        self.low, self.high = defaultdict(int), defaultdict(lambda: inf)
        self.sums = []
        self.slack = set()

    def reads(self, name, text, *, zero_shown=True, exact=False, small=False):
        """Take a printed cell; `small` is a lucky guess that it is hidden for its own sake."""
        if text == "c":
            self.knows(name, 1 if zero_shown else 0, 4 if small else inf)
        elif text == "0" or exact:
            self.knows(name, int(text), int(text))
        else:
            self.knows(name, max(5, int(text) - 2), int(text) + 2)

    def knows(self, name, low, high):
        self.low[name] = max(self.low[name], low)
        self.high[name] = min(self.high[name], high)

    def adds_up(self, total, parts):
        self.sums.append([(total, -1), *((part, 1) for part in parts)])

    def at_most(self, whole, *parts):
        rest = ("rest", len(self.sums))
        self.slack.add(rest)
        self.adds_up(whole, [*parts, rest])

    def works_out(self):
        """Return every count that can be one number from one to four and no other."""
        sums = []
        for terms in self.sums:
            times = defaultdict(int)
            for name, number in terms:
                times[name] += number
            sums.append([(name, number) for name, number in times.items() if number])
        of_name = defaultdict(list)
        for place, terms in enumerate(sums):
            for name, _ in terms:
                of_name[name].append(place)
        waiting, queued = deque(range(len(sums))), set(range(len(sums)))
        while waiting:
            place = waiting.popleft()
            queued.discard(place)
            for name in self._follow(sums[place]):
                for other in of_name[name]:
                    if other not in queued:
                        queued.add(other)
                        waiting.append(other)
        names = [name for name in {*self.low, *self.high, *of_name} if name not in self.slack]
        return {
            name: self.low[name] for name in names
            if self.low[name] == self.high[name] and self.low[name] in FEW
        }  # fmt: skip

    def _follow(self, terms):
        """Narrow each count of a sum by the others; yield those that became narrower."""
        ends = [
            (times * self.low[name], times * self.high[name])
            if times > 0 else (times * self.high[name], times * self.low[name])
            for name, times in terms
        ]  # fmt: skip
        for place, (name, times) in enumerate(terms):
            least = -sum(end[1] for at, end in enumerate(ends) if at != place)
            most = -sum(end[0] for at, end in enumerate(ends) if at != place)
            if times < 0:
                least, most = most, least
            low = -inf if abs(least) == inf else ceil(Fraction(int(least), times))
            high = inf if abs(most) == inf else floor(Fraction(int(most), times))
            if low > self.low[name] or high < self.high[name]:
                self.knows(name, low, high)
                assert self.low[name] <= self.high[name], (
                    "what is printed contradicts",
                    name,
                    terms,
                    ends,
                )
                ends[place] = tuple(
                    sorted((times * self.low[name], times * self.high[name]))
                )  # fmt: skip
                yield name


ENTRIES = {"d-vulnerability-sex-age": "Vulnerability", "e-harm-nature": "Harm"}
KINDS = ("Missing", "Absent", "Not told apart")


def whole_year(tables, *, true=None):
    """Return who holds these tables of a year; `true` are the same unprotected, to guess well."""
    reader = Intruder()
    exact = {table.name: table for table in true or ()}
    for table in tables:
        other = exact.get(table.name)

        def reads(name, line, column, table=table, other=other, **how):
            small = other is not None and other.lines[line][column] in ("1", "2", "3", "4")
            reader.reads(name, table.lines[line][column], small=small, **how)

        kind = table.name.rsplit("-", 1)[0]
        if kind == "counts":
            _counts(reader, table, reads)
        elif kind == "reconciliation":
            _reconciliation(reader, table, reads)
        elif kind == "ukmpu-a-calls-population":
            _population(reader, table, reads)
        elif table.columns[0] == "force":
            _by_force(reader, table, reads, kind)
        else:
            _grid(reader, table, reads, kind.removeprefix("ukmpu-"))
    _between(reader, tables)
    return reader


def _force(line):
    return frozenset() if line[0] == "all" else frozenset({("force", line[0])})


def _counts(reader, table, reads):
    columns = [one.partition("/")[0] for one in table.columns]
    sides = [_force(line) for line in table.lines]
    for place, side in enumerate(sides):
        name = {column: _counted(column, side) for column in columns[1:]}
        for at, column in enumerate(columns[1:], 1):
            if column == "absent-share":
                _share(reader, table.lines[place][at], name, side)
            else:
                # Where an area is hidden whole, nobody at all is hidden with it.
                reads(name[column], place, at, zero_shown=False)
        incidents, children = name["incident"], name["child"]
        reader.at_most(name["call"], incidents)
        reader.at_most(incidents, children)
        for column in columns:
            if column.startswith("repeat"):
                reader.at_most(children, name[column])
        for column, times in (
            ("repeat-more-than-once", 2), ("repeat-3-in-90-days", 3), ("repeat-3-in-30-days", 3),
            ("repeat-5-in-30-days", 5), ("repeat-2-in-28-days", 2), ("repeat-10-in-a-year", 10),
        ):  # fmt: skip
            reader.at_most(incidents, children, *[name[column]] * (times - 1))
        for wider, narrower in (
            ("repeat-more-than-once", "repeat-3-in-90-days"),
            ("repeat-3-in-90-days", "repeat-3-in-30-days"),
            ("repeat-3-in-30-days", "repeat-5-in-30-days"),
            ("repeat-more-than-once", "repeat-2-in-28-days"),
            ("repeat-more-than-once", "repeat-10-in-a-year"),
        ):
            reader.at_most(name[wider], name[narrower])
        longs = [column for column in columns if column.startswith("long-")]
        for wider, narrower in zip(["incident", *longs], longs, strict=False):
            reader.at_most(name[wider], name[narrower])
    for column in columns[1:]:
        names = [_counted(column, side) for side in sides]
        if column.startswith(("incident", "call", "individual", "long", "away")):
            reader.adds_up(names[-1], names[:-1])
        elif column.startswith("repeat"):
            for one in names[:-1]:
                reader.at_most(names[-1], one)
    everybody = _counted("individual", frozenset())
    reader.at_most(everybody, _counted("child", frozenset()))


def _counted(column, side):
    if column == "child" and side:  # of one force, the same
        return ("individual", side)
    return (column, side)


def _share(reader, text, name, side):
    """Take a share with its decimal: which rounded numbers can it be made of?"""
    absent, missing = (("incident", side | {("kind", kind)}) for kind in ("Absent", "Missing"))
    apart = ("apart", side)
    reader.adds_up(apart, [absent, missing])
    reader.at_most(name["incident"], apart)
    if text == "0":
        reader.knows(absent, 0, 0)
    elif text != "c":
        pairs = [
            (part, whole)
            for whole in range(10, 400, 5) for part in range(5, whole + 1, 5)
            if f"{round(100 * part / whole + 1e-9, 1):g}" == text
        ]  # fmt: skip
        if pairs and max(whole for _, whole in pairs) < 195:
            reader.knows(absent, max(5, min(pairs)[0] - 2), max(pairs)[0] + 2)
            least, most = (end(whole for _, whole in pairs) for end in (min, max))
            reader.knows(apart, least - 2, most + 2)


def _reconciliation(reader, table, reads):
    names = [line[0].removeprefix("less: ") for line in table.lines]
    for place, name in enumerate(names):
        reads(("sent", name), place, 1, exact=True)
    reader.adds_up(("sent", names[0]), [("sent", name) for name in names[1:-1]])
    reader.at_most(("sent", names[-2]), ("sent", names[-1]))
    without = []
    for name, kind in zip((names[-2], names[5], names[6]), KINDS, strict=True):
        more = ("without birth", kind)
        without.append(more)
        reader.adds_up(
            ("incident", frozenset({("kind", kind)})), [("sent", name), more]
        )  # fmt: skip
    reader.at_most(("sent", names[3]), *without)
    reader.adds_up(
        ("call", frozenset()), [("incident", frozenset()), ("further", "calls")]
    )  # fmt: skip
    reader.at_most(("sent", names[1]), ("further", "calls"))


def _population(reader, table, reads):
    """A rate and the known children give the calls back; they stand beside it anyway."""
    for place, line in enumerate(table.lines):
        reads(("call", _force(line)), place, 1)
        if line[3] not in ("c", "z"):
            calls = float(line[3]) * int(line[2]) / 1_000
            around = 0.05 * int(line[2]) / 1_000
            least, most = 5 * ceil((calls - around) / 5), 5 * floor((calls + around) / 5)
            if least == most and least:
                reader.reads(("call", _force(line)), str(least))


def _by_force(reader, table, reads, kind):
    units = {
        "ukmpu-a-calls": [("call", {("kind", one)}) for one in KINDS] + [("call", set())],
        "ukmpu-b-incidents": [("incident", {("kind", one)}) for one in KINDS]
        + [("individual", set())],
        "ukmpu-b4-repeats": [("once", set()), ("repeat-more-than-once", set()), ("theirs", set())],
    }[kind]
    sides = [_force(line) for line in table.lines]
    for place, side in enumerate(sides):
        for at, (unit, more) in enumerate(units, 1):
            # What stands in the counts too may be hidden there like a few, and be nobody.
            reads(_again(unit, side, more), place, at, zero_shown=bool(more))
        calls, incidents, people = (
            _again(unit, side, set()) for unit in ("call", "incident", "individual")
        )
        if kind == "ukmpu-b4-repeats":
            once, again, theirs = (_again(unit, side, set()) for unit, _ in units)
            reader.adds_up(people, [once, again])
            reader.adds_up(incidents, [once, theirs])
            reader.at_most(theirs, again, again)
        else:
            whole = calls if kind == "ukmpu-a-calls" else incidents
            reader.adds_up(whole, [(unit, side | more) for unit, more in units[:3]])
            reader.at_most(incidents, people)
            for one in KINDS:
                reader.at_most(
                    ("call", side | {("kind", one)}), ("incident", side | {("kind", one)})
                )
    for unit, more in units:
        names = [_again(unit, side, more) for side in sides]
        reader.adds_up(names[-1], names[:-1])


def _again(unit, side, more):
    # Over the country somebody is again who was in two forces once: those are two numbers.
    if unit == "repeat-more-than-once" and not side:
        return ("again, force by force", side)
    return (unit, side | more)


def _grid(reader, table, reads, kind):
    unit = "individual" if kind.endswith("individuals") else "incident"
    down = [_says(table.columns[0], line[0]) for line in table.lines]
    across = [_says(_across(kind), heading) for heading in table.columns[1:]]
    entries = kind in ENTRIES

    def name(row, column):
        if entries and not down[row]:
            return ("entries", kind, column)
        return (unit, down[row] | across[column])

    for row in range(len(down)):
        for column in range(len(across)):
            reads(name(row, column), row, column + 1)
        reader.adds_up(
            name(row, -1 % len(across)), [name(row, at) for at in range(len(across) - 1)]
        )
    for column in range(len(across)):
        parts = [name(row, column) for row in range(len(down) - 1)]
        reader.adds_up(name(len(down) - 1, column), parts)
        if entries:
            incidents = ("incident", across[column])
            for part in parts[:-1]:
                reader.at_most(incidents, part, parts[-1])
            reader.at_most(name(len(down) - 1, column), incidents)


def _across(kind):
    if kind in ENTRIES or kind == "d-risk-sex-age":
        return "Sex and age"
    if kind == "d-publicity":
        return "Level"
    return "Age" if kind in ("e-harm", "e-fatal", "care") else "Sex"


def _says(heading, words):
    if words == "all":
        return frozenset()
    if heading == "Sex and age":
        sex, _, age = words.partition(", ")
        return frozenset({("Sex", sex), ("Age", age)})
    return frozenset({(heading, words)})


def _between(reader, tables):
    """Take what ties the tables of incidents by how they ended to the others."""
    if not any(table.name.startswith("ukmpu-e-fatal") for table in tables):
        return
    by_end = ("incident", frozenset({("How it ended", "Still open")}))
    by_time = ("incident", frozenset({("Duration", "Still open")}))
    reader.at_most(by_time, by_end)
    dead = ("incident", frozenset({("How it ended", "Found dead")}))
    over = ("incident", frozenset({("How it ended", "Came back or was found")}))
    reader.at_most(("incident", frozenset()), by_end, dead, over)
    week = ("incident", frozenset({("Duration", "over 168 hours")}))
    two_days = ("incident", frozenset({("Duration", "over 48 to 168 hours")}))
    long_week, long_days = (("long-7-days", frozenset()), ("long-48-hours", frozenset()))
    reader.at_most(long_week, week)
    reader.at_most(long_days, week, two_days)
    # Whoever is still away counts as long as the year goes on.
    for long, found in ((long_week, [week]), (long_days, [week, two_days])):
        still = ("still away", long)
        reader.adds_up(long, [*found, still])
        reader.at_most(by_time, still)

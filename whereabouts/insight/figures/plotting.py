"""What a plot of a table shows, before anybody draws it: the page and the print draw the same."""

from __future__ import annotations

from dataclasses import dataclass

from whereabouts.insight.figures.tables import WHOLE, Table

MOST_BARS = 40
SHARE, BETWEEN = "Share, %", "Between, %, 95 in 100"
NOT_SHOWN = "hidden (c)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One line of a plot: as long as `until`, or a share between two ends; or not shown."""

    label: str
    text: str = NOT_SHOWN
    until: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """The bars of a table, and what the axis ends at."""

    title: str
    most: int
    bars: tuple[Bar, ...]

    @property
    def steps(self) -> tuple[int, ...]:
        """Return where the axis is marked."""
        return tuple(sorted({0, self.most // 2, self.most}))


def plot_of(*, table: Table) -> Plot | None:
    """Return the plot of a table of shares or of one column of counts; of others there is none."""
    if table.columns[-2:] == (SHARE, BETWEEN):
        shares = tuple(_share(line) for line in table.lines[:MOST_BARS])
        more = _more(len(table.lines) - MOST_BARS)
        return Plot(title=table.title, most=100, bars=(*shares, *more))
    if len(table.columns) != 2:
        return None
    every = [line for line in table.lines if line[0] != WHOLE]
    own = every[:MOST_BARS]
    most = max((int(line[1]) for line in own if line[1].isdecimal()), default=0)
    if not most:
        return None
    bars = tuple(_count(line) for line in own)
    return Plot(title=table.title, most=most, bars=(*bars, *_more(len(every) - len(own))))


def _more(number: int) -> tuple[Bar, ...]:
    """Return a line that says how many the table has beyond those that are drawn."""
    return (Bar(label=f"{number} more in the table", text=""),) if number > 0 else ()


def _count(line: tuple[str, ...]) -> Bar:
    if not line[1].isdecimal():
        return Bar(label=line[0])
    return Bar(label=line[0], text=line[1], until=int(line[1]))


def _share(line: tuple[str, ...]) -> Bar:
    label, share, between = line[0], line[-2], line[-1]
    low, _, high = between.partition(" to ")
    if not (low.isdecimal() and high.isdecimal()):
        return Bar(label=label)
    return Bar(label=label, text=f"{share}%", until=float(share), low=int(low), high=int(high))

"""Plots of a pack's tables on a page, each as wide as the screen has room."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from whereabouts.insight.figures.drawing import svg
from whereabouts.insight.figures.plotting import plot_of
from whereabouts.insight.figures.tables import Table


def plot(*, table: Table, name: str) -> SafeString | str:
    """Return the plot of a table of shares or of one column of counts; of others there is none.

    The page has an element `title-…` of this name, which says what is plotted.
    """
    found = plot_of(table=table)
    if found is None:
        return ""
    return format_html(
        '<div class="plot__window" tabindex="0" role="region" aria-labelledby="title-{}">{}</div>',
        name, svg(plot=found, name=name),
    )  # fmt: skip

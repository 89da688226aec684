"""The page of an authority's returns, with the check reports, and the files themselves."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.returns_made import ReturnsPage, returns_made, years_of
from whereabouts.interfaces.web.doors import looks
from whereabouts.interfaces.web.figures.documents import handed_out


@looks(needs=Permission.RETURNS_MAKE, purpose="returns")
def year(request: HttpRequest, figures_year: int) -> HttpResponse:
    """Show what can be signed of a year, and what stands in the way."""
    return render(request, "figures/returns.html", {"found": _made(request, figures_year)})


@looks(needs=Permission.RETURNS_MAKE, purpose="returns")
def file(
    request: HttpRequest, figures_year: int, return_file: str, table_format: str
) -> HttpResponse:
    """Hand out one file of a return, or its metadata."""
    found = _made(request, figures_year)
    name = f"{return_file}.csv"
    if name not in found.files or table_format not in {"csv", "json"}:
        raise NotVisible()
    if table_format == "json":
        about = json.dumps(found.about[name], indent=1, ensure_ascii=False)
        return handed_out(content=about, name=f"{name}-metadata.json", kind="json")
    return handed_out(content=found.files[name], name=name, kind="csv")


def _made(request: HttpRequest, ends: int) -> ReturnsPage:
    at = timezone.now()
    if ends not in years_of(at=at):
        raise NotVisible()
    return returns_made(actor=request.actor, at=at, ends=ends)  # type: ignore[attr-defined]

"""The page of an authority's returns, with the check reports, and the files themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.returns_made import ReturnsPage, returns_made, years_of
from whereabouts.interfaces.web.doors import looks


@looks(needs=Permission.RETURNS_MAKE, purpose="returns")
def year(request: HttpRequest, figures_year: int) -> HttpResponse:
    """Show what can be signed of a year, and what stands in the way."""
    return render(request, "figures/returns.html", {"found": _made(request, figures_year)})


@looks(needs=Permission.RETURNS_MAKE, purpose="returns")
def file(request: HttpRequest, figures_year: int, return_file: str) -> HttpResponse:
    """Hand out one file of a return."""
    files = _made(request, figures_year).files
    name = f"{return_file}.csv"
    if name not in files:
        raise NotVisible()
    return HttpResponse(
        files[name], content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _made(request: HttpRequest, ends: int) -> ReturnsPage:
    at = timezone.now()
    if ends not in years_of(at=at):
        raise NotVisible()
    return returns_made(actor=request.actor, at=at, ends=ends)  # type: ignore[attr-defined]

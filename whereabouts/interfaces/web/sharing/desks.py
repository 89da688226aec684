"""Desks: as they stand now, and as they stood at their hour."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.desks import (
    DeskPage,
    desk_now,
    desk_then,
    governance_now,
    governance_then,
)
from whereabouts.interfaces.web.doors import looks
from whereabouts.interfaces.web.paging import pages_of

A_PAGE = 120


@looks(needs=Permission.DESK_LOOK, purpose="desk")
def now(request: HttpRequest) -> HttpResponse:
    """Show the desk of one's agency as it stands."""
    found = desk_now(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return _shown(request, found, one="desk-then", every="desk")


@looks(needs=Permission.DESK_LOOK, purpose="desk")
def then(request: HttpRequest, desk_id: UUID) -> HttpResponse:
    """Show a desk as it stood."""
    found = desk_then(actor=request.actor, at=timezone.now(), desk_id=desk_id)  # type: ignore[attr-defined]
    return _shown(request, found, one="desk-then", every="desk")


@looks(needs=Permission.RECORDS_GOVERN, purpose="governance")
def governance(request: HttpRequest) -> HttpResponse:
    """Show information governance's desk as it stands."""
    found = governance_now(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return _shown(request, found, one="governance-then", every="governance")


@looks(needs=Permission.RECORDS_GOVERN, purpose="governance")
def governance_before(request: HttpRequest, desk_id: UUID) -> HttpResponse:
    """Show information governance's desk as it stood."""
    found = governance_then(actor=request.actor, at=timezone.now(), desk_id=desk_id)  # type: ignore[attr-defined]
    return _shown(request, found, one="governance-then", every="governance")


def _shown(request: HttpRequest, desk: DeskPage, *, one: str, every: str) -> HttpResponse:
    pages = pages_of(
        *[part.lines for part in desk.parts], asked=request.GET.get("page", ""), most=A_PAGE
    )
    shown = {"desk": desk, "pages": pages, "one": one, "all": every}
    return render(request, "sharing/desk.html", shown)

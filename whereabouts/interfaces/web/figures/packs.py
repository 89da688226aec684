"""The pages of the partnership's pack and of the published figures, and what they hand out."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission, permitted
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.partnership import (
    PARTNERSHIP,
    PackPage,
    covers,
    makes_packs,
    pack_made,
    packs_made,
)
from whereabouts.insight.lookups.published import figures_of, years_published
from whereabouts.insight.lookups.returns_made import years_of
from whereabouts.interfaces.web.doors import looks
from whereabouts.interfaces.web.figures.documents import one_table, whole
from whereabouts.interfaces.web.figures.parted import page_asked, pages_of
from whereabouts.interfaces.web.figures.plots import plot


@looks(needs=Permission.FIGURES_LOOK, purpose="figures")
def figures(request: HttpRequest) -> HttpResponse:
    """Show which years are published, and the packs of one's own agency where one may."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    packs = permitted(roles=actor.roles, permission=Permission.PACK_LOOK) and makes_packs(
        actor=actor, at=at
    )
    return render(
        request,
        "figures/index.html",
        {
            "years": years_published(actor=actor, at=at),
            "packs": packs_made(actor=actor, at=at) if packs else [],
            "covers": covers(actor=actor, at=at) if packs else [],
            "is_partnership": actor.agency_kind == PARTNERSHIP,
            "sees_packs": packs,
            "returns": years_of(at=at)[0]
            if permitted(roles=actor.roles, permission=Permission.RETURNS_MAKE)
            else None,
        },
    )


@looks(needs=Permission.FIGURES_LOOK, purpose="figures")
def year(request: HttpRequest, figures_year: int) -> HttpResponse:
    """Show the published figures of a year, and why two counts of it differ."""
    found = figures_of(actor=request.actor, at=timezone.now(), ends=figures_year)  # type: ignore[attr-defined]
    pages = pages_of(sections=found.sections)
    now = page_asked(asked=request.GET.get("part", ""), of=len(pages))
    return render(
        request, "figures/year.html",
        {"found": found, "plot": plot, "pages": pages, "part": now, "shown": pages[now - 1]},
    )  # fmt: skip


@looks(needs=Permission.FIGURES_LOOK, purpose="figures")
def year_table(
    request: HttpRequest, figures_year: int, table_name: str, table_format: str
) -> HttpResponse:
    """Hand out one published table, or its metadata."""
    found = figures_of(actor=request.actor, at=timezone.now(), ends=figures_year)  # type: ignore[attr-defined]
    return one_table(sections=found.sections, table=table_name, kind=table_format)


@looks(needs=Permission.FIGURES_LOOK, purpose="figures")
def year_whole(request: HttpRequest, figures_year: int, file_format: str) -> HttpResponse:
    """Hand out the published figures of a year, all in one."""
    found = figures_of(actor=request.actor, at=timezone.now(), ends=figures_year)  # type: ignore[attr-defined]
    return whole(
        sections=found.sections, title=f"Children missing, year to 31 March {found.ends}",
        says=[f"Published {found.published_at:%d/%m/%Y}."], name=f"figures-{found.ends}",
        kind=file_format, names=found.names,
    )  # fmt: skip


@looks(needs=Permission.PACK_LOOK, purpose="pack")
def pack(request: HttpRequest, pack_kind: str, pack_until: str) -> HttpResponse:
    """Show a pack as it was made."""
    found = _pack(request, pack_kind, pack_until)
    pages = pages_of(sections=found.sections)
    now = page_asked(asked=request.GET.get("part", ""), of=len(pages))
    return render(
        request, "figures/pack.html",
        {"found": found, "plot": plot, "pages": pages, "part": now, "shown": pages[now - 1]},
    )  # fmt: skip


@looks(needs=Permission.PACK_LOOK, purpose="pack")
def pack_table(
    request: HttpRequest, pack_kind: str, pack_until: str, table_name: str, table_format: str
) -> HttpResponse:
    """Hand out one table of a pack, or its metadata."""
    found = _pack(request, pack_kind, pack_until)
    return one_table(sections=found.sections, table=table_name, kind=table_format)


@looks(needs=Permission.PACK_LOOK, purpose="pack")
def pack_whole(
    request: HttpRequest, pack_kind: str, pack_until: str, file_format: str
) -> HttpResponse:
    """Hand out a pack, all in one."""
    found = _pack(request, pack_kind, pack_until)
    title = f"{found.title}: {found.agency}"
    return whole(
        sections=found.sections, title=title, says=_says(found),
        name=f"{found.kind}-{found.until.isoformat()}", kind=file_format,
    )  # fmt: skip


def _pack(request: HttpRequest, kind: str, until: str) -> PackPage:
    try:
        day = date.fromisoformat(until)
    except ValueError as wrong:
        raise NotVisible() from wrong
    return pack_made(actor=request.actor, at=timezone.now(), kind=kind, until=day)  # type: ignore[attr-defined]


def _says(found: PackPage) -> list[str]:
    until = f"until before {found.until:%d/%m/%Y}"
    return [f"From {found.since:%d/%m/%Y} {until}. As at {found.made_at:%d/%m/%Y}."]

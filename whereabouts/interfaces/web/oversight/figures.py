"""The page of figures about grades, and about force used on children or threatened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.cue_to_flag import cue_to_flag
from whereabouts.insight.lookups.force_figures import force_figures
from whereabouts.insight.lookups.oversight_figures import oversight_figures
from whereabouts.insight.lookups.review_figures import review_figures
from whereabouts.interfaces.web.doors import looks
from whereabouts.interfaces.web.oversight.plot import shares_svg
from whereabouts.interfaces.web.oversight.wording import percent


@looks(needs=Permission.OVERSIGHT_LOOK, purpose="figures about grades")
def grades(request: HttpRequest) -> HttpResponse:
    """Show overturn rates by unit, and the absent share by queue length and by hour."""
    at = timezone.now()
    found = oversight_figures(actor=request.actor, at=at)  # type: ignore[attr-defined]
    force = force_figures(actor=request.actor, at=at)  # type: ignore[attr-defined]
    reviews = review_figures(actor=request.actor, at=at)  # type: ignore[attr-defined]
    signs = cue_to_flag(actor=request.actor, at=at)  # type: ignore[attr-defined]
    plots = [
        shares_svg(
            bands=[(band.label, band.absent) for band in bands], name=name, along=along,
            what="Share graded absent",
        )
        for name, along, bands in (
            ("queue", "Other episodes open when the grade was made", found.by_queue),
            ("hour", "Hour of day at which the grade was made", found.by_hour),
        )
    ]  # fmt: skip
    return render(
        request,
        "oversight/grades.html",
        {
            "found": found,
            "plots": plots,
            "percent": percent,
            "force": force,
            "reviews": reviews,
            "signs": signs,
        },
    )

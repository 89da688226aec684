"""The page on which packs are approved, or let run in shadow."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.engines.policy import UnknownPack
from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.packs import followed, local_packs, own_pack, packs_shown
from whereabouts.interfaces.web.doors import acts
from whereabouts.journeys.approve_pack import HashDiffers, approve_pack

STANDINGS = {"approved": "approved", "shadow": "put in shadow"}
LONGEST_NOTE = 240


@acts(needs=Permission.PACK_APPROVE, purpose="policy packs", methods=("GET", "HEAD", "POST"))
def packs(request: HttpRequest) -> HttpResponse:
    """Show the packs with their approvals; take an approval."""
    actor = request.actor  # type: ignore[attr-defined]
    error, status = "", 200
    if request.method == "POST":
        standing = request.POST.get("standing", "")
        try:
            if standing not in STANDINGS:
                raise UnknownPack(standing, tuple(STANDINGS))
            approve_pack(
                actor=actor,
                pack=request.POST.get("pack", ""),
                sha256=request.POST.get("sha256", ""),
                standing=standing,
                note=request.POST.get("note", "")[:LONGEST_NOTE],
                at=timezone.now(),
            )
        except HashDiffers as refused:
            error, status = str(refused), 409
        except UnknownPack:
            error, status = "There is no such pack. Choose one of those on this page.", 400
        else:
            messages.success(request, f"The pack is {STANDINGS[standing]}, in your name.")
            return redirect("policy")
    at = timezone.now()
    page = {
        "packs": packs_shown(actor=actor, at=at),
        "own": own_pack(actor=actor, at=at),
        "followed": followed(actor=actor, at=at),
        "local": local_packs(actor=actor, at=at),
        "error": error,
    }
    return render(request, "policy/packs.html", page, status=status)

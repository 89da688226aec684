"""The pages of emergency access, its review, and the record of looks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.looks import emergencies, recent_looks
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.wording import clock
from whereabouts.journeys.review_emergency_access import (
    AlreadyReviewed,
    FindingNeeded,
    OwnAccess,
    review_emergency_access,
)
from whereabouts.journeys.use_emergency_access import (
    ReasonNeeded,
    use_emergency_access,
)

LONGEST_REASON, LONGEST_REFERENCE = 2000, 40


@acts(
    needs=Permission.EMERGENCY_USE,
    purpose="emergency access",
    methods=("GET", "HEAD", "POST"),
)
def emergency(request: HttpRequest) -> HttpResponse:
    """Ask for a reference and a reason, and open the records for an hour."""
    reference = request.POST.get("reference", request.GET.get("reference", "")).strip()
    reason = request.POST.get("reason", "").strip()
    errors = []
    if request.method == "POST":
        errors = _problems(reference, reason)
        if not errors:
            try:
                until_at = use_emergency_access(
                    actor=request.actor,  # type: ignore[attr-defined]
                    reference=reference,
                    reason=reason,
                    at=timezone.now(),
                )
            except ReasonNeeded:
                errors = [("reason", "Enter the reason in a few words")]
            except NotVisible:
                errors = [("reference", "Nothing has this reference: check it, letter by letter")]
            else:
                messages.success(
                    request,
                    f"The records are open to you until {clock(until_at)}."
                    " Their agency has been told.",
                )
                return redirect(_opened(reference))
    return render(
        request,
        "accountability/emergency.html",
        {
            "reference": reference[:LONGEST_REFERENCE],
            "reason": reason[:LONGEST_REASON],
            "errors": errors,
            "wrong": dict(errors),
        },
        status=400 if errors else 200,
    )  # fmt: skip


@looks(needs=Permission.LOOKS_REVIEW, purpose="review of looks")
def looked(request: HttpRequest) -> HttpResponse:
    """Show who looked at what lately, and the uses of emergency access."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    reference = request.GET.get("reference", "").strip().upper()[:LONGEST_REFERENCE]
    member = request.GET.get("member", "").strip()[:120]
    errors = []
    try:
        found = recent_looks(actor=actor, at=at, reference=reference, member=member)
    except NotVisible:
        found, errors = [], [("reference", "No episode that your agency sees has this reference")]
    return render(
        request,
        "accountability/looks.html",
        {
            "looks": found,
            "emergencies": emergencies(actor=actor, at=at),
            "reference": reference,
            "member": member,
            "errors": errors,
        },
    )  # fmt: skip


@acts(needs=Permission.EMERGENCY_REVIEW, purpose="review of emergency access")
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    """Record whether a use of emergency access was justified."""
    note = request.POST.get("note", "")
    if len(note) > LONGEST_REASON:
        return refusals.bad_form(
            request, [("note", f"it may be {LONGEST_REASON} characters long.")]
        )
    try:
        review_emergency_access(
            actor=request.actor,  # type: ignore[attr-defined]
            key=key,
            finding=request.POST.get("finding", ""),
            note=note,
            at=timezone.now(),
        )
    except FindingNeeded:
        return refusals.bad_form(
            request,
            [("finding", "choose one; where it was not justified, say why.")],
        )
    except OwnAccess:
        return refusals.refusal(
            request,
            status=403,
            heading="Nobody reviews their own access",
            sentence="You used this access yourself.",
            next_steps=["Ask another information governance officer of your agency."],
        )
    except AlreadyReviewed:
        return refusals.changed_by_somebody(request, back=address("looks"))
    messages.success(request, "The review is recorded.")
    return redirect("looks")  # fmt: skip


def _opened(reference: str) -> str:
    try:
        return address("child", UUID(reference)) or "home"
    except ValueError:
        return address("episode", reference.upper()) or "home"


def _problems(reference: str, reason: str) -> list[tuple[str, str]]:
    problems = []
    if not reference:
        problems.append(("reference", "Enter the reference of the episode or the child"))
    elif len(reference) > LONGEST_REFERENCE:
        problems.append(("reference", "A reference is shorter than this: check it"))
    if not reason:
        problems.append(("reason", "Enter the reason in a few words"))
    elif len(reason) > LONGEST_REASON:
        problems.append(("reason", f"Say it in {LONGEST_REASON} characters"))
    return problems  # fmt: skip

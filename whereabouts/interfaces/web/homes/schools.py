"""A school's own page, what schools told a force, and what was done to prevent harm."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.choices import agencies_of_kind
from whereabouts.insight.lookups.schools import (
    absence_seen,
    prevention,
    school_page,
    schools_told,
)
from whereabouts.insight.lookups.search import find_children
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.homes.forms import AbsenceForm, ActivityForm, SettleAbsenceForm
from whereabouts.interfaces.web.wording import local
from whereabouts.journeys.keep_prevention import NotYet, keep_prevention
from whereabouts.journeys.report_absence import (
    Absent,
    AlreadySettled,
    NotOnRegister,
    link_absence,
    read_absence,
    report_absence,
    settle_absence,
)

FORM = ("GET", "HEAD", "POST")
UNREADABLE = 422
MOST = 5


@acts(needs=Permission.SCHOOL_REPORT, purpose="school", methods=FORM)
def own(request: HttpRequest) -> HttpResponse:
    """Show a school its officer and its reports, and take a report."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = AbsenceForm(
        request.POST if request.method == "POST" else None,
        initial={"absent_at": f"{local(at):%Y-%m-%dT%H:%M}"},
    )
    if form.is_valid():
        try:
            report_absence(actor=actor, absent=Absent(**form.cleaned_data), at=at)
        except NotOnRegister as fault:
            form.add_error("names", str(fault))
        else:
            messages.success(request, "Your officer is told. What is done appears on this page.")
            return redirect("school")
    errors = form.problems() if form.is_bound else []
    shown = school_page(actor=actor, at=at)
    return render(
        request, "homes/school.html", {"page": shown, "form": form, "errors": errors, "at": at},
        status=UNREADABLE if errors else 200,
    )  # fmt: skip


@looks(needs=Permission.SCHOOL_ANSWER, purpose="schools")
def told(request: HttpRequest) -> HttpResponse:
    """Show what schools reported."""
    at = timezone.now()
    found = schools_told(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "homes/schools.html", {"found": found, "at": at})


@acts(needs=Permission.SCHOOL_ANSWER, purpose="schools", methods=FORM)
def one(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Read a report, and write down what came of it."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = absence_seen(actor=actor, at=at, absence_id=absence_id)
    if request.method == "POST" and request.POST.get("child"):
        return _say_who(request, absence_id)
    form = SettleAbsenceForm(
        request.POST if request.method == "POST" and not request.POST.get("read") else None
    )
    if request.method == "POST" and request.POST.get("read"):
        read_absence(actor=actor, absence_id=absence_id, at=at)
        messages.success(request, "You have read it: its clock has stopped.")
        return redirect("school-absence", absence_id=absence_id)
    if form.is_valid():
        try:
            settle_absence(actor=actor, absence_id=absence_id, at=at, **form.cleaned_data)
        except AlreadySettled as fault:
            form.add_error("words", str(fault))
        else:
            messages.success(request, "It is written down, and the school is told.")
            return redirect("schools")
    errors = form.problems() if form.is_bound else []
    who = None
    if shown.child_id is None:
        who = find_children(actor=actor, at=at, names=shown.names, born=shown.born_text, limit=MOST)
    return render(
        request, "homes/absence.html",
        {"page": shown, "form": form, "errors": errors, "at": at, "who": who},
        status=UNREADABLE if errors else 200,
    )  # fmt: skip


def _say_who(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Keep which child a report is about."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    try:
        child = UUID(request.POST["child"])
    except ValueError:
        return refusals.nothing_there(request)
    try:
        link_absence(actor=actor, absence_id=absence_id, child_id=child, at=at)
    except AlreadySettled:
        return refusals.changed_by_somebody(request, back=reverse("schools"))
    messages.success(request, "The child’s page shows what the school says.")
    return redirect("school-absence", absence_id=absence_id)


@acts(needs=Permission.PREVENTION_KEEP, purpose="prevention", methods=FORM)
def prevention_page(request: HttpRequest) -> HttpResponse:
    """Show what was done to prevent harm, and take another line."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = ActivityForm(
        request.POST if request.method == "POST" else None,
        places=agencies_of_kind(actor=actor, at=at, kinds=("education", "home")),
    )
    if form.is_valid():
        try:
            keep_prevention(actor=actor, at=at, **form.cleaned_data)
        except NotYet as fault:
            form.add_error("on", str(fault))
        else:
            messages.success(request, "It is kept.")
            return redirect("prevention")
    errors = form.problems() if form.is_bound else []
    shown = prevention(actor=actor, at=at)
    return render(
        request, "homes/prevention.html",
        {"page": shown, "form": form, "errors": errors, "at": at},
        status=UNREADABLE if errors else 200,
    )  # fmt: skip

"""The pages of the register: its lines, one home or school, and what is kept of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.adults_named import adults_to_choose
from whereabouts.insight.lookups.choices import agencies_of_kind
from whereabouts.insight.lookups.register import (
    concern_seen,
    officers_of,
    register_page,
    setting_name,
    setting_page,
)
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.homes.forms import (
    ConcernAdultForm,
    ConcernForm,
    OfficerForm,
    OutcomeForm,
    SettingForm,
    VisitForm,
)
from whereabouts.interfaces.web.wording import local
from whereabouts.journeys.keep_register import (
    AlreadyRegistered,
    NotInTheseIslands,
    NotOfThatForce,
    NotThatKind,
    name_officer,
    put_on_register,
)
from whereabouts.journeys.name_adult_in_concern import name_adult_in_concern
from whereabouts.journeys.visit_setting import (
    AlreadySettled,
    NotYet,
    keep_visit,
    raise_concern,
    settle_concern,
)

FORM = ("GET", "HEAD", "POST")
UNREADABLE = 422


@looks(needs=Permission.SETTING_LOOK, purpose="register")
def lines(request: HttpRequest) -> HttpResponse:
    """Show the homes, carers and schools that one works with."""
    at = timezone.now()
    found = register_page(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "homes/register.html", {"lines": found, "at": at})


@looks(needs=Permission.SETTING_LOOK, purpose="register")
def page(request: HttpRequest, setting_id: UUID) -> HttpResponse:
    """Show one home, carer or school."""
    at = timezone.now()
    shown = setting_page(actor=request.actor, at=at, setting_id=setting_id)  # type: ignore[attr-defined]
    return render(request, "homes/setting.html", {"page": shown, "at": at})


@acts(needs=Permission.SETTING_KEEP, purpose="keep the register", methods=FORM)
def add(request: HttpRequest) -> HttpResponse:
    """Put one on the register."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = SettingForm(
        request.POST if request.method == "POST" else None,
        agencies=agencies_of_kind(actor=actor, at=at, kinds=("home", "education")),
        authorities=agencies_of_kind(actor=actor, at=at, kinds=("authority",)),
        forces=agencies_of_kind(actor=actor, at=at, kinds=("police_force",)),
    )
    if form.is_valid():
        try:
            key = put_on_register(actor=actor, at=at, **form.cleaned_data)
        except (AlreadyRegistered, NotThatKind) as fault:
            form.add_error("agency", str(fault))
        except NotInTheseIslands as fault:
            form.add_error("latitude", str(fault))
        else:
            messages.success(request, "It stands on the register. Name its officer next.")
            return redirect("setting", setting_id=key)
    form.order_fields(["agency", "kind", "authority", "force"])
    return _form(request, form, heading="Put a home, carer or school on the register", button="Add")


@acts(needs=Permission.SETTING_KEEP, purpose="keep the register", methods=FORM)
def officer(request: HttpRequest, setting_id: UUID) -> HttpResponse:
    """Name the officer."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    name, officers = officers_of(actor=actor, at=at, setting_id=setting_id)
    form = OfficerForm(request.POST if request.method == "POST" else None, officers=officers)
    if form.is_valid():
        try:
            name_officer(actor=actor, setting_id=setting_id, at=at, **form.cleaned_data)
        except NotOfThatForce as fault:
            form.add_error("officer", str(fault))
        else:
            messages.success(request, "The officer is named, and the home sees who it is.")
            return redirect("setting", setting_id=setting_id)
    return _form(request, form, who=name, heading="Name the officer", button="Save",
                 back=setting_id)  # fmt: skip


@acts(needs=Permission.SETTING_VISIT, purpose="visit", methods=FORM)
def visit(request: HttpRequest, setting_id: UUID) -> HttpResponse:
    """Write a visit down."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    name, _ = setting_name(actor=actor, at=at, setting_id=setting_id)
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        initial={"visited_at": f"{local(at):%Y-%m-%dT%H:%M}"},
    )
    if form.is_valid():
        try:
            keep_visit(actor=actor, setting_id=setting_id, at=at, **form.cleaned_data)
        except NotYet as fault:
            form.add_error("visited_at", str(fault))
        else:
            messages.success(request, "The visit is written down.")
            return redirect("setting", setting_id=setting_id)
    return _form(request, form, who=name, heading="Write down a visit", button="Save",
                 back=setting_id)  # fmt: skip


@acts(needs=Permission.CONCERN_RAISE, purpose="concern", methods=FORM)
def concern(request: HttpRequest, setting_id: UUID) -> HttpResponse:
    """Raise a concern."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    name, children = setting_name(actor=actor, at=at, setting_id=setting_id)
    form = ConcernForm(request.POST if request.method == "POST" else None, children=children)
    if form.is_valid():
        try:
            raise_concern(actor=actor, setting_id=setting_id, at=at, **form.cleaned_data)
        except NotYet as fault:
            form.add_error("seen_at", str(fault))
        else:
            messages.success(request, "The named officer is told.")
            return redirect("setting", setting_id=setting_id)
    return _form(request, form, who=name, heading="Raise a concern", button="Tell the officer",
                 back=setting_id)  # fmt: skip


@acts(needs=Permission.SETTING_VISIT, purpose="concern", methods=FORM)
def settle(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Write down what came of a concern."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    setting_id, seen = concern_seen(actor=actor, at=at, concern_id=concern_id)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            settle_concern(
                actor=actor, concern_id=concern_id, outcome=form.cleaned_data["outcome"], at=at
            )
        except AlreadySettled as fault:
            form.add_error("outcome", str(fault))
        else:
            messages.success(request, "It is written down.")
            return redirect("setting", setting_id=setting_id)
    return _form(request, form, who=seen.kind, heading="What came of the concern", button="Save",
                 lead=seen.words, back=setting_id, concern=seen)  # fmt: skip


@acts(needs=Permission.ADULT_LINK, purpose="concern", methods=FORM)
def adult(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Name the adult whom a concern is of."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    setting_id, seen = concern_seen(actor=actor, at=at, concern_id=concern_id)
    known = adults_to_choose(actor=actor, at=at)
    form = ConcernAdultForm(request.POST if request.method == "POST" else None, adults=known)
    if form.is_valid():
        try:
            name_adult_in_concern(actor=actor, concern_id=concern_id, at=at, **form.cleaned_data)
        except AlreadySettled as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, "Named. Whoever manages offenders is told.")
            return redirect("setting", setting_id=setting_id)
    return _form(request, form, who=seen.kind, heading="Name the adult", button="Name the adult",
                 lead=seen.words, back=setting_id)  # fmt: skip


def _form(request: HttpRequest, form: Any, **more: Any) -> HttpResponse:
    errors = form.problems() if form.is_bound else []
    return render(
        request, "homes/setting_form.html", {"form": form, "errors": errors, **more},
        status=UNREADABLE if errors else 200,
    )  # fmt: skip

"""Force and its review; telling of somebody who harms; matters under seal."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.conduct import (
    MatterShown,
    force_page,
    matter_page,
    matters_page,
    whom_it_may_be_about,
)
from whereabouts.interfaces.web.conduct import forms
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.returns.pages import typed
from whereabouts.interfaces.web.returns.refused import REFUSED, answer
from whereabouts.journeys.record_force import record_force, review_force
from whereabouts.journeys.tell_of_conduct import (
    decide_matter,
    seal_matter_further,
    tell_back,
    tell_of_conduct,
)

BOTH = ("GET", "HEAD", "POST")


@acts(needs=Permission.FORCE_RECORD, purpose="return", methods=BOTH)
def force(request: HttpRequest, reference: str) -> HttpResponse:
    """Show force in an episode with its reviews, and keep what was used or threatened."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = force_page(actor=actor, reference=reference, at=at)
    form = forms.ForceForm(request.POST, staff=shown.staff) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return _draw(request, "conduct/force.html", form=form, shown=shown)
    try:
        record_force(actor=actor, reference=reference, force=form.force(), at=at)
    except REFUSED as refused:
        return answer(request, refused, reference=reference)
    messages.success(request, "On record. A senior who was not there reviews it.")
    return redirect("return-force", reference)


@acts(needs=Permission.FORCE_REVIEW, purpose="return")
def review(request: HttpRequest, reference: str, force_id: UUID) -> HttpResponse:
    """Review force, by a senior who was not there."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = forms.ReviewForm(request.POST)
    if not form.is_valid():
        shown = force_page(actor=actor, reference=reference, at=at)
        return _draw(request, "conduct/force.html", form=form, shown=shown, again=force_id)
    try:
        review_force(
            actor=actor,
            reference=reference,
            force_id=force_id,
            finding=form.cleaned_data["finding"],
            words=form.cleaned_data["review_words"],
            instead=form.cleaned_data["instead"],
            at=at,
        )
    except REFUSED as refused:
        return answer(request, refused, reference=reference)
    messages.success(request, "Reviewed, in your name.")
    return redirect("return-force", reference)


@acts(needs=Permission.CONDUCT_TELL, purpose="return", methods=BOTH)
def tell(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the form, and keep under seal that somebody is named as the one who harms."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    about = whom_it_may_be_about(actor=actor, reference=reference, at=at)
    form = forms.ConductForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return _draw(request, "conduct/tell.html", form=form, about=about, reference=reference)
    try:
        tell_of_conduct(actor=actor, reference=reference, told=form.told(), at=at)
    except REFUSED as refused:
        return answer(request, refused, reference=reference)
    messages.success(request, "Kept under seal. Whoever looks into it is told.")
    return redirect("return", reference)


@looks(needs=Permission.CONDUCT_LOOK, purpose="conduct")
def matters(request: HttpRequest) -> HttpResponse:
    """Show the matters that are this person's to look into."""
    found = matters_page(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "conduct/matters.html", {"matters": found})


@acts(needs=Permission.CONDUCT_LOOK, purpose="conduct", methods=BOTH)
def matter(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """Show one matter; keep what became of it, and then how whoever told of it heard."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = matter_page(actor=actor, matter_id=matter_id, at=at)
    if shown.to_tell:
        return _told_back(request, shown=shown)
    form = forms.DecideForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return _draw(request, "conduct/matter.html", form=form, matter=shown)
    try:
        decide_matter(
            actor=actor,
            matter_id=matter_id,
            outcome=form.cleaned_data["outcome"],
            words=form.cleaned_data["outcome_words"],
            for_child=form.cleaned_data["for_child"],
            at=at,
        )
    except REFUSED as refused:
        return answer(request, refused)
    messages.success(request, "What became of it is kept.")
    return redirect("conduct")


def _told_back(request: HttpRequest, *, shown: MatterShown) -> HttpResponse:
    form = forms.ToldBackForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        return _draw(request, "conduct/matter.html", form=form, matter=shown)
    try:
        tell_back(
            actor=request.actor,  # type: ignore[attr-defined]
            matter_id=shown.key,
            how=form.cleaned_data["told_how"],
            words=form.cleaned_data["told_words"],
            at=timezone.now(),
        )
    except REFUSED as refused:
        return answer(request, refused)
    messages.success(request, "How they heard of it is kept.")
    return redirect("conduct")


@acts(needs=Permission.CONDUCT_LOOK, purpose="conduct")
def seal(request: HttpRequest, matter_id: UUID) -> HttpResponse:
    """Seal a matter from somebody else, too."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = forms.SealForm(request.POST)
    if not form.is_valid():
        shown = matter_page(actor=actor, matter_id=matter_id, at=at)
        return _draw(request, "conduct/matter.html", form=form, matter=shown)
    try:
        seal_matter_further(
            actor=actor, matter_id=matter_id, username=form.cleaned_data["username"], at=at
        )
    except REFUSED as refused:
        return answer(request, refused)
    messages.success(request, "They read nothing of it from now on.")
    return redirect("conduct")


def _draw(
    request: HttpRequest, template: str, *, form: django_forms.Form | None, **more: Any
) -> HttpResponse:
    return render(
        request, template, {**typed(form=form, at=timezone.now()), **more},
        status=400 if form is not None else 200,
    )  # fmt: skip

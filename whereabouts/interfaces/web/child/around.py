"""The pages about people around a child: relatives, what they may be told, adults of concern."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.child import standing_of
from whereabouts.insight.lookups.choices import agencies_of_kind
from whereabouts.interfaces.web.child.forms import AdultForm, AroundForm, ToldForm, truth
from whereabouts.interfaces.web.child.views import form_page
from whereabouts.interfaces.web.doors import acts
from whereabouts.journeys.add_related_person import add_related_person
from whereabouts.journeys.link_adult_of_concern import NotInList, link_adult_of_concern
from whereabouts.journeys.set_may_be_told import ReasonNeeded, set_may_be_told

FORM = ("GET", "HEAD", "POST")


@acts(needs=Permission.CHILD_UPDATE, purpose="add a relative or carer", methods=FORM)
def add(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Add somebody around the child."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    forces = agencies_of_kind(actor=actor, at=at, kinds=("police_force",))
    form = AroundForm(request.POST if request.method == "POST" else None, forces=forces)
    if form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        said["parental_responsibility"] = truth(said["parental_responsibility"])
        told = add_related_person(actor=actor, child_id=child_id, at=at, **said)
        messages.success(
            request,
            "They are added. A concern stands: tell them nothing until a senior decides."
            if told == "nothing"
            else "They are added. They may be told that the child is safe, and no more.",
        )
        return redirect("child", child_id=child_id)
    return form_page(
        request, child_id, form, heading="Add a relative, carer or friend", button="Save",
        lead="They may be told that the child is safe, and no more, until somebody decides.",
    )  # fmt: skip


@acts(needs=Permission.CHILD_UPDATE, purpose="decide what may be told", methods=FORM)
def told(request: HttpRequest, child_id: UUID, person_id: UUID) -> HttpResponse:
    """Decide what somebody may be told."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    standing = standing_of(actor=actor, at=at, child_id=child_id, person_id=person_id)
    form = ToldForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            set_may_be_told(
                actor=actor, child_id=child_id, person_id=person_id, at=at, **form.cleaned_data
            )
        except ReasonNeeded:
            form.add_error("because", "Enter why")
        else:
            messages.success(request, "What they may be told is saved.")
            return redirect("child", child_id=child_id)
    waits = " A named senior must decide." if standing.awaiting_senior else ""
    return form_page(
        request, child_id, form, heading="What somebody may be told", button="Save",
        lead=f"{standing.name}, {standing.relation.lower()}. Now: {standing.told_words.lower()}."
        f" {standing.told_because}{waits}",
    )  # fmt: skip


@acts(needs=Permission.ADULT_LINK, purpose="link an adult", methods=FORM)
def adult(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Link an adult who may pose a risk."""
    form = AdultForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        said["registered_sex_offender"] = truth(said["registered_sex_offender"])
        try:
            link_adult_of_concern(
                actor=request.actor,  # type: ignore[attr-defined]
                child_id=child_id,
                at=timezone.now(),
                **said,
            )
        except ReasonNeeded:
            form.add_error("source", "Enter who says so, and the adult's name")
        except NotInList as fault:
            form.add_error(fault.field, str(fault))
        else:
            messages.success(request, "The adult is linked to the child.")
            return redirect("child", child_id=child_id)
    return form_page(
        request, child_id, form, heading="Link an adult of concern", button="Save",
        lead="Only roles that see adults are shown this.",
    )  # fmt: skip

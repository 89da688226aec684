"""The pages that change a child's record: details, photograph, placement, flags."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.child import flag_of_child, who_it_is
from whereabouts.insight.lookups.choices import agencies_of_kind
from whereabouts.insight.lookups.out_of_area import why_placements_end
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.child.forms import (
    DetailsForm,
    EndForm,
    FlagForm,
    PhotoForm,
    PlacementForm,
    SettleForm,
    truth,
)
from whereabouts.interfaces.web.child.views import form_page
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.wording import day as day_words
from whereabouts.journeys.add_flag import ReasonNeeded, add_flag
from whereabouts.journeys.add_placement import EndsBeforeStart, ReasonUnknown, add_placement
from whereabouts.journeys.end_flag import AlreadySettled, end_flag
from whereabouts.journeys.settle_flag import settle_flag
from whereabouts.journeys.update_child_details import (
    BadDate,
    BadName,
    Details,
    update_child_details,
)
from whereabouts.journeys.upload_photo import MOST_BYTES, BadPicture, upload_photo

FORM = ("GET", "HEAD", "POST")
NOW = ("sex", "gender", "description", "communication_needs", "about_me")


@acts(needs=Permission.CHILD_UPDATE, purpose="change details", methods=FORM)
def details(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Change what the record says, and add to it."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    forces = agencies_of_kind(actor=actor, at=at, kinds=("police_force",))
    if request.method == "POST":
        form = DetailsForm(request.POST, forces=forces)
        if form.is_valid():
            try:
                said = Details(**form.cleaned_data)
                update_child_details(actor=actor, child_id=child_id, details=said, at=at)
            except BadName as fault:
                form.add_error("name", str(fault))
            except BadDate as fault:
                form.add_error("born", str(fault))
            else:
                return _done(request, child_id, "The details are saved.")
    else:
        who = who_it_is(actor=actor, at=at, child_id=child_id)
        form = DetailsForm(initial={name: getattr(who, name) for name in NOW}, forces=forces)
    return form_page(
        request, child_id, form, heading="Change details", button="Save",
        lead="What is said now replaces what the record said; what is added stands beside it.",
    )  # fmt: skip


@acts(needs=Permission.CHILD_UPDATE, purpose="add a photograph", methods=FORM)
def add_photo(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Add a photograph."""
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = PhotoForm(request.POST, request.FILES)
        if form.is_valid():
            sent = form.cleaned_data["picture"]
            try:
                # One more than is taken, so that a bigger file is refused and never read whole.
                upload_photo(
                    actor=request.actor,  # type: ignore[attr-defined]
                    child_id=child_id,
                    raw=sent.read(MOST_BYTES + 1),
                    taken_on=form.cleaned_data["taken_on"],
                    source=form.cleaned_data["source"],
                    at=timezone.now(),
                )
            except BadPicture as fault:
                form.add_error("picture", str(fault))
            else:
                return _done(request, child_id, "The photograph is saved.")
    return form_page(request, child_id, form, heading="Add a photograph", button="Save", file=True)


@acts(needs=Permission.CHILD_UPDATE, purpose="start a placement", methods=FORM)
def placement(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Start a placement."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = PlacementForm(
        request.POST if request.method == "POST" else None,
        homes=agencies_of_kind(actor=actor, at=at, kinds=("home",)),
        authorities=agencies_of_kind(actor=actor, at=at, kinds=("authority",)),
        reasons=why_placements_end(on=at.date()),
    )
    if form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        for name in ("home", "responsible_authority", "host_authority"):
            said[name] = UUID(said[name]) if said[name] else None
        said["looked_after"] = truth(said["looked_after"])
        try:
            add_placement(actor=actor, child_id=child_id, at=at, **said)
        except EndsBeforeStart:
            form.add_error("started_on", "The placement that stands began after this day")
        except ReasonUnknown as fault:
            form.add_error("ended_because", str(fault))
        else:
            return _done(request, child_id, "The placement is saved.")
    return form_page(
        request, child_id, form, heading="Start a placement", button="Save",
        lead="The placement that stands ends on the same day. Every agency named here will be able"
        " to see the child's record.",
    )  # fmt: skip


@acts(needs=Permission.CHILD_UPDATE, purpose="flag", methods=FORM)
def flag(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Raise or propose a flag."""
    form = FlagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            state = add_flag(
                actor=request.actor,  # type: ignore[attr-defined]
                child_id=child_id,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except ReasonNeeded:
            form.add_error("source", "Enter who says so")
        else:
            done = "is raised" if state == "active" else "is proposed: somebody will settle it"
            return _done(request, child_id, f"The flag {done}.")
    return form_page(
        request, child_id, form, heading="Add a flag", button="Save the flag", concern=True,
        lead="A flag of violence at home, forced marriage or trafficking means that relatives are"
        " told nothing until a senior decides.",
    )  # fmt: skip


@acts(needs=Permission.FLAG_SET, purpose="settle a flag", methods=FORM)
def settle(request: HttpRequest, child_id: UUID, flag_id: UUID) -> HttpResponse:
    """Raise or decline a proposed flag."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    proposed = flag_of_child(actor=actor, at=at, child_id=child_id, flag_id=flag_id)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            settle_flag(
                actor=actor,
                child_id=child_id,
                flag_id=flag_id,
                accepted=form.cleaned_data["answer"] == "accept",
                strength=form.cleaned_data["strength"],
                because=form.cleaned_data["because"],
                at=at,
            )
        except ReasonNeeded:
            form.add_error("because", "Enter why")
        except AlreadySettled:
            return refusals.changed_by_somebody(request)
        else:
            return _done(request, child_id, "The proposed flag is settled.")
    return form_page(
        request, child_id, form, heading="Settle a proposed flag", button="Save", concern=True,
        lead=f"{proposed.words}, {proposed.strength}. Proposed by {proposed.owner} on"
        f" {day_words(proposed.raised_at)}; source: {proposed.source}. {proposed.detail}",
    )  # fmt: skip


@acts(needs=Permission.FLAG_SET, purpose="end a flag", methods=FORM)
def end(request: HttpRequest, child_id: UUID, flag_id: UUID) -> HttpResponse:
    """End a flag, with the reason."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    standing = flag_of_child(actor=actor, at=at, child_id=child_id, flag_id=flag_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            end_flag(
                actor=actor, child_id=child_id, flag_id=flag_id, at=at,
                because=form.cleaned_data["because"],
            )  # fmt: skip
        except ReasonNeeded:
            form.add_error("because", "Enter why")
        except AlreadySettled:
            return refusals.changed_by_somebody(request)
        else:
            return _done(request, child_id, "The flag is ended. It stays in the history.")
    return form_page(
        request, child_id, form, heading="End a flag", button="End the flag",
        lead=f"{standing.words}, {standing.strength}. Source: {standing.source}.",
    )  # fmt: skip


def _done(request: HttpRequest, child_id: UUID, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("child", child_id=child_id)

"""The pages of placements out of area: the list with its figure, one notice, and its answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.out_of_area import (
    notice_page,
    one_asked,
    one_to_ring,
    out_of_area,
    why_placements_end,
)
from whereabouts.insight.lookups.out_of_area_counts import told_of
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.child.forms import truth
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.homes.forms import (
    AcknowledgeForm,
    EndPlacementForm,
    GiveForm,
    RungForm,
)
from whereabouts.interfaces.web.wording import local
from whereabouts.journeys.acknowledge_placement import (
    AlreadyAcknowledged,
    NotGiven,
    acknowledge_placement,
    take_on_placement,
)
from whereabouts.journeys.end_a_placement import (
    AlreadyEnded,
    EndsBeforeStart,
    NotYourPlacement,
    ReasonUnknown,
    end_a_placement,
)
from whereabouts.journeys.give_placement_notice import (
    AlreadyGiven,
    Given,
    NotComplete,
    NotYourNotice,
    give_placement_notice,
)
from whereabouts.journeys.ring_about_placement import AlreadyAcknowledged as Acknowledged
from whereabouts.journeys.ring_about_placement import NotYet, told_by_telephone

FORM = ("GET", "HEAD", "POST")
UNREADABLE = 422


@looks(needs=Permission.PLACEMENT_LOOK, purpose="out of area")
def lines(request: HttpRequest) -> HttpResponse:
    """Show every placement out of area that one has a part in, red first."""
    at = timezone.now()
    shown = out_of_area(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "homes/out_of_area.html", {"page": shown, "at": at})


@looks(needs=Permission.FIGURES_LOOK, purpose="figures")
def figures(request: HttpRequest) -> HttpResponse:
    """Show of how many placements anybody was told, over the country."""
    at = timezone.now()
    found = told_of(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "homes/told_of.html", {"found": found, "at": at})


@looks(needs=Permission.PLACEMENT_LOOK, purpose="out of area")
def page(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Show one notice with its risk pack and plan."""
    at = timezone.now()
    shown = notice_page(actor=request.actor, at=at, placement_id=placement_id)  # type: ignore[attr-defined]
    return render(request, "homes/notice.html", {"page": shown, "at": at})


@acts(needs=Permission.PLACEMENT_NOTICE, purpose="placement", methods=FORM)
def give(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Give the notice, with risk and plan."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = notice_page(actor=actor, at=at, placement_id=placement_id)
    form = GiveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["at_a_distance"] = truth(given["at_a_distance"])
        try:
            give_placement_notice(
                actor=actor, placement_id=placement_id, given=Given(**given), at=at
            )
        except NotComplete as lacking:
            for name, sentence in lacking.missing.items():
                form.add_error(name, sentence)
        except (AlreadyGiven, NotYourNotice) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, "The notice is given. You see here who acknowledges it.")
            return redirect("placement", placement_id=placement_id)
    return _form(
        request, form, who=shown.line.name, heading="Give notice of the placement",
        button="Give the notice", placement_id=placement_id,
        lead="The authority, the police and the home there read this, and acknowledge it.",
    )  # fmt: skip


@acts(needs=Permission.PLACEMENT_END, purpose="placement", methods=FORM)
def end(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """End a placement; whoever hosted the child is told."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = notice_page(actor=actor, at=at, placement_id=placement_id)
    form = EndPlacementForm(
        request.POST if request.method == "POST" else None, reasons=why_placements_end(on=at.date())
    )
    if form.is_valid():
        try:
            end_a_placement(
                actor=actor, placement_id=placement_id, at=at,
                ended_on=form.cleaned_data["ended_on"], because=form.cleaned_data["because"],
            )  # fmt: skip
        except ReasonUnknown as fault:
            form.add_error("because", str(fault))
        except (AlreadyEnded, EndsBeforeStart, NotYourPlacement) as fault:
            form.add_error("ended_on", str(fault))
        else:
            messages.success(request, "The end is written down, and told.")
            return redirect("out-of-area")
    return _form(
        request, form, who=shown.line.name, heading="End the placement", button="End it",
        placement_id=placement_id, lead="Those who hosted the child see no more after that day.",
    )  # fmt: skip


@acts(needs=Permission.PLACEMENT_ACKNOWLEDGE, purpose="placement", methods=FORM)
def acknowledge(request: HttpRequest, acknowledgement_id: UUID) -> HttpResponse:
    """Acknowledge for one's agency."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    asked = one_asked(actor=actor, at=at, acknowledgement_id=acknowledgement_id)
    form = AcknowledgeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            acknowledge_placement(
                actor=actor, acknowledgement_id=acknowledgement_id, at=at,
                words=form.cleaned_data["words"],
            )  # fmt: skip
        except (AlreadyAcknowledged, NotGiven) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, "Acknowledged. The authority sees it.")
            return redirect("out-of-area")
    ends = asked.about == "end"
    return _form(
        request, form, who=f"{'Ends' if ends else 'Begins'} {asked.on:%-d %B %Y}",
        heading="Acknowledge the end" if ends else "Acknowledge the notice",
        button="We have read it", placement_id=None if ends else asked.placement_id,
    )  # fmt: skip


@acts(needs=Permission.PLACEMENT_NOTICE, purpose="placement", methods=FORM)
def rung(request: HttpRequest, acknowledgement_id: UUID) -> HttpResponse:
    """Write down who was told by telephone."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    placement_id, part, agency = one_to_ring(
        actor=actor, at=at, acknowledgement_id=acknowledgement_id
    )
    form = RungForm(
        request.POST if request.method == "POST" else None,
        initial={"told_at": f"{local(at):%Y-%m-%dT%H:%M}"},
    )
    if form.is_valid():
        try:
            told_by_telephone(
                actor=actor, acknowledgement_id=acknowledgement_id, at=at, **form.cleaned_data
            )
        except NotYet as fault:
            form.add_error("told_at", str(fault))
        except Acknowledged as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, "Written down. They have still to acknowledge.")
            return redirect("placement", placement_id=placement_id)
    return _form(
        request, form, who=f"{part}: {agency}", heading="Told by telephone", button="Save",
        placement_id=placement_id,
        lead="This does not acknowledge for them: it says whom you told. It is counted apart.",
    )  # fmt: skip


@acts(needs=Permission.PLACEMENT_ACKNOWLEDGE, purpose="placement")
def take_on(request: HttpRequest, acknowledgement_id: UUID) -> HttpResponse:
    """Become the owner of reading a notice."""
    try:
        take_on_placement(
            actor=request.actor,  # type: ignore[attr-defined]
            acknowledgement_id=acknowledgement_id,
            at=timezone.now(),
        )
    except AlreadyAcknowledged as fault:
        return refusals.bad_form(request, [("", str(fault))])
    messages.success(request, "It is yours to read.")
    return redirect("out-of-area")


def _form(request: HttpRequest, form: Any, **more: Any) -> HttpResponse:
    errors = form.problems() if form.is_bound else []
    return render(
        request, "homes/placement_form.html", {"form": form, "errors": errors, **more},
        status=UNREADABLE if errors else 200,
    )  # fmt: skip

"""A child's help that lasts, offers, and the directory of support."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.choices import agencies_of_kind
from whereabouts.insight.lookups.support import area_of, directory, support_page
from whereabouts.interfaces.web.child.views import form_page
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.support.chart import episodes_svg
from whereabouts.interfaces.web.support.forms import OfferForm, SearchForm, ServiceForm, key_of
from whereabouts.journeys.keep_directory import NothingOffered, list_service, take_service_out
from whereabouts.journeys.offer_support import NamedContactMissing, offer_support

FORM = ("GET", "HEAD", "POST")
UNREADABLE = 422


@looks(needs=Permission.CHILD_LOOK, purpose="support")
def page(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Show a child's help that lasts."""
    at = timezone.now()
    shown = support_page(actor=request.actor, at=at, child_id=child_id)  # type: ignore[attr-defined]
    chart = episodes_svg(periods=shown.periods)
    return render(request, "support/child.html", {"page": shown, "at": at, "chart": chart})


@acts(needs=Permission.SUPPORT_OFFER, purpose="offer support", methods=FORM)
def offer(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Write down that support was offered."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    area = area_of(actor=actor, at=at, child_id=child_id)
    listed = directory(actor=actor, at=at, authority=area)
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        services=[(one.service_id, one.name) for one in listed],
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["service"] = key_of(given["service"])
        try:
            offer_support(actor=actor, child_id=child_id, at=at, **given)
        except NothingOffered as fault:
            form.add_error("words", str(fault))
        except NamedContactMissing as fault:
            form.add_error("named_contact", str(fault))
        else:
            messages.success(request, "The offer is kept. Where it was declined it stands.")
            return redirect("child-support", child_id=child_id)
    return form_page(
        request, child_id, form, heading="Offer support", button="Save",
        template="support/form.html",
        lead="Say what there is, and let them choose. An offer is never a condition.",
    )  # fmt: skip


@looks(needs=Permission.SUPPORT_OFFER, purpose="directory of support")
def directory_page(request: HttpRequest) -> HttpResponse:
    """Show the directory of support, by area and need; it names no child."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    authorities = agencies_of_kind(actor=actor, at=at, kinds=("authority",))
    form = SearchForm(request.GET, authorities=authorities)
    found = None
    if form.is_valid():
        found = directory(
            actor=actor, at=at, authority=key_of(form.cleaned_data["authority"]),
            need=form.cleaned_data["need"],
        )  # fmt: skip
    shown = {"form": form, "found": found, "errors": form.problems()}
    return render(
        request, "support/directory.html", shown, status=UNREADABLE if form.errors else 200
    )


@acts(needs=Permission.DIRECTORY_SET, purpose="directory of support", methods=FORM)
def list_one(request: HttpRequest) -> HttpResponse:
    """List a service."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = ServiceForm(
        request.POST if request.method == "POST" else None,
        authorities=agencies_of_kind(actor=actor, at=at, kinds=("authority",)),
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        given["authority"] = key_of(given["authority"])
        try:
            list_service(actor=actor, at=at, **given)
        except NothingOffered as fault:
            form.add_error("needs", str(fault))
        else:
            messages.success(request, "The service is listed: everybody finds it from now on.")
            return redirect("support-directory")
    errors = form.problems() if form.is_bound else []
    return render(
        request, "support/list.html", {"form": form, "errors": errors},
        status=UNREADABLE if errors else 200,
    )  # fmt: skip


@acts(needs=Permission.DIRECTORY_SET, purpose="directory of support")
def take_out(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Take a service out of the directory."""
    take_service_out(actor=request.actor, service_id=service_id, at=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, "The service is out of the directory. Offers of it are kept.")
    return redirect("support-directory")

"""The page on which a home or provider says what it can take."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.capacity import own_capacity
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.homes.forms import CapacityForm
from whereabouts.journeys.say_capacity import NoCapacity, say_capacity

FORM = ("GET", "HEAD", "POST")
UNREADABLE = 422


@acts(needs=Permission.CAPACITY_SAY, purpose="capacity", methods=FORM)
def page(request: HttpRequest) -> HttpResponse:
    """Show what was said last, and take what holds now."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    form = CapacityForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            say_capacity(actor=actor, at=at, **form.cleaned_data)
        except NoCapacity as fault:
            form.add_error(fault.field, str(fault))
        else:
            messages.success(request, "Said. Whoever places with you or asks you reads it.")
            return redirect("capacity")
    errors = form.problems() if form.is_bound else []
    return render(
        request, "homes/capacity.html",
        {"form": form, "errors": errors, "said": own_capacity(actor=actor, at=at), "at": at},
        status=UNREADABLE if errors else 200,
    )  # fmt: skip

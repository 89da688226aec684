"""In the demonstration alone: a code for a made-up child's page, from the sign-in page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.insight.lookups.staff import actor_for, demo_members
from whereabouts.insight.lookups.voice_demo import an_episode
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import anybody
from whereabouts.interfaces.web.voice.codes import childs_address
from whereabouts.journeys.give_child_code import give_child_code

GIVER = "missing_coordinator"


@anybody(methods=("POST",))
def give(request: HttpRequest) -> HttpResponse:
    """Make a code for a made-up child, and show it; outside the demonstration there is nothing."""
    if not settings.DEMO:
        return refusals.nothing_there(request)
    at = timezone.now()
    for member in demo_members(at=at):
        actor = actor_for(member_id=member["member_id"], at=at) if member["role"] == GIVER else None
        reference = an_episode(actor=actor, at=at) if actor else ""
        if actor and reference:
            made = give_child_code(
                actor=actor, reference=reference, handed="face_to_face", phone="none",
                address=childs_address(), worker="Sam", worker_phone="01632 960123", at=at,
            )  # fmt: skip
            return render(request, "hello/demo_code.html", {"made": made})
    return refusals.nothing_there(request)

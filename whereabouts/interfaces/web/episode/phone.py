"""Asking for the place of a child's phone: the words that an authority to ask rests on."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.episode import there_is
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer, page_of
from whereabouts.journeys.ask_for_phone_location import (
    Asked,
    NotOutstanding,
    SayWhy,
    ask_for_phone_location,
)

FIELDS = (
    Field(
        name="number", label="Which phone", kind="text", fact=True, longest=60,
        needed="Enter the number of the phone, or what else it is known by",
    ),
    Field(
        name="necessary", label="Why it is necessary", needed="Say why it is necessary",
        hint="What harm is feared, and why nothing else finds the child as soon.",
    ),
    Field(
        name="proportionate", label="Why it is proportionate", needed="Say why it is proportionate",
        hint="How little is asked: which phone, only its place, for how many hours.",
    ),
    Field(
        name="others", label="Whose lives it touches besides",
        needed="Say whom else it touches, or that it touches nobody",
        hint="Who else uses the phone, and how that is kept small.",
    ),
    Field(
        name="authorised_by", label="Who authorises it", kind="text", fact=True, longest=160,
        needed="Name who authorises it",
    ),
)  # fmt: skip


@acts(needs=Permission.RESPONSE_GO, purpose="phone", methods=("GET", "HEAD", "POST"))
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what an authority needs, and keep what was asked."""
    actor, named = request.actor, reference.upper()  # type: ignore[attr-defined]
    there_is(actor=actor, at=timezone.now(), reference=named)
    form = Form(
        heading="Ask for the place of the phone",
        button="Keep what is asked",
        done="Kept, and the task is done. What the phone says is a sighting: write it down as one.",
        lead="This is kept in the history as you write it. It asks nobody by itself: your force’s"
        " own unit for communications data does.",
        fields=FIELDS,
    )

    def act(given: Given, at: datetime) -> object:
        return ask_for_phone_location(actor=actor, reference=named, asked=Asked(**given), at=at)

    return answer(
        request, form=form, act=act, back=page_of(reference),
        refused={SayWhy: "", NotOutstanding: ""},
    )  # fmt: skip

"""Telling back from the street in one step, saying that one has read, and what came of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.briefing import there_is_beat
from whereabouts.insight.lookups.child import who_it_is
from whereabouts.insight.lookups.episode import there_is
from whereabouts.insight.lookups.street_lists import word_page, words
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.meetings.forms import UNREADABLE, page
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.street.forms import SeenForm, TellForm, TellOfChildForm, WordForm
from whereabouts.journeys.add_sighting import NotYetSeen as NotYet
from whereabouts.journeys.add_sighting import add_sighting
from whereabouts.journeys.tell_from_street import (
    AlreadySettled,
    NotYetSeen,
    read_briefing,
    settle_street_word,
    tell_from_street,
)

FORM = ("GET", "HEAD", "POST")
LONGEST_SUM = 16


@acts(needs=Permission.BRIEFING_READ, purpose="briefing")
def read(request: HttpRequest, beat_id: UUID) -> HttpResponse:
    """Say that one has read the briefing."""
    read_briefing(
        actor=request.actor, beat_id=beat_id, at=timezone.now(),  # type: ignore[attr-defined]
        digest=request.POST.get("digest", "")[:LONGEST_SUM],
    )  # fmt: skip
    messages.success(request, "Written down: you have read this briefing.")
    return redirect("briefing", beat_id=beat_id)


@acts(needs=Permission.EPISODE_UPDATE, purpose="sighting", methods=FORM)
def seen(request: HttpRequest, reference: str) -> HttpResponse:
    """Say where a missing child was seen."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    there_is(actor=actor, at=at, reference=reference.upper())
    form = SeenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            add_sighting(
                actor=actor, reference=reference.upper(), seen_at=given["seen_at"] or at,
                place=given["place"], seen_by=actor.name, words=given["words"],
                confidence="likely", source="", adult_seen=given["adult_seen"], at=at,
            )  # fmt: skip
        except NotYet as fault:
            form.add_error("seen_at", str(fault))
        else:
            messages.success(request, "Kept. Whoever looks for the child was told.")
            return redirect("street")
    return page(
        request, form, heading="I saw this child", button="Tell them", back=address("street"),
        caption=reference.upper(), lead="A child in danger: ring first, then write.",
    )  # fmt: skip


@acts(needs=Permission.BRIEFING_READ, purpose="from the street", methods=FORM)
def tell_of_child(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Tell something about a child."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    who = who_it_is(actor=actor, at=at, child_id=child_id)
    form = TellOfChildForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            tell_from_street(actor=actor, child_id=child_id, at=at, **form.cleaned_data)
        except NotYetSeen as fault:
            form.add_error("seen_at", str(fault))
        else:
            messages.success(request, "Kept. The coordinator reads it and says what comes of it.")
            return redirect("street")
    return page(
        request, form, heading="Tell something", button="Tell them", back=address("street"),
        caption=who.name,
    )  # fmt: skip


@acts(needs=Permission.BRIEFING_READ, purpose="from the street", methods=FORM)
def tell(request: HttpRequest, beat_id: UUID) -> HttpResponse:
    """Tell something about the beat."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    name = there_is_beat(actor=actor, at=at, beat_id=beat_id)
    form = TellForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            tell_from_street(actor=actor, beat_id=beat_id, at=at, **form.cleaned_data)
        except NotYetSeen as fault:
            form.add_error("seen_at", str(fault))
        else:
            messages.success(request, "Kept. The coordinator reads it and says what comes of it.")
            return redirect("briefing", beat_id=beat_id)
    return page(
        request, form, heading="Tell something", button="Tell them", caption=name,
        back=address("briefing", beat_id),
    )  # fmt: skip


@looks(needs=Permission.STREET_SET, purpose="words from the street")
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what officers told and nobody has settled."""
    found = words(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "street/words.html", {"words": found})


@acts(needs=Permission.STREET_SET, purpose="words from the street", methods=FORM)
def settle(request: HttpRequest, word_id: UUID) -> HttpResponse:
    """Show a word from the street, and say what comes of it."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = word_page(actor=actor, at=at, word_id=word_id)
    form = WordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            settle_street_word(actor=actor, word_id=word_id, at=at, **form.cleaned_data)
        except AlreadySettled:
            return refusals.changed_by_somebody(request, back=address("street-words"))
        messages.success(request, "Settled. Whoever told it hears of it.")
        return redirect("street-words")
    errors = form.problems() if form.is_bound else []
    return render(
        request, "street/word.html", {"word": shown, "form": form, "errors": errors},
        status=UNREADABLE if errors else 200,
    )  # fmt: skip

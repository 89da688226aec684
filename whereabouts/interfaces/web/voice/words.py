"""What children said of how they were treated: to be read within a working day, and as counts."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.childs_words import SETTLED, words_one, words_queue
from whereabouts.insight.lookups.treated import treated
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.read_childs_words import AlreadyRead, OutcomeNeeded, read_childs_words

BOTH = ("GET", "HEAD", "POST")


@looks(needs=Permission.VOICE_READ, purpose="children's words")
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits to be read, and what was read lately."""
    at = timezone.now()
    shown = words_queue(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "voice/words.html", {"page": shown, "at": at})


@acts(needs=Permission.VOICE_READ, purpose="children's words", methods=BOTH)
def one(request: HttpRequest, words_id: UUID) -> HttpResponse:
    """Show what one child said, and keep what was done."""
    at = timezone.now()
    shown = words_one(actor=request.actor, at=at, words_id=words_id)  # type: ignore[attr-defined]
    form = Form(
        heading="What a child said",
        button="I have read it",
        done="Written down.",
        fields=[]
        if shown.read_at
        else [
            Field(
                name="outcome",
                label="What was done",
                kind="choice",
                choices=SETTLED,
                needed="Say what was done",
            ),
            Field(name="outcome_words", label="In words: what, and by whom"),
        ],
        shown={"one": shown},
    )

    def act(given: Given, at: datetime) -> object:
        if not given:
            raise AlreadyRead("Somebody has read this before you, and said what was done.")
        return read_childs_words(actor=request.actor, words_id=words_id, at=at, **given)  # type: ignore[attr-defined]

    return answer(
        request,
        form=form,
        act=act,
        back=address("childs-words"),
        refused={OutcomeNeeded: "outcome_words", AlreadyRead: ""},
        template="voice/words_one.html",
    )


@looks(needs=Permission.VOICE_RESULTS, purpose="how children were treated")
def results(request: HttpRequest) -> HttpResponse:
    """Show the answers of twelve months by force and unit, small numbers hidden."""
    found = treated(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "voice/results.html", {"found": found})

"""What children said of how they were treated: to be read within a working day, and as counts."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.childs_words import (
    ABOUT_KINDS,
    SETTLED,
    TALK_ANSWERS,
    TOLD_BACK,
    SaidLine,
    words_one,
    words_queue,
)
from whereabouts.insight.lookups.treated import treated
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.read_childs_words import (
    AlreadyRead,
    AlreadyTold,
    NotDecidedYet,
    NothingOwed,
    OutcomeNeeded,
    WordsNeeded,
    offer_childs_talk,
    read_childs_words,
    tell_child_back,
)

BOTH = ("GET", "HEAD", "POST")


@looks(needs=Permission.VOICE_READ, purpose="children's words")
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits to be read, and what was read lately."""
    at = timezone.now()
    shown = words_queue(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "voice/words.html", {"page": shown, "at": at})


@acts(needs=Permission.VOICE_READ, purpose="children's words", methods=BOTH)
def one(request: HttpRequest, words_id: UUID) -> HttpResponse:
    """Show what one child said; keep what was done, the talk offered, how the child heard of it."""
    at = timezone.now()
    shown = words_one(actor=request.actor, at=at, words_id=words_id)  # type: ignore[attr-defined]
    # Somebody read it since this page was opened: nothing of what is asked now was answered.
    gone_by = "outcome" in request.POST and shown.read_at is not None
    form = Form(
        heading="What a child said",
        button=_button(shown),
        done="Written down.",
        fields=[] if gone_by else _fields(shown),
        shown={"one": shown},
    )

    def act(given: Given, at: datetime) -> object:
        if not given:
            raise AlreadyRead("Somebody has read this before you, and said what was done.")
        if "talk_answer" in given:
            step: Callable[..., object] = offer_childs_talk
        else:
            step = tell_child_back if shown.to_tell else read_childs_words
        said = {name: value or "" for name, value in given.items()}
        return step(actor=request.actor, words_id=words_id, at=at, **said)  # type: ignore[attr-defined]

    return answer(
        request,
        form=form,
        act=act,
        back=address("childs-words"),
        refused={
            OutcomeNeeded: "outcome_words",
            AlreadyRead: "",
            AlreadyTold: "",
            NotDecidedYet: "",
            NothingOwed: "",
            WordsNeeded: "told_words",
        },
        template="voice/words_one.html",
    )


def _button(shown: SaidLine) -> str:
    if shown.to_offer:
        return "Keep what came of the offer"
    return "The child has heard" if shown.to_tell else "I have read it"


def _fields(shown: SaidLine) -> list[Field]:
    """Return what is asked now: what was done; the talk; how the child heard; or nothing."""
    if shown.to_offer:
        return [
            Field(
                name="talk_answer", label="What became of the offer of a conversation?",
                kind="choice", choices=TALK_ANSWERS, needed="Say what became of the offer",
                hint="Nobody answered: try again, in the way the child said is safe.",
            ),
            Field(
                name="talk_words", label="In words: who offered it, how, and what the child said",
                needed="Say in words what was offered, or why not",
            ),
        ]  # fmt: skip
    if shown.to_tell:
        return [
            Field(
                name="told_how", label="How did the child hear of it?", kind="choice",
                choices=TOLD_BACK, needed="Say how the child heard, or that they did not",
            ),
            Field(
                name="told_words", label="In words: what they were told, and what they said",
                needed="Say in words what the child was told, or why not",
            ),
        ]  # fmt: skip
    if shown.read_at:
        return []
    return [
        Field(
            name="outcome", label="What was done", kind="choice", choices=SETTLED,
            needed="Say what was done",
        ),
        Field(name="outcome_words", label="In words: what, and by whom"),
        Field(
            name="about_kind", label="If it is passed on as conduct: who is meant?",
            kind="select", choices=ABOUT_KINDS,
            hint="Leave it open where nobody can tell: then what the child said decides.",
        ),
    ]  # fmt: skip


@looks(needs=Permission.VOICE_RESULTS, purpose="how children were treated")
def results(request: HttpRequest) -> HttpResponse:
    """Show the answers of twelve months by force and unit, small numbers hidden."""
    found = treated(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "voice/results.html", {"found": found})

"""The practice room's pages: made-up cases, and how far those who grade them agree."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.practice_room import agreement, practice_case, practice_cases
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.oversight.wording import (
    CONFIDENCES,
    IMMEDIACY_CHOICES,
    LEVEL_CHOICES,
    SERIOUSNESS_CHOICES,
    kappa,
    percent,
)
from whereabouts.journeys import practise_case as practising

BOTH = ("GET", "HEAD", "POST")
QUESTIONS = (
    ("level", "Which level?", LEVEL_CHOICES, "Choose a level"),
    ("seriousness", "How serious could it be?", SERIOUSNESS_CHOICES, "Say how serious"),
    ("immediacy", "How soon?", IMMEDIACY_CHOICES, "Say how soon"),
    ("confidence", "How sure are you?", CONFIDENCES, "Say how sure you are"),
)


@looks(needs=Permission.PRACTISE, purpose="practice room")
def cases(request: HttpRequest) -> HttpResponse:
    """Show the made-up cases."""
    found = practice_cases(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "oversight/practice_room.html", {"cases": found})


@acts(needs=Permission.PRACTISE, purpose="practice room", methods=BOTH)
def one(request: HttpRequest, case: str) -> HttpResponse:
    """Grade a made-up case, then read what the pack says."""
    actor = request.actor  # type: ignore[attr-defined]
    page = practice_case(actor=actor, at=timezone.now(), case=case)

    def act(given: Given, at: datetime) -> object:
        answers = {name: given[name] for name, *_ in QUESTIONS}
        return practising.practise_case(actor=actor, case=case, at=at, **answers)

    return answer(
        request,
        form=Form(
            heading=page.title,
            button="Keep my answer, and show what the pack says",
            done="Your answer is kept. What the pack says stands beside it now.",
            shown={"page": page},
            fields=[
                Field(name=name, label=label, kind="choice", choices=choices, needed=needed)
                for name, label, choices, needed in QUESTIONS
            ],
        ),
        act=act,
        back=address("practice-case", case),
        refused={practising.AlreadyGraded: "", practising.NotAnAnswer: ""},
        template="oversight/practice_case.html",
    )


@looks(needs=Permission.OVERSIGHT_LOOK, purpose="practice room")
def agreed(request: HttpRequest) -> HttpResponse:
    """Show how far those who graded agree, by unit and pack."""
    rows = agreement(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(
        request, "oversight/agreement.html", {"rows": rows, "kappa": kappa, "percent": percent}
    )

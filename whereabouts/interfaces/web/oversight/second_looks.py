"""The pages of second looks: grade without the grade, then compare."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.second_looks import (
    SecondLookPage,
    second_look,
    second_looks,
    taken_meanwhile,
)
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.oversight.wording import CONFIDENCES, LEVEL_CHOICES
from whereabouts.journeys import answer_second_look as answering
from whereabouts.journeys import grade_second_look as grading

BOTH = ("GET", "HEAD", "POST")
FOUND = {
    "agrees": "Your finding is recorded: you agree with the grade.",
    "higher": "Your finding is recorded: it should have been higher.",
    "lower": "Your finding is recorded: it should have been lower.",
}
ALARMED = " The episode is open and stands lower: the duty inspector is told now."


@looks(needs=Permission.SECOND_LOOK, purpose="second look")
def waiting(request: HttpRequest) -> HttpResponse:
    """Show how many second looks wait, and those that one may take."""
    found = second_looks(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "oversight/second_looks.html", {"waiting": found})


@acts(needs=Permission.SECOND_LOOK, purpose="second look", methods=BOTH)
def one(request: HttpRequest, look_id: UUID) -> HttpResponse:
    """Grade from the facts alone; once graded, compare and say what was found."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    try:
        page = second_look(actor=actor, at=at, look_id=look_id)
    except NotVisible:
        sent = request.method == "POST" and request.POST.get("step") == "grade"
        if sent and taken_meanwhile(actor=actor, at=at, look_id=look_id):
            return refusals.changed_by_somebody(request, back=address("second-looks"))
        raise
    # The page says which step it was sent from: what somebody typed before they saw the grade is
    # never taken for what they say afterwards.
    if request.method == "POST":
        blind = request.POST.get("step") == "grade"
    else:
        blind = page.comparison is None
    return _grade(request, page, look_id) if blind else _compare(request, page, look_id)


def _grade(request: HttpRequest, page: SecondLookPage, look_id: UUID) -> HttpResponse:
    def act(given: Given, at: datetime) -> object:
        return grading.grade_second_look(
            actor=request.actor,  # type: ignore[attr-defined]
            look_id=look_id,
            level=given["level"],
            confidence=given["confidence"],
            words=given["words"],
            at=at,
        )

    return answer(
        request,
        form=Form(
            heading="Second look",
            button="Keep my grade, and show the recorded one",
            done="Your grade is kept. The recorded one stands beside it now.",
            shown={"page": page.facts, "step": "grade"},
            fields=[
                Field(
                    name="level",
                    label="How would you grade it?",
                    kind="choice",
                    choices=LEVEL_CHOICES,
                    needed="Choose a level",
                ),
                Field(
                    name="confidence",
                    label="How sure are you?",
                    kind="choice",
                    choices=CONFIDENCES,
                    needed="Say how sure you are",
                ),
                Field(
                    name="words",
                    label="What made you choose it?",
                    hint="In your own words, from what was known then.",
                    needed="Say in your own words what made you choose that level",
                ),
            ],
        ),
        act=act,
        back=address("second-look", look_id),
        refused={
            grading.UnknownGrade: "level",
            grading.NothingSaid: "words",
            grading.AlreadyGraded: "",
        },
        template="oversight/second_look.html",
    )


def _compare(request: HttpRequest, page: SecondLookPage, look_id: UUID) -> HttpResponse:
    def act(given: Given, at: datetime) -> object:
        return answering.answer_second_look(
            actor=request.actor,  # type: ignore[attr-defined]
            look_id=look_id,
            level=given["level"],
            because=given["because"],
            at=at,
        )

    return answer(
        request,
        form=Form(
            heading="Second look: compare",
            button="Record what I found",
            shown={"page": page.facts, "comparison": page.comparison, "step": "answer"},
            fields=[
                Field(
                    name="level",
                    label="Now that you saw the grade and its reasons: what should it have been?",
                    kind="choice",
                    choices=LEVEL_CHOICES,
                    needed="Choose the level that it should have had",
                ),
                Field(
                    name="because",
                    label="Why?",
                    hint="Also where you agree: what in the reasons convinced you.",
                    needed="Say why, whether you agree or not",
                ),
            ],
        ),
        act=act,
        back=address("second-look", look_id),
        refused={
            answering.UnknownGrade: "level",
            answering.NothingSaid: "because",
            answering.NotGradedYet: "",
            answering.AlreadyAnswered: "",
        },
        said=_found,
        template="oversight/second_look.html",
    )


def _found(result: object) -> str:
    finding, alarmed = cast(tuple[str, bool], result)
    return FOUND[finding] + (ALARMED if alarmed else "")

"""What another force asks of this one: what is known, acknowledge, and answer."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.attending import across_page
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.answer_across_border import (
    NeedsWords,
    NotInList,
    NotOutstanding,
    answer_across_border,
)

BOTH = ("GET", "HEAD", "POST")


@acts(needs=Permission.RESPONSE_GO, purpose="across", methods=BOTH)
def page(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Show what is asked, and take the answer."""
    shown = across_page(actor=request.actor, at=timezone.now(), task_id=task_id)  # type: ignore[attr-defined]
    form = Form(
        heading=f"{shown.holder} asks you to look",
        button="Answer",
        done=f"Answered: {shown.holder} reads it in the episode.",
        fields=[
            Field(
                name="outcome",
                label="What you found",
                kind="choice",
                choices=shown.answers,
                needed="Say what you found",
            ),
            Field(
                name="words",
                label="Who went, when, whom they spoke with, what they saw",
                needed="Say what was done there and found",
            ),
        ],
        shown={"across": shown},
    )

    def act(given: Given, at: datetime) -> object:
        return answer_across_border(
            actor=request.actor,  # type: ignore[attr-defined]
            task_id=task_id,
            outcome=given["outcome"],
            words=given["words"],
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=address("episode", shown.reference),
        refused={NeedsWords: "words", NotInList: "outcome", NotOutstanding: ""},
        template="response/across.html",
    )

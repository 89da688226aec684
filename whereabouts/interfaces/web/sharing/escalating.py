"""Matters that climb: taken up, answered, found lacking, settled."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.escalations import (
    ladder_choices,
    matter_raised,
    matter_to_answer,
    matters_raised,
    matters_to_answer,
)
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys import escalate as escalating
from whereabouts.journeys.escalate import Matter

BOTH = ("GET", "HEAD", "POST")


@looks(needs=Permission.ESCALATE, purpose="escalation")
def raised(request: HttpRequest) -> HttpResponse:
    """Show what one's agency took up."""
    found = matters_raised(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(
        request, "sharing/matters.html", {"found": found, "mine": True, "one": "escalation"}
    )


@looks(needs=Permission.ESCALATION_ANSWER, purpose="escalation")
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for one's answer."""
    found = matters_to_answer(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(
        request, "sharing/matters.html", {"found": found, "mine": False, "one": "escalation-answer"}
    )


@acts(needs=Permission.ESCALATE, purpose="escalation", methods=BOTH)
def add(request: HttpRequest) -> HttpResponse:
    """Take a matter up."""
    actor = request.actor  # type: ignore[attr-defined]
    kinds, agencies = ladder_choices(actor=actor, at=timezone.now())

    def act(given: Given, at: datetime) -> object:
        return escalating.take_matter_up(
            actor=actor, at=at, to_agency=UUID(given["to_agency"]),
            reference=given["reference"].upper(),
            matter=Matter(kind=given["kind"], words=given["words"], wanted=given["wanted"]),
        )  # fmt: skip

    return answer(
        request,
        form=Form(
            heading="Take a matter up",
            lead="It stands on a step with a time. Without an answer it climbs by itself, at last"
            " to the safeguarding board. You say when it is settled.",
            warning="If a child is in danger now, ring 999.",
            button="Take it up",
            done="It is taken up. You are told of every step.",
            fields=[
                Field(
                    name="kind", label="What is it?", kind="choice", choices=kinds,
                    needed="Choose what it is",
                ),
                Field(
                    name="to_agency", label="With which agency?", kind="select", choices=agencies,
                    needed="Choose the agency",
                ),
                Field(
                    name="reference", label="The episode’s reference, if it is about one",
                    kind="text", fact=True, longest=40,
                    value=request.GET.get("episode", "")[:40],
                ),
                Field(
                    name="words", label="What the matter is", needed="Write what the matter is",
                    hint="No name of a child: it may be read by people who see no record.",
                ),
                Field(
                    name="wanted", label="What you want to happen",
                    needed="Write what you want to happen",
                ),
            ],
        ),
        act=act,
        back=address("escalations"),
        refused={
            escalating.SomethingMissing: "", escalating.NoLadder: "to_agency",
            escalating.NotVisible: "reference",
        },
    )  # fmt: skip


@acts(needs=Permission.ESCALATE, purpose="escalation", methods=BOTH)
def one(request: HttpRequest, escalation_id: UUID) -> HttpResponse:
    """Show a matter that one's agency took up; say that its answer is not enough."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = matter_raised(actor=actor, at=timezone.now(), escalation_id=escalation_id)

    def act(given: Given, at: datetime) -> object:
        return escalating.find_answer_lacking(
            actor=actor, escalation_id=escalation_id, because=given["because"], at=at
        )

    return answer(
        request,
        form=Form(
            heading="A matter that you took up",
            button="It is not enough: take it further up",
            shown={"matter": shown, "raised": True},
            fields=[
                Field(
                    name="because", label="What the answer lacks",
                    needed="Write what the answer lacks",
                )
            ],
        ),
        act=act,
        back=address("escalation", escalation_id),
        refused={escalating.SomethingMissing: "", escalating.NoAnswerYet: ""},
        said=lambda up: "It has climbed." if up else "It stands at the top, and is said again.",
        template="sharing/matter.html",
    )  # fmt: skip


@acts(needs=Permission.ESCALATE, purpose="escalation")
def settle(request: HttpRequest, escalation_id: UUID) -> HttpResponse:
    """Say that a matter is settled."""
    try:
        escalating.settle_matter(
            actor=request.actor,  # type: ignore[attr-defined]
            escalation_id=escalation_id,
            at=timezone.now(),
        )
    except escalating.NoAnswerYet:
        return refusals.changed_by_somebody(request, back=address("escalation", escalation_id))
    messages.success(request, "The matter is settled.")
    return redirect("escalations")


@acts(needs=Permission.ESCALATION_ANSWER, purpose="escalation", methods=BOTH)
def reply(request: HttpRequest, escalation_id: UUID) -> HttpResponse:
    """Show a matter that stands at one's agency, and answer it."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = matter_to_answer(actor=actor, at=timezone.now(), escalation_id=escalation_id)

    def act(given: Given, at: datetime) -> object:
        return escalating.answer_matter(
            actor=actor, escalation_id=escalation_id, words=given["words"], at=at
        )

    return answer(
        request,
        form=Form(
            heading="A matter to answer",
            button="Answer it",
            done="It is answered. Whoever raised it says whether that settles it.",
            shown={"matter": shown, "raised": False},
            fields=[
                Field(
                    name="words", label="What is done, by whom, and until when",
                    needed="Write what is done, by whom and until when",
                )
            ],
        ),
        act=act,
        back=address("escalations-waiting"),
        refused={
            escalating.SomethingMissing: "", escalating.NotYours: "",
            escalating.AlreadyAnswered: "",
        },
        template="sharing/matter.html",
    )  # fmt: skip

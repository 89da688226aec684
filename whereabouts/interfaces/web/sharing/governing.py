"""Requests about records: what was asked, bundles, answers."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.child import who_it_is
from whereabouts.insight.lookups.governance import (
    request_kinds,
    request_page,
    requests_page,
)
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys import govern_records as governing

BOTH = ("GET", "HEAD", "POST")
ANSWERS = (("corrected", "It was put right"), ("refused", "It is refused"))


@acts(needs=Permission.PARTNER_TELL, purpose="asked about a record", methods=BOTH)
def ask(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Write down that somebody asks about a record."""
    actor = request.actor  # type: ignore[attr-defined]
    who = who_it_is(actor=actor, at=timezone.now(), child_id=child_id)
    kinds, askers = request_kinds()

    def act(given: Given, at: datetime) -> object:
        return governing.ask_about_record(
            actor=actor, child_id=child_id, kind=given["kind"], asker=given["asker"],
            asked_by=given["asked_by"], words=given["words"], at=at,
        )  # fmt: skip

    return answer(
        request,
        form=Form(
            heading="Somebody asks about the record",
            lead=f"{who.name}. Your agency’s information governance answers within a month, for"
            " what your agency itself holds.",
            button="Write it down",
            done="It is written down, and information governance is told.",
            fields=[
                Field(
                    name="kind", label="What do they ask for?", kind="choice", choices=kinds,
                    needed="Choose what they ask for",
                ),
                Field(
                    name="asker", label="Who asks?", kind="choice", choices=askers,
                    needed="Choose who asks",
                ),
                Field(
                    name="asked_by", label="Their name", kind="text", fact=True, longest=160,
                    needed="Enter their name",
                ),
                Field(name="words", label="What is wrong, and what is right"),
            ],
        ),
        act=act,
        back=address("child-sharing", child_id),
        refused={governing.Incomplete: ""},
    )  # fmt: skip


@looks(needs=Permission.RECORDS_GOVERN, purpose="governance")
def requests(request: HttpRequest) -> HttpResponse:
    """Show what waits for an answer."""
    at = timezone.now()
    waiting, answered = requests_page(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "sharing/requests.html", {"waiting": waiting, "answered": answered})


@acts(needs=Permission.RECORDS_GOVERN, purpose="governance", methods=BOTH)
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show a request and its bundle, and answer it."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = request_page(actor=actor, at=timezone.now(), request_id=request_id)

    def act(given: Given, at: datetime) -> object:
        return governing.answer_request(
            actor=actor, request_id=request_id, corrected=given["answer"] == "corrected",
            words=given["words"], at=at,
        )  # fmt: skip

    return answer(
        request,
        form=Form(
            heading=shown.request.kind,
            button="Answer it",
            done="It is answered.",
            shown={"page": shown},
            fields=[
                Field(
                    name="answer", label="The answer", kind="choice", choices=ANSWERS,
                    needed="Choose the answer",
                ),
                Field(
                    name="words", label="What was put right, or why it is refused",
                    needed="Write what was put right, or why it is refused",
                ),
            ],
        ),
        act=act,
        back=address("governance-request", request_id),
        refused={governing.Incomplete: "", governing.AlreadyAnswered: ""},
        template="sharing/request.html",
    )  # fmt: skip


@acts(needs=Permission.RECORDS_GOVERN, purpose="governance")
def bundle(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Put the bundle together."""
    try:
        goes, withheld = governing.make_bundle(
            actor=request.actor,  # type: ignore[attr-defined]
            request_id=request_id,
            at=timezone.now(),
        )
    except (governing.AlreadyAnswered, governing.Incomplete):
        return refusals.changed_by_somebody(request, back=address("governance-request", request_id))
    messages.success(request, f"{goes} lines go out, {withheld} are withheld. Read it over.")
    return redirect("governance-request", request_id=request_id)


@acts(needs=Permission.RECORDS_GOVERN, purpose="governance")
def release(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Release a bundle that somebody else put together."""
    back = address("governance-request", request_id)
    try:
        governing.release_bundle(
            actor=request.actor,  # type: ignore[attr-defined]
            request_id=request_id,
            at=timezone.now(),
        )
    except governing.AnotherDecides:
        return refusals.refusal(
            request,
            status=403,
            heading="Nobody releases their own bundle",
            sentence="You put it together.",
            next_steps=["Ask another information governance officer of your agency."],
            back=back,
        )
    except governing.AlreadyAnswered:
        return refusals.changed_by_somebody(request, back=back)
    messages.success(request, "The bundle is released.")
    return redirect(back)

"""Breaches of personal data: written down, and decided on within 72 hours."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.data_breaches import (
    KINDS,
    PEOPLE_TOLD,
    breach_page,
    breaches_page,
)
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys import record_data_breach as breaching

BOTH = ("GET", "HEAD", "POST")
TOLD = (("yes", "Yes, the Information Commissioner was told"), ("no", "No, with the reason"))


@acts(needs=Permission.RECORDS_GOVERN, purpose="governance", methods=BOTH)
def every(request: HttpRequest) -> HttpResponse:
    """Show the breaches, and write one down."""
    actor = request.actor  # type: ignore[attr-defined]
    at = timezone.now()

    def act(given: Given, at: datetime) -> object:
        number = given["people"].strip()
        if number and not (number.isascii() and number.isdigit() and len(number) < 9):
            raise breaching.Incomplete("people", "Enter a number, or leave it out.")
        return breaching.record_data_breach(
            actor=actor, kind=given["kind"], words=given["words"], known_at=given["known_at"],
            people=int(number) if number else None, at=at,
        )  # fmt: skip

    return answer(
        request,
        form=Form(
            heading="Breaches of personal data",
            button="Write it down",
            done="It is written down, and its 72 hours run from when your agency knew.",
            shown={"breaches": breaches_page(actor=actor, at=at)},
            fields=[
                Field(
                    name="kind", label="What happened?", kind="choice", choices=KINDS,
                    needed="Choose what happened",
                ),
                Field(
                    name="words", label="In words", needed="Write what happened",
                    hint="What was in it, who may have it now, what was done. Name nobody.",
                ),
                Field(
                    name="known_at", label="Since when does your agency know?", kind="moment",
                    needed="Enter since when it is known",
                ),
                Field(
                    name="people", label="About how many people? Leave it out if nobody knows",
                    kind="text", fact=True, longest=9,
                ),
            ],
        ),
        act=act,
        back=address("governance-breaches"),
        refused={breaching.Incomplete: ""},
        template="sharing/breaches.html",
    )  # fmt: skip


@acts(needs=Permission.RECORDS_GOVERN, purpose="governance", methods=BOTH)
def one(request: HttpRequest, data_breach_id: UUID) -> HttpResponse:
    """Show a breach, and decide on it."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = breach_page(actor=actor, at=timezone.now(), breach_id=data_breach_id)

    def act(given: Given, at: datetime) -> object:
        return breaching.decide_data_breach(
            actor=actor, breach_id=data_breach_id, at=at,
            decided=breaching.BreachDecided(
                told=given["told"] == "yes", told_at=given["told_at"],
                reference=given["reference"], because=given["because"], people=given["people"],
                people_because=given["people_because"],
            ),
        )  # fmt: skip

    return answer(
        request,
        form=Form(
            heading=shown.kind,
            button="Decide",
            done="It is decided.",
            shown={"breach": shown},
            fields=[
                Field(
                    name="told", label="Was the Information Commissioner told?", kind="choice",
                    choices=TOLD, needed="Choose whether the Commissioner was told",
                ),
                Field(name="told_at", label="When they were told", kind="moment"),
                Field(
                    name="reference", label="Their reference", kind="text", fact=True, longest=60
                ),
                Field(name="because", label="Why not, or why late"),
                Field(
                    name="people", label="Were the people it is about told?", kind="choice",
                    choices=PEOPLE_TOLD, needed="Choose whether the people were told",
                ),
                Field(name="people_because", label="Why they were not told"),
            ],
        ),
        act=act,
        back=address("governance-breach", data_breach_id),
        refused={breaching.Incomplete: "", breaching.AlreadyAnswered: ""},
        template="sharing/breach.html",
    )  # fmt: skip

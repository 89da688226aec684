"""Agreements to share: those that stand, made until a day, ended early."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.choices import agencies_of_kind
from whereabouts.insight.lookups.partnerships import partnerships
from whereabouts.insight.lookups.sharing import agreements_page
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys import make_agreement as agreeing

BOTH = ("GET", "HEAD", "POST")
KINDS = (
    "police_force", "transport_police", "authority", "home", "provider", "health", "education",
    "youth_justice", "voluntary",
)  # fmt: skip


@looks(needs=Permission.AGREEMENT_SET, purpose="agreements")
def page(request: HttpRequest) -> HttpResponse:
    """Show the agreements of one's agency."""
    at = timezone.now()
    stand, over = agreements_page(actor=request.actor, at=at)  # type: ignore[attr-defined]
    ties = partnerships(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(
        request, "sharing/agreements.html",
        {"stand": stand, "over": over, "at": at, "ties": ties},
    )  # fmt: skip


@acts(needs=Permission.AGREEMENT_SET, purpose="agreements", methods=BOTH)
def add(request: HttpRequest) -> HttpResponse:
    """Write an agreement down."""
    actor = request.actor  # type: ignore[attr-defined]
    agencies = agencies_of_kind(actor=actor, at=timezone.now(), kinds=KINDS)

    def act(given: Given, at: datetime) -> object:
        return agreeing.make_agreement(
            actor=actor, with_agency=UUID(given["with_agency"]), title=given["title"],
            purpose=given["purpose"], ends_at=given["ends_at"], at=at,
        )  # fmt: skip

    return answer(
        request,
        form=Form(
            heading="An agreement to share",
            lead="It ends on its day, and what is shared under it ends with it. Nothing lengthens"
            " it: a new one is made.",
            button="Write it down",
            done="The agreement stands, and the other agency is told.",
            fields=[
                Field(
                    name="with_agency", label="With which agency?", kind="select",
                    choices=[
                        (str(key), name) for key, name in agencies if key != actor.agency_id
                    ],
                    needed="Choose another agency",
                ),
                Field(
                    name="title", label="What it is called", kind="text", longest=120,
                    needed="Enter what the agreement is called",
                ),
                Field(
                    name="purpose", label="What is shared under it, and for what",
                    needed="Enter what is shared under it, and for what",
                ),
                Field(
                    name="ends_at", label="When it ends", kind="moment",
                    needed="Enter when it ends",
                ),
            ],
        ),
        act=act,
        back=address("agreements"),
        refused={agreeing.Incomplete: ""},
    )  # fmt: skip


@acts(needs=Permission.AGREEMENT_SET, purpose="agreements", methods=BOTH)
def end(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """End an agreement early, with everything that is shared under it."""
    actor = request.actor  # type: ignore[attr-defined]
    stand, over = agreements_page(actor=actor, at=timezone.now())
    found = next((one for one in (*stand, *over) if one.key == agreement_id), None)
    if found is None:
        raise NotVisible

    def act(given: Given, at: datetime) -> object:
        return agreeing.withdraw_agreement(
            actor=actor, agreement_id=agreement_id, because=given["because"], at=at
        )

    return answer(
        request,
        form=Form(
            heading="End the agreement now",
            lead=f"{found.title}, with {found.with_agency}.",
            warning=f"What is shared under it ends at this moment: {found.running} now, as far as"
            " you can see.",
            button="End the agreement",
            fields=[Field(name="because", label="Why it ends", needed="Enter why it ends")],
        ),
        act=act,
        back=address("agreements"),
        refused={agreeing.Incomplete: "", agreeing.AlreadyOver: ""},
        said=lambda ended: f"The agreement has ended, and with it {ended} that ran under it.",
    )

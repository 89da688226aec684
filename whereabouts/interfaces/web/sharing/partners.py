"""An agency's queue and its children; what it tells of a child; what partners said."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.child import who_it_is
from whereabouts.insight.lookups.partners import our_children, partners_said, reasons, your_queue
from whereabouts.insight.lookups.sharing import entry_kinds
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.paging import pages_of
from whereabouts.journeys import tell_partners as telling

BOTH = ("GET", "HEAD", "POST")
LONGEST_SEARCH, A_PAGE = 80, 100
KINDS = (
    ("authority", "Children’s services"), ("health", "Health"), ("education", "School"),
    ("youth_justice", "Youth justice"), ("home", "Home or carer"), ("provider", "Provider"),
    ("voluntary", "Voluntary agency"), ("police_force", "Police"),
)  # fmt: skip


@looks(needs=Permission.CHILD_LOOK, purpose="queue")
def queue(request: HttpRequest) -> HttpResponse:
    """Show what awaits one's agency."""
    found = your_queue(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "sharing/queue.html", {"queue": found})


@looks(needs=Permission.CHILD_LOOK, purpose="our children")
def children(request: HttpRequest) -> HttpResponse:
    """Show the children with whom one's agency has something to do, and why."""
    why = request.GET.get("why", "")
    why = why if why in dict(reasons()) else ""
    found = our_children(actor=request.actor, at=timezone.now(), why=why)  # type: ignore[attr-defined]
    pages = pages_of(found.lines, asked=request.GET.get("page", ""), most=A_PAGE)
    shown = {"found": found, "pages": pages, "why": why, "reasons": dict(reasons())}
    return render(request, "sharing/children.html", shown)


@looks(needs=Permission.CHILD_LOOK, purpose="what partners said", methods=BOTH)
def said(request: HttpRequest) -> HttpResponse:
    """Show what other agencies told, by a word that is sent and never stands in an address."""
    words = request.POST.get("words", "").strip()[:LONGEST_SEARCH]
    kind = request.POST.get("kind", "")
    kind = kind if kind in dict(KINDS) else ""
    found = partners_said(
        actor=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
        words=words,
        agency_kind=kind,
    )
    return render(
        request, "sharing/said.html", {"found": found, "words": words, "kind": kind, "kinds": KINDS}
    )


@acts(needs=Permission.PARTNER_TELL, purpose="tell partners", methods=BOTH)
def tell(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Tell what one's agency knows."""
    actor = request.actor  # type: ignore[attr-defined]
    who = who_it_is(actor=actor, at=timezone.now(), child_id=child_id)

    def act(given: Given, at: datetime) -> object:
        return telling.tell_what_we_know(
            actor=actor, child_id=child_id, kind=given["kind"], words=given["words"],
            said_by=given["said_by"], happened_at=given["happened_at"], at=at,
        )  # fmt: skip

    return answer(
        request,
        form=Form(
            heading="Tell what you know",
            lead=f"{who.name}. Everybody with a reason to see the child reads it, under your name"
            " and your agency’s. If the child is missing it stands in that history as well, and the"
            " control room is told.",
            warning="If a child is in danger now, ring 999.",
            button="Tell it",
            done="It is kept, and whoever answers for the child is told.",
            fields=[
                Field(
                    name="kind", label="What is it?", kind="choice", choices=entry_kinds(),
                    needed="Choose what it is",
                ),
                Field(name="words", label="What you know", needed="Write what you know"),
                Field(
                    name="said_by", label="Who told you, if somebody did", kind="text", fact=True,
                    longest=120,
                ),
                Field(
                    name="happened_at", label="When it was, if that was earlier", kind="moment"
                ),
            ],
        ),
        act=act,
        back=address("child-sharing", child_id),
        refused={telling.NothingSaid: ""},
    )  # fmt: skip

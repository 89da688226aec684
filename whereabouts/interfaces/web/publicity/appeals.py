"""The pages of an appeal: what it says, its poster, its message."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.appeals import appeals_page, message, poster
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.child.forms import Form, story, tick
from whereabouts.interfaces.web.child.forms import words as line
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.meetings.forms import page as form_page
from whereabouts.interfaces.web.meetings.forms import when
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.publicity.poster import CannotDraw, poster_pdf
from whereabouts.journeys.make_appeal import (
    AppealIncomplete,
    AppealStands,
    NoLongerMissing,
    NoPhoto,
    NothingDecided,
    NotOurs,
    make_appeal,
)

FORM = ("GET", "HEAD", "POST")


class AppealForm(Form):
    """What the public reads."""

    shown_name = line(
        "The name that is shown", most=160, needed=False,
        hint="Left out, the poster says “this child”",
    )  # fmt: skip
    words = story("What the public reads", hint="No more than the decision lets be said")
    area = line("Where it is shown", most=200, prose=True)
    contact = line("Whom to ring", most=120, hint="101, or the incident room")
    expires_at = when("Until when")
    with_photo = tick("With the latest photograph on record")


@looks(needs=Permission.EPISODE_UPDATE, purpose="publicity")
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what was said to the public."""
    at = timezone.now()
    shown = appeals_page(actor=request.actor, at=at, reference=reference.upper())  # type: ignore[attr-defined]
    return render(request, "publicity/appeals.html", {"page": shown, "at": at})


@acts(needs=Permission.PUBLICITY_DECIDE, purpose="publicity", methods=FORM)
def write(request: HttpRequest, reference: str) -> HttpResponse:
    """Write what the poster and the message say."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = appeals_page(actor=actor, at=at, reference=reference.upper())
    form = AppealForm(
        request.POST if request.method == "POST" else None, initial={"words": shown.may_say}
    )
    if form.is_valid():
        try:
            make_appeal(actor=actor, reference=reference.upper(), at=at, **form.cleaned_data)
        except AppealIncomplete as fault:
            form.add_error(fault.fields[0], str(fault))
        except NoPhoto as fault:
            form.add_error("with_photo", str(fault))
        except (AppealStands, NoLongerMissing, NotOurs, NothingDecided) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, "The poster and the message are made.")
            return redirect("appeals", reference=reference.upper())
    return form_page(
        request, form, heading="Write the appeal", button="Make the poster and the message",
        back=address("appeals", reference.upper()), caption=shown.name,
        lead="It is taken down in the moment in which the child is found.",
    )  # fmt: skip


@looks(needs=Permission.EPISODE_UPDATE, purpose="publicity")
def poster_file(request: HttpRequest, appeal: str) -> HttpResponse:
    """Give the poster as PDF; taken down, it shows nobody."""
    shown = poster(actor=request.actor, at=timezone.now(), reference=appeal.upper())  # type: ignore[attr-defined]
    try:
        made = poster_pdf(shown=shown)
    except CannotDraw as fault:
        return refusals.refusal(
            request, status=503, heading="The poster cannot be drawn here", sentence=str(fault)
        )
    return HttpResponse(
        made, content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{shown.reference}.pdf"'},
    )  # fmt: skip


@looks(needs=Permission.EPISODE_UPDATE, purpose="publicity")
def message_file(request: HttpRequest, appeal: str) -> HttpResponse:
    """Give the message as CAP 1.2; taken down, it is the cancellation."""
    made = message(actor=request.actor, at=timezone.now(), reference=appeal.upper())  # type: ignore[attr-defined]
    return HttpResponse(
        made, content_type="application/cap+xml",
        headers={"Content-Disposition": f'inline; filename="{appeal.upper()}.cap.xml"'},
    )  # fmt: skip

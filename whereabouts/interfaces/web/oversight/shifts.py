"""The shift's pages: what is open is written down by one inspector and accepted by the next."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.shift import shift_list, shift_now
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys import accept_shift as accepting
from whereabouts.journeys.write_shift_list import write_shift_list

BOTH = ("GET", "HEAD", "POST")


@acts(needs=Permission.SHIFT_HAND_OVER, purpose="shift", methods=BOTH)
def now(request: HttpRequest) -> HttpResponse:
    """Show what is open now; leave it to the next inspector with one's own words."""
    actor = request.actor  # type: ignore[attr-defined]
    shift = shift_now(actor=actor, at=timezone.now())

    def act(given: Given, at: datetime) -> object:
        return write_shift_list(actor=actor, words=given["words"], at=at)

    return answer(
        request,
        form=Form(
            heading="The shift",
            button="Write the list for the next inspector",
            done="The list is written as it stands now. The next duty inspector accepts it.",
            shown={"shift": shift},
            fields=[
                Field(
                    name="words",
                    label="What the next inspector has to know",
                    hint="What you worry about, what you were about to do, whom you wait for.",
                )
            ],
        ),
        act=act,
        back=address("shift"),
        refused={},
        template="oversight/shift.html",
    )


@acts(needs=Permission.SHIFT_HAND_OVER, purpose="shift", methods=BOTH)
def given(request: HttpRequest, shift_id: UUID) -> HttpResponse:
    """Show a list as it was written, and accept it."""
    actor = request.actor  # type: ignore[attr-defined]
    found = shift_list(actor=actor, at=timezone.now(), shift_id=shift_id)

    def act(given: Given, at: datetime) -> object:
        return accepting.accept_shift(actor=actor, shift_id=shift_id, words=given["words"], at=at)

    return answer(
        request,
        form=Form(
            heading="Shift list",
            button="Accept the shift",
            done="You have accepted the shift, by name and from this moment.",
            shown={"found": found},
            fields=[Field(name="words", label="Your words, where you have any")],
        ),
        act=act,
        back=address("shift-list", shift_id),
        refused={accepting.YoursToLeave: "", accepting.NoLongerOffered: ""},
        template="oversight/shift_list.html",
    )

"""The shift's pages: what is open is written down by one inspector and accepted by the next."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.shift import ShiftList, shift_list, shift_now
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.paging import Pages, pages_of
from whereabouts.journeys import accept_shift as accepting
from whereabouts.journeys.write_shift_list import write_shift_list

BOTH = ("GET", "HEAD", "POST")
A_PAGE, A_PAGE_SINCE = 100, 200


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
            shown={"shift": shift, "pages": _pages(request, shift.lines)},
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
            shown={
                "found": found,
                "pages": _pages(request, found.lines),
                "since": _since(request, found),
            },
            fields=[Field(name="words", label="Your words, where you have any")],
        ),
        act=act,
        back=address("shift-list", shift_id),
        refused={accepting.YoursToLeave: "", accepting.NoLongerOffered: ""},
        template="oversight/shift_list.html",
    )


def _pages(request: HttpRequest, lines: Sequence[Any]) -> Pages:
    return pages_of(lines, asked=request.GET.get("page", ""), most=A_PAGE)


def _since(request: HttpRequest, found: ShiftList) -> Pages:
    """Return what came, changed and went since, so much of it as fits on the same page."""
    since = found.come, found.changed, found.gone
    return pages_of(*since, asked=request.GET.get("since", ""), most=A_PAGE_SINCE)

"""The pages where a coordinator compares two records that may be of one child, and decides."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.pairs import PairPage, suggested_pair, suggested_pairs
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys import settle_pair as settling
from whereabouts.journeys.join_records import MoveNotAllowed, join_records

WHY = Field(
    name="because",
    label="Why?",
    hint="What convinced you. It stays on both records with your name.",
    needed="Say why",
)
SAID = {
    "one": "The two are read as one child from now on.",
    "different": "Kept: these are different children. They are not suggested again as they are.",
}
REFUSED = {
    settling.AlreadyJoined: "",
    settling.AlreadySettled: "",
    settling.NobodyToAsk: "",
    settling.ReasonNeeded: "because",
    MoveNotAllowed: "",
}


@looks(needs=Permission.CHILD_JOIN, purpose="compare records")
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the records that may be of one child."""
    at = timezone.now()
    found = suggested_pairs(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "child/pairs.html", {"pairs": found, "at": at})


@acts(needs=Permission.CHILD_JOIN, purpose="compare records", methods=("GET", "HEAD", "POST"))
def one(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Compare two records and say whether they are one child, or ask whoever may see the other."""
    page = suggested_pair(actor=request.actor, at=timezone.now(), pair_id=pair_id)  # type: ignore[attr-defined]
    if page.ask and not page.may_decide:
        return _ask(request, page)
    return _decide(request, page)


def _decide(request: HttpRequest, page: PairPage) -> HttpResponse:
    first, second = (half.child_id for half in page.halves)
    said: list[str] = []

    def act(given: Given, at: datetime) -> object:
        actor, because = request.actor, given["because"]  # type: ignore[attr-defined]
        if given["said"] == "one":
            join_records(actor=actor, child_id=first, other_id=second, because=because, at=at)
        else:
            settling.say_different(actor=actor, pair_id=page.pair_id, because=because, at=at)
        said.append(SAID[given["said"]])
        return None

    return answer(
        request,
        form=Form(
            heading="Same child?",
            button="Decide",
            shown={"page": page, "act": "decide" if page.may_decide else ""},
            fields=[
                Field(
                    name="said",
                    label="What are they?",
                    kind="choice",
                    choices=[("one", "One child"), ("different", "Different children")],
                    needed="Say whether they are one child",
                ),
                WHY,
            ],
        ),
        act=act,
        back=address("pairs"),
        refused=REFUSED,
        said=lambda _: said[0],
        template="child/pair.html",
    )


def _ask(request: HttpRequest, page: PairPage) -> HttpResponse:
    def act(given: Given, at: datetime) -> object:
        return settling.ask_about_pair(
            actor=request.actor,  # type: ignore[attr-defined]
            pair_id=page.pair_id,
            because=given["because"],
            at=at,
        )

    return answer(
        request,
        form=Form(
            heading="Same child?",
            button=f"Ask {page.ask}",
            shown={"page": page, "act": "ask"},
            fields=[WHY],
        ),
        act=act,
        back=address("pairs"),
        refused=REFUSED,
        said=lambda agency: f"{agency} is asked.",
        template="child/pair.html",
    )

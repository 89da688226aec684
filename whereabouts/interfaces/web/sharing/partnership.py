"""Saying which safeguarding partnership covers one's agency, and from when it does no more."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.choices import agencies_of_kind
from whereabouts.insight.lookups.partnerships import partnerships
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys import say_partnership

BOTH = ("GET", "HEAD", "POST")


@acts(needs=Permission.AGREEMENT_SET, purpose="agreements", methods=BOTH)
def join(request: HttpRequest) -> HttpResponse:
    """Say which partnership covers one's agency, from a day on."""
    actor = request.actor  # type: ignore[attr-defined]
    kept = agencies_of_kind(actor=actor, at=timezone.now(), kinds=("partnership",))

    def act(given: Given, at: datetime) -> object:
        return say_partnership.join_partnership(
            actor=actor, partnership=UUID(given["partnership"]), from_on=given["from_on"], at=at
        )

    return answer(
        request,
        form=Form(
            heading="Your safeguarding partnership",
            lead="Its pack then counts the children of its own authorities as you recorded them,"
            " with small numbers hidden. It is told no child’s name.",
            button="Save",
            done="The partnership’s next pack counts what you recorded from that day on.",
            fields=[
                Field(
                    name="partnership", label="Which partnership?", kind="select",
                    choices=[(str(key), name) for key, name in kept],
                    needed="Choose a safeguarding partnership",
                ),
                Field(
                    name="from_on", label="From which day does it cover you?", kind="day",
                    needed="Enter the first day",
                ),
            ],
        ),
        act=act,
        back=address("agreements"),
        refused={say_partnership.PartnershipRefused: "partnership"},
    )  # fmt: skip


@acts(needs=Permission.AGREEMENT_SET, purpose="agreements", methods=BOTH)
def leave(request: HttpRequest, tie_id: UUID) -> HttpResponse:
    """Say from which day on the partnership covers one's agency no more."""
    actor = request.actor  # type: ignore[attr-defined]
    ties = partnerships(actor=actor, at=timezone.now()) or []
    found = next((one for one in ties if one.key == tie_id), None)
    if found is None:
        raise NotVisible

    def act(given: Given, at: datetime) -> object:
        return say_partnership.leave_partnership(
            actor=actor, tie_id=tie_id, until_on=given["until_on"], at=at
        )

    return answer(
        request,
        form=Form(
            heading="When it covers you no more",
            lead=f"{found.name}. Packs that were made stay as they are.",
            button="Save",
            fields=[
                Field(
                    name="until_on", label="The first day on which it does not", kind="day",
                    needed="Enter the first day on which it does not",
                )
            ],
        ),
        act=act,
        back=address("agreements"),
        refused={say_partnership.PartnershipRefused: "until_on"},
    )  # fmt: skip

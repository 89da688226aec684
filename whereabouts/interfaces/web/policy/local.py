"""Saying which local packs one's agency follows, and from when it does no more."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.packs import followed, local_packs
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys import follow_pack

BOTH = ("GET", "HEAD", "POST")


@acts(needs=Permission.PACK_APPROVE, purpose="policy packs", methods=BOTH)
def follow(request: HttpRequest) -> HttpResponse:
    """Say that one's agency follows a local pack, from a day on."""
    actor = request.actor  # type: ignore[attr-defined]
    held = local_packs(actor=actor, at=timezone.now())

    def act(given: Given, at: datetime) -> object:
        return follow_pack.follow_pack(
            actor=actor, pack=given["pack"], from_on=given["from_on"], at=at
        )

    return answer(
        request,
        form=Form(
            heading="Follow a local pack",
            lead="It adds to what the national rules ask and takes nothing away. What was graded"
            " before stays as it was.",
            button="Save",
            done="Your agency follows it from that day on, in your name.",
            fields=[
                Field(
                    name="pack", label="Which local pack?", kind="select",
                    choices=[(one.name, one.title) for one in held],
                    needed="Choose a local pack",
                ),
                Field(
                    name="from_on", label="From which day do you follow it?", kind="day",
                    needed="Enter the first day",
                ),
            ],
        ),
        act=act,
        back=address("policy"),
        refused={follow_pack.FollowingRefused: "from_on"},
    )  # fmt: skip


@acts(needs=Permission.PACK_APPROVE, purpose="policy packs", methods=BOTH)
def stop(request: HttpRequest, following_id: UUID) -> HttpResponse:
    """Say from which day on one's agency follows a local pack no more."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = followed(actor=actor, at=timezone.now()) or []
    found = next((one for one in rows if one.key == following_id), None)
    if found is None:
        raise NotVisible

    def act(given: Given, at: datetime) -> object:
        return follow_pack.stop_following(
            actor=actor, following_id=following_id, until_on=given["until_on"], at=at
        )

    return answer(
        request,
        form=Form(
            heading="When you follow it no more",
            lead=f"{found.title}. What was graded by it stays as it was.",
            button="Save",
            fields=[
                Field(
                    name="until_on", label="The first day on which you do not", kind="day",
                    needed="Enter the first day on which you do not follow it",
                )
            ],
        ),
        act=act,
        back=address("policy"),
        refused={follow_pack.FollowingRefused: "until_on"},
    )  # fmt: skip

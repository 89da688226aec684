"""What is shared of a child: the log, the record for a time, its end, telling the child."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.sharing import (
    Choices,
    pack_profiles,
    share_choices,
    sharing_page,
    sharing_to_end,
)
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys import share_child as sharing
from whereabouts.journeys.share_child import Terms

BOTH = ("GET", "HEAD", "POST")
REFUSED: dict[type[Exception], str] = {
    sharing.SomethingMissing: "",
    sharing.NotInForce: "gateway",
    sharing.TooLong: "until_at",
    sharing.AlreadyShared: "to_agency",
}


@looks(needs=Permission.CHILD_LOOK, purpose="sharing")
def page(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Show what is shared of a child, who may see the child, and what agencies say."""
    at = timezone.now()
    found = sharing_page(actor=request.actor, at=at, child_id=child_id)  # type: ignore[attr-defined]
    return render(request, "sharing/child.html", {"page": found, "profiles": pack_profiles(at=at)})


@acts(needs=Permission.SHARE, purpose="sharing", methods=BOTH)
def record(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Let an agency look at the record for a time."""
    actor = request.actor  # type: ignore[attr-defined]
    shown = share_choices(actor=actor, at=timezone.now(), child_id=child_id)

    def act(given: Given, at: datetime) -> object:
        return sharing.share_record(
            actor=actor, child_id=child_id, to_agency=UUID(given["to_agency"]),
            terms=terms_of(given), at=at,
        )  # fmt: skip

    return answer(
        request,
        form=Form(
            heading="Share the record for a time",
            lead=f"{shown.name}. The agency sees the child’s record until the end that you choose,"
            " and not a moment longer. It is told now, and everybody with a reason to see the child"
            " sees that you shared it.",
            button="Share the record",
            done="It is shared, and the agency is told.",
            fields=[
                Field(
                    name="to_agency", label="With which agency?", kind="select",
                    choices=shown.agencies, needed="Choose the agency",
                ),
                *terms_fields(shown),
            ],
        ),
        act=act,
        back=address("child-sharing", child_id),
        refused=REFUSED,
    )  # fmt: skip


@acts(needs=Permission.SHARE, purpose="sharing", methods=BOTH)
def end(request: HttpRequest, sharing_id: UUID) -> HttpResponse:
    """End what one's agency shares."""
    actor = request.actor  # type: ignore[attr-defined]
    found = sharing_to_end(actor=actor, at=timezone.now(), sharing_id=sharing_id)
    children: list[UUID] = []

    def act(given: Given, at: datetime) -> object:
        children.append(
            sharing.end_child_sharing(
                actor=actor, sharing_id=sharing_id, because=given["because"], at=at
            )
        )
        return None

    done = answer(
        request,
        form=Form(
            heading="End it now",
            lead=f"{found.kind}: {found.to}. From this moment on nothing of it can be read.",
            button="End it",
            done="It has ended.",
            fields=[
                Field(name="because", label="Why it ends", needed="Enter why it is shared no more")
            ],
        ),
        act=act,
        back=address("queue"),
        refused={sharing.SomethingMissing: "", sharing.AlreadyEnded: ""},
    )
    return redirect("child-sharing", child_id=children[0]) if children else done


@acts(needs=Permission.PARTNER_TELL, purpose="sharing")
def told(request: HttpRequest, sharing_id: UUID) -> HttpResponse:
    """Write down that the child was told."""
    try:
        child = sharing.say_sharing_told(
            actor=request.actor,  # type: ignore[attr-defined]
            sharing_id=sharing_id,
            at=timezone.now(),
        )
    except sharing.AlreadyEnded:
        return refusals.changed_by_somebody(request)
    messages.success(request, "It is written down that the child was told.")
    return redirect("child-sharing", child_id=child)


def terms_fields(shown: Choices) -> Sequence[Field]:
    """Return the fields that every sharing has."""
    return [
        Field(
            name="gateway", label="By which law?", kind="select", choices=shown.gateways,
            needed="Choose the law by which your agency may share this",
        ),
        *(
            [
                Field(
                    name="agreement", label="Under which agreement, if any?", kind="select",
                    choices=shown.agreements, hint="It ends when the agreement does.",
                )
            ]
            if shown.agreements
            else []
        ),
        Field(
            name="purpose", label="What is it shared for?", needed="Enter what it is shared for",
            hint="A sentence that the child could read.", longest=600,
        ),
        Field(
            name="until_at", label="Until when?", kind="moment", needed="Enter until when",
            hint="No longer than it is needed. Nothing lengthens it: you share anew.",
        ),
        Field(
            name="told", label="Was the child told?", kind="choice", choices=shown.told,
            needed="Choose whether the child was told",
        ),
        Field(
            name="told_because", label="Where the child was not told: why", longest=600,
        ),
    ]  # fmt: skip


def terms_of(given: Given) -> Terms:
    """Return the terms that a form gave."""
    agreement = given.get("agreement")
    return Terms(
        gateway=given["gateway"], purpose=given["purpose"], until_at=given["until_at"],
        told=given["told"], told_because=given["told_because"],
        agreement_id=UUID(agreement) if agreement else None,
    )  # fmt: skip

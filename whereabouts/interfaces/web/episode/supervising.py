"""The second pair of eyes: proposals, challenges, ownership and transfers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.episode import (
    forces_to_ask,
    there_is,
    who_may_challenge,
    who_may_own,
)
from whereabouts.insight.lookups.supervision import (
    challenge_to_answer,
    offer_to_answer,
    proposal_to_answer,
    transfer_to_answer,
)
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer, page_of
from whereabouts.journeys import answer_challenge as challenges
from whereabouts.journeys import answer_hand_over as offers
from whereabouts.journeys import answer_proposal as proposals
from whereabouts.journeys import answer_transfer as transfers
from whereabouts.journeys.challenge_grade import NothingSaid, UnknownChallenger, challenge_grade
from whereabouts.journeys.offer_hand_over import (
    MayNotOwn,
    NotTheOwner,
    OtherAgencys,
    offer_hand_over,
)
from whereabouts.journeys.offer_transfer import (
    AlreadyOffered,
    CannotTake,
    NoReason,
    offer_transfer,
)
from whereabouts.journeys.take_ownership import HasOwner, take_ownership

BOTH = ("GET", "HEAD", "POST")
MADE_BY = [
    ("carer", "A carer"), ("reporter", "Whoever reported"), ("relative", "A relative"),
    ("child", "The child"), ("partner", "My own agency"),
]  # fmt: skip


@acts(needs=Permission.RISK_OVERRIDE, purpose="proposal", methods=BOTH)
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Agree to a proposal with one's own reason, or refuse it."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = proposal_to_answer(actor=actor, at=timezone.now(), proposal_id=proposal_id)
    form = Form(
        heading="Answer the proposal",
        warning="If you agree, the decision is yours. What stands, stands until you answer.",
        button="Answer",
        shown={"proposal": asked},
        fields=[
            Field(
                name="agreed",
                label="Your answer",
                kind="choice",
                choices=[("no", "Refuse: what stands goes on standing"), ("yes", "Agree")],
                needed="Choose your answer",
            ),
            Field(
                name="because",
                label="Your reason",
                hint="From what is known of this child tonight. It is kept with your name.",
                needed="Say why: it is kept with your name",
            ),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        try:
            return proposals.answer_proposal(
                actor=actor,
                proposal_id=proposal_id,
                agreed=given["agreed"] == "yes",
                because=given["because"],
                at=at,
            )
        except proposals.DecisionRefused as refused:
            sentences = " ".join(f"{one.rule}: {one.text}" for one in refused.refusals)
            raise StillRefused(sentences) from None

    return answer(
        request,
        form=form,
        act=act,
        back=page_of(asked.reference),
        refused={
            proposals.NeedsReason: "because",
            proposals.AskedByYou: "",
            proposals.AlreadyAnswered: "",
            StillRefused: "because",
        },
        said=_how_it_ended,
    )


class StillRefused(Exception):
    """A decision is refused for an inspector too; says by which rules."""


def _how_it_ended(state: object) -> str:
    return {
        "agreed": "You agreed. The decision stands in your name.",
        "refused": "You refused. What stood goes on standing.",
        "lapsed": "Something newer was known or decided: the proposal lapsed, nothing changed.",
    }[str(state)]


@acts(needs=Permission.CHALLENGE_MAKE, purpose="challenge", methods=BOTH)
def challenge(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down that somebody disagrees with the grade."""
    actor = request.actor  # type: ignore[attr-defined]
    around = who_may_challenge(actor=actor, at=timezone.now(), reference=reference.upper())
    fields = [
        Field(name="words", label="What they say", needed="Write down what they say"),
    ]
    if around or actor.rank:
        fields = [
            Field(
                name="made_by_kind",
                label="Who disagrees?",
                kind="choice",
                choices=MADE_BY,
                needed="Say who disagrees",
            ),
            *fields,
            Field(name="made_by_name", label="Their name", kind="text", fact=True, longest=160),
        ]
    if around:
        fields.append(
            Field(
                name="person_id",
                label="Are they one of these people?",
                kind="member",
                hint="What they may be told of the answer follows from it.",
                choices=[(str(key), words) for key, words in around],
            )
        )
    form = Form(
        heading="Challenge the grade",
        lead="Somebody whose name is not on the decision looks at it again, within half an hour.",
        button="Make the challenge",
        done="The challenge is made, and a supervisor has it.",
        fields=fields,
    )

    def act(given: Given, at: datetime) -> object:
        wanted: dict[str, Any] = {"made_by_kind": "partner", **given}
        return challenge_grade(actor=actor, reference=reference.upper(), at=at, **wanted)

    return answer(
        request,
        form=form,
        act=act,
        back=page_of(reference),
        refused={NothingSaid: "words", UnknownChallenger: "made_by_kind"},
    )


@acts(needs=Permission.CHALLENGE_ANSWER, purpose="answer a challenge", methods=BOTH)
def challenge_answer(request: HttpRequest, challenge_id: UUID) -> HttpResponse:
    """Answer a challenge that one did not decide oneself."""
    actor = request.actor  # type: ignore[attr-defined]
    made = challenge_to_answer(actor=actor, at=timezone.now(), challenge_id=challenge_id)
    form = Form(
        heading="Answer the challenge",
        lead=f"{made.by} says:",
        button="Answer",
        shown={"quoted": made.words},
        fields=[
            Field(
                name="words",
                label="What you looked at again, and what you make of it",
                hint="It is kept. The challenger hears only what they may be told.",
                needed="Say what you looked at again",
            )
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return challenges.answer_challenge(
            actor=actor, challenge_id=challenge_id, words=given["words"], at=at
        )

    return answer(
        request,
        form=form,
        act=act,
        back=page_of(made.reference),
        refused={
            challenges.NoAnswer: "words",
            challenges.DecidedByYou: "",
            challenges.AlreadyAnswered: "",
        },
        said=lambda told: f"Answered. You may tell them: “{told}”",
    )


@acts(needs=Permission.EPISODE_OWN, purpose="ownership")
def own(request: HttpRequest, reference: str) -> HttpResponse:
    """Become the owner."""
    try:
        take_ownership(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            at=timezone.now(),
        )
    except (HasOwner, OtherAgencys) as refused:
        return refusals.refusal(
            request,
            status=409,
            heading="You are not the owner",
            sentence=str(refused),
            next_steps=["Ask the owner to hand it over, or their duty inspector."],
            back=page_of(reference),
        )
    messages.success(request, "You are the owner.")
    return redirect(page_of(reference))


@acts(needs=Permission.EPISODE_OWN, purpose="hand-over", methods=BOTH)
def offer(request: HttpRequest, reference: str) -> HttpResponse:
    """Offer the ownership to a colleague."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    actor = request.actor  # type: ignore[attr-defined]
    colleagues = who_may_own(actor=actor, at=timezone.now())
    form = Form(
        heading="Hand over",
        lead="The owner stays the owner until the colleague accepts.",
        button="Offer it",
        done="It is offered. The owner stays the owner until it is accepted.",
        fields=[
            Field(
                name="to_member",
                label="To whom",
                kind="member",
                choices=[(str(key), name) for key, name in colleagues],
                needed="Choose a colleague",
            ),
            Field(name="words", label="What they must know first"),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return offer_hand_over(
            actor=actor,
            reference=reference.upper(),
            to_member=given["to_member"],
            words=given["words"],
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=page_of(reference),
        refused={OtherAgencys: "", NotTheOwner: "", MayNotOwn: "to_member"},
    )


@acts(needs=Permission.EPISODE_OWN, purpose="hand-over", methods=BOTH)
def offer_answer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Accept or decline the ownership."""
    actor = request.actor  # type: ignore[attr-defined]
    offered = offer_to_answer(actor=actor, at=timezone.now(), offer_id=offer_id)
    form = _yes_or_no(
        heading="You are offered the ownership",
        lead=offered.words,
        yes="Accept: I am the owner from now on",
        no="Decline",
    )

    def act(given: Given, at: datetime) -> object:
        return offers.answer_hand_over(
            actor=actor,
            offer_id=offer_id,
            accepted=given["accepted"] == "yes",
            words=given["because"],
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=page_of(offered.reference),
        refused={offers.NotOffered: ""},
    )


@acts(needs=Permission.EPISODE_TRANSFER, purpose="transfer", methods=BOTH)
def transfer(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask another force to take the episode."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    actor = request.actor  # type: ignore[attr-defined]
    forces = forces_to_ask(actor=actor, at=timezone.now())
    form = Form(
        heading="Transfer to another force",
        lead="You keep the episode until the other force's duty inspector accepts it.",
        warning="The other force sees the child's record from now on.",
        button="Ask them",
        done="They are asked. You keep the episode until they accept.",
        fields=[
            Field(
                name="to_agency",
                label="Which force",
                kind="member",
                choices=[(str(key), name) for key, name in forces],
                needed="Choose another force",
            ),
            Field(name="because", label="Why they should hold it", needed="Say why"),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return offer_transfer(actor=actor, reference=reference.upper(), at=at, **given)

    return answer(
        request,
        form=form,
        act=act,
        back=page_of(reference),
        refused={
            NoReason: "because",
            OtherAgencys: "",
            CannotTake: "to_agency",
            AlreadyOffered: "",
        },
    )


@acts(needs=Permission.EPISODE_TRANSFER, purpose="transfer", methods=BOTH)
def transfer_answer(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """Accept or decline an episode that another force offers."""
    actor = request.actor  # type: ignore[attr-defined]
    offered = transfer_to_answer(actor=actor, at=timezone.now(), transfer_id=transfer_id)
    form = _yes_or_no(
        heading=f"{offered.by} asks you to take an episode",
        lead=offered.words,
        yes="Accept: we hold it, its tasks and its clocks from now on",
        no="Decline: they keep it",
    )

    def act(given: Given, at: datetime) -> object:
        return transfers.answer_transfer(
            actor=actor,
            transfer_id=transfer_id,
            accepted=given["accepted"] == "yes",
            because=given["because"],
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=page_of(offered.reference),
        refused={
            transfers.NeedsReason: "because",
            transfers.HasOneOfItsOwn: "",
            transfers.MoveNotAllowed: "",
        },
    )


def _yes_or_no(*, heading: str, lead: str, yes: str, no: str) -> Form:
    return Form(
        heading=heading,
        button="Answer",
        done="Answered.",
        shown={"quoted": lead},
        fields=[
            Field(
                name="accepted",
                label="Your answer",
                kind="choice",
                choices=[("yes", yes), ("no", no)],
                needed="Choose your answer",
            ),
            Field(name="because", label="Why, if you decline"),
        ],
    )

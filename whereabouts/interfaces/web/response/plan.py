"""The investigation plan, its sign-off, and publicity."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import ROLE_NAMES, Permission
from whereabouts.insight.lookups.episode import there_is
from whereabouts.insight.lookups.investigation_plan import (
    CHANNELS,
    PUBLICITY_DECISIONS,
    plan_page,
)
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.acting import ASKABLE
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer, as_typed
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.decide_publicity import (
    DecisionIncomplete,
    NothingUp,
    StillUp,
    Weighed,
    decide_publicity,
    take_appeal_down,
)
from whereabouts.journeys.plan_investigation import (
    AskedAlready,
    NeedsWords,
    NoLongerMissing,
    NothingAsked,
    NotOurs,
    UnknownRole,
    add_line,
    sign_plan,
)

BOTH = ("GET", "HEAD", "POST")
AGAIN = [("once", "Once"), ("4", "Again 4 hours after it was done"), ("12", "After 12 hours"),
         ("24", "After a day")]  # fmt: skip


@looks(needs=Permission.EPISODE_UPDATE, purpose="plan")
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the plan."""
    at = timezone.now()
    shown = plan_page(actor=request.actor, at=at, reference=reference.upper())  # type: ignore[attr-defined]
    return render(request, "response/plan.html", {"page": shown, "at": at})


@acts(needs=Permission.EPISODE_UPDATE, purpose="plan", methods=BOTH)
def line(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a line of enquiry."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    form = Form(
        heading="Add a line of enquiry",
        button="Add",
        done="The line is in the plan.",
        fields=[
            Field(
                name="title",
                label="What is to be found out",
                kind="text",
                needed="Say what is to be found out",
                longest=200,
            ),
            Field(name="detail", label="Anything that helps"),
            Field(
                name="to_role",
                label="Whose it is",
                kind="select",
                choices=[(role, ROLE_NAMES[role]) for role in ASKABLE],
                needed="Choose whose it is",
            ),
            Field(
                name="due_at",
                label="Until when",
                kind="moment",
                needed="Enter until when",
                value=as_typed(timezone.now() + timedelta(hours=2)),
            ),
            Field(
                name="again",
                label="Once, or again?",
                kind="select",
                choices=AGAIN,
                needed="Say whether it is looked at again",
                value="once",
            ),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        again = given.pop("again")
        return add_line(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            again_after_hours=None if again == "once" else float(again),
            at=at,
            **given,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=_here(reference),
        refused={
            NothingAsked: "title",
            UnknownRole: "to_role",
            AskedAlready: "title",
            NoLongerMissing: "",
        },
    )


@acts(needs=Permission.PLAN_SIGN, purpose="plan", methods=BOTH)
def sign(request: HttpRequest, reference: str) -> HttpResponse:
    """Sign the plan, or say what it lacks."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    form = Form(
        heading="Sign the plan",
        button="Save",
        done="Written down, in your name.",
        fields=[
            Field(
                name="agreed",
                label="Is the plan enough as it stands?",
                kind="choice",
                choices=[("yes", "Yes: I sign it"), ("no", "No: something is lacking")],
                needed="Say whether the plan is enough",
            ),
            Field(name="words", label="What it lacks, or anything to add"),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return sign_plan(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            agreed=given["agreed"] == "yes",
            words=given["words"],
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=_here(reference),
        refused={NeedsWords: "words", NotOurs: ""},
    )


@acts(needs=Permission.PUBLICITY_DECIDE, purpose="publicity", methods=BOTH)
def publicity(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide on publicity."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    form = Form(
        heading="Decide on publicity",
        button="Decide",
        lead="A picture that is out stays out, and the child meets it again at school.",
        done="Decided, in your name.",
        fields=[
            Field(
                name="decision",
                label="Decision",
                kind="choice",
                choices=PUBLICITY_DECISIONS,
                needed="Choose a decision",
            ),
            Field(name="because", label="Why", needed="Say why"),
            Field(
                name="harm_weighed",
                label="Which harm to the child was weighed",
                hint="Whoever exploits them sees it, too; so do school and family.",
                needed="Say which harm was weighed",
            ),
            Field(
                name="child_view",
                label="What the child would want, and what the family says",
            ),
            Field(
                name="may_say",
                label="What may be said",
                hint="Needed where anything goes out. No more than this is said.",
            ),
            Field(
                name="channels",
                label="Where",
                kind="ticks",
                choices=CHANNELS,
                hint="Needed where anything goes out.",
            ),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return decide_publicity(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            weighed=Weighed(**given),
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=_here(reference),
        refused={DecisionIncomplete: "may_say", StillUp: "", NoLongerMissing: "", NotOurs: ""},
    )


@acts(needs=Permission.STAND_DOWN, purpose="publicity", methods=BOTH)
def take_down(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that the appeal was taken down."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    form = Form(
        heading="Take the appeal down",
        button="It is down everywhere",
        done="Written down: the appeal is down.",
        fields=[
            Field(
                name="words",
                label="Where it was taken down, and who confirmed it",
                needed="Say where it was taken down",
            )
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return take_appeal_down(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            words=given["words"],
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=_here(reference),
        refused={NothingUp: "", NotOurs: ""},
    )


def _here(reference: str) -> str:
    return address("plan", reference.upper())

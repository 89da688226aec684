"""Who goes, who is there, and the page for whoever attends."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.attending import attend_page
from whereabouts.insight.lookups.episode import there_is
from whereabouts.insight.lookups.support import AT_CONTACT, NEEDS, TO_WHOM
from whereabouts.insight.lookups.tasks import not_done_codes
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer, as_typed
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.attend import (
    AlreadySaid,
    NobodyThere,
    NotToThisChild,
    NotYet,
    say_arrived,
    say_child_seen,
)
from whereabouts.journeys.offer_support import (
    NamedContactMissing,
    NothingOffered,
    offer_at_contact,
)
from whereabouts.journeys.send_somebody import (
    NeedsCode,
    NoLongerMissing,
    NothingNamed,
    NotOutstanding,
    decide_nobody_goes,
    say_no_unit_free,
    say_sent,
    send_somebody,
    stand_unit_down,
)

BOTH = ("GET", "HEAD", "POST")


@looks(needs=Permission.RESPONSE_GO, purpose="attend")
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what whoever attends has to know, with the two buttons."""
    at = timezone.now()
    shown = attend_page(actor=request.actor, at=at, reference=reference.upper())  # type: ignore[attr-defined]
    return render(request, "response/attend.html", {"page": shown, "at": at})


@acts(needs=Permission.SUPPORT_OFFER, purpose="offer support", methods=BOTH)
def support(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down at the door whether help was offered, to whom, and what they said."""
    actor = request.actor  # type: ignore[attr-defined]
    there_is(actor=actor, at=timezone.now(), reference=reference.upper())
    form = Form(
        heading="Was help offered?",
        button="Save",
        done="Written down. A no now does not end the offer.",
        fields=[
            Field(name="to_whom", label="To whom", kind="choice", choices=TO_WHOM, value="child",
                  needed="Say to whom"),
            Field(name="answer", label="What became of it", kind="choice", choices=AT_CONTACT,
                  needed="Say what became of it"),
            Field(name="need", label="With what", kind="select", choices=NEEDS),
            Field(name="words", label="What was offered, or why nothing was", longest=400),
            Field(name="named_contact", label="Whom they can ask for from now on", kind="text",
                  fact=True, longest=160, hint="Needed where a family has asked again and again."),
        ],
    )  # fmt: skip

    def act(given: Given, at: datetime) -> object:
        return offer_at_contact(
            actor=actor, reference=reference.upper(), said_in="attending", at=at,
            **{**given, "need": given["need"] or ""},
        )  # fmt: skip

    return answer(
        request,
        form=form,
        act=act,
        back=address("attend", reference.upper()),
        refused={NothingOffered: "words", NamedContactMissing: "named_contact"},
    )


@acts(needs=Permission.RESPONSE_GO, purpose="attend", methods=BOTH)
def send(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for a unit, or say that one is on the way."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    now = as_typed(timezone.now())
    form = Form(
        heading="Send somebody",
        button="Save",
        done="Written down.",
        fields=[
            Field(
                name="unit",
                label="Call sign, or the name of whoever goes",
                kind="text",
                fact=True,
                needed="Give a call sign or a name",
                longest=80,
            ),
            Field(name="going", label="Who goes", kind="text", fact=True, longest=160),
            Field(
                name="asked_at",
                label="Asked for at",
                kind="moment",
                needed="Enter when the unit was asked for",
                value=now,
            ),
            Field(
                name="sent_at",
                label="On the way since",
                kind="moment",
                hint="Leave it empty until they have left.",
            ),
            Field(name="words", label="Anything they should know"),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return send_somebody(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            at=at,
            **given,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=_here(reference),
        refused={
            NothingNamed: "unit",
            NotToThisChild: "going",
            NotYet: "asked_at",
            NoLongerMissing: "",
            AlreadySaid: "",
        },
    )


@acts(needs=Permission.RESPONSE_GO, purpose="attend", methods=BOTH)
def no_unit(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down that no unit is free, and who said so."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    form = Form(
        heading="No unit is free",
        button="Write it down",
        lead="The duty inspector is told. The grade and every clock stay as they are.",
        done="Written down, and the duty inspector is told.",
        fields=[
            Field(
                name="said_by",
                label="Who said so",
                kind="text",
                fact=True,
                needed="Say who said that no unit is free",
                longest=160,
            ),
            Field(
                name="asked_at",
                label="When",
                kind="moment",
                needed="Enter when it was said",
                value=as_typed(timezone.now()),
            ),
            Field(name="words", label="What is tried instead"),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return say_no_unit_free(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            at=at,
            **given,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=_here(reference),
        refused={NothingNamed: "said_by", NotYet: "asked_at", NoLongerMissing: ""},
    )


@acts(needs=Permission.RISK_OVERRIDE, purpose="attend", methods=BOTH)
def nobody_goes(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide that nobody has to go, with the reason."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    form = Form(
        heading="Nobody has to go",
        button="Decide",
        warning="In your name, with the reason. It changes no grade.",
        done="Decided, in your name.",
        fields=[
            Field(
                name="code",
                label="Why",
                kind="choice",
                choices=not_done_codes(),
                needed="Choose why nobody goes",
            ),
            Field(name="words", label="In words", needed="Say it in words"),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return decide_nobody_goes(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            at=at,
            **given,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=_here(reference),
        refused={NeedsCode: "code", NotOutstanding: ""},
    )


@acts(needs=Permission.RESPONSE_GO, purpose="attend")
def sent(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that a unit is on the way."""
    unit, at = _unit(request), timezone.now()

    def step() -> object:
        if unit is None:
            raise NotVisible
        return say_sent(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            deployment_id=unit,
            sent_at=at,
            at=at,
        )

    return _press(request, reference, step=step, done="They are on the way.")


@acts(needs=Permission.RESPONSE_GO, purpose="attend")
def arrived(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that a unit is there; without one, that the person pressing is."""
    at = timezone.now()
    return _press(
        request,
        reference,
        done="You are there. See the child alone, and look at home first.",
        step=lambda: say_arrived(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            deployment_id=_unit(request),
            arrived_at=at,
            at=at,
        ),
    )


@acts(needs=Permission.RESPONSE_GO, purpose="attend")
def child_seen(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that whoever went has seen the child."""
    at = timezone.now()
    return _press(
        request,
        reference,
        done="Written down. Now say how the child was found.",
        then=address("return-locate", reference.upper()),
        step=lambda: say_child_seen(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            deployment_id=_unit(request),
            seen_at=at,
            at=at,
        ),
    )


@acts(needs=Permission.RESPONSE_GO, purpose="attend")
def stand_down(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that a unit is not coming, or no longer there."""
    unit = _unit(request)

    def step() -> object:
        if unit is None:
            raise NotVisible
        return stand_unit_down(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            deployment_id=unit,
            at=timezone.now(),
        )

    return _press(request, reference, step=step, done="Stood down.")


def _press(
    request: HttpRequest,
    reference: str,
    *,
    step: Callable[[], object],
    done: str,
    then: str = "",
) -> HttpResponse:
    try:
        step()
    except (AlreadySaid, NobodyThere, NotToThisChild) as refused:
        return refusals.refusal(
            request,
            status=409,
            heading="That is written down already, or cannot be yet",
            sentence=str(refused),
            next_steps=["Look at the page again: it shows how far each unit came."],
            back=_here(reference),
        )
    messages.success(request, done)
    return redirect(then or _here(reference))


def _unit(request: HttpRequest) -> UUID | None:
    """Return the unit that a button names, or None; what is no key names nothing that exists."""
    text = request.POST.get("unit", "").strip()
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotVisible from None


def _here(reference: str) -> str:
    return address("attend", reference.upper())

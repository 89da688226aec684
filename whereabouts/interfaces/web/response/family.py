"""Keeping the family told: who waits, what each may hear, and what they were told."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.family import family_page
from whereabouts.insight.lookups.tasks import not_done_codes
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer, as_typed
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.keep_family_told import (
    AlreadyPromised,
    AlreadySettled,
    NeedsCode,
    NobodyNamed,
    NothingMayBeTold,
    NotOutstanding,
    NotSayable,
    ReasonNeeded,
    TooSoon,
    leave_family_untold,
    promise_family_news,
    tell_family,
)

BOTH = ("GET", "HEAD", "POST")
YES_NO = [("yes", "Yes"), ("no", "No")]


@looks(needs=Permission.EPISODE_UPDATE, purpose="family")
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show who waits for news and what each may hear."""
    at = timezone.now()
    shown = family_page(actor=request.actor, at=at, reference=reference.upper())  # type: ignore[attr-defined]
    return render(request, "response/family.html", {"page": shown, "at": at})


@acts(needs=Permission.EPISODE_UPDATE, purpose="family", methods=BOTH)
def promise(request: HttpRequest, reference: str, person_id: UUID) -> HttpResponse:
    """Promise somebody news by an agreed time."""
    shown = family_page(
        actor=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
        reference=reference.upper(),
    )
    person = next((one for one in shown.family if one.key == person_id), None)
    if person is None:
        raise NotVisible
    form = Form(
        heading=f"Promise news to {person.name}",
        button="Promise",
        lead=f"They may be told: {person.told_words.lower()}.",
        warning="" if person.may_promise else "They may be told nothing: promise no news.",
        done="Promised. It is a task with a clock.",
        fields=[
            Field(
                name="named",
                label="Who tells them",
                kind="member",
                choices=[(str(key), name) for key, name in shown.colleagues],
                needed="Name who tells them",
            ),
            Field(
                name="due_at",
                label="Agreed with them: not later than",
                kind="moment",
                needed="Enter the time that was agreed",
                value=as_typed(shown.next_default),
            ),
            Field(
                name="language",
                label="In which language",
                kind="text",
                fact=True,
                value=person.language,
                longest=60,
            ),
            Field(
                name="interpreter",
                label="Is an interpreter needed?",
                kind="choice",
                choices=YES_NO,
                needed="Say whether an interpreter is needed",
                value="no",
            ),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return promise_family_news(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            person_id=person_id,
            named=given["named"],
            due_at=given["due_at"],
            language=given["language"],
            interpreter=given["interpreter"] == "yes",
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=_here(reference),
        refused={
            NothingMayBeTold: "",
            TooSoon: "due_at",
            AlreadyPromised: "",
            NobodyNamed: "named",
        },
    )


@acts(needs=Permission.EPISODE_UPDATE, purpose="family", methods=BOTH)
def tell(request: HttpRequest, reference: str, update_id: UUID) -> HttpResponse:
    """Keep what somebody was told; only what they may be told is offered."""
    shown = family_page(
        actor=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
        reference=reference.upper(),
    )
    found = shown.of(update_id=update_id)
    if found is None:
        raise NotVisible
    person, update = found
    form = Form(
        heading=f"Tell {person.name}",
        button="They were told",
        lead=f"They may be told: {person.told_words.lower()}. Nothing else is said to them."
        + (f" Speak {update.language}." if update.language else "")
        + (" With an interpreter, never a relative." if update.interpreter else ""),
        warning=""
        if person.may_promise
        else "They may be told nothing by now. Leave the promise, with the reason.",
        done="Written down.",
        fields=[
            Field(
                name="said",
                label="What you said",
                kind="ticks",
                choices=person.sayable,
                needed="Choose what you said",
            ),
            Field(name="their_words", label="What they said or asked"),
            Field(
                name="next_at",
                label="Agreed with them: the next time, not later than",
                kind="moment",
                hint="While the child is missing somebody rings again by then."
                if shown.under_way
                else "Leave it empty if nothing more is to come.",
                value=as_typed(shown.next_default),
            ),
            *(
                [Field(name="no_more", label="If they want to hear no more: what they said")]
                if shown.under_way
                else []
            ),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return tell_family(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            update_id=update_id,
            said=given["said"],
            their_words=given["their_words"],
            next_at=given["next_at"],
            no_more=given.get("no_more", ""),
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=_here(reference),
        refused={
            NothingMayBeTold: "",
            NotSayable: "said",
            AlreadySettled: "",
            NotOutstanding: "",
            TooSoon: "next_at",
            AlreadyPromised: "",
        },
    )


@acts(needs=Permission.EPISODE_UPDATE, purpose="family", methods=BOTH)
def leave(request: HttpRequest, reference: str, update_id: UUID) -> HttpResponse:
    """Leave a promise unkept, with the reason."""
    shown = family_page(
        actor=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
        reference=reference.upper(),
    )
    found = shown.of(update_id=update_id)
    if found is None:
        raise NotVisible
    form = Form(
        heading=f"{found[0].name} is not told as promised",
        button="Leave it",
        done="Written down, with the reason.",
        fields=[
            Field(
                name="code",
                label="Why",
                kind="choice",
                choices=not_done_codes(),
                needed="Choose why they are not told",
            ),
            Field(name="because", label="In words", needed="Say it in words"),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return leave_family_untold(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            update_id=update_id,
            at=at,
            **given,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=_here(reference),
        refused={
            ReasonNeeded: "because",
            NeedsCode: "code",
            AlreadySettled: "",
            NotOutstanding: "",
        },
    )


def _here(reference: str) -> str:
    return address("family", reference.upper())

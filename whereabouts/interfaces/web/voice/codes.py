"""Giving a child the code of their own page, face to face or in a message that names nothing."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.childs_words import HANDED, PHONES, CodePage, code_page
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, read
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.give_child_code import (
    AlreadyEnded,
    NoReader,
    PhoneNotSafe,
    TellsTooMuch,
    end_child_code,
    give_child_code,
)

BOTH = ("GET", "HEAD", "POST")
FIELD_OF = {NoReader: "reader", PhoneNotSafe: "handed", TellsTooMuch: "handed"}


@acts(needs=Permission.VOICE_KEEP, purpose="child's code", methods=BOTH)
def give(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the form, or make the code and show it this once."""
    at = timezone.now()
    shown = code_page(actor=request.actor, at=at, reference=reference.upper())  # type: ignore[attr-defined]
    form = _form(shown)
    typed = {one.name: one.value for one in form.fields}
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        typed = {one.name: request.POST.get(one.name, "") for one in form.fields}
        given, errors = read(fields=form.fields, typed=typed)
        if not errors:
            try:
                return _made(request, shown, given)
            except tuple(FIELD_OF) as refused:
                errors = [(FIELD_OF[type(refused)], str(refused))]
    return render(
        request,
        "voice/code.html",
        {
            "page": shown, "form": form, "typed": typed, "errors": errors, "wrong": dict(errors),
            "back": address("episode", shown.reference),
        },
        status=400 if errors else 200,
    )  # fmt: skip


@acts(needs=Permission.VOICE_KEEP, purpose="child's code")
def end(request: HttpRequest, reference: str, link_id: UUID) -> HttpResponse:
    """End a code at once."""
    try:
        end_child_code(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            link_id=link_id,
            at=timezone.now(),
        )
    except AlreadyEnded:
        return refusals.changed_by_somebody(request)
    messages.success(request, "The code opens nothing any more.")
    return redirect("child-code", reference=reference.upper())


def childs_address() -> str:
    """Return the address of the page for children: one that should name nothing."""
    return f"{settings.CHILD_URL}{reverse('hello')}"


def _made(request: HttpRequest, shown: CodePage, given: Given) -> HttpResponse:
    made = give_child_code(
        actor=request.actor,  # type: ignore[attr-defined]
        reference=shown.reference,
        handed=given["handed"],
        phone=given["phone"],
        reader=_key(shown.authorities, given["reader"]),
        team=_key(shown.teams, given.get("team")),
        worker=given["worker"],
        worker_phone=given["worker_phone"],
        address=childs_address(),
        at=timezone.now(),
    )
    return render(
        request,
        "voice/code_made.html",
        {
            "made": made, "page": shown, "address": childs_address(),
            "message": given["handed"] == "message",
        },
    )  # fmt: skip


def _key(offered: Iterable[tuple[UUID, str]], typed: str | None) -> UUID | None:
    return next((key for key, _ in offered if str(key) == typed), None)


def _form(shown: CodePage) -> Form:
    return Form(
        heading="A page for the child",
        button="Make the code",
        fields=[
            Field(
                name="phone",
                label="Whose telephone would the child use?",
                kind="choice",
                choices=PHONES,
                needed="Say whose telephone the child would use",
            ),
            Field(
                name="handed",
                label="How do you give the code?",
                kind="choice",
                choices=HANDED,
                needed="Say how you give the code",
                hint="Face to face wherever somebody else may look at the telephone.",
            ),
            Field(
                name="reader",
                label="Whose safeguarding workers read what the child says?",
                kind="select",
                choices=[(str(key), name) for key, name in shown.authorities],
                needed="Choose the authority",
                value=str(shown.reader or ""),
            ),
            *([_team(shown)] if shown.teams else []),
            Field(
                name="worker",
                label="Whom the child can ask for: a first name",
                kind="text",
                fact=True,
                hint="Somebody whom the child knows. The page shows it.",
                longest=60,
            ),
            Field(
                name="worker_phone",
                label="A number that is safe for the child to ring",
                kind="text",
                fact=True,
                longest=40,
            ),
        ],
    )


def _team(shown: CodePage) -> Field:
    return Field(
        name="team",
        label="Which unit was with the child, if you know",
        kind="select",
        choices=[(str(key), name) for key, name in shown.teams],
    )

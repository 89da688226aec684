"""Talking with the missing child: what was tried, words to begin with, and one form."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.foundations.access.permissions import ROLE_NAMES, Permission
from whereabouts.insight.lookups.support import AT_CONTACT
from whereabouts.insight.lookups.talking import (
    HOW,
    KIND_WORDS,
    SAFE_ANSWERS,
    TONES,
    TOWARDS,
    talk_page,
)
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer, as_typed
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.wording import clock
from whereabouts.journeys.contact_child import (
    AtContact,
    NextIsPast,
    NothingOffered,
    NotInList,
    NotToThisChild,
    NotYet,
    Talked,
    contact_child,
)

BOTH = ("GET", "HEAD", "POST")
WHO = ("call_handler", "response_officer", "supervisor", "missing_coordinator")
NOBODY = "nobody"


@acts(needs=Permission.EPISODE_UPDATE, purpose="talk", methods=BOTH)
def page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how the child was reached, and keep the next try."""
    at = timezone.now()
    shown = talk_page(actor=request.actor, at=at, reference=reference.upper())  # type: ignore[attr-defined]
    form = Form(
        heading="Talk with the child",
        button="Save",
        done="Written down. The grade stays as it is.",
        fields=_fields(shown_default=as_typed(shown.next_default), now=as_typed(at)),
        shown={"talk": shown, "words": _words(request, shown)},
    )

    def act(given: Given, at: datetime) -> object:
        who = given.pop("next_role")
        next_at = given.pop("next_at")
        adult_heard = bool(given.pop("adult_heard"))
        said, words = given.pop("support"), given.pop("support_words")
        if said and not words:
            raise NothingOffered("Say what was offered, or why nothing was")
        return contact_child(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            talked=Talked(**{**given, "suggested": given["suggested"] or ""}),
            next_at=None if who == NOBODY else next_at,
            next_role=who if who in WHO else WHO[0],
            adult_heard=adult_heard,
            support=AtContact(answer=said, words=words) if said else None,
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=address("talk", reference.upper()),
        refused={
            NotInList: "",
            NotToThisChild: "",
            NotYet: "happened_at",
            NextIsPast: "next_at",
            NothingOffered: "support_words",
        },
        template="response/talk.html",
    )


def _words(request: HttpRequest, shown: Any) -> list[tuple[str, str, str]]:
    name = request.actor.name.split()[0] if request.actor.name else "the police"  # type: ignore[attr-defined]
    soon = clock(shown.next_default)
    return [
        (key, words.replace("{who}", name).replace("{next}", soon), source)
        for key, words, source in shown.kind_words
    ]


def _fields(*, shown_default: str, now: str) -> list[Field]:
    return [
        Field(
            name="towards",
            label="Who got in touch?",
            kind="choice",
            choices=TOWARDS,
            needed="Say who got in touch",
            value="to_child",
        ),
        Field(name="how", label="How", kind="choice", choices=HOW, needed="Say how"),
        Field(
            name="made_by",
            label="Who spoke or wrote",
            kind="text",
            fact=True,
            hint="Leave it empty if it was you.",
            longest=160,
        ),
        Field(
            name="happened_at",
            label="When",
            kind="moment",
            needed="Enter when it was",
            value=now,
        ),
        Field(
            name="suggested",
            label="Which words you began with",
            kind="select",
            choices=[(key, words.split("{")[0][:60]) for key, words, _ in KIND_WORDS],
        ),
        Field(
            name="safe_answer",
            label="“Are you safe?”",
            kind="choice",
            choices=SAFE_ANSWERS,
            needed="Say what the child answered",
            hint="A yes never lowers the grade. A no asks somebody to look again at once.",
        ),
        Field(
            name="tone",
            label="How the child sounded",
            kind="choice",
            choices=TONES,
            needed="Say how the child sounded",
        ),
        Field(name="words", label="What was said, in the child's words", own_words=True),
        Field(
            name="adult_heard",
            label="Who is with the child",
            kind="ticks",
            choices=[("yes", "An adult of concern is with the child, or near")],
            hint="The duty inspector is interrupted, and the grade is looked at again.",
        ),
        Field(
            name="support",
            label="Was help offered?",
            kind="choice",
            choices=AT_CONTACT,
            hint="At every contact. A no now does not end the offer.",
        ),
        Field(name="support_words", label="What was offered, or why nothing was", longest=400),
        Field(
            name="next_role",
            label="Who tries next",
            kind="select",
            choices=[*((role, ROLE_NAMES[role]) for role in WHO), (NOBODY, "Nobody for now")],
            needed="Say who tries next",
            value=WHO[0],
        ),
        Field(
            name="next_by",
            label="Best somebody the child knows or answers",
            kind="text",
            fact=True,
            hint="A name: an officer, a carer, a friend whom they trust.",
            longest=160,
        ),
        Field(
            name="next_at",
            label="Not later than",
            kind="moment",
            needed="Enter when the next try is due",
            value=shown_default,
        ),
    ]

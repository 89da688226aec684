"""About me: what a child tells about themselves, and the forms that add to it and end it."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.child import who_it_is
from whereabouts.insight.lookups.voice import (
    KINDS,
    NAMES_SOMEBODY,
    SOURCES,
    line_of_child,
    voice_page,
)
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.interfaces.web.wording import local
from whereabouts.journeys.keep_voice import (
    AlreadyEnded,
    Line,
    NotYet,
    WordsNeeded,
    add_to_about_me,
    end_about_me,
)

BOTH = ("GET", "HEAD", "POST")
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")
EARLIEST_YEAR = 1990


class BadDay(Exception):
    """The day cannot be read."""


class PersonNeeded(Exception):
    """It names nobody, and has to."""


@looks(needs=Permission.CHILD_LOOK, purpose="about me")
def page(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Show what the child tells about themselves."""
    shown = voice_page(actor=request.actor, at=timezone.now(), child_id=child_id)  # type: ignore[attr-defined]
    return render(request, "voice/about.html", {"page": shown})


@acts(needs=Permission.VOICE_KEEP, purpose="add to about me", methods=BOTH)
def add(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Add one thing."""
    at = timezone.now()
    who = who_it_is(actor=request.actor, at=at, child_id=child_id)  # type: ignore[attr-defined]
    form = Form(
        heading="Add to About me",
        button="Save",
        lead=f"{who.name}. In the child's words where you can. Whoever goes out sees it.",
        done="Saved. Whoever goes out sees it.",
        fields=_fields(today=local(at).strftime("%d/%m/%Y")),
    )

    def act(given: Given, at: datetime) -> object:
        said_on = _day(given.pop("said_on"))
        if given["kind"] in NAMES_SOMEBODY and not given["person"]:
            raise PersonNeeded("Enter who it is")
        return add_to_about_me(
            actor=request.actor,  # type: ignore[attr-defined]
            child_id=child_id,
            line=Line(said_on=said_on, **given),
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=address("child-voice", child_id),
        refused={
            NotYet: "said_on",
            BadDay: "said_on",
            WordsNeeded: "words",
            PersonNeeded: "person",
        },
    )


@acts(needs=Permission.VOICE_KEEP, purpose="end a line of about me", methods=BOTH)
def end(request: HttpRequest, child_id: UUID, line_id: UUID) -> HttpResponse:
    """End what holds no longer."""
    at = timezone.now()
    line = line_of_child(actor=request.actor, at=at, child_id=child_id, line_id=line_id)  # type: ignore[attr-defined]
    form = Form(
        heading="This holds no longer",
        button="Save",
        lead=f"{line.kind_words}: {line.person or line.words}",
        done="It is ended. It stays in the history.",
        fields=[Field(name="because", label="Why", needed="Enter why it no longer holds")],
    )

    def act(given: Given, at: datetime) -> object:
        return end_about_me(
            actor=request.actor,  # type: ignore[attr-defined]
            child_id=child_id,
            line_id=line_id,
            because=given["because"],
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=address("child-voice", child_id),
        refused={AlreadyEnded: "", WordsNeeded: "because"},
    )


def _fields(*, today: str) -> list[Field]:
    return [
        Field(
            name="kind",
            label="What is it about?",
            kind="choice",
            choices=KINDS,
            needed="Choose what it is about",
        ),
        Field(
            name="words",
            label="The words",
            hint="As the child says them. You need not write whole sentences.",
            longest=2000,
            own_words=True,
        ),
        Field(
            name="person",
            label="Who",
            kind="text",
            fact=True,
            hint="Where it names somebody: whom the child trusts, asks for, or does not want.",
            longest=160,
        ),
        Field(
            name="language",
            label="Language, for an interpreter",
            kind="text",
            fact=True,
            longest=60,
        ),
        Field(
            name="source",
            label="Whose words are these?",
            kind="choice",
            choices=SOURCES,
            needed="Say whose words these are",
        ),
        Field(
            name="said_by",
            label="Who heard or saw it",
            kind="text",
            fact=True,
            hint="Leave it empty if it was you.",
            longest=160,
        ),
        Field(
            name="said_on",
            label="On which day",
            kind="text",
            fact=True,
            needed="Enter the day",
            hint="For example, 27/3/2026",
            value=today,
            longest=20,
        ),
    ]


def _day(text: str) -> date:
    for pattern in DAYS:
        try:
            read = datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
        if read.year >= EARLIEST_YEAR:
            return read
    raise BadDay("Enter a day, such as 27/3/2026")

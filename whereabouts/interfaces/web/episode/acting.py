"""Adding to an episode: notes, sightings, enquiries, who is missing together, what settles it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from whereabouts.engines.policy import BadValue, UnknownFact
from whereabouts.foundations.access.permissions import ROLE_NAMES, Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.choices import SIGHTING_SOURCES
from whereabouts.insight.lookups.episode import contradiction_of, there_is
from whereabouts.interfaces.web.doors import acts
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer, as_typed, page_of
from whereabouts.journeys.add_note import NothingWritten, add_note
from whereabouts.journeys.add_sighting import NotYetSeen, NowhereSaid, add_sighting
from whereabouts.journeys.answer_question import answer_question
from whereabouts.journeys.ask_enquiry import (
    AskedAlready,
    NothingAsked,
    UnknownRole,
    ask_enquiry,
)
from whereabouts.journeys.link_missing_together import SameChild, link_missing_together

BOTH = ("GET", "HEAD", "POST")
CONFIDENCE = [("certain", "Certain"), ("likely", "Likely"), ("unsure", "Unsure")]
ASKABLE = [
    "call_handler", "response_officer", "supervisor", "missing_coordinator", "offender_manager",
    "duty_inspector",
]  # fmt: skip
ADULT_SEEN = Field(
    name="adult_seen",
    label="Who is with the child",
    kind="ticks",
    choices=[("yes", "An adult of concern is with the child, or near")],
    hint="The duty inspector is interrupted, and the grade is looked at again.",
)


@acts(needs=Permission.EPISODE_UPDATE, purpose="note", methods=BOTH)
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a note."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    form = Form(
        heading="Add a note",
        button="Save the note",
        done="The note is in the history.",
        fields=[
            Field(name="words", label="Note", needed="Write the note"),
            Field(
                name="happened_at",
                label="When it happened",
                kind="moment",
                hint="Leave it out if it is happening now.",
            ),
            ADULT_SEEN,
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return add_note(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            words=given["words"],
            happened_at=given["happened_at"],
            adult_seen=bool(given["adult_seen"]),
            at=at,
        )

    return answer(
        request, form=form, act=act, back=page_of(reference), refused={NothingWritten: "words"}
    )


@acts(needs=Permission.EPISODE_UPDATE, purpose="sighting", methods=BOTH)
def sighting(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a sighting."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    form = Form(
        heading="Add a sighting",
        button="Save the sighting",
        done="The sighting is kept, and the supervisor is told.",
        fields=[
            Field(
                name="place",
                label="Where",
                kind="text",
                fact=True,
                needed="Say where, as nearly as you can",
                longest=240,
            ),
            Field(
                name="seen_at",
                label="When",
                kind="moment",
                needed="Enter when the child was seen",
                value=as_typed(timezone.now()),
            ),
            Field(
                name="confidence",
                label="How sure are they?",
                kind="choice",
                choices=CONFIDENCE,
                needed="Say how sure they are",
                value="unsure",
            ),
            Field(
                name="source", label="Where it comes from", kind="select", choices=SIGHTING_SOURCES
            ),
            Field(name="seen_by", label="Seen by", kind="text", fact=True, longest=160),
            Field(name="words", label="What they saw, in their words"),
            ADULT_SEEN,
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return add_sighting(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            at=at,
            **{
                **given,
                "source": given["source"] or "",
                "adult_seen": bool(given["adult_seen"]),
            },
        )

    return answer(
        request,
        form=form,
        act=act,
        back=page_of(reference),
        refused={NowhereSaid: "place", NotYetSeen: "seen_at"},
    )


@acts(needs=Permission.EPISODE_UPDATE, purpose="enquiry", methods=BOTH)
def enquiry(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask for something to be found out or done."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    form = Form(
        heading="Ask for something",
        button="Ask",
        done="It is asked, with a clock.",
        fields=[
            Field(
                name="title",
                label="What is to be found out or done",
                kind="text",
                needed="Say what is to be found out or done",
                longest=200,
            ),
            Field(name="detail", label="What helps to do it"),
            Field(
                name="to_role",
                label="Who",
                kind="select",
                choices=[(role, ROLE_NAMES[role]) for role in ASKABLE],
                needed="Choose whom to ask",
            ),
            Field(
                name="due_at",
                label="Until when",
                kind="moment",
                needed="Enter until when",
                value=as_typed(timezone.now() + timedelta(hours=1)),
            ),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return ask_enquiry(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            at=at,
            **given,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=page_of(reference),
        refused={NothingAsked: "title", UnknownRole: "to_role", AskedAlready: "title"},
    )


@acts(needs=Permission.EPISODE_UPDATE, purpose="missing together", methods=BOTH)
def together(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that another child is missing together with this one."""
    there_is(actor=request.actor, at=timezone.now(), reference=reference.upper())  # type: ignore[attr-defined]
    form = Form(
        heading="Missing together",
        lead="Each child keeps an episode of their own; the two are linked.",
        button="Link the two",
        done="The two episodes are linked.",
        fields=[
            Field(
                name="other",
                label="Reference of the other child's episode",
                kind="text",
                fact=True,
                needed="Enter the reference of the other child's episode",
                longest=20,
            )
        ],
    )

    def act(given: Given, at: datetime) -> object:
        return link_missing_together(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference.upper(),
            other=given["other"].upper(),
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=page_of(reference),
        refused={SameChild: "other", NotVisible: "other"},
    )


@acts(needs=Permission.EPISODE_UPDATE, purpose="settle a contradiction", methods=BOTH)
def resolve(request: HttpRequest, reference: str, fact: str) -> HttpResponse:
    """Settle a contradiction in one's own name: one of the statements stands from now on."""
    actor = request.actor  # type: ignore[attr-defined]
    found = contradiction_of(actor=actor, at=timezone.now(), reference=reference.upper(), fact=fact)
    form = Form(
        heading="Which statement stands?",
        lead=found.question,
        warning="Until somebody settles it, the worse one stands. It is settled in your name.",
        button="Let it stand",
        done="It is settled, and the facts were assessed again.",
        fields=[
            Field(
                name="statement",
                label="What stands",
                kind="choice",
                choices=[(str(said.key), f"{said.value} ({said.by})") for said in found.said],
                needed="Choose the statement that stands",
            ),
            Field(name="words", label="How you know", needed="Say how you know"),
        ],
    )

    def act(given: Given, at: datetime) -> object:
        chosen = next(said for said in found.said if said.key == UUID(given["statement"]))
        return answer_question(
            actor=actor,
            reference=reference.upper(),
            fact=fact,
            value=chosen.stated,
            said_by=actor.name,
            source_kind="police" if actor.rank else "partner",
            words=given["words"],
            resolves=True,
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=page_of(reference),
        refused={UnknownFact: "", BadValue: "statement"},
    )

"""Contacts' pages: one that names a child is closed with an episode or a senior's name."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups import contacts as lookups
from whereabouts.interfaces.web import refusals
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.episode.forms import Field, Form, Given, answer
from whereabouts.interfaces.web.navigation import address
from whereabouts.journeys.close_contact import AlreadyClosed, ClosureRefused, close_contact
from whereabouts.journeys.report_from_contact import NotUsable, report_from_contact
from whereabouts.journeys.sign_contact import AlreadySigned, NoReason, sign_contact

PURPOSE = "contact"
BOTH = ("GET", "HEAD", "POST")
SIGNED = "By closing it you sign, with your name, that no episode is needed."


@looks(needs=Permission.CONTACT_LOOK, purpose=PURPOSE)
def waiting(request: HttpRequest) -> HttpResponse:
    """List the agency's open contacts."""
    at = timezone.now()
    found = lookups.open_contacts(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "contacts/contacts.html", {"found": found, "at": at})


@looks(needs=Permission.CONTACT_LOOK, purpose="reconcile contacts")
def unreconciled(request: HttpRequest) -> HttpResponse:
    """List the contacts that were closed round the guard, until somebody answers for each."""
    at = timezone.now()
    found = lookups.unreconciled_contacts(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "contacts/unreconciled.html", {"contacts": found, "at": at})


@looks(needs=Permission.CONTACT_LOOK, purpose=PURPOSE)
def page(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Show one contact with all that was said, and what may be done with it."""
    seen = _seen(request, contact_id)
    return render(request, "contacts/contact.html", {"seen": seen, "one": seen.line})


@acts(needs=Permission.REPORT_TAKE, purpose="report being taken")
def report(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Take a report from what the contact says, and lead on to its episode."""
    try:
        receipt = report_from_contact(
            actor=request.actor,  # type: ignore[attr-defined]
            contact_id=contact_id,
            at=timezone.now(),
        )
    except NotUsable as refused:
        return refusals.bad_form(request, [("", str(refused))])
    messages.success(request, f"Report {receipt.report} is taken. Ask what is not known yet.")
    return redirect("episode", receipt.episode)


@acts(needs=Permission.CONTACT_CLOSE, purpose=PURPOSE, methods=BOTH)
def close(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Close a contact: with its episode, or with a senior's name under the reason."""
    seen = _seen(request, contact_id)
    form = Form(
        heading="Close the contact",
        button="Sign and close" if seen.needs_name else "Close the contact",
        done="The contact is closed.",
        warning=f"It names a child and has no episode. {SIGNED}" if seen.needs_name else "",
        fields=[
            Field(
                name="disposal",
                label="What became of it",
                kind="choice",
                choices=lookups.DISPOSALS,
                needed="Choose what became of it",
            ),
            Field(
                name="because",
                label="Why",
                hint="What happened, who said so, and where the child is.",
                needed="Write why",
            ),
        ],
    )

    def act(given: Given, at: datetime) -> None:
        close_contact(
            actor=request.actor,  # type: ignore[attr-defined]
            contact_id=contact_id,
            disposal=given["disposal"],
            because=given["because"],
            signed=seen.needs_name,
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=address("contact", contact_id),
        refused={ClosureRefused: "because", AlreadyClosed: ""},
        template="contacts/form.html",
    )


@acts(needs=Permission.RISK_OVERRIDE, purpose="reconcile contacts", methods=BOTH)
def sign(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    """Answer, as a senior, for a contact that was closed without an episode."""
    _seen(request, contact_id)
    form = Form(
        heading="Sign why there is no episode",
        button="Sign",
        done="The contact is settled, with your name and reason.",
        warning="Your name stands under this: a child was named, and no episode was opened.",
        fields=[
            Field(
                name="because",
                label="Why there is no episode",
                hint="What happened, who said so, and where the child is.",
                needed="Write why",
            ),
        ],
    )

    def act(given: Given, at: datetime) -> None:
        sign_contact(
            actor=request.actor,  # type: ignore[attr-defined]
            contact_id=contact_id,
            because=given["because"],
            at=at,
        )

    return answer(
        request,
        form=form,
        act=act,
        back=address("contact", contact_id),
        refused={NoReason: "because", AlreadySigned: ""},
        template="contacts/form.html",
    )


def _seen(request: HttpRequest, contact_id: UUID) -> lookups.ContactSeen:
    return lookups.one_contact(
        actor=request.actor,  # type: ignore[attr-defined]
        at=timezone.now(),
        contact_id=contact_id,
    )

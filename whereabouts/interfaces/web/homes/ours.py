"""A home's or carer's own page, and what is done from it in a tap: report, rang, back, answer."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.insight.lookups.asking import value_of
from whereabouts.insight.lookups.our_home import asked_of_carer, our_home, reporting
from whereabouts.insight.lookups.regulation_40 import regulation_40
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.homes.forms import (
    BackForm,
    QuestionsForm,
    RangForm,
    ReportForm,
    SentForm,
)
from whereabouts.interfaces.web.wording import local
from whereabouts.journeys.answer_as_carer import NotLivingHere, answer_as_carer
from whereabouts.journeys.record_back import NotYet, record_back
from whereabouts.journeys.report_as_carer import (
    CarerTold,
    KeyUsedOtherwise,
    NoForceKnown,
    report_as_carer,
)
from whereabouts.journeys.settle_task import settle_task
from whereabouts.journeys.tell_as_carer import NotYet as RangLater
from whereabouts.journeys.tell_as_carer import child_rang

FORM = ("GET", "HEAD", "POST")
UNREADABLE = 422
NOT_NOW = "That time has not come yet"


@looks(needs=Permission.CARER_PAGE, purpose="our home")
def page(request: HttpRequest) -> HttpResponse:
    """Show who lives here, and what waits for us."""
    at = timezone.now()
    shown = our_home(actor=request.actor, at=at)  # type: ignore[attr-defined]
    return render(request, "homes/ours.html", {"page": shown, "at": at})


@acts(needs=Permission.CARER_PAGE, purpose="report as carer", methods=FORM)
def report(request: HttpRequest, child_id: UUID) -> HttpResponse:
    """Report a child missing or away."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = reporting(actor=actor, at=at, child_id=child_id)
    steps = [(step.key, step.words) for step in shown.protocol.steps]
    form = ReportForm(
        request.POST if request.method == "POST" else None, questions=shown.questions, steps=steps,
        initial={"key": uuid4().hex, "last_seen_at": f"{local(at):%Y-%m-%dT%H:%M}"},
    )  # fmt: skip
    if form.is_valid():
        try:
            receipt = report_as_carer(
                actor=actor, child_id=child_id, told=_told(form.cleaned_data), at=at
            )
        except (NoForceKnown, NotLivingHere, KeyUsedOtherwise) as fault:
            form.add_error("away", str(fault))
        else:
            messages.success(
                request,
                f"The police have your report: {receipt.episode}. Ring them if anything changes.",
            )
            return redirect("our-home")
    return _form(
        request, form, "homes/report.html", page=shown,
        head=("away", "words", "last_seen_at", "last_seen_place", "clothing"),
    )  # fmt: skip


@acts(needs=Permission.CARER_PAGE, purpose="child rang", methods=FORM)
def rang(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down that the child rang."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = asked_of_carer(actor=actor, at=at, reference=reference.upper())
    form = RangForm(
        request.POST if request.method == "POST" else None,
        initial={"rang_at": f"{local(at):%Y-%m-%dT%H:%M}"},
    )
    if form.is_valid():
        try:
            child_rang(actor=actor, reference=shown.reference, at=at, **form.cleaned_data)
        except RangLater:
            form.add_error("rang_at", NOT_NOW)
        else:
            messages.success(request, "It is written down, and the police are told.")
            return redirect("our-home")
    return _form(
        request, form, "homes/form.html", who=shown.name, heading="The child rang",
        button="Tell the police",
        lead="If the child is in danger, ring 999 first. Nothing is closed by this.",
    )  # fmt: skip


@acts(needs=Permission.CARER_PAGE, purpose="child is back", methods=FORM)
def back(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that the child is back: the police still see them, and decide when it is over."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = asked_of_carer(actor=actor, at=at, reference=reference.upper())
    form = BackForm(
        request.POST if request.method == "POST" else None,
        initial={"back_at": f"{local(at):%Y-%m-%dT%H:%M}"},
    )
    if form.is_valid():
        given = form.cleaned_data
        said = f"Seen by {given['seen_by']}. {given['condition']}".strip()
        try:
            record_back(
                actor=actor, reference=shown.reference, back_at=given["back_at"], words=said,
                where_now=given["where_now"], at=at,
            )  # fmt: skip
        except NotYet:
            form.add_error("back_at", NOT_NOW)
        else:
            messages.success(
                request, "The police know that the child is back. An officer still comes to talk."
            )
            return redirect("our-home")
    return _form(
        request, form, "homes/form.html", who=shown.name, heading="The child is back",
        button="Tell the police",
        lead="A warm welcome first: food, rest, no questions about why. The police see the child.",
    )  # fmt: skip


@acts(needs=Permission.CARER_PAGE, purpose="answer as carer", methods=FORM)
def questions(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer what the police still ask."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = asked_of_carer(actor=actor, at=at, reference=reference.upper())
    form = QuestionsForm(
        request.POST if request.method == "POST" else None, questions=shown.questions
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        words = given.pop("words")
        answers = {name.removeprefix("fact_"): said for name, said in given.items() if said}
        if not answers:
            form.add_error(None, "Answer at least one question, or go back")
        else:
            for fact, said in answers.items():
                answer_as_carer(
                    actor=actor, reference=shown.reference, fact=fact, words=words, at=at,
                    value=value_of(fact=fact, answer=said),
                )  # fmt: skip
            messages.success(request, "Your answers are with the police.")
            return redirect("our-home")
    return _form(
        request, form, "homes/form.html", who=shown.name, heading="What the police ask",
        button="Send the answers",
        lead="" if shown.questions else "There is nothing that the police still ask of you.",
    )  # fmt: skip


@acts(needs=Permission.CARER_PAGE, purpose="regulation 40", methods=FORM)
def regulation_40_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the draft of the notice, to print; and say that it was sent."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    shown = regulation_40(actor=actor, at=at, reference=reference.upper())
    form = SentForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and shown.task_id is not None:
        settle_task(
            actor=actor, task_id=shown.task_id, at=at,
            result=f"Sent to {form.cleaned_data['sent_to']}.",
        )  # fmt: skip
        messages.success(request, "It is written down that the notice was sent.")
        return redirect("our-home")
    return _form(request, form, "homes/regulation_40.html", page=shown)


def _told(given: dict[str, Any]) -> CarerTold:
    facts = {
        name.removeprefix("fact_"): value_of(fact=name.removeprefix("fact_"), answer=said)
        for name, said in given.items()
        if name.startswith("fact_") and said
    }
    tried = dict.fromkeys(given["tried"], "tried")
    first = next(iter(tried), "")
    return CarerTold(
        key=given["key"], away=given["away"] == "yes", last_seen_at=given["last_seen_at"],
        last_seen_place=given["last_seen_place"], clothing=given["clothing"],
        words=given["words"], facts=facts, tried=tried,
        tried_words={first: given["tried_words"]} if first and given["tried_words"] else {},
    )  # fmt: skip


def _form(request: HttpRequest, form: Any, template: str, **more: Any) -> HttpResponse:
    errors = form.problems() if form.is_bound else []
    return render(
        request, template, {"form": form, "errors": errors, "at": timezone.now(), **more},
        status=UNREADABLE if errors else 200,
    )  # fmt: skip

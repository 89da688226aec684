"""The conversations: what was told, what may be shared, who is asked, and what came of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from whereabouts.foundations.access.permissions import Permission
from whereabouts.foundations.access.scope import NotVisible
from whereabouts.insight.lookups.before_interview import before_interview
from whereabouts.insight.lookups.conduct import whom_it_may_be_about
from whereabouts.insight.lookups.conversing import interview_queue, told_page
from whereabouts.insight.lookups.returning_choices import LACKING_WORDS
from whereabouts.interfaces.web.doors import acts, looks
from whereabouts.interfaces.web.returns import talking_forms as forms
from whereabouts.interfaces.web.returns.pages import draw, typed
from whereabouts.interfaces.web.returns.refused import REFUSED, answer
from whereabouts.journeys.commission_interview import (
    answer_commission,
    cancel_commission,
    commission_interview,
    log_attempt,
    take_interview_on,
)
from whereabouts.journeys.feed_back import feed_back
from whereabouts.journeys.hear_of_harm import hear_of_harm
from whereabouts.journeys.record_interview import (
    record_prevention_interview,
    record_return_interview,
)
from whereabouts.journeys.share_line import share_line

BOTH = ("GET", "HEAD", "POST")


@acts(needs=Permission.PREVENTION_INTERVIEW, purpose="return", methods=BOTH)
def prevention(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the form of the police's conversation, and keep it."""
    return _interview(request, reference, kind="prevention", keep=record_prevention_interview)


@acts(needs=Permission.RETURN_INTERVIEW, purpose="return", methods=BOTH)
def interview(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the form of the independent conversation, and keep it."""
    return _interview(request, reference, kind="return", keep=record_return_interview)


def _interview(request: HttpRequest, reference: str, *, kind: str, keep: Any) -> HttpResponse:
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    told = told_page(actor=actor, reference=reference, at=at)
    others = tuple(one for one, _ in told.also) if kind == "return" else ()
    form = (
        forms.InterviewForm(request.POST, kind=kind, also=others)
        if request.method == "POST"
        else None
    )
    if form is None or not form.is_valid():
        return draw(
            request, "returns/interview.html", reference, form=form, kind=kind,
            guidance=told.guidance if kind == "return" else "",
            before=before_interview(actor=actor, reference=reference, at=at)
            if kind == "return"
            else None,
            also=told.also if others else (), carer_held_back=told.carer_held_back,
            about=whom_it_may_be_about(actor=actor, reference=reference, at=at),
        )  # fmt: skip
    more = {"also": form.cleaned_data["also"]} if kind == "return" else {}
    try:
        lacks = keep(
            actor=actor,
            reference=reference,
            spoken=form.spoken(),
            adults=form.adults(),
            beside=form.beside(),
            at=at,
            **more,
        )
    except REFUSED as refused:
        return answer(request, refused, reference=reference)
    messages.success(request, "Kept." if lacks else "Kept, and done.")
    for lack in lacks:
        messages.warning(request, LACKING_WORDS[lack])
    return redirect("return", reference)


@looks(needs=Permission.TOLD_LOOK, purpose="return")
def told(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what was told, what may be shared of it, who is asked and what came of it."""
    return _draw(request, reference)


@acts(needs=Permission.TOLD_LOOK, purpose="return", methods=BOTH)
def harm(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the questions about harm, and keep what somebody else answers."""
    if request.method != "POST":
        return draw(request, "returns/harm.html", reference)
    form = forms.HarmForm(request.POST)
    if not form.is_valid():
        return draw(request, "returns/harm.html", reference, form=form)
    return _step(
        request, reference, form, "The answers are kept beside the others.",
        lambda at: hear_of_harm(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            asked=form.asked(),
            said_at=form.cleaned_data["said_at"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.TOLD_LOOK, purpose="return")
def share(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep a line with what may be known of it."""
    form = forms.LineForm(request.POST)
    return _step(
        request, reference, form, "Kept, with who may know it.",
        lambda at: share_line(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            line=form.line(),
            replaces=form.cleaned_data["replaces"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.INTERVIEW_COMMISSION, purpose="return")
def commission(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask a provider for the independent conversation."""
    form = forms.CommissionForm(request.POST)
    return _step(
        request, reference, form, "Asked. The task and its clock stay yours.",
        lambda at: commission_interview(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            provider=form.cleaned_data["provider"],
            visit_risk=form.cleaned_data["visit_risk"],
            best_time=form.cleaned_data["best_time"],
            how_to_reach=form.cleaned_data["how_to_reach"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.RETURN_INTERVIEW, purpose="return")
def attempt(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep one try to speak with the child."""
    form = forms.AttemptForm(request.POST)
    return _step(
        request, reference, form, "The attempt is kept.",
        lambda at: log_attempt(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            tried_at=form.cleaned_data["tried_at"],
            way=form.cleaned_data["way"],
            outcome=form.cleaned_data["attempt_outcome"],
            words=form.cleaned_data["attempt_words"],
            next_at=form.cleaned_data["next_at"],
            at=at,
        ),
    )  # fmt: skip


@acts(needs=Permission.RETURN_INTERVIEW, purpose="return")
def feedback(request: HttpRequest, reference: str) -> HttpResponse:
    """Keep that somebody was told what came of it."""
    form = forms.FeedbackForm(request.POST)
    return _step(
        request, reference, form, "Kept.",
        lambda at: feed_back(
            actor=request.actor,  # type: ignore[attr-defined]
            reference=reference,
            to=form.cleaned_data["to"],
            told=form.cleaned_data["told"] == "yes",
            words=form.cleaned_data["feedback_words"],
            told_at=form.cleaned_data["told_at"],
            at=at,
        ),
    )  # fmt: skip


@looks(needs=Permission.RETURN_INTERVIEW, purpose="return")
def queue(request: HttpRequest) -> HttpResponse:
    """Show a provider its own conversations, or an authority those that it asked for."""
    found = interview_queue(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    return render(request, "returns/queue.html", {"queue": found})


@acts(needs=Permission.RETURN_INTERVIEW, purpose="return")
def take_on(request: HttpRequest, commission_id: UUID) -> HttpResponse:
    """Take a conversation on, in one's own name."""
    try:
        take_interview_on(
            actor=request.actor,  # type: ignore[attr-defined]
            commission_id=commission_id,
            at=timezone.now(),
        )
    except REFUSED as refused:
        return answer(request, refused)
    messages.success(request, "It is yours.")
    return redirect("interview-queue")


@acts(needs=Permission.INTERVIEW_COMMISSION, purpose="return")
def answer_written(request: HttpRequest, commission_id: UUID) -> HttpResponse:
    """Accept what a provider wrote up, or send it back."""
    form = forms.AnswerCommissionForm(request.POST)
    if not form.is_valid():
        return _queue_again(request, commission_id, form=form)
    try:
        answer_commission(
            actor=request.actor,  # type: ignore[attr-defined]
            commission_id=commission_id,
            approved=form.cleaned_data["approved"] == "yes",
            because=form.cleaned_data["commission_because"],
            at=timezone.now(),
        )
    except REFUSED as refused:
        return answer(request, refused)
    messages.success(request, "The provider is told.")
    return redirect("interview-queue")


@acts(needs=Permission.INTERVIEW_COMMISSION, purpose="return")
def cancel(request: HttpRequest, commission_id: UUID) -> HttpResponse:
    """Ask a conversation of a provider no longer, with the reason."""
    form = forms.CancelCommissionForm(request.POST)
    if not form.is_valid():
        return _queue_again(request, commission_id, form=form)
    try:
        cancel_commission(
            actor=request.actor,  # type: ignore[attr-defined]
            commission_id=commission_id,
            because=form.cleaned_data["cancel_because"],
            at=timezone.now(),
        )
    except REFUSED as refused:
        return answer(request, refused)
    messages.success(request, "The provider is told. The child is still owed the conversation.")
    return redirect("interview-queue")


def _queue_again(
    request: HttpRequest, commission_id: UUID, *, form: django_forms.Form
) -> HttpResponse:
    found = interview_queue(actor=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    if commission_id not in {one.key for one in found}:
        raise NotVisible()
    return render(
        request, "returns/queue.html",
        {"queue": found, **typed(form=form, at=timezone.now()), "again": str(commission_id)},
        status=400,
    )  # fmt: skip


def _step(
    request: HttpRequest,
    reference: str,
    form: django_forms.Form,
    done: str,
    step: Callable[[datetime], Any],
) -> HttpResponse:
    """Take a step with a form that holds, and show the conversations again."""
    if not form.is_valid():
        return _draw(request, reference, form=form)
    try:
        step(timezone.now())
    except REFUSED as refused:
        return answer(request, refused, reference=reference)
    messages.success(request, done)
    return redirect("return-told", reference)


def _draw(
    request: HttpRequest, reference: str, *, form: django_forms.Form | None = None
) -> HttpResponse:
    at = timezone.now()
    shown = told_page(actor=request.actor, reference=reference, at=at)  # type: ignore[attr-defined]
    return render(
        request, "returns/told.html", {"told": shown, **typed(form=form, at=at)},
        status=400 if form is not None else 200,
    )  # fmt: skip
